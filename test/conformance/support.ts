import { resolve } from 'node:path';
import type { ConformanceRun, ConformanceWish } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';

/** Microsoft's file is not part of this repository; tests use the one beside it when it is there. */
export const OFFICIAL_PLACE = '../shared/conformance/TestCases.xml';
export const OFFICIAL_CASES = resolve(import.meta.dirname, '../..', OFFICIAL_PLACE);

/** Starts cases through the screen's door and waits until they are done. */
export async function runConformance(
  { api }: TestHost,
  wish: Partial<ConformanceWish> & Pick<ConformanceWish, 'target' | 'suites'>,
): Promise<ConformanceRun> {
  let row = await api.startConformanceRun({ category: 'All', groups: [], names: [], includeDelays: false, ...wish });
  while (row.state === 'running')
    row = await api.awaitConformanceRun({ runId: row.id, done: row.passed + row.failed + row.skipped });
  return api.getConformanceRun({ runId: row.id });
}
