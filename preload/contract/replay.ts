import type { BodyInfo, Header, Outcome } from './exchanges.ts';

// Recorded requests, sent again.

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
