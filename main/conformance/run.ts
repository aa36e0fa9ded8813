import { setTimeout as after } from 'node:timers/promises';
import type { ConformanceCase, ConformanceTargetCategory } from '../../preload/contract.ts';
import type { Target } from './address.ts';
import type { Case, Group, Suite } from './cases.ts';
import { createClient } from './client.ts';
import type { Transport } from './http.ts';
import type { CaseRunner } from './run-case.ts';
import { runCase } from './run-case.ts';
import type { SigningKeys } from './signing.ts';

export interface Selection {
  category: ConformanceTargetCategory;
  /** Names of groups; none means all. */
  groups: readonly string[];
  /** Names of cases; none means all. */
  names: readonly string[];
  includeDelays: boolean;
}

export interface RunOptions {
  target: Target;
  selection: Selection;
  transport: Transport;
  /** Signs every request; without keys none is signed, as upstream's command line does it. */
  keys?: SigningKeys | undefined;
  signal?: AbortSignal | undefined;
  /** The time proofs are made with and times in answers are compared with. */
  now(): number;
  onStart?(group: string, name: string): void;
  onCase(result: ConformanceCase): void;
}

export interface Planned {
  group: Group;
  one: Case;
}

/** Takes part: target All, WopiCore, or the category itself. Prerequisites are never filtered. */
export function isSelected(category: ConformanceCase['category'], target: ConformanceTargetCategory): boolean {
  return target === 'All' || category === 'WopiCore' || category === target;
}

/** The cases a run will go through, in the order of the file. */
export function plan(suite: Suite, { category, groups, names }: Selection): Planned[] {
  return suite.groups
    .filter(({ name }) => groups.length === 0 || groups.includes(name))
    .flatMap((group) => group.cases.map((one) => ({ group, one })))
    .filter(({ one }) => isSelected(one.category, category) && (names.length === 0 || names.includes(one.name)));
}

/** Runs the cases one at a time. Rejects only when `signal` is aborted. */
export async function runOfficial(suite: Suite, options: RunOptions): Promise<void> {
  const { target, selection, transport, keys, signal, now, onStart, onCase } = options;
  const client = createClient({ transport, keys, target: selection.category, now, signal });
  client.concealer.learn(target.accessToken);
  const runner: CaseRunner = {
    client,
    target,
    resources: suite.resources,
    now,
    wait: (milliseconds) => after(milliseconds, undefined, signal ? { signal } : {}),
  };
  for (const { group, one } of plan(suite, selection)) {
    signal?.throwIfAborted();
    onStart?.(group.name, one.name);
    onCase(group.hasDelay && !selection.includeDelays ? withoutDelays(group, one) : await runCase(group, one, runner));
  }
}

function withoutDelays(group: Group, { name, category, description }: Case): ConformanceCase {
  return {
    suite: 'official',
    group: group.name,
    name,
    category,
    description,
    spec: null,
    verdict: 'skipped',
    reason: 'The case waits for minutes, and cases with delays are not included',
    isEngineError: false,
    warningCount: 0,
    requestCount: 0,
    durationMs: 0,
    steps: [],
  };
}
