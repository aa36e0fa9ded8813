import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostEvent, Rights } from '../../../../preload/contract.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';

type Info = Record<string, unknown>;

const ALL: Rights = { write: true, rename: true, create: true, delete: true };
const FILES = {
  'Report.docx': 'not really a document',
  'deep/er/Notes.txt': 'nested',
  'empty.xlsx': '',
  README: 'no extension',
  'two.dots.md': 'x',
  'Lock test.wopitest': 'x',
};

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: FILES });
});
afterAll(() => host.stop());

const infoFor = async (path: string, person = 'owner'): Promise<Info> => {
  const answer = await host.wopi(await host.token(path, person));
  expect(answer.status).toBe(200);
  return answer.json();
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('CheckFileInfo', () => {
  it('describes a file to its owner', async () => {
    const info = await infoFor('Report.docx');
    const origin = host.base;
    expect(info).toMatchObject({
      BaseFileName: 'Report.docx',
      OwnerId: 'owner',
      Size: 21,
      UserId: 'owner',
      Version: '1',
      FileExtension: '.docx',
      SHA256: sha256('not really a document'),
      SupportsUpdate: true,
      SupportsLocks: true,
      SupportsGetLock: true,
      SupportsExtendedLockLength: true,
      SupportsRename: true,
      SupportsDeleteFile: true,
      SupportsUserInfo: true,
      UserFriendlyName: 'Olivia Owner',
      UserCanWrite: true,
      UserCanRename: true,
      PostMessageOrigin: origin,
      ClosePostMessage: true,
      BreadcrumbDocName: 'Report',
      BreadcrumbFolderName: 'Shared folder',
    });
    expect(info).not.toHaveProperty('ReadOnly');
    expect(info).not.toHaveProperty('UserCanNotWriteRelative');
    expect(info).not.toHaveProperty('UserInfo');
    expect(info).not.toHaveProperty('IsAnonymousUser');
  });

  it.each(['owner', 'editor', 'reader', 'guest'])(
    'sends the %s real types, absolute addresses and no null',
    async (person) => {
      const info = await infoFor('Report.docx', person);
      for (const [name, value] of Object.entries(info)) {
        if (name === 'SupportedShareUrlTypes') continue;
        const expected = ['Size', 'FileNameMaxLength'].includes(name)
          ? 'number'
          : /^(Supports|User(Can|IsAn)|Is|ReadOnly|LicenseCheck)|PostMessage$/.test(name)
            ? 'boolean'
            : 'string';
        expect([name, typeof value]).toEqual([name, expected]);
        if (name.endsWith('Url')) expect(new URL(String(value)).origin).toBe(host.base);
      }
      expect(info['OwnerId']).toMatch(/^[A-Za-z0-9]+$/);
      expect(info['UserId']).toMatch(/^[A-Za-z0-9]+$/);
      expect(info['LastModifiedTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    },
  );

  // oxfmt-ignore
  it.each<[string, Info]>([
    ['owner',  { UserCanWrite: true, UserCanRename: true,  ReadOnly: undefined, UserCanNotWriteRelative: undefined, IsAnonymousUser: undefined }],
    ['editor', { UserCanWrite: true, UserCanRename: undefined, ReadOnly: undefined, UserCanNotWriteRelative: undefined, IsAnonymousUser: undefined }],
    ['reader', { UserCanWrite: undefined, UserCanRename: undefined, ReadOnly: true, UserCanNotWriteRelative: true, IsAnonymousUser: undefined }],
    ['guest',  { UserCanWrite: undefined, UserCanRename: undefined, ReadOnly: true, UserCanNotWriteRelative: true, IsAnonymousUser: true }],
  ])('tells the %s what may be done', async (person, expected) => {
    const info = await infoFor('Report.docx', person);
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, info[name]]))).toEqual(expected);
    expect(info['UserId']).toBe(person);
    expect(info['OwnerId']).toBe('owner');
  });

  // oxfmt-ignore
  it.each([
    ['deep/er/Notes.txt',  { BaseFileName: 'Notes.txt',          FileExtension: '.txt',      BreadcrumbFolderName: 'er',            BreadcrumbDocName: 'Notes' }],
    ['empty.xlsx',         { BaseFileName: 'empty.xlsx',         FileExtension: '.xlsx',     Size: 0, SHA256: sha256('') }],
    ['README',             { BaseFileName: 'README',             FileExtension: '',          BreadcrumbDocName: 'README' }],
    ['two.dots.md',        { BaseFileName: 'two.dots.md',        FileExtension: '.md',       BreadcrumbDocName: 'two.dots' }],
    ['Lock test.wopitest', { BaseFileName: 'Lock test.wopitest', FileExtension: '.wopitest' }],
  ])('names %s as it is', async (path, expected) => {
    expect(await infoFor(path)).toMatchObject(expected);
  });

  it('keeps to the consistency rules for every seeded person', async () => {
    for (const person of ['owner', 'editor', 'reader', 'guest']) {
      const info = await infoFor('Report.docx', person);
      if (info['UserCanWrite']) expect(info).toMatchObject({ SupportsUpdate: true, SupportsLocks: true });
      expect(info['UserCanWrite'] === true && info['ReadOnly'] === true).toBe(false);
      if (info['UserCanRename']) expect(info['SupportsRename']).toBe(true);
      expect(info['PostMessageOrigin']).toBe(host.base);
      if (info['ClosePostMessage']) expect(info['CloseUrl']).toBeDefined();
      if (info['EditModePostMessage'] && info['UserCanWrite']) expect(info['HostEditUrl']).toBeDefined();
      for (const plus of ['SupportsCoauth', 'SharingStatus', 'SequenceNumber', 'AccessTokenExpiry', 'ServerTime']) {
        expect(info).not.toHaveProperty(plus);
      }
    }
  });

  it('follows rights that are withdrawn while a session runs', async () => {
    await host.api.savePerson({
      person: { id: 'live', name: 'Liv E', role: 'editor' },
      rights: ALL,
      isAnonymous: false,
    });
    const token = await host.token('Report.docx', 'live');
    expect((await host.wopi(token)).json()).toMatchObject({ UserCanWrite: true, UserCanRename: true });
    const rights = { ...ALL, write: false, rename: false };
    await host.api.savePerson({ person: { id: 'live', name: 'Liv E', role: 'editor' }, rights, isAnonymous: true });
    const info = (await host.wopi(token)).json();
    expect(info).toMatchObject({ ReadOnly: true, IsAnonymousUser: true });
    expect(info).not.toHaveProperty('UserCanWrite');
    await host.api.removePerson({ personId: 'live' });
    expect((await host.wopi(token)).status).toBe(401);
  });

  it('never gives more than the token was issued for', async () => {
    const rights = { ...ALL, write: false };
    await host.api.savePerson({ person: { id: 'grown', name: 'Gro Wn', role: 'reader' }, rights, isAnonymous: false });
    const token = await host.token('Report.docx', 'grown');
    await host.api.savePerson({
      person: { id: 'grown', name: 'Gro Wn', role: 'reader' },
      rights: ALL,
      isAnonymous: false,
    });
    expect((await host.wopi(token)).json()).toMatchObject({ ReadOnly: true });
    expect(await infoFor('Report.docx', 'grown')).toMatchObject({ UserCanWrite: true });
  });

  it('names another owner as soon as there is one', async () => {
    const fresh = await startHost({ files: { 'a.txt': 'a' } });
    const token = await fresh.token('a.txt', 'reader');
    expect((await fresh.wopi(token)).json()).toMatchObject({ OwnerId: 'owner' });
    await fresh.api.savePerson({
      person: { id: 'boss', name: 'Bo Ss', role: 'owner' },
      rights: ALL,
      isAnonymous: false,
    });
    await fresh.api.removePerson({ personId: 'owner' });
    expect((await fresh.wopi(token)).json()).toMatchObject({ OwnerId: 'boss' });
    await fresh.stop();
  });

  it('changes version, size, hash and time together when the file changes outside', async () => {
    await host.write('outside.txt', 'before');
    const before = await infoFor('outside.txt');
    await host.writeOutside('outside.txt', 'afterwards');
    const after = await infoFor('outside.txt');
    expect(after).toMatchObject({ Size: 10, SHA256: sha256('afterwards'), Version: '2' });
    expect(after['LastModifiedTime']).not.toBe(before['LastModifiedTime']);
  });

  it('notices an edit made outside without waiting for the watcher', async () => {
    const id = await host.write('at once.txt', 'before');
    const token = await host.api.issueToken({ fileId: id, personId: 'owner', ttlSeconds: 600 });
    const noticed = host.writeOutside('at once.txt', 'after!!');
    await host.app.watching();
    const info = (await host.wopi(token)).json();
    expect([info['Size'], info['SHA256']]).toEqual(
      info['Version'] === '2' ? [7, sha256('after!!')] : [6, sha256('before')],
    );
    await noticed;
    expect((await host.wopi(token)).json()).toMatchObject({ Version: '2', Size: 7 });
  });

  it('leaves version and content of a file alone', async () => {
    const token = await host.token('Report.docx');
    host.forget();
    const first = (await host.wopi(token)).json();
    expect((await host.wopi(token)).json()).toEqual(first);
    expect(host.events.some((event: HostEvent) => event.type === 'file')).toBe(false);
  });

  it('of a file that was deleted outside is answered 404', async () => {
    const id = await host.write('gone.txt', 'x');
    const token = await host.api.issueToken({ fileId: id, personId: 'owner', ttlSeconds: 600 });
    rmSync(join(host.folder, 'gone.txt'));
    expect((await host.wopi(token)).status).toBe(404);
  });

  it('is answered while the file is locked by others', async () => {
    const token = await host.token('README');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    const answer = await host.wopi(await host.token('README', 'reader'));
    expect(answer.status).toBe(200);
    expect(answer.header('X-WOPI-Lock')).toBeUndefined();
    expect(answer.header('Content-Type')).toMatch(/^application\/json/);
  });

  it('puts the public address everywhere once it is set', async () => {
    const fresh = await startHost({ files: { 'a.txt': 'a' } });
    await fresh.api.updateSettings({ publicUrl: 'https://wopi.example.com/' });
    const token = await fresh.token('a.txt');
    expect(new URL(token.wopiSrc).origin).toBe('https://wopi.example.com');
    const info = (await fresh.wopi(token)).json();
    expect(info['PostMessageOrigin']).toBe('https://wopi.example.com');
    for (const name of ['CloseUrl', 'HostViewUrl', 'HostEditUrl', 'BreadcrumbBrandUrl', 'BreadcrumbFolderUrl']) {
      expect([name, new URL(String(info[name])).origin]).toEqual([name, 'https://wopi.example.com']);
    }
    await fresh.api.updateSettings({ publicUrl: null });
    expect((await fresh.wopi(token)).json()).toMatchObject({ PostMessageOrigin: fresh.base });
    await fresh.stop();
  });

  it('gives host pages that open the file for this person', async () => {
    const info = await infoFor('Report.docx', 'reader');
    const page = await host.wopi(new URL(String(info['HostViewUrl'])).pathname);
    expect(page.status).toBe(200);
    expect(page.header('Content-Type')).toMatch(/^text\/html/);
    expect(page.text()).toContain('name="access_token"');
    expect(page.text()).toContain('value="reader"');
    expect(page.header('Cache-Control')).toContain('no-store');
  });

  it('gives host pages that stop working with the token', async () => {
    const info = (await host.wopi(await host.token('Report.docx', 'owner', 60))).json();
    host.clock.advance(3_600_000);
    expect((await host.wopi(new URL(String(info['HostViewUrl'])).pathname)).status).toBe(404);
  });
});
