import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { electronForTests } from '../../scripts/electron.mjs';
import { projectNode, root } from '../../scripts/run.mjs';
import { unavailable } from '../support/electron.ts';

const electron = electronForTests();
const reason =
  unavailable ?? (process.platform === 'linux' ? undefined : 'the packaged folder is proven on Linux only');

describe('npm run package -- --dir', () => {
  beforeEach((context) => {
    if (reason) context.skip(reason);
  });

  const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-package-'));
  const output = join(home, 'dist');
  const binary = join(output, 'linux-unpacked', 'wopi-sandbox');
  afterAll(() => rmSync(home, { recursive: true }));

  beforeAll(() => {
    if (reason) return;
    const made = spawnSync(
      projectNode(),
      [join(root, 'scripts', 'package.mjs'), '--dir', `-c.directories.output=${output}`],
      { encoding: 'utf8' },
    );
    expect(made.status, made.stderr).toBe(0);
  }, 300_000);

  test('has the fuses that keep the program from being used as another', async () => {
    const wire = await getCurrentFuseWire(binary);
    const state = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
      cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      cookieEncryption: true,
      asarIntegrity: true,
      onlyAsar: true,
    });
  });

  test('starts, fills its first folder, shows its page, and ends cleanly', async () => {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const binding = 'sqliteBinding' in electron ? { WOPI_SANDBOX_SQLITE_BINDING: electron.sqliteBinding } : {};
    const app = spawn(binary, [...asRoot, '--disable-gpu', '--remote-debugging-port=0', '--data', join(home, 'data')], {
      env: { ...process.env, HOME: home, ...binding },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const list = new URL('/json/list', await debuggingAddress(app));
    await expect
      .poll(async () => (await pages(list)).map(({ url }) => url), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^app:\/\/ui\//));
    expect(readdirSync(join(home, 'WOPI Sandbox'))).toContain('Notes.txt');
    // its thread and its native part work from inside the archive
    const { host, admin, key } = JSON.parse(readFileSync(join(home, 'data', 'instance.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect((await fetch(`${host}/wopi/files/1`)).status).toBe(401);
    const countExchanges = async () =>
      (await call(`${admin}`, `${key}`, 'listExchanges', { limit: 10 })).result.rows.length;
    await expect.poll(countExchanges, { timeout: 5_000 }).toBe(1);
    app.kill('SIGTERM');
    expect(await once(app, 'exit')).toEqual([0, null]);
  });
});

/** Where the running program lists its pages; it says so on standard error. */
async function debuggingAddress(app: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (app.stderr) {
    for await (const line of createInterface(app.stderr)) {
      said.push(line);
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) {
        app.stderr.resume();
        return `http://127.0.0.1:${port}`;
      }
    }
  }
  throw new Error(`the packaged program ended before it listened:\n${said.join('\n')}`);
}

async function pages(list: URL): Promise<{ url: string }[]> {
  return (await (await fetch(list)).json()) as { url: string }[];
}

async function call(
  admin: string,
  key: string,
  method: string,
  input: object,
): Promise<{ result: { rows: unknown[] } }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${admin}/api/call`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ method, args: [input] }),
  });
  return (await answer.json()) as { result: { rows: unknown[] } };
}
