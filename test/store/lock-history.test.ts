import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase, STATE_MIGRATIONS } from '../../main/store/database.ts';
import { createLockHistory } from '../../main/store/lock-history.ts';
import { startHost } from '../support/host.ts';

it('under load every lock request has its line, each once and in order', async () => {
  const host = await startHost({ files: { 'a.txt': 'a' } });
  try {
    const token = await host.token('a.txt');
    const ids = Array.from({ length: 47 }, (_, index) => `lock ${index}`);
    const answers = await Promise.all(
      ids.map((id) => host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': id } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const history = await host.api.listLockHistory({ fileId: await host.fileId('a.txt') });
    expect(history.map(({ id }) => id)).toEqual(history.map(({ id }) => id).toSorted((a, b) => b - a));
    expect(history.filter(({ change }) => change === 'taken')).toHaveLength(1);
    expect(history.filter(({ change }) => change === 'refused')).toHaveLength(46);
    expect(new Set(history.map(({ lockId }) => lockId))).toEqual(new Set(ids));
  } finally {
    await host.stop();
  }
});

it('lines of earlier versions are still there, in their order', () => {
  const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-test-'));
  const file = join(directory, 'sandbox.db');
  try {
    const before = openDatabase(file, STATE_MIGRATIONS.slice(0, BEFORE_RUNS)).database;
    const add = before.prepare('INSERT INTO lock_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    add.run(1, 'f', 'one', null, 'taken', 10, 11, 'Olivia Owner', 'wopi', null);
    add.run(2, 'g', 'other', null, 'taken', 12, 13, null, 'wopi', null);
    add.run(3, 'f', 'two', 'one', 'refused', 14, 15, 'Emil Editor', 'wopi', 'held');
    before.close();
    const { database } = openDatabase(file, STATE_MIGRATIONS);
    const history = createLockHistory({ database, onError: (error) => expect.unreachable(String(error)) });
    const common = { fileId: 'f', by: 'wopi' };
    const taken = { ...common, id: 1, lockId: 'one', previousLockId: null, change: 'taken', at: 10, realAt: 11 };
    const refused = { ...common, id: 3, lockId: 'two', previousLockId: 'one', change: 'refused', at: 14, realAt: 15 };
    expect(history.list('f')).toEqual([
      { ...refused, personName: 'Emil Editor', reason: 'held' },
      { ...taken, personName: 'Olivia Owner', reason: null },
    ]);
    expect(history.nextId()).toBe(4);
    database.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

const BEFORE_RUNS = 6;
