import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../scripts/run.mjs';

const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-start-'));
let number = 0;
let docs = '';
let data = '';
beforeEach(() => {
  number += 1;
  docs = join(home, `docs ${number}`);
  data = join(home, `data ${number}`);
  mkdirSync(docs);
});

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

/** Starts a script of the project as a person without a display would, and collects what it says. */
function start(script: string, ...args: string[]) {
  const env = { ...process.env, HOME: home, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const child = spawn(process.execPath, [join(root, script), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let explanation = '';
  child.stderr.on('data', (text) => (explanation += String(text)));
  const firstLine = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  return { child, firstLine, explanation: () => explanation, ended: once(child, 'exit') };
}

describe('npm start', () => {
  test('without a display says so and prints the address of the screen', async (context) => {
    if (process.platform !== 'linux') context.skip('only Linux machines come without a display');
    const { child, firstLine, explanation, ended } = start('scripts/start.mjs', '--folder', docs, '--data', data);
    const address = /http:\/\/127\.0\.0\.1:\d+\/#key=\S+/.exec(await firstLine)?.[0] ?? '';
    expect(explanation()).toContain('without a window because there is no display');
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>WOPI Sandbox</title>');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('prepares nothing a second time', () => {
    const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--build'], { encoding: 'utf8' });
    expect(setup).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});

describe('bin/wopi-sandbox.js', () => {
  test('serve --json answers one JSON object first and stops cleanly on SIGTERM', async () => {
    const { child, firstLine, ended } = start(
      'bin/wopi-sandbox.js',
      'serve',
      '--json',
      '--folder',
      docs,
      '--data',
      data,
    );
    const instance = JSON.parse(await firstLine) as Record<string, unknown>;
    const address = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;
    expect(instance).toEqual({
      host: address,
      admin: address,
      editor: address,
      key: expect.any(String) as unknown,
      pid: expect.any(Number) as unknown,
    });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('leaves no server behind when it is killed itself', async () => {
    const { child, firstLine } = start('bin/wopi-sandbox.js', 'serve', '--json', '--folder', docs, '--data', data);
    const { admin } = JSON.parse(await firstLine) as { admin: string };
    child.kill('SIGKILL');
    // the last thing a clean stop does
    await expect.poll(() => existsSync(join(data, 'instance.json')), { timeout: 10_000 }).toBe(false);
    await expect(fetch(admin)).rejects.toThrow();
  });

  test('passes the exit code on', async () => {
    const { ended, explanation } = start('bin/wopi-sandbox.js', 'serv');
    expect(await ended).toEqual([2, null]);
    expect(explanation()).toContain('serve');
  });
});
