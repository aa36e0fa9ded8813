// What rules saw in the traffic, and answers to questions about it.

export interface FindingMarks {
  errors: number;
  warnings: number;
  /** Explanations, no alarms. */
  notes: number;
}

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
