import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { START, startHost } from '../support/host.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../main/store/traffic-migrations');
const SHA = 'ab'.repeat(32);

/** What the first version wrote: one wide row for each exchange, headers as a list. */
function writeFirstVersion(dataDirectory: string): void {
  mkdirSync(dataDirectory, { recursive: true });
  const database = new Sqlite(join(dataDirectory, 'traffic.db'));
  for (const name of ['001-initial.sql', '002-findings.sql'])
    database.exec(readFileSync(join(MIGRATIONS, name), 'utf8'));
  database.pragma('user_version = 2');
  const add = database.prepare(
    `INSERT INTO exchanges VALUES (?, ${START}, ${START}, 'GET', ?, ?, 'f1', 'Notes.txt', 'owner', 'Olivia Owner', 'curl', 200, 'ok', 1.5, 0, 5, ?, NULL, ?, 900, ?)`,
  );
  const facts = { sessionId: 's-1', correlationId: 'c-1', tokenId: 't-1', url: '/wopi/files/f1', explanation: null };
  const body = { size: 5, contentType: 'text/plain', kept: 5, missing: null };
  const detail = JSON.stringify({
    facts: { ...facts, before: null, after: null, proof: { verdict: 'unsigned', explanation: '' } },
    requestHeaders: { flat: ['Host', 'here', 'Authorization', '‹hidden›'], hidden: [2] },
    responseHeaders: { flat: ['X-WOPI-Lock', ''] },
    requestBody: { ...body, size: 0, kept: 0 },
    responseBody: body,
  });
  database
    .prepare('INSERT INTO captured_bodies (sha256, last_exchange_id, bytes) VALUES (?, 2, ?)')
    .run(SHA, Buffer.from('hello'));
  add.run(1, '/wopi/files/f1', 'CheckFileInfo', null, null, detail);
  add.run(2, '/wopi/files/f1/contents', 'GetFile', 'L1', SHA, detail);
  database.close();
}

it('traffic recorded by the first version is still there, with its headers, bodies and sessions', async () => {
  const host = await startHost({ prepare: ({ dataDirectory }) => writeFirstVersion(dataDirectory) });
  try {
    const { rows } = await host.api.listExchanges({ limit: 10 });
    expect(rows.map(({ id, operation, lockId }) => [id, operation, lockId])).toEqual([
      [2, 'GetFile', 'L1'],
      [1, 'CheckFileInfo', null],
    ]);
    expect(rows[0]).toMatchObject({
      method: 'GET',
      path: '/wopi/files/f1/contents',
      fileName: 'Notes.txt',
      personName: 'Olivia Owner',
      client: 'curl',
      outcome: 'ok',
      sessionId: 's-1',
      correlationId: 'c-1',
      tokenId: 't-1',
    });
    const exchange = await host.api.getExchange({ id: 2 });
    expect(exchange.requestHeaders).toEqual([
      { name: 'Host', value: 'here' },
      { name: 'Authorization', value: '‹hidden›', hidden: true },
    ]);
    expect(exchange.responseHeaders).toEqual([{ name: 'X-WOPI-Lock', value: '' }]);
    const body = await host.api.getBody({ id: 2, side: 'response', offset: 0, length: 10 });
    expect(Buffer.from(body.base64, 'base64').toString()).toBe('hello');
    const { capture } = await host.api.getSnapshot();
    expect(capture).toMatchObject({ count: 2, bytes: 1800 });
  } finally {
    await host.stop();
  }
});
