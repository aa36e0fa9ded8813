import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostEvent, HostState } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { HostOptions, TestHost } from '../support/host.ts';

let running: TestHost[] = [];
const start = async (options: HostOptions = {}): Promise<TestHost> => {
  const host = await startHost(options);
  running.push(host);
  return host;
};
afterEach(async () => {
  for (const host of running.reverse()) await host.stop();
  running = [];
});

const hostState = async (host: TestHost): Promise<HostState> => (await host.api.getSnapshot()).host;
const folderProblem =
  (is: (problem: string | null) => boolean) =>
  (event: HostEvent): boolean =>
    event.type === 'host' && is(event.host.folderProblem);

describe('a folder given at the start', () => {
  // oxfmt-ignore
  it.each<[string, (directory: string) => string, RegExp]>([
    ['that does not exist',                  (directory) => join(directory, 'nowhere'),           /“.*nowhere” does not exist\. Create it, or choose another/],
    ['that is a file',                       (directory) => join(directory, 'ui', 'index.html'),  /“.*index\.html” is not a folder\. Choose a folder/],
    ['that is the data directory',           (directory) => join(directory, 'data'),              /lies inside the data directory .*--data/],
    ['inside the data directory',            (directory) => join(directory, 'data', 'inside'),    /lies inside the data directory .*--data/],
    ['that links into the data directory',   (directory) => join(directory, 'link'),              /lies inside the data directory .*--data/],
    ['around the data directory',            (directory) => directory,                            /data directory .* lies inside the folder .*would be shared.*--data/],
  ])('%s ends the start with the reason', async (_, choose, message) => {
    const directory = execFileSync('mktemp', ['-d']).toString().trim();
    const data = join(directory, 'data');
    mkdirSync(join(data, 'inside'), { recursive: true });
    mkdirSync(join(directory, 'ui'));
    writeFileSync(join(directory, 'ui', 'index.html'), '');
    symlinkSync(join(data, 'inside'), join(directory, 'link'));
    await expect(start({ config: { folder: choose(directory), dataDirectory: data } })).rejects.toThrow(message);
    rmSync(directory, { recursive: true });
  });

  it('that is a link to a folder is the folder it leads to', async () => {
    const directory = execFileSync('mktemp', ['-d']).toString().trim();
    mkdirSync(join(directory, 'real'));
    writeFileSync(join(directory, 'real', 'a.txt'), 'a');
    symlinkSync(join(directory, 'real'), join(directory, 'link'));
    const host = await start({ config: { folder: join(directory, 'link') } });
    expect((await hostState(host)).folder).toBe(join(directory, 'real'));
    expect((await host.wopi(await host.token('a.txt'), { at: '/contents' })).text()).toBe('a');
    await host.app.stop();
    rmSync(directory, { recursive: true });
  });
});

describe('a folder that cannot be used any more', () => {
  it('is named, and everything about it is refused with the reason, until it is back', async () => {
    const host = await start({ files: { 'a.txt': 'content', 'sub/b.txt': 'b' } });
    const token = await host.token('a.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.app.watching();
    const gone = host.next(folderProblem((problem) => problem !== null));
    renameSync(host.folder, `${host.folder}-away`);
    const answer = await host.wopi(token, { at: '/contents' });
    expect(answer.status).toBe(500);
    expect(answer.header('X-WOPI-ServerError')).toContain('shared folder');
    expect(answer.header('X-WOPI-ServerError')).not.toContain(host.folder);
    await gone;
    expect((await hostState(host)).folderProblem).toMatch(/does not exist\. Create it, or choose another/);
    await expect(host.write('new.txt', 'x')).rejects.toThrow('does not exist');
    expect((await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } })).status).toBe(500);

    const back = host.next(folderProblem((problem) => problem === null));
    writeFileSync(join(`${host.folder}-away`, 'added.txt'), 'while away');
    renameSync(`${host.folder}-away`, host.folder);
    await back;
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('content');
    expect((await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('L');
    expect(await host.fileId('a.txt')).toBe(token.token.fileId);
    expect(await host.fileId('added.txt')).toBeTruthy();
    expect((await host.writeOutside('sub/c.txt', 'seen again')).path).toBe('sub/c.txt');
  });

  it('keeps the ids of files that were deleted with it and come back with it', async () => {
    const host = await start({ files: { 'a.txt': 'content' } });
    const token = await host.token('a.txt');
    await host.app.watching();
    const gone = host.next(folderProblem((problem) => problem !== null));
    rmSync(host.folder, { recursive: true });
    await gone;
    expect([404, 500]).toContain((await host.wopi(token)).status);
    const back = host.next(folderProblem((problem) => problem === null));
    mkdirSync(host.folder);
    writeFileSync(join(host.folder, 'a.txt'), 'restored');
    await back;
    expect(await host.fileId('a.txt')).toBe(token.token.fileId);
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('restored');
    expect(Number((await host.wopi(token)).json()['Version'])).toBeGreaterThan(1);
  });

  it('is followed again when another one was put in its place at once', async () => {
    const host = await start({ files: { 'a.txt': 'content' } });
    await host.app.watching();
    const noticed = host.next((event) => event.type === 'file' && event.file.path === 'b.txt');
    rmSync(host.folder, { recursive: true });
    mkdirSync(host.folder);
    writeFileSync(join(host.folder, 'b.txt'), 'of the new folder');
    await noticed;
    await host.app.watching();
    expect((await host.writeOutside('c.txt', 'seen')).path).toBe('c.txt');
    expect((await host.api.listFiles()).files.map(({ path }) => path).sort()).toEqual(['b.txt', 'c.txt']);
  });

  it('does not keep a saved folder from starting: the app says so and waits for it', async () => {
    const first = await start({ files: { 'a.txt': 'content' } });
    const id = await first.fileId('a.txt');
    await first.api.updateSettings({ folder: first.folder });
    await first.app.stop();
    renameSync(first.folder, `${first.folder}-away`);
    const host = await startHost({ again: first, config: { folder: null } });
    expect((await hostState(host)).folderProblem).toContain('does not exist');
    expect(await host.api.listFiles()).toEqual({ files: [], folders: [] });
    const back = host.next(folderProblem((problem) => problem === null));
    renameSync(`${first.folder}-away`, first.folder);
    await back;
    expect(await host.fileId('a.txt')).toBe(id);
    await host.app.stop();
  });
});

describe('another folder chosen while the host runs', () => {
  it('is shared at once, and the former one keeps its ids for its return', async () => {
    const host = await start({ files: { 'a.txt': 'first' } });
    const token = await host.token('a.txt');
    const other = join(host.folder, '..', 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'b.txt'), 'second');
    await host.api.updateSettings({ folder: other });
    expect((await hostState(host)).folder).toBe(other);
    expect((await host.api.listFiles()).files.map(({ path }) => path)).toEqual(['b.txt']);
    expect((await host.wopi(token)).status).toBe(404);
    await host.app.watching();
    const noticed = host.next((event) => event.type === 'file' && event.file.path === 'c.txt');
    writeFileSync(join(other, 'c.txt'), 'x');
    await noticed;
    await host.api.updateSettings({ folder: host.folder });
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('first');
  });

  it.each<[string, (host: TestHost) => string, RegExp]>([
    ['does not exist', (host) => join(host.folder, 'nowhere'), /does not exist/],
    ['lies in the data directory', (host) => join(host.dataDirectory, 'blobs'), /lies inside the data directory/],
    ['is relative', () => 'shared', /complete path/],
  ])('that %s is refused and changes nothing', async (_, choose, message) => {
    const host = await start({ files: { 'a.txt': 'first' } });
    await expect(host.api.updateSettings({ folder: choose(host) })).rejects.toThrow(message);
    expect((await host.api.getSnapshot()).settings.folder).toBe(host.folder);
    expect((await host.wopi(await host.token('a.txt'))).status).toBe(200);
  });
});

// Root may read and write everything, so these run as another user, in a process of their own.
const isRoot = process.getuid?.() === 0;
describe('a folder without permissions', () => {
  beforeEach((context) => {
    context.skip(isRoot, 'root may read and write every folder; test/cli tries it as another user');
  });

  it('that may not be read ends the start with the reason', async () => {
    await expect(start({ prepare: ({ folder }) => chmodSync(folder, 0o000) })).rejects.toThrow(
      /may not be read by this user/,
    );
  });

  it('that may not be written to is shared for reading', async () => {
    const host = await start({ files: { 'a.txt': 'a' }, prepare: ({ folder }) => chmodSync(folder, 0o555) });
    expect((await hostState(host)).folderIsReadOnly).toBe(true);
    expect((await host.wopi(await host.token('a.txt'))).json()).toMatchObject({ ReadOnly: true });
    chmodSync(host.folder, 0o755);
  });
});
