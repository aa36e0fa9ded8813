// @ts-check
// Finds the Electron that can be started on this machine: the declared one, or the older one fetched for tests.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { root } from './run.mjs';

const electronPackage = join(root, 'node_modules', 'electron');

/** The binary of the declared Electron, or undefined while it has not been downloaded. */
export function declaredElectron() {
  const pathFile = join(electronPackage, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(electronPackage, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : undefined;
}

/** Folder and files of the test-only runtime; they exist only after `test-electron.mjs` has fetched them. */
export function testRuntime() {
  const folder = join(cacheFolder(), 'electron-25.1.1');
  const { version } = createRequire(import.meta.url)('better-sqlite3/package.json');
  return {
    folder,
    binary: join(folder, 'electron'),
    sqliteBinding: join(cacheFolder(), `better-sqlite3-${version}-napi8.node`),
  };
}

/**
 * The Electron to test with. `sqliteBinding` is set when that Electron cannot load better-sqlite3's own binary.
 * @returns {{ binary: string, version: string, sqliteBinding?: string } | { reason: string }}
 */
export function electronForTests() {
  const declared = declaredElectron();
  if (declared) {
    const version = readFileSync(join(electronPackage, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return { binary: declared, version };
  }
  const { binary, sqliteBinding } = testRuntime();
  if (!existsSync(binary)) {
    return { reason: 'no Electron on this machine (run `npx install-electron`, or `node scripts/setup.mjs --test`)' };
  }
  if (!existsSync(sqliteBinding)) {
    return { reason: 'the test Electron has no SQLite binding (run `node scripts/setup.mjs --test`)' };
  }
  return { binary, version: '25.1.1', sqliteBinding };
}
