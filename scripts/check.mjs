// @ts-check
// `npm run check`: everything that can be said about the sources without running them.
import { spawn } from 'node:child_process';
import { root, toolEnvironment } from './run.mjs';

/** Each check: what it is called, and the command that fails when it does. */
const CHECKS = [
  ['types, node side', 'tsc', '-p', 'tsconfig.node.json'],
  ['types, page side', 'tsc', '-p', 'tsconfig.web.json'],
  ['types, journeys', 'tsc', '-p', 'tsconfig.journeys.json'],
  ['lint and layer rules', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'oxfmt', '--check', '.'],
  ['unused files, exports and packages', 'knip'],
];

/**
 * Runs every check and answers how many passed and failed. A failing one prints its own output.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check() {
  const results = await Promise.all(CHECKS.map(([name = '', command = '', ...args]) => runCheck(name, command, args)));
  return { passed: results.filter(Boolean).length, failed: results.filter((passed) => !passed).length };
}

/** @returns {Promise<boolean>} */
function runCheck(/** @type {string} */ name, /** @type {string} */ command, /** @type {string[]} */ args) {
  const shell = process.platform === 'win32';
  const child = spawn(command, args, { cwd: root, env: { ...toolEnvironment(), FORCE_COLOR: '0' }, shell });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve) => {
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      const passed = code === 0;
      process.stdout.write(passed ? `  ✓ ${name}\n` : `  ✗ ${name}\n${output.trimEnd().replaceAll(/^/gm, '      ')}\n`);
      resolve(passed);
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  const { passed, failed } = await check();
  process.stdout.write(`${passed} checks passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
