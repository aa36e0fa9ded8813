import type { LeftOut } from './filtering.ts';
import type { FindingMarks } from './findings.ts';
import type { Mark } from './marks.ts';

// Requests and answers as they were recorded.

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
