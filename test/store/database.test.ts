import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

/** Enough rows for the database to have pages to lose. */
const MANY = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`file ${index}.txt`, 'x'.repeat(index)]));

let first: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  first = await startHost({ files: { 'a.txt': 'content', ...MANY } });
  token = await first.token('a.txt');
  await first.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
  await first.settled();
  await first.app.stop();
});
afterEach(() => first.stop());

const file = (name: string): string => join(first.dataDirectory, name);
const setAside = (): string[] => readdirSync(first.dataDirectory).filter((name) => name.includes('.damaged-'));

const half = (name: string): void => truncateSync(file(name), Math.floor(statSync(file(name)).size / 8192) * 4096);
const overwriteMiddle = (name: string): void => {
  const bytes = readFileSync(file(name));
  bytes.fill(0xaa, 4096, bytes.length);
  writeFileSync(file(name), bytes);
};

describe('a database that was damaged while the host was down', () => {
  // oxfmt-ignore
  it.each<[string, (name: string) => void]>([
    ['is garbage',                      (name) => writeFileSync(file(name), 'this is no database at all '.repeat(500))],
    ['is a short text',                 (name) => writeFileSync(file(name), 'oops')],
    ['lost its second half',            half],
    ['lost all but its first page',     (name) => truncateSync(file(name), 4096)],
    ['lost the end of a page',          (name) => truncateSync(file(name), statSync(file(name)).size - 100)],
    ['was overwritten after its head',  overwriteMiddle],
    ['has garbage beside it',           (name) => (writeFileSync(file(name), 'garbage '.repeat(600)), writeFileSync(file(`${name}-wal`), 'garbage '.repeat(900)))],
  ])('that %s is kept aside, a fresh one is begun, and the user is told', async (_, damage) => {
    damage('sandbox.db');
    const damaged = readFileSync(file('sandbox.db'));
    const host = await startHost({ again: first });
    const [aside] = setAside();
    expect(aside).toMatch(/^sandbox\.db\.damaged-/);
    expect(readFileSync(file(aside ?? '')).equals(damaged)).toBe(true);
    const { notices, locks, tokens } = await host.api.getSnapshot();
    expect(notices).toEqual([expect.objectContaining({ tone: 'error', title: expect.stringContaining('damaged'), detail: expect.stringContaining(aside ?? '?') })]);
    expect([locks, tokens]).toEqual([[], []]);
    expect((await host.wopi(token)).status).toBe(401);
    expect((await host.wopi(await host.token('a.txt'), { at: '/contents' })).text()).toBe('content');
    const { id } = notices[0] ?? { id: 0 };
    await host.api.dismissNotice({ noticeId: id });
    expect((await host.api.getSnapshot()).notices).toEqual([]);
    await host.app.stop();
  });

  it.each<[string, (name: string) => void]>([
    ['is garbage', (name) => writeFileSync(file(name), 'this is no database at all '.repeat(500))],
    ['lost its second half', half],
  ])('costs only the traffic when it is the one of the traffic that %s', async (_, damage) => {
    damage('traffic.db');
    const host = await startHost({ again: first });
    expect(setAside()).toEqual([expect.stringMatching(/^traffic\.db\.damaged-/)]);
    expect((await host.api.getSnapshot()).notices).toEqual([
      expect.objectContaining({ tone: 'warning', title: expect.stringContaining('traffic') }),
    ]);
    expect((await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('L');
    expect((await host.settled()).map(({ operation }) => operation)).toEqual(['GetLock']);
    await host.app.stop();
  });
});

describe('a database', () => {
  it('that is missing is begun anew without a word', async () => {
    rmSync(file('sandbox.db'));
    const host = await startHost({ again: first });
    expect((await host.api.getSnapshot()).notices).toEqual([]);
    await host.app.stop();
  });

  it.each(['sandbox.db', 'traffic.db'])('written by a newer app (%s) is left alone', async (name) => {
    const database = new Sqlite(file(name));
    database.pragma('user_version = 99');
    database.close();
    const before = readFileSync(file(name));
    await expect(startHost({ again: first })).rejects.toThrow(/newer WOPI Sandbox.*Update the app/s);
    expect(readFileSync(file(name)).equals(before)).toBe(true);
    expect(setAside()).toEqual([]);
  });

  it.each([
    [
      'of another program',
      (path: string) => new Sqlite(path).exec('CREATE TABLE files (x); CREATE TABLE people (y)').close(),
    ],
    ['of a single byte', (path: string) => writeFileSync(path, 'x')],
  ])('%s is set aside, and that is said', async (_, make) => {
    rmSync(file('sandbox.db'));
    make(file('sandbox.db'));
    const host = await startHost({ again: first });
    expect(setAside()).toEqual([expect.stringMatching(/^sandbox\.db\.damaged-/)]);
    expect((await host.api.getSnapshot()).notices).toHaveLength(1);
    await host.app.stop();
  });

  it.each([
    ['sandbox.db', 'file', (path: string) => mkdirSync(path)],
    ['traffic.db', 'file', (path: string) => mkdirSync(path)],
    ['blobs', 'folder', (path: string) => writeFileSync(path, '')],
    ['captures', 'folder', (path: string) => writeFileSync(path, '')],
  ])('directory in which %s is no %s is refused with the way out', async (name, kind, make) => {
    rmSync(file(name), { recursive: true, force: true });
    make(file(name));
    await expect(startHost({ again: first })).rejects.toThrow(
      `“${file(name)}” is no ${kind}, as it has to be. Move it away, or choose another data directory with --data.`,
    );
  });

  it('needs a data directory that can be made', async () => {
    const blocked = join(first.dataDirectory, 'a file');
    writeFileSync(blocked, '');
    const starting = startHost({ again: first, config: { dataDirectory: join(blocked, 'data') } });
    await expect(starting).rejects.toThrow(/data directory .*a file.* --data/s);
  });

  it('is for nobody else, whoever may look into the data directory', async () => {
    chmodSync(first.dataDirectory, 0o755);
    rmSync(file('traffic.db'));
    chmodSync(file('sandbox.db'), 0o644);
    const host = await startHost({ again: first });
    await host.wopi(token);
    const others = readdirSync(first.dataDirectory).filter((name) => (statSync(file(name)).mode & 0o077) !== 0);
    expect(others).toEqual([]);
    await host.app.stop();
  });

  it.skipIf(process.platform !== 'linux')('needs a place where directories can be made, and says so', async () => {
    const starting = startHost({ again: first, config: { dataDirectory: '/proc/nowhere/data' } });
    await expect(starting).rejects.toThrow(/data directory “\/proc\/nowhere\/data” cannot be used \(ENOENT\)/);
  });

  it('is intact after every stop', async () => {
    const host = await startHost({ again: first });
    await host.wopi(token);
    await host.app.stop();
    for (const name of ['sandbox.db', 'traffic.db']) {
      expect(existsSync(file(`${name}-wal`))).toBe(false);
      const database = new Sqlite(file(name), { readonly: true });
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
    }
  });
});
