import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const MIB = 1024 * 1024;
const LOCK = { 'X-WOPI-Lock': 'L' };

/** Why a file system of a given size cannot be made here, or null. */
function tmpfsProblem(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount a file system of a given size';
  const probe = '/tmp/wopi-sandbox-tmpfs-probe';
  try {
    mkdirSync(probe, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe]);
    return null;
  } catch {
    return 'mounting is not allowed here';
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

const problem = tmpfsProblem();
if (problem !== null) process.stdout.write(`The tests of a full disk are skipped: ${problem}.\n`);

const mount = (path: string, size: number): void => {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
};
/** Takes all the room there is, to the last page. */
function fill(directory: string): void {
  const filler = join(directory, '.filler');
  try {
    for (let size = 4 * MIB; size >= 4096; size /= 2) {
      for (;;) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
        } catch {
          break;
        }
      }
    }
  } finally {
    // A file that is as large as it can be is what was wanted.
  }
}

describe.skipIf(problem !== null)('on a full disk', () => {
  let host: TestHost;
  let token: IssuedToken;
  let mounted: string[];
  const start = async (which: 'dataDirectory' | 'folder'): Promise<void> => {
    mounted = [];
    host = await startHost({
      prepare(directories) {
        mount(directories[which], 24 * MIB);
        mounted.push(directories[which]);
        writeFileSync(join(directories.folder, 'a.txt'), 'content');
        writeFileSync(join(directories.folder, 'unhashed.txt'), 'nobody has read this yet');
        writeFileSync(join(directories.folder, 'empty.txt'), '');
      },
    });
    token = await host.token('a.txt');
    await host.wopi(token, { override: 'LOCK', headers: LOCK });
  };
  afterEach(async () => {
    await host.app.stop();
    for (const path of mounted) execFileSync('umount', ['-l', path]);
    await host.stop();
  });

  describe('that holds the data', () => {
    beforeEach(() => start('dataDirectory'));
    const put = (body: string) => host.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body });

    it('reads go on, also of a file nobody has read before', async () => {
      const unread = await host.token('unhashed.txt');
      fill(host.dataDirectory);
      expect((await host.wopi(token)).status).toBe(200);
      expect((await host.wopi(token, { at: '/contents' })).text()).toBe('content');
      expect((await host.wopi(unread)).json()).toMatchObject({ Size: 24 });
      expect((await host.wopi(unread, { at: '/contents' })).text()).toBe('nobody has read this yet');
      expect((await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('L');
    });

    it('the problem is said, traffic waits in memory, and is stored once there is room', async () => {
      fill(host.dataDirectory);
      const said = host.next((event) => event.type === 'capture' && event.capture.problem !== null);
      while ((await host.api.getSnapshot()).capture.problem === null) await host.wopi(token);
      await said;
      const { capture } = await host.api.getSnapshot();
      expect(capture.problem).toMatch(/disk is full.*Requests are still served/s);
      const before = (await host.api.listExchanges({ limit: 1000 })).rows.length;
      await host.wopi(token, { headers: { 'X-WOPI-CorrelationId': 'while full' } });
      rmSync(join(host.dataDirectory, '.filler'));
      await host.next((event) => event.type === 'capture' && event.capture.problem === null);
      const rows = await host.settled();
      expect(rows.length).toBe(before + 1);
      expect(rows.at(-1)?.correlationId).toBe('while full');
    });

    it('a refused save is refused as ever, and nothing of it stays behind', async () => {
      fill(host.dataDirectory);
      const headers = { 'X-WOPI-Lock': 'another' };
      const body = 'x'.repeat(200_000);
      const answer = await host.wopi(token, { at: '/contents', override: 'PUT', headers, body });
      expect([answer.status, answer.header('X-WOPI-Lock')]).toEqual([409, 'L']);
      expect(readdirSync(host.folder).filter((name) => name.startsWith('.'))).toEqual([]);
      expect(readdirSync(join(host.dataDirectory, 'blobs', 'staging'))).toEqual([]);
      rmSync(join(host.dataDirectory, '.filler'));
      const refused = (await host.settled()).find(({ operation }) => operation === 'PutFile');
      expect(refused?.requestBody).toMatchObject({ size: 200_000, missing: expect.stringContaining('disk') });
    });

    it('a save is refused or taken whole: never is the file changed without its version', async () => {
      fill(host.dataDirectory);
      const answers = [];
      for (let count = 0; count < 300 && answers.at(-1) !== 500; count += 1)
        answers.push((await put(`save ${count} ${'x'.repeat(2000)}`)).status);
      expect(answers.at(-1)).toBe(500);
      const taken = answers.length - 1;
      const info = (await host.wopi(token)).json();
      expect(info['Version']).toBe(String(1 + taken));
      const content = readFileSync(join(host.folder, 'a.txt'), 'utf8');
      expect(content.slice(0, 10)).toBe(taken === 0 ? 'content' : `save ${taken - 1} ${'x'.repeat(10)}`.slice(0, 10));
      expect(readdirSync(host.folder).filter((name) => name.startsWith('.'))).toEqual([]);
      rmSync(join(host.dataDirectory, '.filler'));
      expect((await put('room again')).status).toBe(200);
      expect((await host.wopi(token)).json()).toMatchObject({ Version: String(2 + taken), Size: 10 });
    });

    it('a lock that cannot be written is not given', async () => {
      const free = await host.token('unhashed.txt');
      fill(host.dataDirectory);
      const answers = [];
      for (let count = 0; count < 2000 && answers.at(-1) !== 500; count += 1) {
        const headers = {
          'X-WOPI-Lock': `${count} ${'l'.repeat(1000)}`,
          'X-WOPI-OldLock': count === 0 ? undefined : `${count - 1} ${'l'.repeat(1000)}`,
        };
        answers.push((await host.wopi(free, { override: 'LOCK', headers })).status);
      }
      expect(answers.at(-1)).toBe(500);
      const held = (await host.wopi(free, { override: 'GET_LOCK' })).header('X-WOPI-Lock');
      expect(held).toBe(answers.length === 1 ? '' : `${answers.length - 2} ${'l'.repeat(1000)}`);
    });

    it('stopping still works, and the next start finds everything', async () => {
      fill(host.dataDirectory);
      await host.wopi(token);
      await host.app.stop();
      rmSync(join(host.dataDirectory, '.filler'));
      const again = await startHost({ again: host });
      expect((await again.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe('L');
      await again.app.stop();
    });
  });

  describe('that holds the documents', () => {
    beforeEach(() => start('folder'));

    it('a save is answered 500 and leaves the file as it was, and nothing behind', async () => {
      fill(host.folder);
      const answer = await host.wopi(token, {
        at: '/contents',
        override: 'PUT',
        headers: LOCK,
        body: 'x'.repeat(200_000),
      });
      expect(answer.status).toBe(500);
      expect(answer.header('X-WOPI-ServerError')).toContain('full');
      expect(readFileSync(join(host.folder, 'a.txt'), 'utf8')).toBe('content');
      expect(readdirSync(host.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect((await host.wopi(token, { at: '/contents' })).text()).toBe('content');
      expect((await host.wopi(token)).json()).toMatchObject({ Version: '1' });
    });

    it('a new file is answered 500, too, and does not appear', async () => {
      fill(host.folder);
      const headers = { 'X-WOPI-SuggestedTarget': 'new.txt' };
      const answer = await host.wopi(token, { override: 'PUT_RELATIVE', headers, body: 'x'.repeat(200_000) });
      expect(answer.status).toBe(500);
      expect(readdirSync(host.folder)).not.toContain('new.txt');
      await expect(host.write('uploaded.txt', 'x'.repeat(200_000))).rejects.toThrow(/full|space/);
      expect(readdirSync(host.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    });
  });

  it('with folder and data on different file systems everything is kept as usual', async () => {
    await start('folder');
    for (const body of ['two', 'three'])
      await host.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body });
    await host.wopi(token, {
      at: '/contents',
      override: 'PUT',
      headers: { 'X-WOPI-Lock': 'no' },
      body: 'y'.repeat(100_000),
    });
    const versions = await host.api.listVersions({ fileId: token.token.fileId });
    expect(versions.map(({ unavailable }) => unavailable)).toEqual([null, null, null]);
    const refused = (await host.settled()).at(-1);
    expect(refused?.requestBody).toMatchObject({ size: 100_000, kept: 100_000 });
    expect(readdirSync(host.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

it.skipIf(problem !== null)('a data directory on a full disk ends the start, with the way out', async () => {
  const full = mkdtempSync(join(tmpdir(), 'wopi-sandbox-test-full-'));
  mount(full, 64 * 1024);
  try {
    const starting = startHost({ config: { dataDirectory: join(full, 'data') } });
    await expect(starting).rejects.toThrow(/The disk that holds the data directory “.*” is full\. Free some space/);
  } finally {
    execFileSync('umount', ['-l', full]);
    rmSync(full, { recursive: true });
  }
});
