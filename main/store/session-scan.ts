import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from './database.ts';

/** Ids looked at in one go: a few milliseconds, so that nothing else waits for it. */
const PIECE = 10_000;
/** How far back sessions are looked for, in exchanges. */
const FURTHEST = 2_000_000;
/** Sessions that are told apart at once; with more, the oldest are left out. */
const MOST_SESSIONS = 20_000;
/** Without session id and token, a pause of this length makes a new session (virtual time). */
const PAUSE_MS = 60 * 60_000;

/** What tells one session from others: numbers of texts, or for a lonely client the first exchange. */
export interface SessionRef {
  by: 'session' | 'token' | 'person';
  /** Of the session id, of the token, or of the first exchange. */
  number: number;
  /** Of somebody without session id and token: file, person and client. */
  lonely: Lonely | null;
}

interface Lonely {
  file: number;
  person: number | null;
  client: number;
}

/** A session counted. */
export interface SessionTally {
  ref: SessionRef;
  firstId: number;
  lastId: number;
  requests: number;
  saves: number;
  locks: number;
  refused: number;
  /** Numbers of texts: ids of files, names of people. */
  files: Set<number>;
  people: Set<number>;
}

export interface Scan {
  sessions: SessionTally[];
  cut: string | null;
  oldestId: number;
}

/** Every id from `first` to `last` in pieces, with a breath after each. @throws AbortError when it is not wanted any more */
export async function* pieces(
  first: number,
  last: number,
  { size = PIECE, signal }: { size?: number; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<[from: number, to: number]> {
  for (let from = first; from <= last; from += size) {
    yield [from, Math.min(last, from + size - 1)];
    await nextTurn();
    signal?.throwIfAborted();
  }
}

interface Counted {
  session: number | null;
  token: number | null;
  file: number | null;
  person: number | null;
  firstId: number;
  lastId: number;
  requests: number;
  saves: number;
  locks: number;
  refused: number;
}

const OWN = 'CASE WHEN e.session_id IS NULL THEN e.token_id END';
const COUNTS = `COUNT(*) AS requests, MIN(e.id) AS firstId, MAX(e.id) AS lastId,
  SUM(e.status = 200 AND e.operation = @save) AS saves,
  SUM(e.status = 200 AND e.operation IN (@lock, @relock)) AS locks,
  SUM(e.status IS NULL OR e.status >= 400) AS refused`;

interface Scanned {
  database: Database;
  signal?: AbortSignal | undefined;
}

/** Counts the sessions of a traffic database, or only one of them; those of the `newest` requests. */
export async function scanSessions(
  { database, signal }: Scanned,
  { only, newest: reach = FURTHEST }: { only?: SessionRef; newest?: number | undefined } = {},
): Promise<Scan> {
  const { oldest, newest } = database
    .prepare<[], { oldest: number | null; newest: number | null }>(
      'SELECT (SELECT MIN(id) FROM exchanges) AS oldest, (SELECT MAX(id) FROM exchanges) AS newest',
    )
    .get() ?? { oldest: null, newest: null };
  if (oldest === null || newest === null) return { sessions: [], cut: null, oldestId: 0 };
  const named = operationNumbers(database, ['PutFile', 'Lock', 'UnlockAndRelock']);
  const numbers = { save: named[0], lock: named[1], relock: named[2] };
  const which =
    only?.by === 'session'
      ? `e.session_id = ${only.number}`
      : only?.by === 'token'
        ? `e.session_id IS NULL AND e.token_id = ${only.number}`
        : '(e.session_id IS NOT NULL OR e.token_id IS NOT NULL)';
  const grouped = database.prepare<[object], Counted>(
    `SELECT e.session_id AS session, ${OWN} AS token, e.file_id AS file, e.person_name AS person, ${COUNTS}
     FROM exchanges e WHERE e.id BETWEEN @from AND @to AND ${which} AND (e.session_id IS NOT NULL OR e.operation IS NOT NULL)
     GROUP BY 1, 2, 3, 4`,
  );
  const lonely = database.prepare<[object], LonelyRow>(
    `SELECT e.id, e.at, e.file_id AS file, e.person_id AS person, e.person_name AS name, e.client, e.status,
       e.operation = @save AS isSave, e.operation IN (@lock, @relock) AS isLock
     FROM exchanges e
     WHERE e.id BETWEEN @from AND @to AND e.session_id IS NULL AND e.token_id IS NULL AND e.operation IS NOT NULL AND e.file_id IS NOT NULL`,
  );
  const found = new Map<string, SessionTally>();
  const pauses = new Map<string, { key: string; at: number }>();
  const first = Math.max(oldest, newest - reach + 1);
  let isCrowded = false;
  const counted = countedPieces(database);
  for await (const [from, to] of pieces(first - (first % PIECE), newest, { signal })) {
    const range = { ...numbers, from, to };
    const read = (): Piece => ({
      grouped: only?.by === 'person' ? [] : grouped.all(range),
      lonely: !only || only.by === 'person' ? lonely.all(range) : [],
    });
    // What has come to rest is counted once; with one session in mind there is little to count.
    const piece = only || to > newest - UNSETTLED ? read() : counted(from, to, read);
    for (const one of piece.grouped) addCounted(found, one);
    for (const row of piece.lonely) if (!only?.lonely || isSame(only.lonely, row)) addLonely(found, pauses, row);
    // Sorting them takes long, so it waits until half as many again have gathered.
    if (found.size > MOST_SESSIONS * 1.5) isCrowded = leaveOldest(found) || isCrowded;
  }
  isCrowded = leaveOldest(found) || isCrowded;
  const cut = isCrowded
    ? `Only the ${MOST_SESSIONS.toLocaleString('en')} newest sessions are told apart.`
    : first > oldest
      ? `Sessions are looked for in the ${reach.toLocaleString('en')} newest requests.`
      : null;
  return { sessions: [...found.values()], cut, oldestId: oldest };
}

interface Piece {
  grouped: Counted[];
  lonely: LonelyRow[];
}

interface KeptPiece extends Piece {
  /** How many exchanges there were: one that was removed since makes the piece void. */
  count: number;
}

/** So many of the newest exchanges may still get neighbours that took longer. */
const UNSETTLED = 20_000;
/** Memory of all pieces of a database, in rows. */
const MOST_KEPT = 100_000;
const kept = new WeakMap<Database, Map<number, KeptPiece>>();

/** Pieces are read again only when exchanges of them were removed. */
function countedPieces(database: Database): (from: number, to: number, read: () => Piece) => Piece {
  const known = kept.get(database) ?? new Map<number, KeptPiece>();
  kept.set(database, known);
  const countOf = database
    .prepare<[number, number], number>('SELECT COUNT(*) FROM exchanges WHERE id BETWEEN ? AND ?')
    .pluck();
  let size = [...known.values()].reduce((sum, { grouped, lonely }) => sum + grouped.length + lonely.length, 0);
  return (from, to, read) => {
    const count = countOf.get(from, to) ?? 0;
    const before = known.get(from);
    if (before?.count === count) return before;
    const piece = { ...read(), count };
    size += piece.grouped.length + piece.lonely.length;
    if (size <= MOST_KEPT) known.set(from, piece);
    else known.delete(from);
    return piece;
  };
}

/** Numbers of operations in the table of texts; -1 for one that never came. */
export function operationNumbers(database: Database, names: readonly string[]): number[] {
  const find = database.prepare<[string], number>('SELECT id FROM texts WHERE text = ?').pluck();
  return names.map((name) => find.get(name) ?? -1);
}

function addCounted(found: Map<string, SessionTally>, counted: Counted): void {
  const by = counted.session === null ? 'token' : 'session';
  const number = counted.session ?? counted.token ?? 0;
  const tally = tallyOf(found, `${by}:${number}`, { by, number, lonely: null }, counted.firstId);
  tally.firstId = Math.min(tally.firstId, counted.firstId);
  tally.lastId = Math.max(tally.lastId, counted.lastId);
  tally.requests += counted.requests;
  tally.saves += counted.saves;
  tally.locks += counted.locks;
  tally.refused += counted.refused;
  if (counted.file !== null) tally.files.add(counted.file);
  if (counted.person !== null) tally.people.add(counted.person);
}

interface LonelyRow extends Lonely {
  id: number;
  at: number;
  name: number | null;
  status: number | null;
  isSave: number;
  isLock: number;
}

function addLonely(
  found: Map<string, SessionTally>,
  pauses: Map<string, { key: string; at: number }>,
  { id, at, file, person, name, client, status, isSave, isLock }: LonelyRow,
): void {
  const who = `${file} ${person ?? ''} ${client}`;
  const before = pauses.get(who);
  const key = before && at - before.at <= PAUSE_MS ? before.key : `person:${id}`;
  pauses.set(who, { key, at });
  const tally = tallyOf(found, key, { by: 'person', number: id, lonely: { file, person, client } }, id);
  tally.lastId = id;
  tally.requests += 1;
  if (status === 200) {
    tally.saves += isSave;
    tally.locks += isLock;
  }
  if (status === null || status >= 400) tally.refused += 1;
  tally.files.add(file);
  if (name !== null) tally.people.add(name);
}

function tallyOf(found: Map<string, SessionTally>, key: string, ref: SessionRef, id: number): SessionTally {
  const known = found.get(key);
  if (known) return known;
  const tally: SessionTally = {
    ref,
    firstId: id,
    lastId: id,
    requests: 0,
    saves: 0,
    locks: 0,
    refused: 0,
    files: new Set(),
    people: new Set(),
  };
  found.set(key, tally);
  return tally;
}

/** @returns whether any had to go */
function leaveOldest(found: Map<string, SessionTally>): boolean {
  if (found.size <= MOST_SESSIONS) return false;
  const surplus = [...found]
    .sort(([, left], [, right]) => left.lastId - right.lastId)
    .slice(0, found.size - MOST_SESSIONS);
  for (const [key] of surplus) found.delete(key);
  return true;
}

function isSame(left: Lonely, right: Lonely): boolean {
  return left.file === right.file && left.person === right.person && left.client === right.client;
}
