import type { ConformanceCase, ConformanceStep } from '../../../preload/contract.ts';
import { createClient } from '../client.ts';
import type { Client } from '../client.ts';
import type { RunOptions, Selection } from '../run.ts';
import { isSelected } from '../run.ts';
import type { Facilities } from './facilities.ts';
import { missingNeed } from './needs.ts';
import { checkFileInfo } from './operations.ts';
import { freeFile } from './steps.ts';
import { OWN_CASES } from './table.ts';
import type { OwnCase, Reply } from './trial.ts';
import { CaseFailed, CaseSkipped, createTrial } from './trial.ts';

export interface OwnRunOptions extends RunOptions {
  facilities: Facilities;
}

/** The cases of our own that a run will go through, in order. */
export function planOwn({ category, groups, names }: Selection): OwnCase[] {
  return OWN_CASES.filter(
    (one) =>
      isSelected(one.category, category) &&
      (groups.length === 0 || groups.includes(one.group)) &&
      (names.length === 0 || names.includes(one.name)),
  );
}

/** Runs our own suite one case at a time. Rejects only when `signal` is aborted. */
export async function runOwn(options: OwnRunOptions): Promise<void> {
  const { target, facilities, selection, transport, keys, signal, now, onStart, onCase } = options;
  const client = createClient({ transport, keys, target: selection.category, now, signal });
  for (const known of [target, facilities.second, facilities.reader]) client.concealer.learn(known?.accessToken);
  for (const one of planOwn(selection)) {
    signal?.throwIfAborted();
    onStart?.(one.group, one.name);
    onCase(await runCase(one, client, options));
  }
}

async function runCase(one: OwnCase, client: Client, { target, facilities }: OwnRunOptions): Promise<ConformanceCase> {
  const started = performance.now();
  const steps: ConformanceStep[] = [];
  const trial = createTrial({ client, target, facilities, category: one.category, steps });
  const result = (verdict: ConformanceCase['verdict'], reason: string | null): ConformanceCase => ({
    suite: 'own',
    group: one.group,
    name: one.name,
    category: one.category,
    description: one.description,
    spec: one.spec,
    verdict,
    reason,
    isEngineError: false,
    warningCount: steps.reduce((sum, { warnings }) => sum + warnings.length, 0),
    requestCount: steps.length,
    durationMs: Math.round(performance.now() - started),
    steps,
  });
  try {
    await trial.prepare(async () => {
      const info: Reply = await checkFileInfo(trial);
      const missing = missingNeed(one.needs, info, facilities);
      if (missing !== undefined) trial.skip(missing);
      if (one.needs.includes('SupportsLocks')) await freeFile(trial);
    });
    await one.run(trial);
    await trial.cleanUp();
    return result('passed', null);
  } catch (error) {
    if (!(error instanceof CaseFailed) && !(error instanceof CaseSkipped)) throw error;
    await trial.cleanUp();
    return result(error instanceof CaseFailed ? 'failed' : 'skipped', error.message.replace(/\.$/, ''));
  }
}
