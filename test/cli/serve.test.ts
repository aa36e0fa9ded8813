import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpRequest } from '../support/http.ts';
import { programProblem, run, serve, workplace } from './program.ts';
import type { Served, Workplace } from './program.ts';

if (programProblem !== null) process.stdout.write(`The command line is not tried: ${programProblem}.\n`);

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Every case starts programs of its own. */
const PATIENCE = { timeout: 30_000 };

describe.skipIf(programProblem !== null)('serve', PATIENCE, () => {
  let place: Workplace;
  let running: Served[];
  beforeEach(() => {
    running = [];
    place = workplace({ 'a.txt': 'content', 'sub/Report 2024.docx': 'x', 'page.html': 'x' });
  });
  afterEach(async () => {
    for (const served of running) await served.stop('SIGKILL');
    place.remove();
  });

  const start = async (...more: string[]): Promise<Served> => {
    const served = await serve(['--folder', place.folder, '--data', place.data, ...more]);
    running.push(served);
    return served;
  };
  const cli = (...args: string[]) => run([...args, '--data', place.data], { cwd: place.directory });
  const instanceFile = (): string => join(place.data, 'instance.json');

  it('prints one JSON object first, and nothing else on standard output', async () => {
    const served = await start();
    const { instance, output } = served;
    expect(Object.keys(instance)).toEqual(['host', 'admin', 'editor', 'key', 'pid']);
    for (const base of [instance.host, instance.admin, instance.editor])
      expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(JSON.parse(readFileSync(instanceFile(), 'utf8'))).toEqual(instance);
    expect(statSync(instanceFile()).mode & 0o077).toBe(0);
    expect(statSync(place.data).mode & 0o077).toBe(0);
    expect(await served.stop('SIGINT')).toBe(0);
    expect(output.stdout).toBe(`${JSON.stringify(instance)}\n`);
    expect(output.stderr).toContain(`${instance.admin}/#key=${instance.key}`);
  });

  it('takes ports and a public address', async () => {
    const free = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
    });
    const { instance } = await start('--host-port', String(free), '--public-url', 'https://wopi.example.com/');
    expect(instance.host).toBe(`http://127.0.0.1:${free}`);
    const { stdout } = await cli('token', '--file', 'a.txt', '--person', 'owner');
    expect(JSON.parse(stdout)).toHaveProperty(
      'wopiSrc',
      expect.stringMatching(/^https:\/\/wopi\.example\.com\/wopi\/files\//),
    );
  });

  it('with a taken port says which, and how to choose another, with code 1', async () => {
    const flag = '--admin-port';
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stdout, stderr } = await run([
      'serve',
      '--json',
      '--folder',
      place.folder,
      '--data',
      place.data,
      flag,
      String(port),
    ]);
    server.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(String(port));
    expect(stderr).toContain(flag);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(instanceFile())).toBe(false);
  });

  it('with a folder that cannot be shared says why, with code 1', async () => {
    const { code, stdout, stderr } = await run(['serve', '--json', '--folder', place.directory, '--data', place.data]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('would be shared');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  describe('as a user who may not do everything', () => {
    if (!isRoot)
      process.stdout.write('Permissions are tried in test/services as this user: changing users needs root.\n');
    const asNobody = (...args: string[]) =>
      run(['serve', '--json', '--folder', place.folder, '--data', place.data, ...args], { uid: NOBODY });
    beforeEach(() => {
      mkdirSync(place.data);
      chmodSync(place.directory, 0o755);
      if (isRoot) chownSync(place.data, NOBODY, NOBODY);
    });

    it.skipIf(!isRoot)('does not share a folder that may not be read', async () => {
      chmodSync(place.folder, 0o700);
      const { code, stderr } = await asNobody();
      expect([code, stderr]).toEqual([1, expect.stringContaining('may not be read by this user')]);
    });

    it.skipIf(!isRoot)('does not use a data directory that may not be written to', async () => {
      chownSync(place.data, 0, 0);
      const { code, stderr } = await asNobody();
      expect([code, stderr]).toEqual([1, expect.stringMatching(/data directory .* cannot be used .*--data/s)]);
    });

    it.skipIf(!isRoot)('shares a folder that may not be written to for reading, and says so', async () => {
      chmodSync(place.folder, 0o755);
      const served = await serve(['--folder', place.folder, '--data', place.data], { uid: NOBODY });
      running.push(served);
      expect(await served.call('getSnapshot')).toHaveProperty('host.folderIsReadOnly', true);
      const { stdout } = await cli('token', '--file', 'a.txt', '--person', 'owner');
      const { wopiSrc, accessToken } = JSON.parse(stdout) as Record<string, string>;
      const target = `${new URL(wopiSrc ?? '').pathname}?access_token=${accessToken}`;
      const info = await httpRequest(served.instance.host, { path: target });
      expect(info.json()).toMatchObject({ ReadOnly: true, UserCanNotWriteRelative: true });
      expect(info.json()).not.toHaveProperty('UserCanWrite');
      const headers = { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'L' };
      expect((await httpRequest(served.instance.host, { method: 'POST', path: target, headers })).status).toBe(404);
      await expect(served.call('createFile', { folder: '', name: 'new', kind: 'txt' })).rejects.toThrow(
        /may not read or write/,
      );
    });

    it.skipIf(!isRoot)('answers for a single file or folder that may not be read or written', async () => {
      chmodSync(place.folder, 0o777);
      chmodSync(join(place.folder, 'a.txt'), 0o600);
      chmodSync(join(place.folder, 'sub'), 0o755);
      const served = await serve(['--folder', place.folder, '--data', place.data], { uid: NOBODY });
      running.push(served);
      const request = async (file: string, headers: Record<string, string>, at = '/contents', body?: string) => {
        const { stdout } = await cli('token', '--file', file, '--person', 'owner');
        const { wopiSrc, accessToken } = JSON.parse(stdout) as Record<string, string>;
        const path = `${new URL(wopiSrc ?? '').pathname}${at}?access_token=${accessToken}`;
        return httpRequest(served.instance.host, {
          method: Object.keys(headers).length === 0 ? 'GET' : 'POST',
          path,
          headers,
          body,
        });
      };
      const unreadable = await request('a.txt', {});
      expect([unreadable.status, unreadable.header('X-WOPI-ServerError')]).toEqual([
        500,
        expect.stringContaining('permissions'),
      ]);
      const lock = { 'X-WOPI-Lock': 'L' };
      expect((await request('sub/Report 2024.docx', { 'X-WOPI-Override': 'LOCK', ...lock }, '')).status).toBe(200);
      const unwritable = await request(
        'sub/Report 2024.docx',
        { 'X-WOPI-Override': 'PUT', ...lock },
        '/contents',
        'new',
      );
      expect([unwritable.status, unwritable.header('X-WOPI-ServerError')]).toEqual([
        500,
        expect.stringContaining('permissions'),
      ]);
      expect(readFileSync(join(place.folder, 'sub/Report 2024.docx'), 'utf8')).toBe('x');
    });
  });

  it('runs once for each data directory', async () => {
    const { instance } = await start();
    const { code, stdout, stderr } = await run(['serve', '--json', '--folder', place.folder, '--data', place.data]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('running already');
    expect(stderr).toContain(`Use that one at ${instance.admin}/#key=${instance.key}, stop it,`);
    expect(stderr).toContain(String(instance.pid));
    expect(stderr).toContain('--data');
    expect(JSON.parse(readFileSync(instanceFile(), 'utf8'))).toEqual(instance);
    expect(await (running[0] as Served).call('listFiles')).toHaveProperty('files');
  });

  it('stops cleanly on SIGTERM: code 0, no instance left, databases whole', async () => {
    const served = await start();
    await served.call('issueToken', {
      fileId: ((await served.call('listFiles')) as { files: { id: string }[] }).files[0]?.id,
      personId: 'owner',
      ttlSeconds: 60,
    });
    await httpRequest(served.instance.host, { path: '/wopi/files/x' });
    expect(await served.stop()).toBe(0);
    expect(existsSync(instanceFile())).toBe(false);
    for (const name of ['sandbox.db', 'traffic.db']) {
      expect(existsSync(join(place.data, `${name}-wal`))).toBe(false);
      const database = new Sqlite(join(place.data, name), { readonly: true });
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      if (name === 'traffic.db')
        expect(database.prepare('SELECT text FROM exchanges JOIN texts ON texts.id = path').pluck().all()).toEqual([
          '/wopi/files/x',
        ]);
      database.close();
    }
    expect(served.output.stderr).not.toMatch(/error/i);
  });

  it('stops in the middle of a save, leaving the file as it was and nothing behind', async () => {
    const served = await start();
    const { stdout } = await cli('token', '--file', 'a.txt', '--person', 'owner');
    const { wopiSrc, accessToken } = JSON.parse(stdout) as Record<string, string>;
    const path = `${new URL(wopiSrc ?? '').pathname}/contents?access_token=${accessToken}`;
    const lock = { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'L' };
    await httpRequest(served.instance.host, { method: 'POST', path: path.replace('/contents', ''), headers: lock });
    const never = new Promise<void>(() => undefined);
    const chunks = (async function* () {
      yield 'x'.repeat(100_000);
      await never;
    })();
    const saving = httpRequest(served.instance.host, {
      method: 'POST',
      path,
      headers: { ...lock, 'X-WOPI-Override': 'PUT' },
      body: { chunks },
    });
    saving.catch(() => undefined);
    const isReceiving = (): boolean => readdirSync(place.folder).some((name) => name.endsWith('.part'));
    while (!isReceiving()) await new Promise((resolve) => setImmediate(resolve));
    expect(await served.stop()).toBe(0);
    await expect(saving).rejects.toThrow();
    expect(readFileSync(join(place.folder, 'a.txt'), 'utf8')).toBe('content');
    expect(isReceiving()).toBe(false);
  });

  it('starts again after it was killed', async () => {
    const served = await start();
    const before = await served.call('listFiles');
    await served.stop('SIGKILL');
    expect(existsSync(instanceFile())).toBe(true);
    expect((await cli('token', '--file', 'a.txt', '--person', 'owner')).code).toBe(3);
    const again = await start();
    const { files } = (await again.call('listFiles')) as { files: unknown[] };
    expect(files).toEqual(expect.arrayContaining((before as { files: unknown[] }).files));
  });

  it('starts although its old process id belongs to another program by now', async () => {
    mkdirSync(place.data);
    const stale = {
      host: 'http://127.0.0.1:1',
      admin: 'http://127.0.0.1:1',
      editor: 'http://127.0.0.1:1',
      key: 'old',
      pid: process.pid,
    };
    writeFileSync(instanceFile(), JSON.stringify(stale));
    const { instance } = await start();
    expect(instance.pid).not.toBe(process.pid);
  });

  it('is not taken for what answers at its old port after a crash', async () => {
    mkdirSync(place.data);
    const stranger = createHttpServer((_, response) => void response.end('<!doctype html>')).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const admin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    writeFileSync(instanceFile(), JSON.stringify({ host: admin, admin, editor: admin, key: 'old', pid: process.pid }));
    const { code, stdout, stderr } = await cli('token', '--file', 'a.txt', '--person', 'owner');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`At ${admin}, where WOPI Sandbox (process ${process.pid}) was, something else answers.`);
    stranger.close();
  });

  it('started three times at one moment runs once', async () => {
    const starts = await Promise.allSettled([start(), start(), start()]);
    const refused = starts.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(refused).toHaveLength(2);
    for (const reason of refused) expect(reason).toContain('running already');
    expect(JSON.parse(readFileSync(instanceFile(), 'utf8'))).toEqual(running[0]?.instance);
  });

  it('keeps traffic on its own thread, with bodies and all', async () => {
    const served = await start();
    await httpRequest(served.instance.host, { path: '/closed' });
    const { rows } = (await served.call('listExchanges', { limit: 10 })) as { rows: { id: number; path: string }[] };
    expect(rows.map(({ path }) => path)).toEqual(['/closed']);
    const body = (await served.call('getBody', { id: rows[0]?.id, side: 'response', offset: 0, length: 1000 })) as {
      base64: string;
    };
    expect(Buffer.from(body.base64, 'base64').toString()).toContain('<!doctype html>');
    await served.call('clearExchanges');
    expect(await served.call('listExchanges', { limit: 10 })).toEqual({ rows: [], hasOlder: false });
  });
});

describe.skipIf(programProblem !== null)('the commands that ask a running instance', PATIENCE, () => {
  let place: Workplace;
  let served: Served;
  beforeAll(async () => {
    place = workplace({ 'a.txt': 'content', 'sub/Report 2024.docx': 'x', 'page.html': 'x' });
    served = await serve(['--folder', place.folder, '--data', place.data]);
  });
  afterAll(async () => {
    await served.stop();
    place.remove();
  });
  const cli = (...args: string[]) => run([...args, '--data', place.data], { cwd: place.directory });

  it('token prints what a client needs, and it works', async () => {
    const { instance } = served;
    const { code, stdout, stderr } = await cli(
      'token',
      '--file',
      'sub/Report 2024.docx',
      '--person',
      'Emil',
      '--ttl',
      '90',
    );
    expect([code, stderr]).toEqual([0, '']);
    const issued = JSON.parse(stdout) as { wopiSrc: string; accessToken: string; accessTokenTtl: number };
    expect(Object.keys(issued)).toEqual(['wopiSrc', 'accessToken', 'accessTokenTtl']);
    expect(issued.wopiSrc.startsWith(`${instance.host}/wopi/files/`)).toBe(true);
    expect(Math.abs(issued.accessTokenTtl - Date.now() - 90_000)).toBeLessThan(20_000);
    const answer = await httpRequest(instance.host, {
      path: `${new URL(issued.wopiSrc).pathname}?access_token=${issued.accessToken}`,
    });
    expect(answer.json()).toMatchObject({ BaseFileName: 'Report 2024.docx', UserId: 'editor' });
  });

  // oxfmt-ignore
  it.each<[string, string[], RegExp]>([
    ['a mistyped file',      ['token', '--file', 'sub/Reprot 2024.docx', '--person', 'owner'], /no file “sub\/Reprot 2024\.docx”.*Did you mean “sub\/Report 2024\.docx”\?/s],
    ['a path out of it',     ['token', '--file', '../../etc/passwd', '--person', 'owner'],     /no file “\.\.\/\.\.\/etc\/passwd”/],
    ['a mistyped person',    ['token', '--file', 'a.txt', '--person', 'raeder'],               /no person “raeder”\. Did you mean “reader”\?.*Known: owner \(Olivia Owner\)/s],
    ['a mistyped action',    ['open', 'sub/Report 2024.docx', '--action', 'edti'],             /no action “edti”.*Did you mean “edit”\? Possible: .*view/s],
    ['a file nothing opens', ['open', 'page.html'],                                            /No editor opens “page\.html”|no action “edit”/],
    ['a mistyped file, too', ['open', 'a.tx'],                                                 /no file “a\.tx”.*Did you mean “a\.txt”\?/s],
  ])('refuses %s with code 2 and names the nearest right one', async (_, args, message) => {
    const { code, stdout, stderr } = await cli(...args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('open prints an address that opens the document once', async () => {
    const { instance } = served;
    const relative = await cli('open', 'a.txt', '--person', 'reader', '--action', 'view', '--no-browser');
    expect([relative.code, relative.stderr]).toEqual([0, '']);
    const page = new URL(relative.stdout.trim());
    expect(page.origin).toBe(instance.host);
    expect((await httpRequest(instance.host, { path: page.pathname })).status).toBe(200);
    expect((await httpRequest(instance.host, { path: page.pathname })).status).toBe(404);
    const absolute = await run(['open', join(place.folder, 'a.txt'), '--no-browser', '--data', place.data]);
    expect(absolute.code).toBe(0);
    const fromInside = await run(['open', './a.txt', '--no-browser', '--data', place.data], { cwd: place.folder });
    expect(fromInside.code).toBe(0);
  });

  it.each([
    ['token', '--file', 'a.txt', '--person', 'owner'],
    ['open', 'a.txt', '--no-browser'],
  ])('%s without a running instance says so with code 3', async (...args) => {
    const { code, stdout, stderr } = await run([...args, '--data', join(place.directory, 'elsewhere')]);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/not running.*wopi-sandbox serve.*--data/s);
  });
});
