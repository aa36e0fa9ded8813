import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../support/http.ts';
import type { TestHost } from '../../../support/host.ts';
import { startHost } from '../../../support/host.ts';
import type { Described, Pointer } from '../walk.ts';
import { ancestors, containerInfo, fileUrl, folderUrl, follow, json, listing, tokenOf } from '../walk.ts';

let host: TestHost;
let made = 0;
/** A folder of this test alone, for the owner. */
let folder: string;
let path: string;

beforeAll(async () => {
  host = await startHost({ files: { 'top.txt': 'top' } });
});
afterAll(() => host.stop());
beforeEach(async () => {
  made += 1;
  path = `Folder ${made}`;
  mkdirSync(join(host.folder, path));
  writeFileSync(join(host.folder, path, 'anchor.txt'), 'anchor');
  folder =
    (await listing(host, await folderUrl(host, 'top.txt'))).ChildContainers.find(({ Name }) => Name === path)?.Url ??
    '';
  await listing(host, folder);
});

/** The same folder for somebody else. */
const folderFor = async (person: string): Promise<string> =>
  (await listing(host, await folderUrl(host, 'top.txt', person))).ChildContainers.find(({ Name }) => Name === path)
    ?.Url ?? '';

type Target = { suggested?: string; relative?: string; overwrite?: string };

const send = (url: string, override: string, { suggested, relative, overwrite }: Target): Promise<Answer> =>
  follow(host, url, '', {
    override,
    headers: {
      'X-WOPI-SuggestedTarget': suggested,
      'X-WOPI-RelativeTarget': relative,
      'X-WOPI-OverwriteRelativeTarget': overwrite,
    },
  });
const createFolder = (target: Target, url = folder) => send(url, 'CREATE_CHILD_CONTAINER', target);
const createFile = (target: Target, url = folder) => send(url, 'CREATE_CHILD_FILE', target);
const rename = (url: string, name: string | undefined) =>
  follow(host, url, '', { override: 'RENAME_CONTAINER', headers: { 'X-WOPI-RequestedName': name } });
const remove = (url: string) => follow(host, url, '', { override: 'DELETE_CONTAINER' });
const make = async (name: string): Promise<string> =>
  (await json<Described>(createFolder({ relative: name }))).ContainerPointer.Url;

describe('CreateChildContainer', () => {
  // oxfmt-ignore
  it.each([
    ['a free name',                'Invoices',                     'Invoices'],
    ['a name in UTF-7',            'B+APw-cher+IBM-2026',          'Bücher–2026'],
    ['a taken name',               'anchor.txt',                   'anchor.txt (2)'],
    ['characters of Windows',      'a:b?c',                        'a_b_c'],
    ['a path',                     '../../escape',                 /^[^/\\.][^/\\]*$/],
    ['a device',                   'CON',                          /^CON_/],
    ['nothing that is left',       '...',                          'New folder'],
    ['600 characters',             'x'.repeat(600),                /^x{1,255}$/],
    ['a malformed run',            'a+b c',                        /./],
  ])('suggested with %s answers 200 and a legal name', async (_, suggested, name) => {
    const { ContainerPointer, ContainerInfo } = await json<Described>(createFolder({ suggested }));
    expect(ContainerPointer.Name).toEqual(name instanceof RegExp ? expect.stringMatching(name) : name);
    expect(ContainerInfo.Name).toBe(ContainerPointer.Name);
    expect(await containerInfo(host, ContainerPointer.Url)).toEqual(ContainerInfo);
    expect(existsSync(join(host.folder, path, ContainerPointer.Name))).toBe(true);
  });

  it('suggested twice creates two', async () => {
    const first = await json<Described>(createFolder({ suggested: 'v1.2' }));
    const second = await json<Described>(createFolder({ suggested: 'V1.2' }));
    expect([first.ContainerPointer.Name, second.ContainerPointer.Name]).toEqual(['v1.2', 'V1.2 (2)']);
    expect(new URL(first.ContainerPointer.Url).pathname).not.toBe(new URL(second.ContainerPointer.Url).pathname);
  });

  it('with an exact name uses it unchanged', async () => {
    const { ContainerPointer } = await json<Described>(createFolder({ relative: 'Q+ACY-A 100+ACU-' }));
    expect(ContainerPointer.Name).toBe('Q&A 100%');
  });

  // oxfmt-ignore
  it.each([
    ['of a folder',           'Taken'],
    ['in other letters',      'TAKEN'],
    ['of a file',             'anchor.txt'],
  ])('with the exact name %s answers 409 and a name that is free', async (_, relative) => {
    await make('Taken');
    const answer = await createFolder({ relative });
    expect(answer.status).toBe(409);
    const free = answer.header('X-WOPI-ValidRelativeTarget') ?? '';
    expect((await createFolder({ relative: free })).status).toBe(200);
  });

  it.each(['a/b', 'a:b', '..', 'nul', '+ ', ''])(
    'with the illegal exact name “%s” answers 400 and why',
    async (relative) => {
      const answer = await createFolder({ relative });
      expect(answer.status).toBe(400);
      expect(answer.header('X-WOPI-InvalidContainerNameError')).toMatch(/^[\x20-\x7e]+$/);
    },
  );

  it('with both names answers 501, with none 400', async () => {
    expect((await createFolder({ suggested: 'a', relative: 'b' })).status).toBe(501);
    const none = await createFolder({});
    expect([none.status, none.header('X-WOPI-ServerError')]).toEqual([400, expect.stringMatching(/SuggestedTarget/)]);
  });

  it.each(['reader', 'guest'])('of the %s answers 404', async (person) => {
    expect((await createFolder({ suggested: 'nope' }, await folderFor(person))).status).toBe(404);
    expect(existsSync(join(host.folder, path, 'nope'))).toBe(false);
  });
});

describe('CreateChildFile', () => {
  interface Created extends Pointer {
    HostViewUrl: string;
    HostEditUrl: string;
    HostEditNewUrl: string;
  }
  const created = (target: Target) => json<Created>(createFile(target));
  const content = () => readFileSync(join(host.folder, path, 'anchor.txt'), 'utf8');

  // oxfmt-ignore
  it.each([
    ['a free name',           'madeup+AF8-name.docx',    'madeup_name.docx'],
    ['an extension alone',    '.xlsx',                   'New document.xlsx'],
    ['a taken name',          'anchor.txt',              'anchor (2).txt'],
    ['a path',                '../../../escape.docx',    /^[^/\\.][^/\\]*\.docx$/],
    ['600 characters',        `${'x'.repeat(600)}.docx`, /^x+\.docx$/],
  ])('suggested with %s answers 200 and keeps the extension', async (_, suggested, name) => {
    const { Name, Url } = await created({ suggested });
    expect(Name).toEqual(name instanceof RegExp ? expect.stringMatching(name) : name);
    expect(await json(follow(host, Url))).toMatchObject({ BaseFileName: Name, Size: 0 });
  });

  it('makes an empty file that a client fills without a lock', async () => {
    const { Name, Url } = await created({ relative: '+ZYdO9g-1.txt' });
    expect(Name).toBe('文件1.txt');
    expect((await follow(host, Url, '/contents')).body.length).toBe(0);
    const put = await follow(host, Url, '/contents', { override: 'PUT', body: 'filled' });
    expect(put.status).toBe(200);
    expect((await follow(host, Url, '/contents')).text()).toBe('filled');
  });

  it('names the pages that CheckFileInfo names', async () => {
    const { Url, HostViewUrl, HostEditUrl, HostEditNewUrl } = await created({ relative: 'pages.docx' });
    expect(await json(follow(host, Url))).toMatchObject({ HostViewUrl, HostEditUrl });
    expect((await follow(host, HostEditNewUrl)).status).toBe(200);
  });

  it('with a name in use answers 409 and one that is free', async () => {
    for (const overwrite of [undefined, 'False', 'maybe']) {
      const answer = await createFile({ relative: 'anchor.txt', ...(overwrite === undefined ? {} : { overwrite }) });
      expect([answer.status, answer.header('X-WOPI-ValidRelativeTarget')]).toEqual([409, 'anchor (2).txt']);
    }
    expect(content()).toBe('anchor');
  });

  it('overwrites when it is told to, and keeps the id', async () => {
    const before = await host.fileId(`${path}/anchor.txt`);
    const { Url } = await created({ relative: 'anchor.txt', overwrite: 'True' });
    expect(new URL(Url).pathname).toBe(`/wopi/files/${before}`);
    expect(content()).toBe('');
  });

  it('never overwrites a locked file', async () => {
    const headers = { 'X-WOPI-Lock': 'held' };
    await follow(host, await fileUrl(host, `${path}/anchor.txt`), '', { override: 'LOCK', headers });
    for (const overwrite of ['true', 'false']) {
      const answer = await createFile({ relative: 'anchor.txt', overwrite });
      expect([answer.status, answer.header('X-WOPI-Lock')]).toEqual([409, 'held']);
    }
    expect(content()).toBe('anchor');
  });

  it('of somebody who may create and not write answers 501 to overwriting', async () => {
    const person = { id: 'adder', name: 'Ada Adder', role: 'editor' as const };
    const rights = { write: true, rename: false, create: true, delete: false };
    await host.api.savePerson({ person, rights, isAnonymous: false });
    const theirs = await folderFor('adder');
    await host.api.savePerson({ person, rights: { ...rights, write: false }, isAnonymous: false });
    expect((await createFile({ relative: 'anchor.txt', overwrite: 'true' }, theirs)).status).toBe(501);
    expect((await createFile({ relative: 'added.txt' }, theirs)).status).toBe(200);
  });

  it('of somebody who may not create answers 404', async () => {
    expect((await createFile({ relative: 'nope.txt' }, await folderFor('reader'))).status).toBe(404);
  });

  it('with a name of 530 characters answers 400', async () => {
    expect((await createFile({ relative: `${'y'.repeat(525)}.docx` })).status).toBe(400);
  });

  it('reads a space where an encoder sent a plus', async () => {
    expect((await created({ relative: 'my+file name.txt' })).Name).toBe('my file name.txt');
  });

  it('with both names answers 501, with none 400', async () => {
    expect((await createFile({ suggested: 'a.txt', relative: 'b.txt' })).status).toBe(501);
    expect((await createFile({})).status).toBe(400);
  });
});

describe('RenameContainer', () => {
  it('keeps every address of the folder and of what is in it, and locks too', async () => {
    const inner = await make('Inner');
    const deep = await json<Described>(createFolder({ relative: 'Deep' }, inner));
    const { Url: file } = await json<Pointer>(createFile({ relative: 'deep.txt' }, deep.ContainerPointer.Url));
    const lock = { override: 'LOCK', headers: { 'X-WOPI-Lock': 'kept' } };
    expect((await follow(host, file, '', lock)).status).toBe(200);

    expect(await json(rename(folder, `Renamed+AF8-${made}`))).toEqual({ Name: `Renamed_${made}` });

    expect((await containerInfo(host, folder)).Name).toBe(`Renamed_${made}`);
    expect((await ancestors(host, file)).map(({ Name }) => Name)).toEqual([
      'Shared folder',
      `Renamed_${made}`,
      'Inner',
      'Deep',
    ]);
    expect((await follow(host, file, '', { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('kept');
    expect(await json(follow(host, file))).toMatchObject({ BaseFileName: 'deep.txt', Version: '1' });
    expect(existsSync(join(host.folder, `Renamed_${made}`, 'Inner', 'Deep', 'deep.txt'))).toBe(true);
  });

  it('to the name it has changes nothing; to other letters renames', async () => {
    const inner = await make('Inner');
    expect(await json(rename(inner, 'Inner'))).toEqual({ Name: 'Inner' });
    expect(await json(rename(inner, 'INNER'))).toEqual({ Name: 'INNER' });
    expect((await containerInfo(host, inner)).Name).toBe('INNER');
  });

  it('to a name in use answers 409 and looks for no other', async () => {
    const inner = await make('Inner');
    await make('Other');
    for (const name of ['Other', 'OTHER', 'anchor.txt']) {
      const answer = await rename(inner, name);
      expect([answer.status, answer.header('X-WOPI-ValidRelativeTarget')]).toEqual([409, undefined]);
    }
  });

  it.each(['a/b', '..', 'a+b c', 'x'.repeat(300)])('to the illegal name “%s” answers 400 and why', async (name) => {
    const answer = await rename(folder, name);
    expect(answer.status).toBe(400);
    expect(answer.header('X-WOPI-InvalidContainerNameError')).toMatch(/^[\x20-\x7e]+$/);
  });

  it('without a name answers 400', async () => {
    expect((await rename(folder, undefined)).status).toBe(400);
  });

  it('of the shared folder answers 501, of somebody without the right 404', async () => {
    expect((await rename(await folderUrl(host, 'top.txt'), 'Root')).status).toBe(501);
    expect((await rename(await folderFor('editor'), 'Mine')).status).toBe(404);
  });
});

describe('DeleteContainer', () => {
  it('removes an empty folder, and answers 404 from then on', async () => {
    const inner = await make('Inner');
    const answer = await remove(inner);
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(existsSync(join(host.folder, path, 'Inner'))).toBe(false);
    expect((await remove(inner)).status).toBe(404);
    expect((await follow(host, inner)).status).toBe(404);
    const again = await make('Inner');
    expect(new URL(again).pathname).not.toBe(new URL(inner).pathname);
  });

  it('of a folder with a file, a folder or something hidden answers 409 and says what', async () => {
    expect((await remove(folder)).header('X-WOPI-ServerError')).toMatch(/1 items: anchor\.txt/);
    const inner = await make('Inner');
    writeFileSync(join(host.folder, path, 'Inner', '.hidden'), '');
    const answer = await remove(inner);
    expect([answer.status, answer.header('X-WOPI-ServerError')]).toEqual([409, expect.stringMatching(/\.hidden/)]);
    expect(existsSync(join(host.folder, path, 'Inner'))).toBe(true);
  });

  it('of the shared folder answers 501, of somebody without the right 404', async () => {
    expect((await remove(await folderUrl(host, 'top.txt'))).status).toBe(501);
    expect((await remove(await folderFor('editor'))).status).toBe(404);
  });
});

describe('GetShareUrl', () => {
  const share = (url: string, type: string | undefined) =>
    follow(host, url, '', { override: 'GET_SHARE_URL', headers: { 'X-WOPI-UrlType': type } });

  it.each(['ReadOnly', 'ReadWrite'])('%s leads to a page without any token', async (type) => {
    for (const url of [folder, await fileUrl(host, `${path}/anchor.txt`)]) {
      const { ShareUrl } = await json<{ ShareUrl: string }>(share(url, type));
      expect(ShareUrl).not.toContain('access_token');
      expect(ShareUrl).not.toContain(tokenOf(url));
      const page = await follow(host, ShareUrl);
      expect([page.status, page.header('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text()).toContain('anchor.txt');
      const [, link = ''] = /href="([^"]+\/page\/[^"]+)"/.exec(page.text()) ?? [];
      const opened = await follow(host, link);
      expect(opened.status).toBe(200);
      const token = /name="access_token" value="([^"]+)"/.exec(opened.text())?.[1] ?? '';
      const info = await json<Record<string, unknown>>(
        follow(host, `${host.base}/wopi/files/${await host.fileId(`${path}/anchor.txt`)}?access_token=${token}`),
      );
      expect(info['UserCanWrite']).toBe(type === 'ReadWrite' ? true : undefined);
    }
  });

  it.each(['UnknownType', 'readonly', '', undefined])('of the type %s answers 501', async (type) => {
    expect((await share(folder, type)).status).toBe(501);
    expect((await share(await fileUrl(host, `${path}/anchor.txt`), type)).status).toBe(501);
  });

  it('offers a reader links for reading only', async () => {
    expect((await share(await folderFor('reader'), 'ReadWrite')).status).toBe(501);
    expect((await share(await folderFor('reader'), 'ReadOnly')).status).toBe(200);
  });
});

describe('What no operation is', () => {
  // oxfmt-ignore
  it.each([
    ['an override of files',   'LOCK',       '',           501],
    ['an unknown override',    'FROBNICATE', '',           501],
    ['no override',            undefined,    '',           501],
    ['a part there is none of', undefined,   '/contents',  404],
  ] as const)('%s', async (_, override, part, status) => {
    const headers = override === undefined ? {} : { 'X-WOPI-Override': override };
    expect((await follow(host, folder, part, { method: 'POST', headers })).status).toBe(status);
  });

  it('a container that never was answers 401 for every token, and 401 without one', async () => {
    const nowhere = `${host.base}/wopi/containers/c00000000000000000000`;
    expect((await follow(host, `${nowhere}?access_token=${tokenOf(folder)}`)).status).toBe(401);
    expect((await follow(host, nowhere)).status).toBe(401);
  });
});
