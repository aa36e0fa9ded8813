import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../scripts/run.mjs';

let clone = '';
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'wopi-sandbox-turn-'));
  mkdirSync(join(clone, 'scripts'));
  for (const name of ['run.mjs', 'turn.mjs']) cpSync(join(root, 'scripts', name), join(clone, 'scripts', name));
});
afterEach(() => rmSync(clone, { recursive: true }));

/** Starts a process that works in its turn: notes when it begins and ends. */
function worker(name: string) {
  const log = join(clone, 'log');
  const turn = pathToFileURL(join(clone, 'scripts', 'turn.mjs')).href;
  const work = `for (let i = 0; i < 2e7; i++) Math.sqrt(i);`;
  const code = `import { inTurn } from '${turn}'; import { appendFileSync } from 'node:fs';
    inTurn(() => { appendFileSync('${log}', '${name} begins '); ${work} appendFileSync('${log}', '${name} ends\\n'); });`;
  return once(spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' }), 'exit');
}

test('of several starts at once each waits for the others', async () => {
  const ends = await Promise.all(['a', 'b', 'c', 'd'].map(worker));
  for (const end of ends) expect(end).toEqual([0, null]);
  const lines = readFileSync(join(clone, 'log'), 'utf8').trim().split('\n');
  expect(lines.toSorted()).toEqual(['a begins a ends', 'b begins b ends', 'c begins c ends', 'd begins d ends']);
});

test('a start that was killed does not hold up the next one', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  mkdirSync(join(clone, '.cache'));
  writeFileSync(join(clone, '.cache', 'setup.lock'), String(gone.pid));
  expect(await worker('next')).toEqual([0, null]);
});
