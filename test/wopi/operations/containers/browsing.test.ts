import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestHost } from '../../../support/host.ts';
import { startHost } from '../../../support/host.ts';
import { ancestors, containerInfo, expiryOf, fileUrl, folderUrl, follow, json, listing, tokenOf } from '../walk.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({
    files: {
      'top.docx': 'top',
      'Projects/plan.docx': 'plan',
      'Projects/table.XLSX': 'table',
      'Projects/notes.txt': 'notes',
      'Projects/.hidden.docx': 'hidden',
      'Projects/2026/March/report.docx': 'report',
      'Projects/2026/April/empty.txt': '',
    },
  });
});
afterAll(() => host.stop());

describe('EnumerateAncestors', () => {
  it('of a file names the shared folder first and its own folder last', async () => {
    const line = await ancestors(host, await fileUrl(host, 'Projects/2026/March/report.docx'));
    expect(line.map(({ Name }) => Name)).toEqual(['Shared folder', 'Projects', '2026', 'March']);
  });

  it('of a file at the top is the shared folder alone', async () => {
    const line = await ancestors(host, await fileUrl(host, 'top.docx'));
    expect(line.map(({ Name }) => Name)).toEqual(['Shared folder']);
  });

  it('of a folder leaves out the folder itself', async () => {
    const march = await folderUrl(host, 'Projects/2026/March/report.docx');
    expect((await ancestors(host, march)).map(({ Name }) => Name)).toEqual(['Shared folder', 'Projects', '2026']);
  });

  it('of the shared folder is empty', async () => {
    const top = await folderUrl(host, 'top.docx');
    expect(await ancestors(host, top)).toEqual([]);
  });

  it('gives addresses that open, without trailing slash or fragment', async () => {
    const line = await ancestors(host, await fileUrl(host, 'Projects/2026/March/report.docx'));
    for (const { Name, Url } of line) {
      const { pathname, hash } = new URL(Url);
      expect(pathname).toMatch(/^\/wopi\/containers\/[A-Za-z0-9_-]+$/);
      expect(hash).toBe('');
      expect((await containerInfo(host, Url)).Name).toBe(Name);
    }
  });
});

describe('EnumerateChildren', () => {
  it('lists what lies directly in a folder, and nothing hidden', async () => {
    const { ChildContainers, ChildFiles } = await listing(host, await folderUrl(host, 'Projects/plan.docx'));
    expect(ChildContainers.map(({ Name }) => Name)).toEqual(['2026']);
    expect(ChildFiles.map(({ Name }) => Name)).toEqual(['notes.txt', 'plan.docx', 'table.XLSX']);
  });

  it('says of each file what CheckFileInfo says', async () => {
    const { ChildFiles } = await listing(host, await folderUrl(host, 'Projects/plan.docx'));
    for (const { Name, Url, Version, Size, LastModifiedTime } of ChildFiles) {
      const info = await json<Record<string, unknown>>(follow(host, Url));
      expect(info).toMatchObject({ BaseFileName: Name, Version, Size, LastModifiedTime });
      expect(LastModifiedTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    }
  });

  // oxfmt-ignore
  it.each([
    ['.docx',          ['plan.docx']],
    ['.DOCX',          ['plan.docx']],
    ['.docx,.xlsx',    ['plan.docx', 'table.XLSX']],
    ['.pptx',          []],
    ['',               ['notes.txt', 'plan.docx', 'table.XLSX']],
    [' docx , .txt ,', ['notes.txt', 'plan.docx']],
  ])('narrowed to “%s” lists these files and every folder', async (filter, names) => {
    const { ChildContainers, ChildFiles } = await listing(host, await folderUrl(host, 'Projects/plan.docx'), filter);
    expect(ChildFiles.map(({ Name }) => Name)).toEqual(names);
    expect(ChildContainers.map(({ Name }) => Name)).toEqual(['2026']);
  });

  it('of an empty folder has two empty lists', async () => {
    mkdirSync(join(host.folder, 'Nothing'));
    const { ChildContainers } = await listing(host, await folderUrl(host, 'top.docx'));
    const nothing = ChildContainers.find(({ Name }) => Name === 'Nothing')?.Url ?? '';
    expect(await listing(host, nothing)).toEqual({ ChildContainers: [], ChildFiles: [] });
  });

  it('shows a document of another program at once', async () => {
    const top = await folderUrl(host, 'top.docx');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(host.folder, 'fresh.txt'), 'just written');
    const fresh = (await listing(host, top, '.txt')).ChildFiles.find(({ Name }) => Name === 'fresh.txt');
    expect(fresh?.Size).toBe(12);
    rmSync(join(host.folder, 'fresh.txt'));
    expect((await listing(host, top, '.txt')).ChildFiles.map(({ Name }) => Name)).not.toContain('fresh.txt');
  });
});

describe('CheckContainerInfo', () => {
  it('tells a person what they may do', async () => {
    const path = 'Projects/plan.docx';
    expect(await containerInfo(host, await folderUrl(host, path))).toMatchObject({
      Name: 'Projects',
      IsEduUser: false,
      LicenseCheckForEditIsEnabled: false,
      SupportedShareUrlTypes: ['ReadOnly', 'ReadWrite'],
      UserCanCreateChildContainer: true,
      UserCanCreateChildFile: true,
      UserCanDelete: true,
      UserCanRename: true,
    });
    expect(await containerInfo(host, await folderUrl(host, path, 'guest'))).toMatchObject({
      IsAnonymousUser: true,
      SupportedShareUrlTypes: ['ReadOnly'],
      UserCanCreateChildContainer: false,
      UserCanCreateChildFile: false,
      UserCanDelete: false,
      UserCanRename: false,
    });
  });

  it('does not offer to rename or delete the shared folder', async () => {
    const info = await containerInfo(host, await folderUrl(host, 'top.docx'));
    expect(info).toMatchObject({ Name: 'Shared folder', UserCanDelete: false, UserCanRename: false });
  });

  it.each(['business', 'education'] as const)(
    'says %s as CheckFileInfo of the files inside says it',
    async (licence) => {
      const rights = { write: true, rename: true, create: true, delete: true };
      await host.api.savePerson({
        person: { id: licence, name: licence, role: 'editor' },
        rights,
        isAnonymous: false,
        licence,
      });
      const flags = { IsEduUser: licence === 'education', LicenseCheckForEditIsEnabled: licence === 'business' };
      expect(await containerInfo(host, await folderUrl(host, 'top.docx', licence))).toMatchObject(flags);
      expect(await json(follow(host, await fileUrl(host, 'top.docx', licence)))).toMatchObject(flags);
    },
  );

  it('names pages that open in a browser', async () => {
    const { HostUrl, SharingUrl } = await containerInfo(host, await folderUrl(host, 'Projects/plan.docx'));
    for (const page of [HostUrl, SharingUrl]) {
      const answer = await follow(host, page);
      expect([answer.status, answer.header('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });
});

describe('Ids of folders', () => {
  it('survive a rename made by another program, above them too', async () => {
    const march = await folderUrl(host, 'Projects/2026/March/report.docx');
    renameSync(join(host.folder, 'Projects'), join(host.folder, 'Work'));
    expect((await containerInfo(host, march)).Name).toBe('March');
    expect((await ancestors(host, march)).map(({ Name }) => Name)).toEqual(['Shared folder', 'Work', '2026']);
    renameSync(join(host.folder, 'Work'), join(host.folder, 'Projects'));
    expect((await ancestors(host, march)).map(({ Name }) => Name)).toEqual(['Shared folder', 'Projects', '2026']);
    // A request brings its own folder up to date; everything else within a second.
    const paths = async (): Promise<string[]> => (await host.api.listFiles()).files.map(({ path }) => path);
    await expect.poll(paths).toContain('Projects/plan.docx');
  });

  it('are the same for everybody and stay through a restart', async () => {
    const path = 'Projects/2026/March/report.docx';
    const idFor = async (on: TestHost, person: string) => new URL(await folderUrl(on, path, person)).pathname;
    const id = await idFor(host, 'owner');
    expect(await idFor(host, 'reader')).toBe(id);
    await host.app.stop();
    host = await startHost({ again: host });
    expect(await idFor(host, 'owner')).toBe(id);
  });

  it('are not given to another folder when theirs is gone', async () => {
    mkdirSync(join(host.folder, 'Old'));
    const top = await folderUrl(host, 'top.docx');
    const find = async (name: string) =>
      (await listing(host, top)).ChildContainers.find(({ Name }) => Name === name)?.Url ?? '';
    const old = await find('Old');
    rmSync(join(host.folder, 'Old'), { recursive: true });
    mkdirSync(join(host.folder, 'New'));
    expect((await follow(host, old)).status).toBe(404);
    expect(new URL(await find('New')).pathname).not.toBe(new URL(old).pathname);
  });
});

describe('Tokens in answers', () => {
  it('end with the token of the call, and are never that token itself', async () => {
    const from = await fileUrl(host, 'Projects/plan.docx', 'owner', 900);
    const line = await ancestors(host, from);
    const { ChildContainers, ChildFiles } = await listing(host, line.at(-1)?.Url ?? '');
    for (const { Url } of [...line, ...ChildContainers, ...ChildFiles]) {
      expect(expiryOf(Url)).toBe(expiryOf(from));
      expect(tokenOf(Url)).not.toBe(tokenOf(from));
    }
  });

  it('open nothing but what they were given for', async () => {
    const file = await fileUrl(host, 'Projects/plan.docx');
    const folder = await folderUrl(host, 'Projects/plan.docx');
    const [root] = await ancestors(host, file);
    const swap = (path: string, token: string) =>
      follow(host, `${path.split('?')[0] ?? ''}?access_token=${tokenOf(token)}`);
    expect((await swap(folder, file)).status).toBe(401);
    expect((await swap(file, folder)).status).toBe(401);
    expect((await swap(root?.Url ?? '', folder)).status).toBe(401);
  });

  it('are refused as soon as the first token of the chain is revoked', async () => {
    const { token, wopiSrc, accessToken } = await host.token('Projects/plan.docx');
    const folder = (await ancestors(host, `${wopiSrc}?access_token=${accessToken}`)).at(-1)?.Url ?? '';
    const child = (await listing(host, folder)).ChildFiles[0]?.Url ?? '';
    expect((await follow(host, child)).status).toBe(200);
    await host.api.revokeToken({ tokenId: token.id });
    expect((await follow(host, folder)).status).toBe(401);
    expect((await follow(host, child)).status).toBe(401);
  });

  it('expire with the virtual clock', async () => {
    const folder = await folderUrl(host, 'Projects/plan.docx', 'owner', 60);
    expect((await follow(host, folder)).status).toBe(200);
    host.clock.advance(60_000);
    expect((await follow(host, folder)).status).toBe(401);
  });

  it('leave no trace before they are used', async () => {
    const folder = await folderUrl(host, 'Projects/plan.docx');
    const count = async () => (await host.api.getSnapshot()).tokens.length;
    await listing(host, folder);
    const before = await count();
    const again = await listing(host, folder);
    expect(await count()).toBe(before);
    expect(again).toEqual(await listing(host, folder));
    await follow(host, again.ChildFiles[0]?.Url ?? '');
    expect(await count()).toBe(before + 1);
  });
});
