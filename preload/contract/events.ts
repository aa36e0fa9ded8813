import type { ConformanceCaseRow, ConformanceRunRow } from './conformance.ts';
import type { DiscoverySource } from './discovery.ts';
import type { CaptureState, ExchangeRow } from './exchanges.ts';
import type { FileRow, LockEvent, LockRow } from './files-and-locks.ts';
import type { IgnoreRule, SavedView } from './filtering.ts';
import type { MarkedExchange } from './findings.ts';
import type { ClockState, HostState, Notice, Settings } from './host.ts';
import type { ChangedMark } from './marks.ts';
import type { Person, TokenRow } from './people-and-tokens.ts';
import type { OpenedCapture, SaveProgress } from './recordings.ts';
import type { ReplayRow, ReplayStep } from './replay.ts';

// What the host tells the screen as it happens.

export type HostEvent =
  /** A request was answered, or has not been within a frame; then the same id comes twice. */
  | { type: 'exchange'; row: ExchangeRow }
  /** Exchanges are stored: first and last id of each unbroken run. Views hold them when they are asked next. */
  | { type: 'exchanges-stored'; spans: [first: number, last: number][] }
  /** The captured traffic was thrown away; `kept` pinned exchanges are left. */
  | { type: 'exchanges-cleared'; kept: number }
  /** Retention dropped everything older than this row that is not pinned. */
  | { type: 'exchanges-trimmed'; oldestId: number }
  /** These exchanges were deleted, or left out by an ignore rule after they had been shown. */
  | { type: 'exchanges-removed'; ids: number[] }
  /** Pins, colours, notes or tags of these exchanges changed; each mark is all there is now. */
  | { type: 'marks'; marks: ChangedMark[] }
  /** Rules found something in these exchanges; the marks are all there are now. */
  | { type: 'findings'; marks: MarkedExchange[] }
  /** A rule was muted or speaks again: marks read before are void. */
  | { type: 'findings-changed' }
  /** Ignore rules were made, switched or removed, or left something out: all of them as they are now. */
  | { type: 'ignore-rules'; rules: IgnoreRule[] }
  /** A view of Traffic was saved, replaced or removed: all of them as they are now. */
  | { type: 'saved-views'; views: SavedView[] }
  /** Capturing was paused or resumed, or its numbers changed. */
  | { type: 'capture'; capture: CaptureState }
  /** A document appeared, changed, moved or was renamed, by whichever door. */
  | { type: 'file'; file: FileRow }
  /** A document is gone. */
  | { type: 'file-removed'; fileId: string }
  /** Folders changed, or another folder is shared: the list has to be fetched again. */
  | { type: 'files-reset' }
  /** A lock was taken, refreshed, swapped, released, refused, or expired. */
  | { type: 'lock'; fileId: string; lock: LockRow | null; change: LockEvent }
  /** A token was issued, used, revoked or has expired. */
  | { type: 'token'; token: TokenRow }
  /** A token is not kept any more. */
  | { type: 'token-removed'; tokenId: string }
  /** A person was added or changed, by PutUserInfo too. */
  | { type: 'person'; person: Person }
  /** A person is gone. */
  | { type: 'person-removed'; personId: string }
  /** The virtual clock was held, resumed, moved or reset. */
  | { type: 'clock'; clock: ClockState }
  /** Settings were saved, all of them. */
  | { type: 'settings'; settings: Settings }
  /** What the host says of itself changed: addresses, folder, problems. */
  | { type: 'host'; host: HostState }
  /** There is something the user should know. */
  | { type: 'notice'; notice: Notice }
  /** The user has put a notice away. */
  | { type: 'notice-dismissed'; noticeId: number }
  /** A conformance run began, went on or ended. */
  | { type: 'conformance'; run: ConformanceRunRow }
  /** One case of a conformance run was judged. */
  | { type: 'conformance-case'; runId: number; result: ConformanceCaseRow }
  /** Captures were opened, renamed or closed; all that are open now. */
  | { type: 'captures'; captures: OpenedCapture[] }
  /** A save of traffic began or went on; its call tells how it ended. */
  | { type: 'save-progress'; progress: SaveProgress }
  /** A conformance run is not kept any more. */
  | { type: 'conformance-removed'; runId: number }
  /** A replay began, went on or ended. */
  | { type: 'replay'; replay: ReplayRow }
  /** One request of a replay was answered, or could not be sent. */
  | { type: 'replay-step'; replayId: number; step: ReplayStep }
  /** A replay was closed. */
  | { type: 'replay-removed'; replayId: number }
  /** A discovery source was loaded, or could not be. */
  | { type: 'source'; source: DiscoverySource }
  /** A discovery source is gone. */
  | { type: 'source-removed'; sourceId: string };

export type Publish = (event: HostEvent) => void;

export interface NumberedEvent {
  seq: number;
  event: HostEvent;
}
