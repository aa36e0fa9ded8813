import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileVersion, IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'version one' } });
});
afterEach(() => host.stop());

const LOCK = { 'X-WOPI-Lock': 'L' };

/** Saves these contents one after the other, as a client under its lock does. */
async function saved(...contents: string[]): Promise<IssuedToken> {
  const token = await host.token('a.txt');
  await host.wopi(token, { override: 'LOCK', headers: LOCK });
  for (const body of contents) await host.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body });
  await host.wopi(token, { override: 'UNLOCK', headers: LOCK });
  return token;
}
const versions = (token: IssuedToken): Promise<FileVersion[]> => host.api.listVersions({ fileId: token.token.fileId });
const onDisk = (): string => readFileSync(join(host.folder, 'a.txt'), 'utf8');
const blobNames = (): string[] =>
  readdirSync(join(host.dataDirectory, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the version history of a file', () => {
  it('has every save, newest first, with who and when', async () => {
    const token = await saved('version two', 'version three');
    expect(await versions(token)).toEqual([
      {
        version: '3',
        size: 13,
        sha256: sha256('version three'),
        realAt: host.clock.now(),
        source: 'wopi',
        people: ['owner'],
        isCurrent: true,
        unavailable: null,
      },
      {
        version: '2',
        size: 11,
        sha256: sha256('version two'),
        realAt: host.clock.now(),
        source: 'wopi',
        people: ['owner'],
        isCurrent: false,
        unavailable: null,
      },
      {
        version: '1',
        size: 11,
        sha256: sha256('version one'),
        realAt: host.clock.now(),
        source: 'outside',
        people: [],
        isCurrent: false,
        unavailable: null,
      },
    ]);
  });

  it('gives every version back, byte for byte', async () => {
    const token = await saved('version two', 'version three');
    for (const [version, content] of [
      ['1', 'version one'],
      ['2', 'version two'],
      ['3', 'version three'],
    ] as const) {
      const row = await host.api.restoreVersion({ fileId: token.token.fileId, version });
      expect(onDisk()).toBe(content);
      expect((await host.wopi(token)).json()).toMatchObject({ Version: row.version, Size: content.length });
    }
    const list = await versions(token);
    expect(list.map(({ version }) => version)).toEqual(['6', '5', '4', '3', '2', '1']);
    expect(list[0]).toMatchObject({ source: 'screen', isCurrent: true });
  });

  it('is not restored under a lock', async () => {
    const token = await saved('version two');
    await host.wopi(token, { override: 'LOCK', headers: LOCK });
    await expect(host.api.restoreVersion({ fileId: token.token.fileId, version: '1' })).rejects.toThrow('locked');
    expect(onDisk()).toBe('version two');
  });

  it('refuses a version that never was', async () => {
    const token = await saved();
    await expect(host.api.restoreVersion({ fileId: token.token.fileId, version: '99' })).rejects.toThrow('99');
    await expect(host.api.restoreVersion({ fileId: 'nothing', version: '1' })).rejects.toThrow('does not exist');
  });

  it('stores equal content once', async () => {
    await saved('same', 'other', 'same', 'other');
    await host.app.stop();
    expect(blobNames().sort()).toEqual([sha256('version one'), sha256('same'), sha256('other')].sort());
    host = await startHost({ again: host });
  });

  it('outlives a restart', async () => {
    const token = await saved('version two');
    const before = await versions(token);
    await host.app.stop();
    host = await startHost({ again: host });
    expect(await versions(token)).toEqual(before);
    await host.api.restoreVersion({ fileId: token.token.fileId, version: '1' });
    expect(onDisk()).toBe('version one');
  });

  it('keeps bytes that cannot be changed through the shared file', async () => {
    const token = await saved('version two');
    const kept = join(host.dataDirectory, 'blobs', sha256('version one').slice(0, 2), sha256('version one'));
    expect(statSync(kept).ino).not.toBe(statSync(join(host.folder, 'a.txt')).ino);
    await host.writeOutside('a.txt', 'scribbled over');
    await host.api.restoreVersion({ fileId: token.token.fileId, version: '1' });
    expect(onDisk()).toBe('version one');
  });

  it('includes an edit made outside once a client has read it', async () => {
    const token = await host.token('a.txt');
    await host.writeOutside('a.txt', 'by another program');
    await host.wopi(token, { at: '/contents' });
    await saved('saved');
    expect((await versions(token)).map(({ source, sha256: hash, unavailable }) => [source, hash, unavailable])).toEqual(
      [
        ['wopi', sha256('saved'), null],
        ['outside', sha256('by another program'), null],
        ['outside', null, expect.stringContaining('overwritten by a program outside')],
      ],
    );
  });
});

describe('the budget for versions', () => {
  /** Copies are made in the background; a host that stops finishes them. */
  const settled = async (): Promise<void> => {
    await host.app.stop();
    host = await startHost({ again: host });
  };

  it('gives up the oldest bytes and says so, and never the row', async () => {
    const token = await saved('b'.repeat(400), 'c'.repeat(400), 'd'.repeat(400));
    await settled();
    await host.api.updateSettings({ maxVersionBytes: 1000 });
    const list = await versions(token);
    expect(list.map(({ version, unavailable }) => [version, unavailable === null])).toEqual([
      ['4', true],
      ['3', true],
      ['2', false],
      ['1', false],
    ]);
    expect(list[2]?.unavailable).toContain('budget');
    await expect(host.api.restoreVersion({ fileId: token.token.fileId, version: '2' })).rejects.toThrow('not kept');
    expect(blobNames()).not.toContain(sha256('b'.repeat(400)));
    expect(onDisk()).toBe('d'.repeat(400));
  });

  it('of nothing keeps nothing, and saving still works', async () => {
    await host.api.updateSettings({ maxVersionBytes: 0 });
    const token = await saved('version two', 'version three');
    expect(onDisk()).toBe('version three');
    const list = await versions(token);
    expect(list.map(({ unavailable }) => unavailable === null)).toEqual([true, false, false]);
    expect(list[1]?.unavailable).toContain('more than the whole budget');
  });

  it('says of captured traffic, too, that its bytes went', async () => {
    await saved('b'.repeat(400), 'c'.repeat(400), 'd'.repeat(400));
    const put = (await host.settled()).find(({ operation }) => operation === 'PutFile');
    const id = put?.id ?? 0;
    await settled();
    expect((await host.api.getExchange({ id })).requestBody).toMatchObject({ size: 400, kept: 400, missing: null });
    await host.api.updateSettings({ maxVersionBytes: 1000 });
    const { requestBody } = await host.api.getExchange({ id });
    expect(requestBody).toMatchObject({ size: 400, kept: 0 });
    expect(requestBody.missing).toContain('not kept any more');
    expect(await host.api.getBody({ id, side: 'request', offset: 0, length: 1000 })).toMatchObject({
      base64: '',
      total: 0,
    });
  });
});
