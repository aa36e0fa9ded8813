import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startHost } from '../support/host.ts';
import type { HostOptions, TestHost } from '../support/host.ts';

const hosts: TestHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0).toReversed()) await host.stop();
});
async function start(options: HostOptions = {}): Promise<TestHost> {
  const host = await startHost(options);
  hosts.push(host);
  return host;
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const blob = (dataDirectory: string, bytes: string | Buffer): string =>
  join(dataDirectory, 'blobs', sha256(bytes).slice(0, 2), sha256(bytes));
/** As a run leaves it that is killed between the writing of a body and of its row. */
function leave(dataDirectory: string, bytes: string | Buffer): string {
  const path = blob(dataDirectory, bytes);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const LOCK = { 'X-WOPI-Lock': 'L' };
const LARGE = randomBytes(300_000);

it('a start removes bodies nobody refers to, and nothing else', async () => {
  const first = await start({ files: { 'a.txt': 'one' } });
  const token = await first.token('a.txt');
  await first.wopi(token, { override: 'LOCK', headers: LOCK });
  // an earlier version of a file, and a body of a refused save that only the traffic knows
  await first.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body: 'two' });
  await first.wopi(token, { at: '/contents', override: 'PUT', headers: { 'X-WOPI-Lock': 'other' }, body: LARGE });
  await first.settled();
  const kept = [blob(first.dataDirectory, 'one'), blob(first.dataDirectory, LARGE)];
  expect(kept.map((path) => existsSync(path))).toEqual([true, true]);
  await first.app.stop();

  const left = Array.from({ length: 20 }, (_, index) => leave(first.dataDirectory, `left over ${String(index)}`));
  const notOurs = join(first.dataDirectory, 'blobs', 'read-me.txt');
  writeFileSync(notOurs, 'Somebody put this here.');
  await start({ again: first });
  await expect.poll(() => left.filter((path) => existsSync(path))).toEqual([]);
  expect([...kept, notOurs].map((path) => existsSync(path))).toEqual([true, true, true]);
});

it('what this run writes is left alone, also when an earlier run had left the same bytes', async () => {
  const first = await start({ files: { 'a.txt': 'one' } });
  await first.app.stop();
  leave(first.dataDirectory, 'one');
  const second = await start({ again: first });
  const token = await second.token('a.txt');
  await second.wopi(token, { override: 'LOCK', headers: LOCK });
  await second.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body: 'two' });
  const last = leave(second.dataDirectory, 'zzz');
  await second.app.stop();
  const third = await start({ again: first });
  await expect.poll(() => existsSync(last)).toBe(false);
  const versions = await third.api.listVersions({ fileId: await third.fileId('a.txt') });
  expect(versions.map(({ unavailable }) => unavailable)).toEqual([null, null]);
});

it('nothing is removed while a database that was set aside may still be put back', async () => {
  const first = await start({ files: { 'a.txt': 'one' } });
  await first.app.stop();
  const wanted = leave(first.dataDirectory, 'a version only the damaged database knows');
  writeFileSync(join(first.dataDirectory, 'sandbox.db'), 'not a database');
  const second = await start({ again: first });
  await second.app.stop();
  await start({ again: first });
  expect(existsSync(wanted)).toBe(true);
});
