import type { ExchangeRow, WaterfallBar } from '../../preload/contract.ts';
import type { Moment } from '../findings/sessions/moment.ts';
import { LOCK_CHANGERS } from '../findings/sessions/moment.ts';
import type { Database } from './database.ts';
import { ROW_SELECT } from './exchange-record.ts';
import { operationNumbers, pieces } from './session-scan.ts';
import type { SessionTally } from './session-scan.ts';

/** One reading of the JSON for all that is wanted of it. */
const FACTS = `json_extract(d.detail, '$.facts.before.lockId', '$.facts.before.lockExpiresAt', '$.facts.before.size',
  '$.facts.explanation', '$.facts.firstByteMs', '$.facts.before')`;
const MOMENT = `${ROW_SELECT}, e.session_id AS sessionNumber, e.token_id AS tokenNumber, e.file_id AS fileNumber,
  e.person_id AS personNumber, e.client AS clientNumber, ${FACTS} AS facts`;

interface StoredMoment extends ExchangeRow {
  sessionNumber: number | null;
  tokenNumber: number | null;
  fileNumber: number | null;
  personNumber: number | null;
  clientNumber: number;
  facts: string | null;
}

/** A request with what stories and time axes want of it. */
export type ReadMoment = Moment & WaterfallBar;

/** Locks taken some requests earlier still count for a session. */
const CONTEXT = 5_000;
/** A lock may be given back by others some requests later. */
const AFTERMATH = 20_000;

interface Wanted {
  sessions: readonly SessionTally[];
  newestId: number;
  /** Reads no further than this. */
  stop?: () => boolean;
}

/** Requests of the sessions in order, and what others did to the locks of their files; in pieces. */
export async function* momentsOf(
  database: Database,
  { sessions, newestId, stop }: Wanted,
): AsyncGenerator<{ moment: ReadMoment; of: SessionTally | null; file: number | null }> {
  const byNumber = {
    session: new Map(sessions.flatMap((one) => (one.ref.by === 'session' ? [[one.ref.number, one] as const] : []))),
    token: new Map(sessions.flatMap((one) => (one.ref.by === 'token' ? [[one.ref.number, one] as const] : []))),
  };
  const lonely = sessions.filter(({ ref }) => ref.by === 'person');
  const ownerOf = (row: StoredMoment): SessionTally | null => {
    if (row.sessionNumber !== null) return byNumber.session.get(row.sessionNumber) ?? null;
    if (row.tokenNumber !== null) return row.operation === null ? null : (byNumber.token.get(row.tokenNumber) ?? null);
    return lonely.find((one) => isOf(one, row)) ?? null;
  };
  const files = [...new Set(sessions.flatMap((one) => [...one.files]))];
  const wanted = [
    oneOf('e.session_id', [...byNumber.session.keys()]),
    oneOf('e.token_id', [...byNumber.token.keys()]),
    lonely.length > 0 ? 'e.session_id IS NULL AND e.token_id IS NULL AND e.operation IS NOT NULL' : null,
    `(${oneOf('e.operation', operationNumbers(database, [...LOCK_CHANGERS])) ?? '0'} AND ${oneOf('e.file_id', files) ?? '0'})`,
  ].filter((condition) => condition !== null);
  const read = database.prepare<[number, number], StoredMoment>(
    `SELECT ${MOMENT} FROM exchanges e JOIN exchange_details d USING (id)
     WHERE e.id BETWEEN ? AND ? AND (${wanted.join(' OR ')}) ORDER BY e.id`,
  );
  const first = Math.min(...sessions.map(({ firstId }) => firstId)) - CONTEXT;
  const last = Math.min(newestId, Math.max(...sessions.map(({ lastId }) => lastId)) + AFTERMATH);
  for await (const [from, to] of pieces(Math.max(1, first), last)) {
    for (const row of read.all(from, to)) {
      yield { moment: toMoment(row), of: ownerOf(row), file: row.fileNumber };
      if (stop?.() === true) return;
    }
  }
}

/** Requests by their ids, as far as they are kept. */
export function momentsById(database: Database, ids: readonly number[]): ReadMoment[] {
  const read = database.prepare<[string], StoredMoment>(
    `SELECT ${MOMENT} FROM json_each(?) j JOIN exchanges e ON e.id = j.value JOIN exchange_details d USING (id) ORDER BY e.id`,
  );
  return read.all(JSON.stringify(ids)).map(toMoment);
}

function isOf({ ref, firstId, lastId }: SessionTally, row: StoredMoment): boolean {
  const { lonely } = ref;
  return (
    lonely !== null &&
    row.id >= firstId &&
    row.id <= lastId &&
    row.operation !== null &&
    row.fileNumber === lonely.file &&
    row.personNumber === lonely.person &&
    row.clientNumber === lonely.client
  );
}

/** Numbers of our own tables, so nothing has to be bound. */
function oneOf(column: string, numbers: readonly number[]): string | null {
  return numbers.length === 0 ? null : `${column} IN (${numbers.join(', ')})`;
}

function toMoment({
  facts,
  sessionNumber: _session,
  tokenNumber: _token,
  fileNumber: _file,
  personNumber: _person,
  clientNumber: _client,
  ...row
}: StoredMoment): ReadMoment {
  const [lockId, lockExpiresAt, size, explanation, firstByteMs, before] =
    facts === null ? UNKNOWN : (JSON.parse(facts) as Facts);
  return { ...row, explanation, firstByteMs, before: before === null ? null : { lockId, lockExpiresAt, size } };
}

type Facts = [
  lockId: string | null,
  lockExpiresAt: number | null,
  size: number | null,
  explanation: string | null,
  firstByteMs: number | null,
  before: object | null,
];

const UNKNOWN: Facts = [null, null, null, null, null, null];
