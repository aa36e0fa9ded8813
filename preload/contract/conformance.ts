import type { Header } from './exchanges.ts';
import type { FindingMarks, FindingSeverity } from './findings.ts';
import type { Profile } from './host.ts';

// Test cases against a host, and what came of them.

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
