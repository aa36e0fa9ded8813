import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../main/store/database.ts';
import { openDatabase, TRAFFIC_MIGRATIONS } from '../../main/store/database.ts';
import type { SessionSource } from '../../main/store/sessions.ts';
import { listSessions, readStory, readWaterfall, refOf } from '../../main/store/sessions.ts';

const COUNT = 60_000;

function number(database: Database, text: string): number {
  return database.prepare<[string], number>('SELECT id FROM texts WHERE text = ?').pluck().get(text) ?? 0;
}

/** Refreshes of a hundred sessions in turn, and one session that is half of everything. */
function crowded(): SessionSource {
  const { database } = openDatabase(':memory:', TRAFFIC_MIGRATIONS);
  onTestFinished(() => void database.close());
  const add = database.prepare('INSERT INTO texts (text) VALUES (?)');
  for (const text of ['POST', '/wopi/files/f1', 'RefreshLock', 'Sandbox Editor', 'ok', 'f1', 'A']) add.run(text);
  for (let index = 0; index <= 100; index += 1) add.run(`s-${index}`);
  const first = number(database, 's-0');
  database
    .prepare(
      `WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ?)
       INSERT INTO exchanges (id, real_at, at, status, duration_ms, request_bytes, response_bytes, method, path, operation,
         file_id, client, outcome, lock_id, session_id, stored_bytes)
       SELECT id, id * 100, id * 100, 200, 1, 0, 0, ?, ?, ?, ?, ?, ?, ?, CASE WHEN id % 2 = 0 THEN ? ELSE ? + (id / 2) % 100 END, 10 FROM n`,
    )
    .run(
      COUNT,
      number(database, 'POST'),
      number(database, '/wopi/files/f1'),
      number(database, 'RefreshLock'),
      number(database, 'f1'),
      number(database, 'Sandbox Editor'),
      number(database, 'ok'),
      number(database, 'A'),
      number(database, 's-100'),
      first,
    );
  database.exec("INSERT INTO exchange_details (id, detail) SELECT id, '{}' FROM exchanges");
  return { database, now: null, mutedRules: new Set() };
}

test('what was counted once is counted again when some of it was removed', async () => {
  const source = crowded();
  const requests = async (): Promise<number> => {
    const { sessions } = await listSessions(source, { limit: 500 });
    return sessions.reduce((sum, one) => sum + one.requests, 0);
  };
  expect(await requests()).toBe(COUNT);
  expect(await requests()).toBe(COUNT);
  source.database.exec('DELETE FROM exchanges WHERE id BETWEEN 101 AND 200');
  expect(await requests()).toBe(COUNT - 100);
  source.database.exec('DELETE FROM exchanges WHERE id <= 15000');
  expect(await requests()).toBe(COUNT - 15_000);
  source.database.exec('DELETE FROM exchanges');
  expect(await requests()).toBe(0);
});

test('a session of tens of thousands is listed, told and drawn in part, and says so', async () => {
  const source = crowded();
  const { sessions } = await listSessions(source, { limit: 1 });
  expect(sessions).toMatchObject([{ key: 's-100', requests: COUNT / 2 }]);
  expect(sessions[0]?.verdict).toBe(
    'A long session of 30,000 requests, 0 of them refused; it is told when it is opened.',
  );
  const ref = refOf(source, { sessionId: 's-100' });
  const story = await readStory(source, ref);
  expect(story.steps.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(29_000);
  expect(story.steps.length).toBeLessThan(10);
  const { bars, cut } = await readWaterfall(source, ref);
  expect(bars).toHaveLength(5_000);
  expect(cut).toBe('Drawn are the first 5,000 of 30,000 requests.');
});
