import type { ExchangeRow } from './exchanges.ts';
import type { FindingMarks } from './findings.ts';

// Requests of one editing session, told as a story.

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
