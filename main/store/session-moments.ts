import type { WaterfallBar } from '../../preload/contract.ts';
import type { Moment } from '../findings/sessions/moment.ts';
import { LOCK_CHANGERS } from '../findings/sessions/moment.ts';
import type { Database } from './database.ts';
import { operationNumbers, pieces } from './session-scan.ts';
import type { SessionTally } from './session-scan.ts';

const text = (column: string): string => `(SELECT text FROM texts WHERE id = e.${column})`;
/** One reading of the JSON for all that is wanted of it. */
const FACTS = `json_extract(d.detail, '$.facts.before.lockId', '$.facts.before.lockExpiresAt', '$.facts.before.size', '$.facts.explanation', '$.facts.firstByteMs', '$.facts.before')`;
const MOMENT = `e.id, e.at, e.real_at AS realAt, e.duration_ms AS durationMs, e.status, e.request_bytes AS requestBytes,
  e.response_bytes AS responseBytes, e.session_id AS session, e.token_id AS token, e.file_id AS file, e.person_id AS person,
  e.client AS clientNumber, ${text('method')} AS method, ${text('operation')} AS operation, ${text('outcome')} AS outcome, ${text('lock_id')} AS lockId,
  ${text('file_id')} AS fileId, ${text('file_name')} AS fileName, ${text('person_name')} AS personName, ${text('client')} AS client,
  ${text('token_id')} AS tokenId, ${FACTS} AS facts`;

interface StoredMoment extends Omit<Moment, 'explanation' | 'before'>, Pick<WaterfallBar, 'method' | 'responseBytes'> {
  session: number | null;
  token: number | null;
  file: number | null;
  person: number | null;
  clientNumber: number;
  tokenId: string | null;
  facts: string | null;
}

/** A request with what stories and time axes want of it. */
export interface ReadMoment extends Moment, Pick<WaterfallBar, 'method' | 'responseBytes' | 'firstByteMs'> {
  tokenId: string | null;
}

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
    if (row.session !== null) return byNumber.session.get(row.session) ?? null;
    if (row.token !== null) return row.operation === null ? null : (byNumber.token.get(row.token) ?? null);
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
      yield { moment: toMoment(row), of: ownerOf(row), file: row.file };
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
    row.file === lonely.file &&
    row.person === lonely.person &&
    row.clientNumber === lonely.client
  );
}

/** Numbers of our own tables, so nothing has to be bound. */
function oneOf(column: string, numbers: readonly number[]): string | null {
  return numbers.length === 0 ? null : `${column} IN (${numbers.join(', ')})`;
}

function toMoment({
  facts,
  session: _s,
  token: _t,
  file: _f,
  person: _p,
  clientNumber: _c,
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
