// @ts-check
// Lets one process at a time install or build in this clone; others wait for it.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './run.mjs';

const folder = join(root, '.cache');
const file = join(folder, 'setup.lock');

/**
 * Runs `work` while no other process does.
 * @template T
 * @param {() => T} work
 */
export function inTurn(work) {
  mkdirSync(folder, { recursive: true });
  let said = false;
  while (!take()) {
    if (!said) say('waiting for another start of this clone to finish installing or building …');
    said = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take() {
  // linked into place, so that the file is never seen without its number
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch {
    if (!holderLives()) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(own);
  }
}

function holderLives() {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    // another user's process lives too
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
