import type { ExchangeRow, WaterfallBar } from '../../preload/contract.ts';
import type { Moment } from '../findings/sessions/moment.ts';
import { LOCK_CHANGERS } from '../findings/sessions/moment.ts';
import type { Database } from './database.ts';
import { ROW_COLUMNS } from './exchange-record.ts';
import { operationNumbers, pieces } from './session-scan.ts';
import type { SessionTally } from './session-scan.ts';

/** One reading of the JSON for all that is wanted of it. */
const FACTS = `json_extract(d.detail, '$.facts.before.lockId', '$.facts.before.lockExpiresAt', '$.facts.before.size',
  '$.facts.explanation', '$.facts.firstByteMs', '$.facts.before')`;
/** Numbers of texts are read as numbers: the same few come again and again, and are looked up once. */
const MOMENT = `${ROW_COLUMNS.map(([column, field]) => `e.${column} AS ${field}`).join(', ')}, ${FACTS} AS facts`;
const TEXT_FIELDS = ROW_COLUMNS.flatMap(([, field, kind]) => (kind === 'text' ? [field] : []));

type TextField = (typeof TEXT_FIELDS)[number];
type StoredMoment = Omit<ExchangeRow, TextField> & Record<TextField, number | null> & { facts: string | null };

/** A request with what stories and time axes want of it. */
export type ReadMoment = Moment & WaterfallBar;

/** Read with their facts in one go: some milliseconds. */
const PIECE = 1_000;
/** Locks taken some requests earlier still count for a session. */
const CONTEXT = 5_000;
/** A lock may be given back by others some requests later. */
const AFTERMATH = 20_000;

interface Wanted {
  sessions: readonly SessionTally[];
  newestId: number;
  /** Reads no further than this. */
  stop?: () => boolean;
  signal?: AbortSignal | undefined;
}

/** Requests of the sessions in order, and what others did to the locks of their files; in pieces. */
export async function* momentsOf(
  database: Database,
  { sessions, newestId, stop, signal }: Wanted,
): AsyncGenerator<{ moment: ReadMoment; of: SessionTally | null; file: number | null }> {
  const byNumber = {
    session: new Map(sessions.flatMap((one) => (one.ref.by === 'session' ? [[one.ref.number, one] as const] : []))),
    token: new Map(sessions.flatMap((one) => (one.ref.by === 'token' ? [[one.ref.number, one] as const] : []))),
  };
  const lonely = sessions.filter(({ ref }) => ref.by === 'person');
  const ownerOf = (row: StoredMoment): SessionTally | null => {
    if (row.sessionId !== null) return byNumber.session.get(row.sessionId) ?? null;
    if (row.tokenId !== null) return row.operation === null ? null : (byNumber.token.get(row.tokenId) ?? null);
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
  const textOf = createTexts(database);
  for await (const [from, to] of pieces(Math.max(1, first), last, { size: PIECE, signal })) {
    for (const row of read.all(from, to)) {
      yield { moment: toMoment(row, textOf), of: ownerOf(row), file: row.fileId };
      if (stop?.() === true) return;
    }
  }
}

/** Farther apart than this, nothing between chosen requests is read. */
const WIDEST = 200_000;
const MOST_BETWEEN = 20_000;

/** What was done to the locks of some files between two exchanges. */
export function lockMomentsOf(
  database: Database,
  { fileIds, first, last }: { fileIds: readonly string[]; first: number; last: number },
): ReadMoment[] {
  if (last - first > WIDEST) return [];
  const operations = oneOf('e.operation', operationNumbers(database, [...LOCK_CHANGERS])) ?? '0';
  const read = database.prepare<[number, number, string, number], StoredMoment>(
    `SELECT ${MOMENT} FROM exchanges e JOIN exchange_details d USING (id)
     WHERE e.id BETWEEN ? AND ? AND ${operations}
       AND e.file_id IN (SELECT t.id FROM texts t JOIN json_each(?) j ON t.text = j.value) ORDER BY e.id LIMIT ?`,
  );
  const textOf = createTexts(database);
  return read.all(first, last, JSON.stringify(fileIds), MOST_BETWEEN).map((row) => toMoment(row, textOf));
}

/** Requests by their ids, as far as they are kept. */
export function momentsById(database: Database, ids: readonly number[]): ReadMoment[] {
  const read = database.prepare<[string], StoredMoment>(
    `SELECT ${MOMENT} FROM json_each(?) j JOIN exchanges e ON e.id = j.value JOIN exchange_details d USING (id) ORDER BY e.id`,
  );
  const textOf = createTexts(database);
  return read.all(JSON.stringify(ids)).map((row) => toMoment(row, textOf));
}

function isOf({ ref, firstId, lastId }: SessionTally, row: StoredMoment): boolean {
  const { lonely } = ref;
  return (
    lonely !== null &&
    row.id >= firstId &&
    row.id <= lastId &&
    row.operation !== null &&
    row.fileId === lonely.file &&
    row.personId === lonely.person &&
    row.client === lonely.client
  );
}

/** Numbers of our own tables, so nothing has to be bound. */
function oneOf(column: string, numbers: readonly number[]): string | null {
  return numbers.length === 0 ? null : `${column} IN (${numbers.join(', ')})`;
}

type TextOf = (number: number | null) => string | null;

function createTexts(database: Database): TextOf {
  const find = database.prepare<[number], string>('SELECT text FROM texts WHERE id = ?').pluck();
  const known = new Map<number, string>();
  return (number) => {
    if (number === null) return null;
    let text = known.get(number);
    if (text === undefined) known.set(number, (text = find.get(number) ?? ''));
    return text;
  };
}

function toMoment({ facts, ...row }: StoredMoment, textOf: TextOf): ReadMoment {
  const [lockId, lockExpiresAt, size, explanation, firstByteMs, before] =
    facts === null ? UNKNOWN : (JSON.parse(facts) as Facts);
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, textOf(row[field])]));
  return {
    ...(row as unknown as ExchangeRow),
    ...(texts as Pick<ExchangeRow, TextField>),
    explanation,
    firstByteMs,
    before: before === null ? null : { lockId, lockExpiresAt, size },
  };
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
