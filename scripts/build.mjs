// @ts-check
// Builds out/ when a source is newer than what is there.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, root, run, say, tail, toolEnvironment } from './run.mjs';

const sources = ['main', 'preload', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json'];
const products = ['main/desktop.cjs', 'preload/bridge.cjs', 'cli/cli.cjs', 'renderer/index.html'];
const stamp = join(root, 'out', '.built-from');

/** Makes out/ match the sources. Throws with the build's last words when it cannot. */
export function ensureBuilt() {
  const print = fingerprint();
  const isWhole = products.every((file) => existsSync(join(root, 'out', file)));
  if (isWhole && existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return;
  say('building (a few seconds, after a change) …');
  const result = run(projectNode(), [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app'], {
    quiet: true,
    // Whoever builds: under a test runner's NODE_ENV the screen would get React's development code.
    env: { ...toolEnvironment(), NODE_ENV: 'production' },
  });
  if (result.code !== 0) throw new Error(`the build failed with code ${result.code}\n${tail(result.output, 30)}`);
  writeFileSync(stamp, print);
}

/** Names, sizes and times of all sources: cheap to read, and different after every edit, rename or removal. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) visit(join(root, source));
  return hash.digest('hex');

  function visit(/** @type {string} */ path) {
    if (!existsSync(path)) return;
    const entry = statSync(path);
    if (entry.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else hash.update(`${path}\0${entry.size}\0${entry.mtimeMs}\0`);
  }
}
