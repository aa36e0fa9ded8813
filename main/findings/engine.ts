import { Memory } from './memory.ts';
import type { Past } from './past.ts';
import type { Evidence, Rule, Severity } from './rule.ts';
import type { Observed } from './seen.ts';
import { BoundedMap } from './bounded-map.ts';
import type { KnownAnswers } from './seen.ts';
import { Seen } from './seen.ts';

/** Something a rule found, and the exchange it was found in. */
export interface Raised {
  exchangeId: number;
  rule: string;
  severity: Severity;
  evidence: string;
}

export interface Engine {
  /** Looks at exchanges in the order they ended. The same sequence finds the same, whenever it is looked at. */
  inspect(observed: Observed): Raised[];
}

const LONGEST_EVIDENCE = 600;
const ANSWERS = 100;

/** @param onFailure takes what a rule throws; the other rules still speak */
export function createEngine(rules: readonly Rule[], onFailure: (rule: string, error: unknown) => void = fail): Engine {
  const memory = new Memory();
  const answers: KnownAnswers = new BoundedMap(ANSWERS);
  const choose = chooser(rules);
  return {
    inspect(observed) {
      const now = new Seen(observed, answers);
      const past = memory.before(now);
      const raised = settle(choose(now), now, past, onFailure);
      memory.remember(now, past);
      return raised;
    },
  };
}

export function inspectAll(rules: readonly Rule[], sequence: Iterable<Observed>): Raised[] {
  const engine = createEngine(rules);
  return [...sequence].flatMap((observed) => engine.inspect(observed));
}

/** Rules by what they look at: of a hundred only the few that could speak are asked. */
function chooser(rules: readonly Rule[]): (now: Seen) => readonly Rule[] {
  const everywhere = rules.filter(({ isEverywhere }) => isEverywhere);
  const byOperation = new Map<string | null, readonly Rule[]>();
  return (now) => {
    if (!now.isWopi) return everywhere;
    const known = byOperation.get(now.operation);
    if (known) return known;
    const fitting = rules.filter(
      ({ on }) => on === undefined || (now.operation !== null && on.includes(now.operation)),
    );
    byOperation.set(now.operation, fitting);
    return fitting;
  };
}

function fail(rule: string, error: unknown): never {
  throw new Error(`The rule ${rule} failed.`, { cause: error });
}

function settle(
  rules: readonly Rule[],
  now: Seen,
  past: Past,
  onFailure: (rule: string, error: unknown) => void,
): Raised[] {
  let found: { rule: Rule; evidence: Evidence }[] | undefined;
  for (const rule of rules) {
    try {
      const evidence = rule.inspect(now, past);
      if (evidence !== null) (found ??= []).push({ rule, evidence });
    } catch (error) {
      onFailure(rule.id, error);
    }
  }
  if (!found) return [];
  const outranked = new Set(found.flatMap(({ rule }) => rule.outranks ?? []));
  return found.flatMap(({ rule, evidence }) => (outranked.has(rule.id) ? [] : [toRaised(rule, evidence, now, past)]));
}

function toRaised(rule: Rule, evidence: Evidence, now: Seen, past: Past): Raised {
  const { exchangeId, evidence: text } = typeof evidence === 'string' ? { exchangeId: now.id, evidence } : evidence;
  const isOnPurpose = (rule.side === 'client' || rule.isProvocable === true) && isRehearsal(now, past);
  return {
    exchangeId,
    rule: rule.id,
    severity: isOnPurpose ? 'information' : rule.severity,
    evidence: `${text.slice(0, LONGEST_EVIDENCE)}${isOnPurpose ? ' Test suites do this on purpose.' : ''}`,
  };
}

/** Requests of a test suite, which misbehaves to see what the host does. */
function isRehearsal(now: Seen, { file }: Past): boolean {
  const name = now.exchange.fileName ?? file.info?.['BaseFileName'];
  if (typeof name === 'string' && /\.wopitestx?$/i.test(name)) return true;
  return /WOPI ?Validator/i.test(now.header('User-Agent') ?? '');
}
