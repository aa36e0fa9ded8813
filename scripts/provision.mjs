// @ts-check
// What a test machine needs beside the npm packages. What cannot be had is said in one line; the tests that need
// it then name it as the reason they are skipped.
import { existsSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { declaredElectron, testRuntime } from './electron.mjs';
import { run, say, tail } from './run.mjs';
import { ensureTestElectron } from './test-electron.mjs';

const display = ['xvfb', 'xauth', 'dbus-x11'];
const libraries = 'libgtk-3-0 libnss3 libasound2 libgbm1 libatk-bridge2.0-0 libdrm2 libxss1'.split(' ');
const forCompiling = ['g++', 'make', 'python3'];

/** Prepares this machine for `npm test`. Never throws: a missing part costs the tests that need it, not the rest. */
export function provision() {
  if (process.platform === 'linux') ensurePackages(missingPackages());
  const problem = ensureTestElectron();
  if (problem) say(`Electron journeys will be skipped: ${problem}`);
  if (!findBrowser()) say('browser journeys will be skipped: no Chromium, Chrome or Edge is installed');
}

function missingPackages() {
  const needsCompiler = !declaredElectron() && !existsSync(testRuntime().sqliteBinding);
  const wanted = [
    ...display,
    ...libraries,
    ...(needsCompiler ? forCompiling : []),
    ...(findBrowser() ? [] : ['chromium']),
  ];
  const query = run('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n', ...wanted], { quiet: true });
  const installed = new Set(
    query.output
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.split(' ')[1]),
  );
  return wanted.filter((name) => !installed.has(name));
}

function ensurePackages(/** @type {string[]} */ names) {
  if (names.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...names];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`some journeys need packages that are not installed; on Debian: sudo apt-get ${install.join(' ')}`);
    return;
  }
  say(`installing Debian packages: ${names.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { quiet: true, env };
  let result = run('apt-get', install, quiet);
  if (result.code !== 0) {
    // a fresh machine has no package lists, or old ones
    run('apt-get', ['update'], quiet);
    result = run('apt-get', install, quiet);
  }
  if (result.code !== 0) say(`apt-get failed; some journeys will be skipped\n${tail(result.output, 5)}`);
}
