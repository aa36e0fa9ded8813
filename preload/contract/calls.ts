import type {
  ConformanceCase,
  ConformanceOffer,
  ConformanceReport,
  ConformanceRun,
  ConformanceRunRow,
  ConformanceSuite,
  ConformanceWish,
} from './conformance.ts';
import type { ActionUrlReading, DiscoverySource, DiscoveryView, LaunchChoice, LaunchResult } from './discovery.ts';
import type { BodySlice, ExchangeDetail, ExchangePage, ExchangeRow, RowFacts } from './exchanges.ts';
import type { FileListing, FileRow, FileVersion, LockEvent, LockRow } from './files-and-locks.ts';
import type { FilterSuggestions, IgnoreRule, IgnoreWish, SavedView, ViewShape } from './filtering.ts';
import type {
  Explanation,
  FindingExport,
  FindingGroup,
  FindingPage,
  FindingScope,
  FindingTrend,
  Question,
  RuleRow,
} from './findings.ts';
import type { ClockState, Settings, Snapshot } from './host.ts';
import type { MarkChange, TagUse } from './marks.ts';
import type { IssuedToken, Licence, Person, Rights, Role, TokenReading, TokenRow } from './people-and-tokens.ts';
import type {
  OpenedCapture,
  RecordingFormat,
  RecordingPreview,
  Redaction,
  SavedRecording,
  TrafficSelection,
} from './recordings.ts';
import type {
  Replay,
  ReplayPlan,
  ReplayRow,
  ReplayStep,
  ReplayWish,
  ResendDraft,
  ResendOptions,
  ResendRequest,
} from './replay.ts';
import type { RelatedExchanges, SessionPage, SessionStory, Waterfall } from './sessions.ts';
import type { TrafficHistogram, TrafficLines, TrafficView, TrafficWish } from './traffic-views.ts';

// What the screen asks of the host.

export interface NewPerson {
  id: string;
  name: string;
  role: Role;
}

export type NewFileKind = 'docx' | 'xlsx' | 'pptx' | 'txt' | 'md' | 'csv' | 'json';

/** One argument object per call; every rejection is a sentence for the user. */
export interface AdminApi {
  getSnapshot(): Promise<Snapshot>;
  dismissNotice(input: { noticeId: number }): Promise<void>;

  /** Newest first; `before` is an exchange id. */
  listExchanges(input: { before?: number; limit: number; source?: string }): Promise<ExchangePage>;
  /** `source` in this and other calls: the id of an opened capture; live traffic without it. */
  getExchange(input: { id: number; source?: string }): Promise<ExchangeDetail>;
  /** Of those that are stored; at most 500 at once. */
  listRowFacts(input: { ids: number[]; source?: string }): Promise<RowFacts[]>;
  /** Rows of those that are kept, oldest first; at most 1,000 at once. */
  listRows(input: { ids: number[]; source?: string }): Promise<ExchangeRow[]>;
  /** Pins, colours, notes and tags; answers how many exchanges it reached. */
  mark(input: { ids: number[]; change: MarkChange }): Promise<{ count: number }>;
  /** Every tag in use, most used first. */
  listTags(input?: { source?: string }): Promise<TagUse[]>;
  /** Throws exchanges away, pinned ones too. */
  deleteExchanges(input: { ids: number[] }): Promise<{ count: number }>;
  getBody(input: {
    id: number;
    side: 'request' | 'response';
    offset: number;
    length: number;
    source?: string;
  }): Promise<BodySlice>;
  clearExchanges(input?: { keepPinned: boolean }): Promise<void>;
  listIgnoreRules(): Promise<IgnoreRule[]>;
  addIgnoreRule(input: IgnoreWish): Promise<IgnoreRule>;
  switchIgnoreRule(input: { ruleId: number; isOn: boolean }): Promise<IgnoreRule>;
  removeIgnoreRule(input: { ruleId: number }): Promise<void>;
  /** How many recorded requests are like this; pinned ones do not count. */
  countIgnored(input: IgnoreWish): Promise<{ count: number }>;
  /** Deletes recorded requests that the rule would have left out, except pinned ones. */
  deleteIgnored(input: { ruleId: number }): Promise<{ count: number }>;
  setCapturePaused(input: { paused: boolean }): Promise<void>;

  /** Keeps a list until it is closed, or nobody asked for it for two minutes. Answers with what was found at once. */
  openView(input: TrafficWish): Promise<TrafficView>;
  /**
   * Takes in what was stored meanwhile. Views that are not kept any more are null: open another one. With `isVoid`
   * everything is looked at anew, because what the filter asks for was changed: notes, tags, muted rules.
   */
  getView(input: { viewId: number; version: number; isVoid?: boolean }): Promise<TrafficView | null>;
  listViewLines(input: { viewId: number; from: number; count: number }): Promise<TrafficLines | null>;
  /** Position of the line of an exchange, or of the closed group or repeats it is in; null when it is not in the view. */
  findInView(input: { viewId: number; id: number }): Promise<{ position: number | null } | null>;
  /** Ids of a list from one exchange to another, both included, whichever comes first; of all of it without them. */
  listViewIds(input: {
    viewId: number;
    between?: [first: number, last: number];
    limit: number;
  }): Promise<number[] | null>;
  toggleViewLine(input: { viewId: number; key: string; isOpen: boolean }): Promise<TrafficView | null>;
  getViewHistogram(input: { viewId: number; bars: number }): Promise<TrafficHistogram | null>;
  closeView(input: { viewId: number }): Promise<void>;
  /** What could be meant at the caret, with values that occur in the latest traffic. */
  suggestFilter(input: { text: string; caret: number; source?: string }): Promise<FilterSuggestions>;
  /** Those that come with the app first, then by name. */
  listSavedViews(): Promise<SavedView[]>;
  /** Replaces the one of the same name. */
  saveView(input: { name: string; shape: ViewShape }): Promise<SavedView>;
  removeSavedView(input: { id: string }): Promise<void>;

  /**
   * Sessions read from the traffic, the newest first; `before` is the last exchange of the last one shown. With `newest`
   * only so many of the newest requests are looked at, for a first answer at once. `readId` is chosen by whoever asks.
   */
  listSessions(input: {
    source?: string;
    readId?: string;
    before?: number;
    limit: number;
    newest?: number;
  }): Promise<SessionPage>;
  /** Gives a reading of sessions up that nobody waits for any more; its call is rejected. */
  cancelReading(input: { readId: string }): Promise<void>;
  /** What happened in one session, in order, and what was expected and did not come. */
  getSessionStory(input: {
    source?: string;
    readId?: string;
    sessionId?: string;
    exchangeId?: number;
  }): Promise<SessionStory>;
  /** The requests of a session, or those named, on a time axis. */
  getWaterfall(input: {
    source?: string;
    readId?: string;
    sessionId?: string;
    exchangeIds?: number[];
  }): Promise<Waterfall>;
  /** What an exchange has in common with others near it. */
  listRelated(input: { source?: string; id: number }): Promise<RelatedExchanges>;
  /** A recorded request as it can be sent again. */
  draftResend(input: { id: number; source?: string }): Promise<ResendDraft>;
  /** Sends a recorded request to this host once more, as it was or as it was changed, and compares the answers. */
  resend(input: { id: number; options: ResendOptions; request?: ResendRequest; source?: string }): Promise<ReplayStep>;
  /** Exchanges that repeat this one, oldest first. */
  listResends(input: { id: number }): Promise<ExchangeRow[]>;
  planReplay(input: { what: ReplayWish['what']; source?: string }): Promise<ReplayPlan>;
  /** Refuses an origin that is not this host's own unless `allowOrigin` names it. */
  startReplay(input: ReplayWish): Promise<ReplayRow>;
  /** Resolves when more than `done` requests are through, or the replay is over. */
  awaitReplay(input: { replayId: number; done: number }): Promise<ReplayRow>;
  stopReplay(input: { replayId: number }): Promise<void>;
  /** Newest first; kept until they are closed. */
  listReplays(): Promise<ReplayRow[]>;
  getReplay(input: { replayId: number }): Promise<Replay>;
  closeReplay(input: { replayId: number }): Promise<void>;

  /** Counts what would leave and shows examples of what would be hidden. */
  previewRecording(input: {
    selection: TrafficSelection;
    redaction?: Redaction;
    source?: string;
  }): Promise<RecordingPreview>;
  /** Resolves when the file is written, or the save was stopped. */
  saveRecording(input: {
    selection: TrafficSelection;
    format: RecordingFormat;
    redaction?: Redaction;
    source?: string;
    /** Made up by the caller: its progress is told under it, and it is stopped by it. */
    saveId?: string;
  }): Promise<SavedRecording>;
  /** Stops a save; resolves when no half file is left. One that is done already stays. */
  cancelSaving(input: { saveId: string }): Promise<void>;
  /** A capture file or HAR, in slices of at most 1 MiB: begin, append in order, finish. */
  beginCapture(input: { name: string; size: number }): Promise<{ uploadId: string }>;
  appendCapture(input: { uploadId: string; base64: string }): Promise<void>;
  /** Resolves when everything in it is decoded; a file that cannot be read is refused and leaves nothing behind. */
  finishCapture(input: { uploadId: string }): Promise<OpenedCapture>;
  renameCapture(input: { id: string; name: string }): Promise<OpenedCapture>;
  /** Removes what was made of the file; the file itself stays where it is. */
  closeCapture(input: { id: string }): Promise<void>;

  /** Every rule, in the order of the documentation. */
  listRules(input?: Pick<FindingScope, 'severity' | 'since' | 'until' | 'source'>): Promise<RuleRow[]>;
  listFindings(
    input: FindingScope & {
      exchangeId?: number;
      /** Of older exchanges than this one. */
      before?: number;
      limit: number;
    },
  ): Promise<FindingPage>;
  listFindingGroups(
    input: Pick<FindingScope, 'severity' | 'since' | 'until' | 'source'> & { by: 'file' | 'session' },
  ): Promise<FindingGroup[]>;
  getFindingTrend(input: FindingScope & { parts: number }): Promise<FindingTrend>;
  /** Everything found within a scope, for other programs (JSON, CSV) or for people (Markdown). */
  exportFindings(input: FindingScope & { format: FindingExport }): Promise<{ fileName: string; text: string }>;
  muteRule(input: { rule: string; reason: string }): Promise<void>;
  unmuteRule(input: { rule: string }): Promise<void>;
  /** Answers from the recorded traffic of a file, up to an exchange where one is given. */
  explain(input: { fileId?: string; exchangeId?: number; question: Question; source?: string }): Promise<Explanation>;

  listFiles(): Promise<FileListing>;
  listVersions(input: { fileId: string }): Promise<FileVersion[]>;
  restoreVersion(input: { fileId: string; version: string }): Promise<FileRow>;
  createFile(input: { folder: string; name: string; kind: NewFileKind }): Promise<FileRow>;
  /** Upload in slices of at most 1 MiB: begin, append in order, finish. */
  beginUpload(input: { folder: string; name: string }): Promise<{ uploadId: string }>;
  appendUpload(input: { uploadId: string; base64: string }): Promise<void>;
  finishUpload(input: { uploadId: string }): Promise<FileRow>;
  renameFile(input: { fileId: string; name: string }): Promise<FileRow>;
  deleteFile(input: { fileId: string }): Promise<void>;
  /** Writes the sample documents that are not there yet; returns how many were added. */
  addSamples(): Promise<{ added: number }>;
  /** CheckFileInfo as it would be sent to this person. */
  previewFileInfo(input: { fileId: string; personId: string }): Promise<Record<string, unknown>>;

  listLaunchChoices(input: { fileId: string }): Promise<LaunchChoice[]>;
  launch(input: {
    fileId: string;
    personId: string;
    sourceId: string;
    app: string;
    action: string;
  }): Promise<LaunchResult>;

  listLockHistory(input: { fileId: string }): Promise<LockEvent[]>;
  takeLock(input: { fileId: string; lockId: string }): Promise<LockRow>;
  changeLock(input: { fileId: string; lockId: string }): Promise<LockRow>;
  expireLock(input: { fileId: string }): Promise<void>;
  releaseLock(input: { fileId: string }): Promise<void>;

  savePerson(input: { person: NewPerson; rights: Rights; isAnonymous: boolean; licence?: Licence }): Promise<Person>;
  removePerson(input: { personId: string }): Promise<void>;
  issueToken(input: { fileId: string; personId: string; ttlSeconds: number; source?: string }): Promise<IssuedToken>;
  decodeToken(input: { accessToken: string }): Promise<TokenReading>;
  revokeToken(input: { tokenId: string }): Promise<TokenRow>;
  expireToken(input: { tokenId: string }): Promise<TokenRow>;

  addDiscoveryUrl(input: { url: string }): Promise<DiscoverySource>;
  addDiscoveryFile(input: { name: string; text: string }): Promise<DiscoverySource>;
  refreshDiscovery(input: { sourceId: string }): Promise<DiscoverySource>;
  removeDiscovery(input: { sourceId: string }): Promise<void>;
  getDiscovery(input: { sourceId: string }): Promise<DiscoveryView>;
  buildActionUrl(input: { urlsrc: string; fileId: string; uiLanguage: string }): Promise<ActionUrlReading>;

  /** What can be run, and why Microsoft's cases perhaps cannot. */
  describeConformance(): Promise<ConformanceOffer>;
  /** Reads the file first: a malformed one is refused and the old one stays. */
  setTestCases(input: { path: string | null }): Promise<ConformanceOffer>;
  startConformanceRun(input: ConformanceWish): Promise<ConformanceRunRow>;
  /** Resolves when more cases than `done` are finished, or the run is over. */
  awaitConformanceRun(input: { runId: number; done: number }): Promise<ConformanceRunRow>;
  /** Resolves when the clean-up of the running case is done. */
  cancelConformanceRun(input: { runId: number }): Promise<void>;
  /** Newest first. */
  listConformanceRuns(): Promise<ConformanceRunRow[]>;
  getConformanceRun(input: { runId: number }): Promise<ConformanceRun>;
  getConformanceCase(input: { runId: number; suite: ConformanceSuite; name: string }): Promise<ConformanceCase>;
  exportConformanceRun(input: {
    runId: number;
    format: ConformanceReport;
  }): Promise<{ fileName: string; text: string }>;
  removeConformanceRun(input: { runId: number }): Promise<void>;

  holdClock(): Promise<ClockState>;
  resumeClock(): Promise<ClockState>;
  /** Forward only: locks and tokens that expired stay expired. */
  jumpClock(input: { milliseconds: number }): Promise<ClockState>;
  /** Back to the wall clock. */
  resetClock(): Promise<ClockState>;

  updateSettings(input: Partial<Settings>): Promise<Settings>;
}
