import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostEvent } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const isFile =
  (path: string) =>
  (event: HostEvent): boolean =>
    event.type === 'file' && event.file.path === path;

const paths = async (host: TestHost): Promise<string[]> =>
  (await host.api.listFiles()).files.map(({ path }) => path).sort();

describe('what other programs do in the folder is seen', () => {
  let host: TestHost;
  let at: (path: string) => string;
  beforeAll(async () => {
    host = await startHost();
    at = (path) => join(host.folder, path);
    await host.app.watching();
  });
  beforeEach(() => host.forget());
  afterAll(() => host.stop());

  it('a new file appears', async () => {
    const row = await host.writeOutside('new.txt', 'hello');
    expect(row).toMatchObject({ path: 'new.txt', name: 'new.txt', size: 5, version: '1' });
    expect((await host.wopi(await host.token('new.txt'), { at: '/contents' })).text()).toBe('hello');
  });

  it('a new file in new folders appears', async () => {
    await host.writeOutside('one/two/three/deep.txt', 'x');
    expect((await host.api.listFiles()).folders).toEqual(expect.arrayContaining(['one', 'one/two', 'one/two/three']));
  });

  it('a new empty folder appears', async () => {
    const noticed = host.event((event) => event.type === 'files-reset');
    mkdirSync(at('empty folder'));
    await noticed;
    expect((await host.api.listFiles()).folders).toContain('empty folder');
  });

  it('an edit keeps the id and makes a new version', async () => {
    const id = await host.write('edited.txt', 'one');
    const row = await host.writeOutside('edited.txt', 'three');
    expect(row).toMatchObject({ id, version: '2', size: 5 });
    const versions = await host.api.listVersions({ fileId: id });
    expect(versions.map(({ version, source }) => [version, source])).toEqual([
      ['2', 'outside'],
      ['1', 'screen'],
    ]);
  });

  it('a save by way of a temporary file keeps the id', async () => {
    const id = await host.write('replaced.txt', 'one');
    const noticed = host.event((event) => event.type === 'file' && event.file.id === id && event.file.version === '2');
    writeFileSync(at('.replaced.tmp'), 'by rename');
    renameSync(at('.replaced.tmp'), at('replaced.txt'));
    await noticed;
    expect(await host.fileId('replaced.txt')).toBe(id);
  });

  it('a rename keeps the id, the version and the lock', async () => {
    const id = await host.write('before.txt', 'x');
    const token = await host.token('before.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    const noticed = host.event(isFile('after.txt'));
    renameSync(at('before.txt'), at('after.txt'));
    await noticed;
    expect(await host.fileId('after.txt')).toBe(id);
    expect((await host.wopi(token)).json()).toMatchObject({ BaseFileName: 'after.txt', Version: '1' });
    expect((await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('L');
  });

  it('a move into another folder keeps the id', async () => {
    const id = await host.write('moving.txt', 'x');
    mkdirSync(at('elsewhere'));
    const noticed = host.event(isFile('elsewhere/moving.txt'));
    renameSync(at('moving.txt'), at('elsewhere/moving.txt'));
    await noticed;
    expect(await host.fileId('elsewhere/moving.txt')).toBe(id);
  });

  it('a rename of a folder keeps the ids of all that is in it', async () => {
    await host.writeOutside('old name/a.txt', 'a');
    await host.writeOutside('old name/sub/b.txt', 'b');
    const ids = [await host.fileId('old name/a.txt'), await host.fileId('old name/sub/b.txt')];
    const noticed = Promise.all([host.event(isFile('new name/a.txt')), host.event(isFile('new name/sub/b.txt'))]);
    renameSync(at('old name'), at('new name'));
    await noticed;
    expect([await host.fileId('new name/a.txt'), await host.fileId('new name/sub/b.txt')]).toEqual(ids);
  });

  it('a rename to another case keeps the id', async () => {
    const id = await host.write('case.txt', 'x');
    const noticed = host.event(isFile('CASE.txt'));
    renameSync(at('case.txt'), at('CASE.txt'));
    await noticed;
    expect(await host.fileId('CASE.txt')).toBe(id);
  });

  it('a file that is deleted goes, and comes back with its id', async () => {
    const id = await host.write('away.txt', 'x');
    const gone = host.event((event) => event.type === 'file-removed' && event.fileId === id);
    rmSync(at('away.txt'));
    await gone;
    expect(await paths(host)).not.toContain('away.txt');
    const row = await host.writeOutside('away.txt', 'back');
    expect(row.id).toBe(id);
    expect(Number(row.version)).toBeGreaterThan(1);
  });

  it('a copy is a file of its own', async () => {
    const id = await host.write('original.txt', 'x');
    const noticed = host.event(isFile('copy.txt'));
    copyFileSync(at('original.txt'), at('copy.txt'));
    await noticed;
    expect(await host.fileId('original.txt')).toBe(id);
    expect(await host.fileId('copy.txt')).not.toBe(id);
  });

  it('a second name of the same file is a file of its own', async () => {
    const id = await host.write('first name.txt', 'x');
    const noticed = host.event(isFile('second name.txt'));
    linkSync(at('first name.txt'), at('second name.txt'));
    await noticed;
    expect(await host.fileId('first name.txt')).toBe(id);
    expect(await host.fileId('second name.txt')).not.toBe(id);
  });

  it('a kept version does not change with a second name that is written to', async () => {
    const id = await host.write('shared bytes.txt', 'kept');
    const other = host.event(isFile('other name.txt'));
    linkSync(at('shared bytes.txt'), at('other name.txt'));
    await other;
    const token = await host.token('shared bytes.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.wopi(token, { at: '/contents', override: 'PUT', headers: { 'X-WOPI-Lock': 'L' }, body: 'saved' });
    await host.wopi(token, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.writeOutside('other name.txt', 'KEPT');
    await host.api.restoreVersion({ fileId: id, version: '1' });
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('kept');
  });

  it('many changes at once all arrive', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `many/${index}.txt`);
    mkdirSync(at('many'));
    const noticed = Promise.all(names.map((name) => host.event(isFile(name))));
    for (const name of names) writeFileSync(at(name), name);
    await noticed;
    expect((await paths(host)).filter((path) => path.startsWith('many/'))).toHaveLength(60);
  });
});

describe('what does not exist for the host', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startHost({
      files: {
        'real.txt': 'real',
        'folder/inside.txt': 'x',
        '.hidden': 'x',
        '.git/config': 'x',
        '~$real.docx': 'x',
        'Thumbs.db': 'x',
        'desktop.ini': 'x',
      },
      prepare({ folder, dataDirectory }) {
        const outside = join(dataDirectory, '..', 'outside');
        mkdirSync(outside);
        writeFileSync(join(outside, 'secret.txt'), 'secret');
        symlinkSync(join(outside, 'secret.txt'), join(folder, 'link to a file.txt'));
        symlinkSync(outside, join(folder, 'link to a folder'));
        symlinkSync(join(folder, 'real.txt'), join(folder, 'link inside.txt'));
        symlinkSync(folder, join(folder, 'loop'));
        symlinkSync('nowhere', join(folder, 'broken link.txt'));
        execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
      },
    });
  });
  afterAll(() => host.stop());

  it('links, pipes, hidden files and litter are not listed', async () => {
    expect(await paths(host)).toEqual(['folder/inside.txt', 'real.txt']);
    expect((await host.api.listFiles()).folders).toEqual(['folder']);
  });

  it('they do not appear either while the host runs', async () => {
    await host.app.watching();
    symlinkSync(join(host.folder, 'real.txt'), join(host.folder, 'late link.txt'));
    execFileSync('mkfifo', [join(host.folder, 'late pipe.txt')]);
    writeFileSync(join(host.folder, '.late hidden'), 'x');
    const socket = createServer();
    await new Promise<void>((resolve) => socket.listen(join(host.folder, 'late.sock'), resolve));
    await host.writeOutside('late real.txt', 'x');
    socket.close();
    expect(await paths(host)).toEqual(['folder/inside.txt', 'late real.txt', 'real.txt']);
  });

  it('a folder that becomes a link out of the shared one takes its files with it', async () => {
    const token = await host.token('folder/inside.txt');
    const outside = join(host.dataDirectory, '..', 'outside');
    writeFileSync(join(outside, 'inside.txt'), 'not yours');
    rmSync(join(host.folder, 'folder'), { recursive: true });
    symlinkSync(outside, join(host.folder, 'folder'));
    expect((await host.wopi(token)).status).toBe(404);
    expect((await host.wopi(token, { at: '/contents' })).status).toBe(404);
  });

  it('a folder that was a link for a moment is back with its files and their ids', async () => {
    const outside = `${host.folder}-moment`;
    mkdirSync(join(host.folder, 'moment'));
    await host.writeOutside('moment/a.txt', 'a');
    const token = await host.token('moment/a.txt');
    renameSync(join(host.folder, 'moment'), outside);
    symlinkSync(outside, join(host.folder, 'moment'));
    expect((await host.wopi(token)).status).toBe(404);
    rmSync(join(host.folder, 'moment'));
    renameSync(outside, join(host.folder, 'moment'));
    await vi.waitUntil(async () => (await host.wopi(token)).status === 200);
  });

  it('a file that becomes a link is gone', async () => {
    const id = await host.write('becomes a link.txt', 'x');
    const token = await host.api.issueToken({ fileId: id, personId: 'owner', ttlSeconds: 600 });
    rmSync(join(host.folder, 'becomes a link.txt'));
    symlinkSync('/etc/hostname', join(host.folder, 'becomes a link.txt'));
    expect((await host.wopi(token, { at: '/contents' })).status).toBe(404);
  });
});

describe('after a restart', () => {
  it('ids, versions, locks, tokens and people are what they were', async () => {
    let host = await startHost({ files: { 'a.txt': 'a', 'sub/b.txt': 'b' } });
    const token = await host.token('a.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.wopi(token, { at: '/contents', override: 'PUT', headers: { 'X-WOPI-Lock': 'L' }, body: 'aa' });
    const before = await host.api.getSnapshot();
    const list = async () => (await host.api.listFiles()).files.sort((a, b) => a.path.localeCompare(b.path));
    const files = await list();
    await host.app.stop();
    const first = host;
    host = await startHost({ again: first });
    const after = await host.api.getSnapshot();
    expect(await list()).toEqual(files);
    expect(after.locks).toEqual(before.locks);
    expect(after.people).toEqual(before.people);
    expect(after.tokens.map(({ id, state }) => [id, state])).toEqual([[token.token.id, 'valid']]);
    expect((await host.wopi(token)).json()).toMatchObject({ Version: '2' });
    await host.app.stop();
    await first.stop();
  });

  it('what changed while the host was down is taken in', async () => {
    const first = await startHost({
      files: { 'stays.txt': 's', 'edited.txt': 'e', 'renamed.txt': 'r', 'moved.txt': 'm', 'deleted.txt': 'd' },
    });
    const id = async (host: TestHost, path: string) => host.fileId(path);
    const ids = {
      edited: await id(first, 'edited.txt'),
      renamed: await id(first, 'renamed.txt'),
      moved: await id(first, 'moved.txt'),
    };
    const deleted = await first.token('deleted.txt');
    await first.app.stop();
    const at = (path: string): string => join(first.folder, path);
    writeFileSync(at('edited.txt'), 'edited while down');
    renameSync(at('renamed.txt'), at('new name.txt'));
    mkdirSync(at('sub'));
    renameSync(at('moved.txt'), at('sub/moved.txt'));
    rmSync(at('deleted.txt'));
    writeFileSync(at('added.txt'), 'added');

    const host = await startHost({ again: first });
    expect(await paths(host)).toEqual(['added.txt', 'edited.txt', 'new name.txt', 'stays.txt', 'sub/moved.txt']);
    expect({
      edited: await id(host, 'edited.txt'),
      renamed: await id(host, 'new name.txt'),
      moved: await id(host, 'sub/moved.txt'),
    }).toEqual(ids);
    const { files } = await host.api.listFiles();
    expect(Object.fromEntries(files.map(({ path, version }) => [path, version]))).toEqual({
      'added.txt': '1',
      'edited.txt': '2',
      'new name.txt': '1',
      'stays.txt': '1',
      'sub/moved.txt': '1',
    });
    expect((await host.wopi(deleted)).status).toBe(404);
    await host.app.stop();
    await first.stop();
  });

  it('a folder copied with its times to a new place and shared there is another folder', async () => {
    const first = await startHost({ files: { 'a.txt': 'a' } });
    const former = await first.fileId('a.txt');
    const copy = join(first.dataDirectory, '..', 'copy');
    mkdirSync(copy);
    copyFileSync(join(first.folder, 'a.txt'), join(copy, 'a.txt'));
    const { atime, mtime } = statSync(join(first.folder, 'a.txt'));
    utimesSync(join(copy, 'a.txt'), atime, mtime);
    await first.api.updateSettings({ folder: copy });
    expect(await first.fileId('a.txt')).not.toBe(former);
    await first.api.updateSettings({ folder: first.folder });
    expect(await first.fileId('a.txt')).toBe(former);
    await first.stop();
  });

  it('half-received files of a process that was killed are removed', async () => {
    const first = await startHost({ files: { 'a.txt': 'a' } });
    await first.app.stop();
    const pid = Number(execFileSync('sh', ['-c', 'echo $$']).toString());
    const abandoned = join(first.folder, `.wopi-sandbox-${pid}-abcdef.part`);
    const alive = join(first.folder, `.wopi-sandbox-${process.pid}-abcdef.part`);
    writeFileSync(abandoned, 'half');
    writeFileSync(alive, 'half');
    const host = await startHost({ again: first });
    expect([abandoned, alive].map((path) => statSync(path, { throwIfNoEntry: false }) !== undefined)).toEqual([
      false,
      true,
    ]);
    await host.app.stop();
    await first.stop();
  });
});
