import type { ConformanceRun, ConformanceWish } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';

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
