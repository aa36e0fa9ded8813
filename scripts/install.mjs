// @ts-check
// Installs the packages of package-lock.json when what is installed differs from it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say, tail } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.wopi-sandbox-installed');

/** Makes node_modules hold what the lock file says. Throws with npm's last words when it cannot. */
export function ensureInstalled() {
  const lock = readFileSync(lockFile);
  const digest = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  if (!isInstalled(JSON.parse(lock.toString()))) {
    say('installing packages (npm ci, one or two minutes, once) …');
    const result = run('npm', ['ci', '--no-progress', '--loglevel=error'], { quiet: true });
    if (result.code !== 0) {
      throw new Error(
        `npm ci failed with code ${result.code}; fix what it names and start again\n${tail(result.output)}`,
      );
    }
  }
  writeFileSync(stamp, digest);
}

/**
 * True when npm's own record of node_modules holds every package of the lock file in the same version, as it
 * does after a plain `npm install`. Packages for other platforms are not expected.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} lock
 */
function isInstalled(lock) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  /** @type {typeof lock} */
  const installed = JSON.parse(readFileSync(record, 'utf8'));
  return Object.entries(lock.packages).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || installed.packages[path]?.version === version,
  );
}
