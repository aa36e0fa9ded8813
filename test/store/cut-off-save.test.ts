import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startHost } from '../support/host.ts';

const LOCK = { 'X-WOPI-Lock': 'L' };

test('a save killed between the rename and its transaction loses no earlier version', async () => {
  const first = await startHost({ files: { 'a.txt': 'version one' } });
  const token = await first.token('a.txt');
  await first.wopi(token, { override: 'LOCK', headers: LOCK });
  await first.wopi(token, { at: '/contents', override: 'PUT', headers: LOCK, body: 'version two' });
  await first.app.stop();

  // what such a kill leaves: the former bytes under their hash, not marked as kept, and new bytes in the file
  const file = join(first.folder, 'a.txt');
  const hash = createHash('sha256').update('version two').digest('hex');
  const blob = join(first.dataDirectory, 'blobs', hash.slice(0, 2), hash);
  mkdirSync(dirname(blob), { recursive: true });
  copyFileSync(file, blob);
  writeFileSync(`${file}.new`, 'version three');
  renameSync(`${file}.new`, file);
  const database = new Database(join(first.dataDirectory, 'sandbox.db'));
  database.exec('UPDATE file_versions SET is_kept = 0 WHERE version = 2');
  database.close();

  const again = await startHost({ again: first });
  const fileId = await again.fileId('a.txt');
  const versions = await again.api.listVersions({ fileId });
  expect(versions.map(({ version, source, unavailable }) => [version, source, unavailable])).toEqual([
    ['3', 'outside', null],
    ['2', 'wopi', null],
    ['1', 'outside', null],
  ]);
  await again.api.releaseLock({ fileId });
  await again.api.restoreVersion({ fileId, version: '2' });
  expect(readFileSync(file, 'utf8')).toBe('version two');
  await again.stop();
  await first.stop();
});
