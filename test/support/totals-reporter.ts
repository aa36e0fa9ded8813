import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What one run of vitest came to; `scripts/test.mjs` adds the runs up. */
export interface Totals {
  passed: number;
  failed: number;
  /** One entry per skipped test: its name and the reason it gave. */
  skipped: { name: string; reason: string }[];
}

/** Writes the totals of a run to the file named in WOPI_SANDBOX_TOTALS. */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env['WOPI_SANDBOX_TOTALS'];
    if (!file) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = tests.map((test) => test.result().state);
    // a file that does not load, or whose preparation fails, has no failed test but is a failure all the same
    const broken = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const totals: Totals = {
      passed: states.filter((state) => state === 'passed').length,
      failed: states.filter((state) => state === 'failed').length + broken + errors.length,
      skipped: tests.filter((test) => test.result().state === 'skipped').map(explain),
    };
    writeFileSync(file, JSON.stringify(totals));
  }
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests('failed')].length > 0;
}

function explain(test: TestCase): { name: string; reason: string } {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return { name: test.fullName, reason: note ?? 'no reason given: use context.skip(reason)' };
}
