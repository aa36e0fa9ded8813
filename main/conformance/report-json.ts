import type { ConformanceCase } from '../../preload/contract.ts';
import type { ReportedRun } from './report.ts';

/** Everything that is known of a run. */
export function writeJson(run: ReportedRun, cases: readonly ConformanceCase[], version: string): string {
  const { startedAt, finishedAt, ...rest } = run;
  const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
  return `${JSON.stringify({ tool: `WOPI Sandbox ${version}`, run: { startedAt: iso(startedAt), finishedAt: iso(finishedAt), ...rest }, cases }, null, 2)}\n`;
}
