// @ts-check
// `npm test`: static checks, then unit and HTTP tests, screens, and journeys through real programs. Ends with one
// line of totals. `npm test -- NAME…` runs only the test files whose path contains a NAME.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.mjs';
import { projectNode, root, toolEnvironment } from './run.mjs';

const filters = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'wopi-sandbox-totals-'));

/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Totals */

/** @type {[title: string, run: () => Promise<Totals>][]} */
const stages = [
  ['Unit and HTTP tests', () => vitest('unit')],
  ['Screens', () => vitest('ui')],
  ['Journeys (Chromium and Electron)', () => vitest('journeys')],
];
if (filters.length === 0) stages.unshift(['Static checks', async () => ({ ...(await check()), skipped: [] })]);

/** @type {Totals} */
const all = { passed: 0, failed: 0, skipped: [] };
for (const [title, runStage] of stages) {
  process.stdout.write(`\n── ${title}\n`);
  const totals = await runStage();
  all.passed += totals.passed;
  all.failed += totals.failed;
  all.skipped.push(...totals.skipped);
}
rmSync(work, { recursive: true });

if (all.passed + all.failed + all.skipped.length === 0) {
  process.stdout.write(`\nno test file matches ${filters.join(' ')}\n`);
  all.failed = 1;
}
process.stdout.write('\n');
for (const { name, reason } of all.skipped) process.stdout.write(`skipped: ${name}: ${reason}\n`);
process.stdout.write(`${all.passed} passed, ${all.failed} failed, ${all.skipped.length} skipped\n`);
process.exitCode = all.failed === 0 ? 0 : 1;

/** @returns {Promise<Totals>} */
async function vitest(/** @type {string} */ project) {
  const file = join(work, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=./test/support/totals-reporter.ts'];
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, '--passWithNoTests'];
  const [command = '', ...before] = project === 'journeys' ? onDisplay() : [projectNode()];
  const env = { ...toolEnvironment(), WOPI_SANDBOX_TOTALS: file };
  const child = spawn(command, [...before, ...args, ...reporters, ...filters], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', resolve);
  });
  /** @type {Totals} */
  const totals = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: [] };
  // whatever made the runner fail beside a test, such as a crash, counts too
  if (code !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

/** Node on a display of its own where the machine has none. */
function onDisplay() {
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && existsSync('/usr/bin/xvfb-run');
  return needsDisplay ? ['/usr/bin/xvfb-run', '-a', projectNode()] : [projectNode()];
}
