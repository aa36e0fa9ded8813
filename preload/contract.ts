/**
 * Everything that crosses the border between the host process and the screen. Imports nothing.
 *
 * Times are epoch milliseconds. `At` alone is virtual time (the clock locks and tokens follow);
 * `realAt` is the wall clock.
 */

export const CALL_CHANNEL = 'wopi-sandbox:call';
export const EVENTS_CHANNEL = 'wopi-sandbox:events';

/** How the page reaches the host: Electron's bridge or a WebSocket; both carry the same calls. */
export interface Channel {
  /** Rejects with an Error whose message is a full sentence for the user. */
  call(method: string, args: unknown[]): Promise<unknown>;
  /** Delivers numbered events in order, in batches. Returns the function that stops it. */
  subscribe(listener: (events: NumberedEvent[]) => void): () => void;
}

// ── people, files, locks, tokens ────────────────────────────────────────────

export type Role = 'owner' | 'editor' | 'reader' | 'guest';

/** What Microsoft's licences make of a person: the two flags of CheckFileInfo about it. */
export type Licence = 'consumer' | 'business' | 'education';

export interface Rights {
  write: boolean;
  rename: boolean;
  /** PutRelativeFile: may create a file beside this one. */
  create: boolean;
  delete: boolean;
}

/** A persona. `id` is sent as UserId, so it is alphanumeric only (specification, CheckFileInfo). */
export interface Person {
  id: string;
  name: string;
  role: Role;
  rights: Rights;
  isAnonymous: boolean;
  licence: Licence;
  /** What PutUserInfo stored last, sent back as UserInfo; '' when nothing. */
  userInfo: string;
}

export interface FileRow {
  /** Opaque and stable: survives rename, move and edits made outside the app. */
  id: string;
  /** Relative to the shared folder, with '/' on every platform. */
  path: string;
  name: string;
  size: number;
  /** The Version string of CheckFileInfo: grows with every change, never repeats. */
  version: string;
  modifiedAt: number;
}

export interface FileListing {
  files: FileRow[];
  /** Every folder below the shared one, also the empty ones. */
  folders: string[];
}

export interface FileVersion {
  version: string;
  size: number;
  sha256: string | null;
  realAt: number;
  /** Where the bytes came from: a WOPI client, the app's own screen, or an edit made outside. */
  source: 'wopi' | 'screen' | 'outside';
  /** Ids of the people named in X-WOPI-Editors, or the one whose token saved. */
  people: string[];
  isCurrent: boolean;
  /** null when the bytes can be restored, otherwise why they are not kept. */
  unavailable: string | null;
}

export interface LockRow {
  fileId: string;
  fileName: string;
  lockId: string;
  /** Whose token took the lock; null when it was taken from the screen. */
  personId: string | null;
  personName: string | null;
  takenAt: number;
  refreshedAt: number;
  expiresAt: number;
}

export type LockChange = 'taken' | 'refreshed' | 'swapped' | 'released' | 'expired' | 'refused';

export interface LockEvent {
  id: number;
  fileId: string;
  lockId: string;
  /** The lock before the change: the swapped-out id, or for a refusal the id that stood in the way. */
  previousLockId: string | null;
  change: LockChange;
  at: number;
  realAt: number;
  personName: string | null;
  by: 'wopi' | 'screen' | 'clock';
  /** One sentence, given for refusals. */
  reason: string | null;
}

export type TokenState = 'valid' | 'expired' | 'revoked';

/** What a token opens: one file, one folder, or what a person sees of the host before naming either. */
export type TokenKind = 'file' | 'container' | 'ecosystem';

export interface TokenRow {
  id: string;
  personId: string;
  personName: string;
  kind: TokenKind;
  /** Id of the file or container; '' for the ecosystem. */
  fileId: string;
  fileName: string;
  canWrite: boolean;
  issuedAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  state: TokenState;
  /** What asked for it: 'host page', 'command line', 'screen', or the operation whose answer carried it. */
  source: string;
}

export interface IssuedToken {
  token: TokenRow;
  /** The only moment the secret leaves the host; it cannot be read again later. */
  accessToken: string;
  accessTokenTtl: number;
  wopiSrc: string;
}

export interface TokenReading {
  verdict: 'valid' | 'expired' | 'revoked' | 'forged' | 'unreadable';
  explanation: string;
  claims: Record<string, string | number | boolean> | null;
  length: number;
}

// ── traffic ─────────────────────────────────────────────────────────────────

export type Outcome =
  | 'pending'
  | 'ok'
  | 'locked-by-other'
  | 'not-locked'
  | 'name-taken'
  | 'not-empty'
  | 'changed-meanwhile'
  | 'token-missing'
  | 'token-forged'
  | 'token-expired'
  | 'token-revoked'
  | 'token-other-file'
  | 'proof-failed'
  | 'no-permission'
  | 'not-found'
  | 'not-implemented'
  | 'bad-request'
  | 'bad-name'
  | 'too-large'
  | 'server-error'
  | 'aborted';

/** One row of the Traffic list: what is shown, sorted and filtered on. */
export interface ExchangeRow {
  id: number;
  realAt: number;
  at: number;
  method: string;
  /** Path without the query string. */
  path: string;
  /** Operation as the specification spells it; null for requests that are none ("host page", favicon). */
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  personId: string | null;
  personName: string | null;
  /** Which client sent it, read from User-Agent and X-WOPI-ClientVersion. */
  client: string;
  /** null while pending or when the client went away before the answer. */
  status: number | null;
  outcome: Outcome;
  /** null while pending. */
  durationMs: number | null;
  requestBytes: number;
  responseBytes: number;
  /** X-WOPI-Lock of the request, or of a 409 answer. */
  lockId: string | null;
  /** X-WOPI-SessionId and X-WOPI-CorrelationId, as the client sent them. */
  sessionId: string | null;
  correlationId: string | null;
  /** The token it came with, by the id the app knows it by. */
  tokenId: string | null;
  /** What rules found in it; absent when nothing. */
  findings?: FindingMarks;
  /** What people added to it; absent when nothing. */
  mark?: Mark;
}

export type MarkColour = 'red' | 'amber' | 'green' | 'blue' | 'violet';

/** What people add to an exchange. */
export interface Mark {
  /** Retention leaves it alone. */
  isPinned: boolean;
  colour: MarkColour | null;
  note: string | null;
  tags: string[];
}

/** What to change about marks; whatever is left out stays. */
export interface MarkChange {
  /** `toggle` pins unless all of them are pinned already. */
  pin?: 'on' | 'off' | 'toggle';
  colour?: MarkColour | null;
  /** '' takes the note away. */
  note?: string;
  /** All tags from now on. */
  tags?: string[];
  addTags?: string[];
  removeTags?: string[];
}

export interface ChangedMark {
  exchangeId: number;
  /** null: nothing is left of it. */
  mark: Mark | null;
}

export interface TagUse {
  tag: string;
  count: number;
}

export interface Header {
  name: string;
  value: string;
  /** True when a secret was replaced by a marker in `value`. */
  hidden?: boolean;
}

export interface BodyInfo {
  size: number;
  contentType: string | null;
  /** Bytes that can be fetched with getBody; less than `size` when cut or not kept. */
  kept: number;
  /** Why bytes are missing; null when the body is whole. */
  missing: string | null;
  /** How many secrets (tokens) were replaced by markers in what is kept. */
  hidden?: number;
}

/** Lock and version of the file at one instant. */
export interface FileMoment {
  version: string | null;
  lockId: string | null;
  lockExpiresAt: number | null;
  size: number | null;
}

export interface ProofReading {
  verdict: 'verified' | 'failed' | 'unsigned' | 'unchecked';
  explanation: string;
}

export interface ExchangeDetail extends ExchangeRow {
  /** As received, the token replaced by a marker. */
  url: string;
  httpVersion: string;
  remoteAddress: string;
  requestHeaders: Header[];
  responseHeaders: Header[];
  requestBody: BodyInfo;
  responseBody: BodyInfo;
  before: FileMoment | null;
  after: FileMoment | null;
  proof: ProofReading;
  /** The host's own words for a refusal or failure. */
  explanation: string | null;
  /** Milliseconds from the first byte of the request until the first byte of the answer. */
  firstByteMs: number | null;
  /** The exchange this one was a repetition of, sent from here. */
  replayOf?: number;
}

export interface BodySlice {
  base64: string;
  offset: number;
  /** Bytes kept in all. */
  total: number;
}

export interface ExchangePage {
  rows: ExchangeRow[];
  /** True when older rows exist below the last one of this page. */
  hasOlder: boolean;
}

/** What few columns of the list show, and is therefore read for the rows in sight only. */
export interface RowFacts {
  id: number;
  remoteAddress: string;
  versionBefore: string | null;
  versionAfter: string | null;
}

export interface FindingMarks {
  errors: number;
  warnings: number;
  /** Explanations, no alarms. */
  notes: number;
}

/** Something that could be written at a place of a filter. */
export interface FilterSuggestion {
  kind: 'field' | 'value' | 'operator';
  label: string;
  meaning: string;
  /** Stands between `from` and `to` when it is taken. */
  insert: string;
  /** How often it occurs in the latest traffic; null for what need not have occurred. */
  count: number | null;
}

export interface FilterSuggestions {
  from: number;
  to: number;
  items: FilterSuggestion[];
}

/** How the list of Traffic is shown; what is null is as it is at first. */
export interface ViewShape {
  filter: string;
  group: string | null;
  isCollapsed: boolean;
  sort: { column: string; descending: boolean } | null;
  /** Ids of the shown columns, left to right. */
  columns: string[] | null;
}

export interface SavedView {
  id: string;
  name: string;
  shape: ViewShape;
  /** Comes with the app and cannot be changed. */
  isBuiltIn: boolean;
}

/** What a request has to be like not to be recorded: all that is given has to fit. `*` stands for anything. */
export interface IgnoreWish {
  operation: string | null;
  path: string | null;
  client: string | null;
  personId: string | null;
  /** 409, or 4xx for all that begin with 4. */
  status: string | null;
}

export interface IgnoreRule extends IgnoreWish {
  id: number;
  isOn: boolean;
  /** Requests it left out. */
  count: number;
  /** When it was made. */
  since: number;
}

export interface LeftOut {
  /** How many rules are on. */
  rules: number;
  count: number;
  since: number;
}

export interface CaptureState {
  paused: boolean;
  count: number;
  bytes: number;
  maxCount: number;
  maxBytes: number;
  /** Rows dropped by retention since the last clear. */
  dropped: number;
  /** Of `count`: those that retention leaves alone. */
  pinned: number;
  /** What ignore rules kept out of the record; null where there are none. */
  leftOut: LeftOut | null;
  /** Set while nothing can be stored (disk full): what happened and what to do. */
  problem: string | null;
}

// ── sessions ────────────────────────────────────────────────────────────────

/** going: not over yet; remark: something to know, nothing lost; wrong: somebody has something to mend. */
export type SessionTone = 'good' | 'going' | 'remark' | 'wrong';

/** The requests of one editing session, counted. */
export interface SessionRow {
  /** X-WOPI-SessionId, or what stands in for it: 'token:…' or 'alone:…' with the id of the first exchange. */
  key: string;
  /** What tells that the requests belong together: the header, the access token, or file, person and client. */
  by: 'session' | 'token' | 'person';
  fileId: string | null;
  fileName: string | null;
  /** How many other files its requests are about. */
  otherFiles: number;
  people: string[];
  client: string;
  /** Virtual time of the first and the last request. */
  startedAt: number;
  endedAt: number;
  realStartedAt: number;
  realEndedAt: number;
  firstId: number;
  lastId: number;
  requests: number;
  /** PutFile that were stored. */
  saves: number;
  /** Locks taken or swapped. */
  locks: number;
  /** Requests that were refused or failed. */
  refused: number;
  /** What rules found in its requests; null when nothing. */
  marks: FindingMarks | null;
  tone: SessionTone;
  /** One sentence: how it went. */
  verdict: string;
}

/** Exchanges that have something in common with one. */
export interface RelatedGroup {
  kind: 'session' | 'lock' | 'correlation' | 'token' | 'version';
  /** What they share. */
  value: string;
  /** How many, the one itself counted. */
  count: number;
  /** Which of them the one is, from 1. */
  position: number;
  previousId: number | null;
  nextId: number | null;
}

export interface RelatedExchanges {
  groups: RelatedGroup[];
  /** How many exchanges were looked at to each side. */
  searched: number;
}

export interface SessionPage {
  /** The one with the newest request first. */
  sessions: SessionRow[];
  hasOlder: boolean;
  /** What could not be looked at, in a sentence; null when all was. */
  cut: string | null;
}

export type StoryStepKind =
  | 'check'
  | 'read'
  | 'probe'
  | 'lock'
  | 'refresh'
  | 'relock'
  | 'save'
  | 'save-as'
  | 'rename'
  | 'delete'
  | 'unlock'
  | 'other';

/** refused: as it should be; failed: to the client’s harm; missing: expected and did not come; outside: done by nobody’s request. */
export type StoryStepState = 'done' | 'refused' | 'failed' | 'missing' | 'waiting' | 'outside';

export interface StoryStep {
  kind: StoryStepKind;
  state: StoryStepState;
  /** Operation as the specification spells it; for what is missing, the one that was expected. */
  operation: string;
  /** Virtual time, of the first where there are several; of what is missing: when it would have been due. */
  at: number;
  endAt: number;
  count: number;
  /** Their exchanges, the first ones where there are many; none for what is missing. */
  exchangeIds: number[];
  who: string | null;
  /** What happened, and what it means. */
  sentence: string;
  /** Where it is written that this is expected; given for what is missing. */
  source: { text: string; url: string } | null;
}

export interface SessionStory {
  session: SessionRow;
  /** What this kind of client is known to do. */
  profile: { name: string; habit: string; source: { text: string; url: string } };
  steps: StoryStep[];
  /** How many steps were expected and did not come. */
  missing: number;
  /** What has to be known to read it: what was left out, what other sessions did. */
  remarks: string[];
}

/** One request on the axis of the wall clock. */
export interface WaterfallBar extends ExchangeRow {
  firstByteMs: number | null;
}

/** A stretch of time on a lane: a lock that was held, or a token that was good. Times are wall clock. */
export interface WaterfallPeriod {
  kind: 'lock' | 'token';
  /** Lanes of one file, or of one token, belong together. */
  lane: string;
  label: string;
  from: number;
  to: number;
  /** How it ended, in words. */
  end: string;
  /** When a lock was refreshed. */
  marks: number[];
  /** Held by another session, or ended without being given back. */
  tone: 'own' | 'other' | 'lost';
}

export interface Waterfall {
  bars: WaterfallBar[];
  periods: WaterfallPeriod[];
  cut: string | null;
}

// ── sending again ───────────────────────────────────────────────────────────

export interface ResendOptions {
  /** A new token for the same person and thing, the very one of the recording, or none. */
  token: 'renew' | 'keep' | 'none';
  /** With the keys of the Sandbox Editor; 'recorded': when the recorded request was signed. */
  sign: 'recorded' | 'always' | 'never';
  correlation: 'new' | 'keep';
  /** 'held': X-WOPI-Lock becomes the lock that the file holds at that moment. */
  lock: 'recorded' | 'held';
  /** How long an answer is waited for. */
  timeoutMs: number;
}

export type ResendBody =
  | { kind: 'recorded' }
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; base64: string };

/** A request that was changed before it is sent again; markers stand for the token. */
export interface ResendRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Header[];
  body: ResendBody;
  /** Whose token it carries; null: that of the recorded person. */
  personId: string | null;
}

/** A recorded request as it can be sent again: without what belongs to a connection, and without signature. */
export interface ResendDraft {
  exchangeId: number;
  method: string;
  url: string;
  headers: Header[];
  body: BodyInfo;
  personId: string | null;
  isSigned: boolean;
  /** What cannot be as it was, in sentences. */
  notes: string[];
}

export interface ReplayDifference {
  part: 'status' | 'outcome' | 'header' | 'json' | 'body';
  /** The header, or the path inside the JSON. */
  name: string;
  /** null: it was not there. */
  before: string | null;
  after: string | null;
  /** Why it is another one each time ('a time', 'a version'): it does not count; null when it counts. */
  expected: string | null;
}

export interface ReplayAnswer {
  status: number | null;
  /** null where another host answered: it tells none. */
  outcome: Outcome | null;
  durationMs: number | null;
  size: number;
}

/** One recorded request, sent again. */
export interface ReplayStep {
  exchangeId: number;
  operation: string | null;
  method: string;
  path: string;
  fileName: string | null;
  /** 'skipped': it was not sent; 'unanswered': it was, and no answer came. */
  state: 'same' | 'different' | 'unanswered' | 'skipped';
  /** Why it was not sent or not answered. */
  problem: string | null;
  notes: string[];
  /** The new one in Traffic; null when it went elsewhere or capturing is paused. */
  newExchangeId: number | null;
  correlationId: string | null;
  before: ReplayAnswer;
  after: ReplayAnswer | null;
  differences: ReplayDifference[];
}

/** Where requests are sent again. */
export type ReplayTarget =
  | {
      kind: 'host';
      /** Whose tokens requests carry; absent: those of the recorded people. */
      personId?: string;
      /** Files here for recorded ones; a file that is not named keeps its id. */
      files?: { from: string; to: string }[];
    }
  | {
      kind: 'other';
      /** What stands before /files in its addresses: 'https://host.example/wopi'. */
      base: string;
      accessToken: string;
      accessTokenTtl: number;
      /** Ids of its files for ours; a file that is not named keeps its id. */
      files: { from: string; to: string; accessToken?: string }[];
      /** Scheme, host and port that the user agreed to send tokens and bodies to. */
      allowOrigin: string | null;
    };

export type ReplayPace =
  | { kind: 'original' }
  /** 2 is twice as fast. */
  | { kind: 'faster'; factor: number }
  /** From one answer to the next request. */
  | { kind: 'gap'; milliseconds: number }
  | { kind: 'at-once' };

export interface ReplayWish {
  what: { kind: 'exchanges'; ids: number[] } | { kind: 'session'; exchangeId: number };
  target: ReplayTarget;
  pace: ReplayPace;
  options: ResendOptions;
  source?: string;
}

export interface ReplayRow {
  id: number;
  startedAt: number;
  finishedAt: number | null;
  state: 'running' | 'finished' | 'stopped';
  /** 'This host', or the base of another one. */
  target: string;
  /** The opened capture the requests are from; null for live traffic. */
  source: string | null;
  total: number;
  same: number;
  different: number;
  unanswered: number;
  skipped: number;
}

export interface Replay extends ReplayRow {
  steps: ReplayStep[];
}

/** What a replay would send, before it is started. */
export interface ReplayPlan {
  /** Recorded requests, oldest first. */
  ids: number[];
  /** From the first to the last of them as they were recorded. */
  spanMs: number;
  files: { id: string; name: string | null; isHere: boolean }[];
  /** Whether the people of some requests are not among those here. */
  needsPerson: boolean;
  requestBytes: number;
  /** What is left out, and why; sentences. */
  notes: string[];
}

// ── recordings: traffic that leaves the app, and traffic of others that comes in ─

/** What can be hidden in traffic that leaves the app. Secrets are hidden always: the app does not know them itself any more. */
export type RedactionKind = 'tokens' | 'proof' | 'people' | 'files' | 'addresses' | 'bodies';

/** What is hidden; what is not named keeps its default. */
export type Redaction = Partial<Record<Exclude<RedactionKind, 'tokens'>, boolean>>;

/** Which exchanges are meant. */
export type TrafficSelection =
  | { kind: 'all' }
  | { kind: 'ids'; ids: number[] }
  | { kind: 'session'; sessionId: string }
  | { kind: 'file'; fileId: string }
  /** What a filter of the list lets through. */
  | { kind: 'filter'; text: string }
  /** Real time, both ends included. */
  | { kind: 'span'; from: number; to: number };

/** HAR 1.2, the app's own capture file, or the archive that Microsoft's support asks for. */
export type RecordingFormat = 'har' | 'capture' | 'support';

export interface RedactionPart {
  kind: RedactionKind;
  isOn: boolean;
  /** How often something of this kind was seen. */
  count: number;
  examples: { before: string; after: string }[];
}

/** What a file would hold and what it would hide. */
export interface RecordingPreview {
  exchangeCount: number;
  /** How many of them were looked at for the counts below. */
  lookedAt: number;
  firstAt: number | null;
  lastAt: number | null;
  /** Bodies of which bytes were not kept when they were recorded. */
  missingBodies: number;
  parts: RedactionPart[];
}

/** How far a save is. */
export interface SaveProgress {
  /** As whoever saves has named it. */
  saveId: string;
  /** Exchanges the file is to hold. */
  total: number;
  /** Exchanges that were read; once all are, a capture file is still being packed. */
  exchanges: number;
  /** Written so far. */
  bytes: number;
}

export interface SavedRecording {
  /** Cancelled: no place was chosen, or the save was stopped; nothing is left of it. Download: the page fetches it from `link`, once. */
  state: 'saved' | 'download' | 'cancelled';
  fileName: string;
  /** Where it was written; null for a download. */
  path: string | null;
  /** Below the address of the screen; null when it was written already. */
  link: string | null;
  exchangeCount: number;
  bytes: number;
  /** What is not in the file and why, one sentence each. */
  remarks: string[];
}

/** A file of recorded traffic that was opened beside the live traffic; it does not change any more. */
export interface OpenedCapture {
  /** What calls name as `source`. */
  id: string;
  name: string;
  fileName: string;
  format: 'har' | 'capture';
  /** The program that wrote the file, as the file tells it. */
  madeBy: string;
  openedAt: number;
  exchangeCount: number;
  findingCount: number;
  bytes: number;
  firstAt: number | null;
  lastAt: number | null;
  /** What whoever saved it has hidden; null when the file does not tell. */
  hidden: RedactionKind[] | null;
  /** What could not be taken over and what was changed, one sentence each. */
  remarks: string[];
}

// ── findings ────────────────────────────────────────────────────────────────

export type FindingSeverity = 'error' | 'warning' | 'information';
export type FindingTopic =
  | 'tokens'
  | 'file-info'
  | 'locks'
  | 'content'
  | 'names'
  | 'addresses'
  | 'proof'
  | 'mobile'
  | 'answers'
  | 'client';

// ── views of the traffic ────────────────────────────────────────────────────

export type TrafficGrouping = 'session' | 'file' | 'person' | 'correlation';

/** What a list of traffic is to show. */
export interface TrafficWish {
  /** In the language of the filter; '' for everything. */
  filter: string;
  /** Name of a column; by time, oldest first, when absent. */
  sort?: { column: string; descending: boolean } | null;
  group?: TrafficGrouping | null;
  /** Neighbours of one operation, file, person, session and outcome become one line. */
  collapse?: boolean;
  /** Id of an opened capture; the live traffic when absent. */
  source?: string;
}

/** A list that the host keeps: the screen asks for the lines it shows, by position. */
export interface TrafficView {
  viewId: number;
  /** Grows with every change of the lines. */
  version: number;
  /** Position of the first line. It may be negative: older lines that are found later come before the others and move none of them. */
  first: number;
  lines: number;
  /** Exchanges that match. */
  matched: number;
  /** How many exchanges were looked at so far, newest first, and how many there are to look at. */
  lookedAt: number;
  toLookAt: number;
  isComplete: boolean;
  /** The filter counts from now: what matches changes though nothing happens. */
  isRelative: boolean;
  /** Why the rest is not looked at; a sentence with the remedy. */
  problem: string | null;
  /** What the search could not look at, and why; a sentence. */
  note: string | null;
  /** Lowest position whose line is another one than at the version asked with; null when none is. */
  changedFrom: number | null;
}

export type TrafficLine =
  | { kind: 'row'; row: ExchangeRow; /** Belongs to opened repeats. */ isInside: boolean }
  /** The same again and again; `row` is the newest of them. */
  | { kind: 'repeats'; key: string; row: ExchangeRow; count: number; from: number; to: number; isOpen: boolean }
  /** `row` is the newest of the group. */
  | {
      kind: 'group';
      key: string;
      row: ExchangeRow;
      count: number;
      from: number;
      to: number;
      refused: number;
      wrong: number;
      isOpen: boolean;
    };

export interface TrafficLines {
  version: number;
  /** Position of the first of them. */
  from: number;
  /** null for one that is gone meanwhile. */
  lines: (TrafficLine | null)[];
}

/** A stretch of time. */
export interface TrafficBar {
  /** The first exchange of it; null when there was none. */
  firstId: number | null;
  count: number;
  /** How many of them the protocol refused, and how many went wrong. */
  refused: number;
  wrong: number;
}

export interface TrafficHistogram {
  from: number;
  to: number;
  /** Stretches of equal length between both. */
  bars: TrafficBar[];
}

export interface MarkedExchange {
  exchangeId: number;
  marks: FindingMarks;
}

/** Something a rule saw in an exchange. */
export interface Finding {
  exchangeId: number;
  rule: string;
  severity: FindingSeverity;
  /** One sentence: what exactly was seen. */
  evidence: string;
  realAt: number;
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  sessionId: string | null;
}

export interface FindingPage {
  /** Newest first. */
  findings: Finding[];
  hasOlder: boolean;
}

/** Which findings are meant; all of them without any of it. Times are the wall clock, `until` not included. */
export interface FindingScope {
  rule?: string;
  fileId?: string;
  sessionId?: string;
  severity?: FindingSeverity;
  since?: number;
  until?: number;
  source?: string;
}

/** How findings are spread over time: parts of equal length, oldest first; muted rules do not count. */
export interface FindingTrend {
  from: number;
  to: number;
  parts: FindingMarks[];
}

export type FindingExport = 'json' | 'csv' | 'markdown';

export interface MutedRule {
  reason: string;
  realAt: number;
}

/** A rule and how often it spoke in the traffic that is kept. */
export interface RuleRow {
  id: string;
  severity: FindingSeverity;
  topic: FindingTopic;
  /** Whose mistake it is. */
  side: 'host' | 'client';
  title: string;
  what: string;
  why: string;
  fix: string;
  /** Page of the public specification. */
  spec: string;
  count: number;
  lastSeenAt: number | null;
  /** How many in each part of the time that is kept, oldest first. */
  trend: number[];
  muted: MutedRule | null;
}

/** Findings of one file or session; those of muted rules are left out. */
export interface FindingGroup {
  /** Id of the file or session. */
  key: string;
  /** Name of the file, as far as it is known. */
  name: string | null;
  marks: FindingMarks;
  lastSeenAt: number;
  trend: number[];
  /** Ids of the rules that spoke. */
  rules: string[];
}

export type Question = 'read-only' | 'not-opened' | 'still-locked' | 'refused';

export interface Explanation {
  /** One sentence with the deciding fact. */
  sentence: string;
  /** The exchange that shows it; null when none does. */
  exchangeId: number | null;
}

// ── discovery and launching ─────────────────────────────────────────────────

export interface DiscoverySource {
  id: string;
  name: string;
  kind: 'editor' | 'url' | 'file';
  url: string | null;
  loadedAt: number | null;
  /** Why the last load failed; the last good answer stays in use. */
  problem: string | null;
  appCount: number;
  actionCount: number;
}

export interface DiscoveryActionRow {
  app: string;
  zone: string;
  action: string;
  extension: string | null;
  progid: string | null;
  urlsrc: string;
  requires: string[];
  isDefault: boolean;
}

export interface DiscoveryView {
  source: DiscoverySource;
  actions: DiscoveryActionRow[];
  apps: { name: string; zone: string; favIconUrl: string | null; checkLicense: boolean }[];
  proofKeys: { value: string; oldValue: string } | null;
  warnings: string[];
}

export interface PlaceholderReading {
  token: string;
  parameter: string;
  outcome: 'filled' | 'dropped' | 'kept';
  value: string | null;
  why: string;
}

export interface ActionUrlReading {
  url: string;
  wopiSrc: string;
  placeholders: PlaceholderReading[];
  warnings: string[];
}

export interface LaunchChoice {
  sourceId: string;
  sourceName: string;
  app: string;
  action: string;
}

export interface LaunchResult {
  /** Good for one use and a short time. */
  pageUrl: string;
  ticketExpiresAt: number;
  /** True when the host opened the system browser itself; otherwise the page opens a new tab. */
  opened: boolean;
}

// ── conformance ─────────────────────────────────────────────────────────────

export type ConformanceSuite = 'official' | 'own';
/** What a case is for; a run with a target other than All takes WopiCore and that one. */
export type ConformanceCategory = 'WopiCore' | 'OfficeOnline' | 'OfficeNativeClient' | 'WopiCoauth';
export type ConformanceTargetCategory = 'All' | ConformanceCategory;
export type ConformanceVerdict = 'passed' | 'failed' | 'skipped';

/** One thing that is wrong (a failure) or that upstream would not have noticed (a warning). */
export interface ConformanceFinding {
  message: string;
  expected: string | null;
  received: string | null;
}

/** A body as it is kept with a run: its beginning as text, or null when it is none. */
export interface ConformanceBody {
  size: number;
  text: string | null;
  isCut: boolean;
}

/** What a rule of Findings saw in the requests of a case; only for hosts whose traffic is not in Traffic. */
export interface ConformanceRuleFinding {
  rule: string;
  severity: FindingSeverity;
  title: string;
  evidence: string;
  fix: string;
  spec: string;
  /** Number of the step, from 1; null when it is about an earlier case. */
  step: number | null;
}

/** One request of a case and what came back; tokens and signatures are markers. */
export interface ConformanceStep {
  phase: 'prerequisite' | 'request' | 'cleanup';
  /** The operation, or what the step does where nothing is sent ("Delay"). */
  name: string;
  method: string;
  url: string;
  requestHeaders: Header[];
  requestBody: ConformanceBody;
  /** null when nothing was sent or no answer came. */
  status: number | null;
  responseHeaders: Header[];
  responseBody: ConformanceBody;
  durationMs: number;
  /** On the clock proofs are made with, and since the program began: which requests were on their way together. Absent where nothing was sent. */
  startedAt?: number;
  startedAfterMs?: number;
  /** Sent as X-WOPI-CorrelationId; finds the exchange in Traffic when the target is this host. */
  correlationId: string | null;
  exchangeId: number | null;
  failures: ConformanceFinding[];
  warnings: ConformanceFinding[];
}

export interface ConformanceCaseRow {
  suite: ConformanceSuite;
  group: string;
  name: string;
  category: ConformanceCategory;
  verdict: ConformanceVerdict;
  /** The first failure, or why the case was skipped; null for a case that passed. */
  reason: string | null;
  /** Upstream would have aborted the whole run here. */
  isEngineError: boolean;
  warningCount: number;
  requestCount: number;
  durationMs: number;
  /** What rules of Findings saw in its requests; absent when nothing. */
  marks?: FindingMarks;
}

export interface ConformanceCase extends ConformanceCaseRow {
  ruleFindings?: ConformanceRuleFinding[];
  description: string;
  /** Section of the public specification. */
  spec: string | null;
  steps: ConformanceStep[];
}

export interface ConformanceTotals {
  total: number;
  passed: number;
  failed: number;
  skipped: number;
  /** Warnings, not cases. */
  warnings: number;
}

/** What is judged: this host as it behaves under a profile, or any other one. */
export type ConformanceTarget =
  | { kind: 'host'; profile: Profile }
  | { kind: 'remote'; wopiSrc: string; accessToken: string; accessTokenTtl: number };

export interface ConformanceWish {
  target: ConformanceTarget;
  suites: ConformanceSuite[];
  category: ConformanceTargetCategory;
  /** Names of groups; none means all. */
  groups: string[];
  /** Names of cases; none means all. */
  names: string[];
  /** Whether cases that wait for minutes take part. */
  includeDelays: boolean;
}

export interface ConformanceRunRow extends ConformanceTotals {
  id: number;
  startedAt: number;
  finishedAt: number | null;
  state: 'running' | 'finished' | 'cancelled' | 'failed';
  /** Why the run ended before its time; one sentence. */
  problem: string | null;
  /** "This host, profile default", or the WOPISrc. */
  target: string;
  wopiSrc: string;
  suites: ConformanceSuite[];
  category: ConformanceTargetCategory;
  /** Groups and cases the run was restricted to. */
  only: string[];
  /** The case that is running. */
  current: string | null;
  /** What rules of Findings saw in all its requests; absent when nothing, and for this host, whose traffic they judge anyway. */
  marks?: FindingMarks;
}

export interface ConformanceRun extends ConformanceRunRow {
  cases: ConformanceCaseRow[];
}

export interface ConformanceGroupRow {
  suite: ConformanceSuite;
  name: string;
  /** How many cases each category brings. */
  cases: Partial<Record<ConformanceCategory, number>>;
  hasDelay: boolean;
}

/** What can be run. */
export interface ConformanceOffer {
  groups: ConformanceGroupRow[];
  /** Why Microsoft's cases cannot be run at the moment; null when they can. */
  officialProblem: string | null;
  profiles: { id: Profile; name: string }[];
}

export type ConformanceReport = 'junit' | 'json' | 'markdown';

// ── state of the host ───────────────────────────────────────────────────────

/** Virtual now = heldAt ?? wall clock + offsetMs. */
export interface ClockState {
  offsetMs: number;
  heldAt: number | null;
}

export interface Addresses {
  host: string;
  admin: string;
  editor: string;
}

export interface HostState {
  version: string;
  folder: string;
  /** Set while the folder cannot be used: what is wrong and what to do. */
  folderProblem: string | null;
  folderIsReadOnly: boolean;
  dataDirectory: string;
  addresses: Addresses;
  /** Base of every WOPISrc: the public URL when set, otherwise the host listener. */
  publicBase: string;
}

export interface Notice {
  id: number;
  tone: 'info' | 'warning' | 'error';
  title: string;
  detail: string;
}

export type Theme = 'system' | 'light' | 'dark' | 'high-contrast';
export type ProofMode = 'off' | 'check' | 'enforce';

/** Whole hosts that differ in what they offer and promise; what one leaves out is answered 501. */
export type Profile = 'default' | 'no-containers' | 'no-write-relative' | 'view-only' | 'collabora' | 'onlyoffice';

export interface Settings {
  folder: string;
  profile: Profile;
  publicUrl: string | null;
  /** null: any free port. Ports change at the next start. */
  hostPort: number | null;
  adminPort: number | null;
  editorPort: number | null;
  maxExchanges: number;
  maxAgeDays: number;
  maxCaptureBytes: number;
  /** Bodies above this size are not kept. */
  maxBodyBytes: number;
  /** Budget for kept file versions. */
  maxVersionBytes: number;
  /** PutFile and PutRelativeFile above this size are answered 413. */
  maxFileBytes: number;
  tokenTtlSeconds: number;
  /** What the authorisation server knows of its one client, the Office apps. */
  oauthClientId: string;
  /** Made at the first start; changing it signs everybody out. */
  oauthClientSecret: string;
  /** Compared character by character. */
  oauthRedirectUris: string[];
  /** Names that may be chosen while signing in; each has a token endpoint of its own. Empty: no such choice. */
  oauthTenants: string[];
  oauthTokenSeconds: number;
  /** Asked for on the sign-in page: whoever sees this screen may sign in as anybody. Made at the first start. */
  signInCode: string;
  proofMode: ProofMode;
  theme: Theme;
  isWelcomeDone: boolean;
  /** Where Microsoft's file of test cases lies on this machine. */
  testCasesFile: string | null;
}

export interface Snapshot {
  /** Events up to and including this number are contained. */
  seq: number;
  host: HostState;
  clock: ClockState;
  settings: Settings;
  capture: CaptureState;
  notices: Notice[];
  people: Person[];
  locks: LockRow[];
  tokens: TokenRow[];
  sources: DiscoverySource[];
  captures: OpenedCapture[];
}

// ── events ──────────────────────────────────────────────────────────────────

export type HostEvent =
  /** A request arrived, or was answered; the same id comes twice. */
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

// ── the calls ───────────────────────────────────────────────────────────────

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

  /** Sessions read from the traffic, the newest first; `before` is the last exchange of the last one shown. */
  listSessions(input: { source?: string; before?: number; limit: number }): Promise<SessionPage>;
  /** What happened in one session, in order, and what was expected and did not come. */
  getSessionStory(input: { source?: string; sessionId?: string; exchangeId?: number }): Promise<SessionStory>;
  /** The requests of a session, or those named, on a time axis. */
  getWaterfall(input: { source?: string; sessionId?: string; exchangeIds?: number[] }): Promise<Waterfall>;
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
