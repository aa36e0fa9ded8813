import fc from 'fast-check';
import type { Outcome } from '../../preload/contract.ts';
import { type Database, openDatabase, TRAFFIC_MIGRATIONS } from '../../main/store/database.ts';
import { registerFilterFunctions } from '../../main/filter/functions.ts';
import { createTexts } from '../../main/store/texts.ts';
import { outcomes } from '../../preload/filter/outcome-words.ts';

/** An exchange with all that filters look at. */
export interface PlainExchange {
  realAt: number;
  status: number | null;
  durationMs: number | null;
  requestBytes: number;
  responseBytes: number;
  method: string;
  path: string;
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  personId: string | null;
  personName: string | null;
  client: string;
  outcome: Outcome;
  lockId: string | null;
  sessionId: string | null;
  tokenId: string | null;
  correlationId: string | null;
  requestBody: string | null;
  responseBody: string | null;
  requestHeaders: [name: string, value: string][];
  responseHeaders: [name: string, value: string][];
  findings: { rule: string; severity: string }[];
  annotation: { isPinned: boolean; colour: string | null; note: string | null; tags: string[] } | null;
}

/** Few, so that filters find some of them; among them what is special to SQL, to LIKE and to letters of other alphabets. */
export const TEXTS = [
  '',
  'budget',
  'Budget.XLSX',
  '100%_x',
  '100x_x',
  "a'b",
  'say "no"',
  'back\\slash',
  'ÄRGER straße',
  'ärger',
  'İK',
  '文書',
  '\u202ea',
  '4f1c22d0-ab',
  'a*b',
  'file',
  '409',
];
export const NAMES = ['X-WOPI-Lock', 'x-wopi-lock', 'Vary', 'Content-Type', 'Über'];
export const OPERATIONS = ['Lock', 'GetLock', 'PutFile', 'GetFile', 'CheckFileInfo', 'RenameFile', 'EnumerateChildren'];
export const RULES = ['lock-id-lost', 'lock-id', 'token-ttl'];
export const NOW = new Date(2026, 2, 14, 12, 0, 0).getTime();

const text = fc.constantFrom(...TEXTS);
const perhaps = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { freq: 3 });
const headers = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(text, fc.constantFrom(...NAMES))), {
  maxLength: 3,
});

export const anyExchange: fc.Arbitrary<PlainExchange> = fc.record({
  realAt: fc.constantFrom(NOW, NOW - 60_000, NOW - 7_200_000, NOW - 86_400_000, NOW - 3 * 86_400_000),
  status: perhaps(fc.constantFrom(200, 401, 404, 409, 500)),
  durationMs: perhaps(fc.constantFrom(0, 1.4, 99.5, 100, 100.49, 5_000)),
  requestBytes: fc.constantFrom(0, 10, 1024),
  responseBytes: fc.constantFrom(0, 1, 2048),
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/wopi/files/f1', '/wopi/files/f1/contents', '/favicon.ico'),
  operation: perhaps(fc.constantFrom(...OPERATIONS)),
  fileId: perhaps(fc.constantFrom('f1', 'f12')),
  fileName: perhaps(text),
  personId: perhaps(fc.constantFrom('ann', 'ben')),
  personName: perhaps(text),
  client: text,
  outcome: fc.constantFrom(...(Object.keys(outcomes) as Outcome[]), 'ok' as const, 'ok' as const),
  lockId: perhaps(text),
  sessionId: perhaps(text),
  tokenId: perhaps(text),
  correlationId: perhaps(text),
  requestBody: perhaps(text),
  responseBody: perhaps(text),
  requestHeaders: headers,
  responseHeaders: headers,
  findings: fc.uniqueArray(
    fc.record({ rule: fc.constantFrom(...RULES), severity: fc.constantFrom('error', 'warning', 'information') }),
    { selector: ({ rule }) => rule, maxLength: 3 },
  ),
  annotation: perhaps(
    fc.record({
      isPinned: fc.boolean(),
      colour: perhaps(fc.constantFrom('red', 'blue')),
      note: perhaps(text),
      tags: fc.array(text, { maxLength: 2 }),
    }),
  ),
});

/** A database of traffic as the host makes it, holding these exchanges as 1, 2, 3 …; the caller closes it. */
export function storeExchanges(exchanges: readonly PlainExchange[]): Database {
  const { database } = openDatabase(':memory:', TRAFFIC_MIGRATIONS);
  registerFilterFunctions(database);
  const texts = createTexts(database);
  const numberOf = (one: string | null): number | null => (one === null ? null : texts.numberOf(one));
  const bodyOf = (body: string | null): number | null => {
    if (body === null) return null;
    database
      .prepare('INSERT OR IGNORE INTO captured_bodies (sha256, last_exchange_id, bytes) VALUES (?, 1, ?)')
      .run(body, Buffer.from(body));
    return (
      database.prepare<[string], number>('SELECT id FROM captured_bodies WHERE sha256 = ?').pluck().get(body) ?? null
    );
  };
  for (const [index, one] of exchanges.entries()) {
    const id = index + 1;
    insert(database, 'exchanges', {
      id,
      real_at: one.realAt,
      at: one.realAt,
      status: one.status,
      duration_ms: one.durationMs,
      request_bytes: one.requestBytes,
      response_bytes: one.responseBytes,
      method: numberOf(one.method),
      path: numberOf(one.path),
      operation: numberOf(one.operation),
      file_id: numberOf(one.fileId),
      file_name: numberOf(one.fileName),
      person_id: numberOf(one.personId),
      person_name: numberOf(one.personName),
      client: numberOf(one.client),
      outcome: numberOf(one.outcome),
      lock_id: numberOf(one.lockId),
      session_id: numberOf(one.sessionId),
      token_id: numberOf(one.tokenId),
      correlation_id: one.correlationId,
      request_body: bodyOf(one.requestBody),
      response_body: bodyOf(one.responseBody),
      stored_bytes: 0,
    });
    // Both forms occur in databases: the first versions wrote lists.
    const kept = (headers: [string, string][]) =>
      id % 2 === 0 ? { flat: headers.flat() } : { text: headers.flat().join('\n') };
    const detail = {
      facts: {},
      requestHeaders: kept(one.requestHeaders),
      responseHeaders: kept(one.responseHeaders),
    };
    insert(database, 'exchange_details', { id, detail: JSON.stringify(detail) });
    for (const finding of one.findings)
      insert(database, 'findings', { exchange_id: id, ...finding, evidence: '', real_at: one.realAt });
    if (!one.annotation) continue;
    const { isPinned, colour, note, tags } = one.annotation;
    insert(database, 'annotations', {
      exchange_id: id,
      is_pinned: Number(isPinned),
      colour,
      note,
      tags: JSON.stringify(tags),
    });
  }
  return database;
}

function insert(database: Database, table: string, row: Record<string, string | number | null>): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
}
