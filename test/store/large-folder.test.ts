import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const FOLDERS = 100;
const FILES_EACH = 100;

/** How often the disk is asked while `work` runs: directories listed, files looked at. */
async function countDiskCalls(work: () => Promise<unknown>): Promise<{ lists: number; looks: number }> {
  const { readdirSync, lstatSync, statSync } = fs;
  const counted = { lists: 0, looks: 0 };
  const count =
    <Args extends unknown[], Result>(what: keyof typeof counted, call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      counted[what] += 1;
      return call(...args);
    };
  Object.assign(fs, {
    readdirSync: count('lists', readdirSync),
    lstatSync: count('looks', lstatSync),
    statSync: count('looks', statSync),
  });
  syncBuiltinESMExports();
  try {
    await work();
    return counted;
  } finally {
    Object.assign(fs, { readdirSync, lstatSync, statSync });
    syncBuiltinESMExports();
  }
}

describe('a folder of 10,000 files', () => {
  let host: TestHost;
  let token: IssuedToken;
  beforeAll(async () => {
    host = await startHost({
      prepare({ folder }) {
        for (let index = 0; index < FOLDERS; index += 1) {
          const inner = join(folder, `folder ${index}`);
          fs.mkdirSync(inner);
          for (let file = 0; file < FILES_EACH; file += 1)
            fs.writeFileSync(join(inner, `file ${file}.txt`), `${index} ${file}`);
        }
      },
    });
    token = await host.token('folder 50/file 50.txt');
    await host.wopi(token, { at: '/contents' });
    await host.app.watching();
  }, 60_000);
  afterAll(() => host.stop(), 60_000);

  it('is known whole', async () => {
    const { files, folders } = await host.api.listFiles();
    expect([files.length, folders.length]).toEqual([FOLDERS * FILES_EACH, FOLDERS]);
  });

  const lock = { 'X-WOPI-Lock': 'L' };
  // oxfmt-ignore
  it.each<[string, Parameters<TestHost['wopi']>[1]]>([
    ['CheckFileInfo',   {}],
    ['GetFile',         { at: '/contents' }],
    ['Lock',            { override: 'LOCK', headers: lock }],
    ['PutFile',         { override: 'PUT', at: '/contents', headers: lock, body: 'new' }],
    ['RefreshLock',     { override: 'REFRESH_LOCK', headers: lock }],
    ['PutRelativeFile', { override: 'PUT_RELATIVE', headers: { 'X-WOPI-SuggestedTarget': 'file 7.txt' }, body: 'x' }],
    ['RenameFile',      { override: 'RENAME_FILE', headers: { ...lock, 'X-WOPI-RequestedName': 'file 8' } }],
    ['Unlock',          { override: 'UNLOCK', headers: lock }],
    ['DeleteFile',      { override: 'DELETE' }],
  ])('%s asks the disk for its own file only', async (_, request) => {
    const counted = await countDiskCalls(async () => expect((await host.wopi(token, request)).status).toBe(200));
    expect(counted.lists).toBe(0);
    expect(counted.looks).toBeGreaterThan(0);
    expect(counted.looks).toBeLessThan(30);
  });

  it('takes one walk to start with, each folder listed once and each file looked at once', async () => {
    await host.app.stop();
    let again: TestHost | undefined;
    const counted = await countDiskCalls(async () => {
      again = await startHost({ again: host });
    });
    expect(counted.lists).toBeGreaterThan(FOLDERS);
    expect(counted.lists).toBeLessThan(2 * FOLDERS);
    expect(counted.looks).toBeGreaterThan(FOLDERS * FILES_EACH);
    expect(counted.looks).toBeLessThan(1.2 * FOLDERS * FILES_EACH);
    await again?.app.stop();
  }, 60_000);
});
