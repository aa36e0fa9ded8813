import type { FindingSeverity, FindingTopic } from '../../preload/contract.ts';
import type { Past } from './past.ts';
import type { Json, Seen } from './seen.ts';
import type { Example } from './example.ts';

export type Severity = FindingSeverity;
export type Topic = FindingTopic;

/** What a rule saw, in one sentence; `exchangeId` when it was an earlier exchange than the one being looked at. */
export type Evidence = string | { evidence: string; exchangeId: number };

export interface Rule {
  id: string;
  severity: Severity;
  topic: Topic;
  /** Whose mistake it is. */
  side: 'host' | 'client';
  title: string;
  /** What is wrong, why it matters, what to do about it: one or two sentences each. */
  what: string;
  why: string;
  fix: string;
  /** Page of the public specification. */
  spec: string;
  /** Numbers of the recorded mistakes (mistakes.ts) this rule recognizes; none for a plain demand of the specification. */
  mistakes: readonly number[];
  /** A client can bring it about on purpose, as test suites do; a matter of course for what is on the client’s side. */
  isProvocable?: boolean;
  /** Operations the rule looks at; without it every request of the protocol, or every request at all. */
  on?: readonly string[];
  /** Looks at requests that are none of the protocol as well: host pages, action URLs, sign-in. */
  isEverywhere?: boolean;
  /** Rules that say less about the same exchange and stay silent when this one speaks. */
  outranks?: readonly string[];
  inspect(now: Seen, past: Past): Evidence | null;
  /** Sequences of exchanges that are its tests: nothing, and exactly this rule, must be found in them. */
  good: readonly Example[];
  bad: readonly Example[];
}

const SPECIFICATION = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/';

/** `spec` is the page below the specification's address. */
export function rule(given: Omit<Rule, 'mistakes'> & { mistakes?: readonly number[] }): Rule {
  return { mistakes: [], ...given, spec: SPECIFICATION + given.spec };
}

/** A look at nothing but the answer’s JSON: clients ask the same again and again, and equal answers are judged once. */
export function ofAnswer(inspect: (result: Json) => string | null): Rule['inspect'] {
  const known = new WeakMap<Json, string | null>();
  return ({ result }) => {
    if (result === null) return null;
    const before = known.get(result);
    if (before !== undefined) return before;
    const evidence = inspect(result);
    known.set(result, evidence);
    return evidence;
  };
}
