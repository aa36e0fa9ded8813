import type {
  FindingMarks,
  SessionPage,
  SessionRow,
  SessionStory,
  Waterfall,
  WaterfallBar,
  WaterfallPeriod,
} from '../../preload/contract.ts';
import { lockPeriods } from '../findings/sessions/lock-periods.ts';
import type { ClientProfile } from '../findings/sessions/profile.ts';
import { profileOf } from '../findings/sessions/profiles/index.ts';
import type { Told } from '../findings/sessions/story.ts';
import { SessionReader } from '../findings/sessions/story.ts';
import type { Database } from './database.ts';
import { countMarks } from './session-marks.ts';
import type { ReadMoment } from './session-moments.ts';
import { lockMomentsOf, momentsById, momentsOf } from './session-moments.ts';
import type { Scan, SessionRef, SessionTally } from './session-scan.ts';
import { scanSessions } from './session-scan.ts';

/** Sessions longer than this are told only when they are opened. */
const LISTED_LENGTH = 2_000;
/** Requests of one session that are read for its story. */
const TOLD_LENGTH = 50_000;
const MOST_BARS = 5_000;

export interface Present {
  at: number;
  realAt: number;
}

/** Where sessions are read from: the live traffic, or a recording that was opened. */
export interface SessionSource {
  database: Database;
  /** The present, for live traffic; null: the recording ends with its last request. */
  now: Present | null;
  mutedRules: ReadonlySet<string>;
  /** Ends a reading that nobody waits for any more. */
  signal?: AbortSignal | undefined;
}

export async function listSessions(
  source: SessionSource,
  { before = Infinity, limit, newest }: { before?: number | undefined; limit: number; newest?: number | undefined },
): Promise<SessionPage> {
  const scan = await scanSessions(source, { newest });
  const older = scan.sessions.filter(({ lastId }) => lastId < before).sort((left, right) => right.lastId - left.lastId);
  const page = older.slice(0, limit);
  const told = await tellShort(source, scan, page);
  const marks = await countMarks(source, page);
  const sessions = page.flatMap((tally) => rowOf(source, tally, marks.get(tally) ?? null, told.get(tally)) ?? []);
  return { sessions, hasOlder: older.length > page.length, cut: scan.cut };
}

export async function readStory(source: SessionSource, ref: SessionRef, exchangeId?: number): Promise<SessionStory> {
  const { scan, tally } = await findSession(source, ref, exchangeId);
  const { profile, reader } = readerFor(source, scan, tally);
  let count = 0;
  let last: Present | null = null;
  const { database, signal } = source;
  const wanted = { sessions: [tally], newestId: newestId(database), stop: () => count >= TOLD_LENGTH, signal };
  for await (const { moment, of } of momentsOf(database, wanted)) {
    if (of === tally) {
      count += 1;
      last = moment;
      reader.take(moment);
    } else reader.overhear(moment);
  }
  const isCut = count < tally.requests && count >= TOLD_LENGTH;
  const told = reader.finish(isCut && last ? last : present(source));
  const marks = await countMarks(source, [tally]);
  const session = rowOf(source, tally, marks.get(tally) ?? null, told);
  if (!session) throw gone();
  const remarks = isCut
    ? [
        `The story tells the first ${TOLD_LENGTH.toLocaleString('en')} of ${tally.requests.toLocaleString('en')} requests.`,
        ...told.remarks,
      ]
    : told.remarks;
  const { name, habit, source: written } = profile;
  return { session, profile: { name, habit, source: written }, steps: told.steps, missing: told.missing, remarks };
}

/** The bars of a session and the locks of its files; `tokenIds` are the tokens it came with. */
export async function readWaterfall(
  source: SessionSource,
  ref: SessionRef,
): Promise<Waterfall & { tokenIds: string[] }> {
  const { tally } = await findSession(source, ref);
  const own: ReadMoment[] = [];
  const all: { moment: ReadMoment; isOurs: boolean }[] = [];
  const { database, signal } = source;
  const wanted = { sessions: [tally], newestId: newestId(database), stop: () => own.length >= MOST_BARS, signal };
  for await (const { moment, of } of momentsOf(database, wanted)) {
    if (of === tally) own.push(moment);
    all.push({ moment, isOurs: of === tally });
  }
  const cut =
    own.length < tally.requests
      ? `Drawn are the first ${own.length.toLocaleString('en')} of ${tally.requests.toLocaleString('en')} requests.`
      : null;
  return drawn(source, own, all, cut);
}

/** The bars of some requests, whichever session they belong to, and the locks of their files meanwhile. */
export function readBars(source: SessionSource, ids: readonly number[]): Waterfall & { tokenIds: string[] } {
  const { database } = source;
  const own = momentsById(database, ids.slice(0, MOST_BARS));
  const cut =
    own.length < ids.length
      ? `Drawn are ${own.length.toLocaleString('en')} of ${ids.length.toLocaleString('en')} requests.`
      : null;
  const chosen = new Set(own.map(({ id }) => id));
  const between = lockMomentsOf(database, {
    fileIds: [...new Set(own.flatMap(({ fileId }) => fileId ?? []))],
    first: own[0]?.id ?? 0,
    last: own.at(-1)?.id ?? 0,
  }).filter(({ id }) => !chosen.has(id));
  const all = [...own, ...between].sort((left, right) => left.id - right.id);
  return drawn(
    source,
    own,
    all.map((moment) => ({ moment, isOurs: true })),
    cut,
  );
}

function drawn(
  source: SessionSource,
  own: readonly ReadMoment[],
  all: readonly { moment: ReadMoment; isOurs: boolean }[],
  cut: string | null,
): Waterfall & { tokenIds: string[] } {
  const [first] = own;
  const end = own.reduce((latest, { realAt, durationMs }) => Math.max(latest, realAt + (durationMs ?? 0)), 0);
  const periods: WaterfallPeriod[] = first
    ? lockPeriods(all, { from: first.realAt, to: end, now: present(source) })
    : [];
  const tokenIds = [...new Set(own.flatMap(({ tokenId }) => tokenId ?? []))];
  return { bars: own.map(toBar), periods, cut, tokenIds };
}

function toBar({ before: _before, explanation: _explanation, ...bar }: ReadMoment): WaterfallBar {
  return bar;
}

/** @throws Error when there is no such session */
export function refOf(
  { database }: SessionSource,
  wanted: { sessionId?: string | undefined; exchangeId?: number | undefined },
): SessionRef {
  const found =
    wanted.sessionId === undefined
      ? refOfExchange(database, wanted.exchangeId ?? 0)
      : refOfKey(database, wanted.sessionId);
  if (!found) throw gone();
  return found;
}

function refOfKey(database: Database, key: string): SessionRef | undefined {
  const alone = /^alone:(\d{1,15})$/.exec(key);
  if (alone) return refOfExchange(database, Number(alone[1]));
  const token = /^token:(.+)$/.exec(key)?.[1];
  const number = numberOf(database, token ?? key);
  return number === undefined ? undefined : { by: token === undefined ? 'session' : 'token', number, lonely: null };
}

function refOfExchange(database: Database, id: number): SessionRef | undefined {
  const row = database
    .prepare<
      [number],
      { session: number | null; token: number | null; file: number | null; person: number | null; client: number }
    >(
      'SELECT session_id AS session, token_id AS token, file_id AS file, person_id AS person, client FROM exchanges WHERE id = ?',
    )
    .get(id);
  if (!row) return undefined;
  const { session, token, file, person, client } = row;
  if (session !== null) return { by: 'session', number: session, lonely: null };
  if (token !== null) return { by: 'token', number: token, lonely: null };
  return file === null ? undefined : { by: 'person', number: id, lonely: { file, person, client } };
}

function numberOf(database: Database, text: string): number | undefined {
  return database.prepare<[string], number>('SELECT id FROM texts WHERE text = ?').pluck().get(text);
}

async function findSession(
  source: SessionSource,
  ref: SessionRef,
  exchangeId = ref.number,
): Promise<{ scan: Scan; tally: SessionTally }> {
  const scan = await scanSessions(source, { only: ref });
  const tally =
    ref.by === 'person'
      ? scan.sessions.find(({ firstId, lastId }) => firstId <= exchangeId && exchangeId <= lastId)
      : scan.sessions[0];
  if (!tally) throw gone();
  return { scan, tally };
}

function gone(): Error {
  return new Error('There is no such session in the kept traffic (any more). Sessions lists those there are.');
}

async function tellShort(
  source: SessionSource,
  scan: Scan,
  page: readonly SessionTally[],
): Promise<Map<SessionTally, Told>> {
  const sessions = page.filter(({ requests }) => requests <= LISTED_LENGTH);
  const readers = new Map(sessions.map((tally) => [tally, readerFor(source, scan, tally).reader]));
  if (sessions.length === 0) return new Map();
  const byFile = new Map<number, SessionTally[]>();
  for (const tally of sessions) for (const file of tally.files) byFile.set(file, [...(byFile.get(file) ?? []), tally]);
  for await (const { moment, of, file } of momentsOf(source.database, {
    sessions,
    newestId: newestId(source.database),
    signal: source.signal,
  })) {
    if (of) readers.get(of)?.take(moment);
    for (const other of byFile.get(file ?? -1) ?? []) if (other !== of) readers.get(other)?.overhear(moment);
  }
  const now = present(source);
  return new Map([...readers].map(([tally, reader]) => [tally, reader.finish(now)]));
}

function readerFor(
  { database }: SessionSource,
  { oldestId }: Scan,
  { firstId }: SessionTally,
): { profile: ClientProfile; reader: SessionReader } {
  const first = edgeOf(database, firstId);
  const isTest = /\.wopitestx?$/i.test(first?.fileName ?? '');
  const profile = profileOf(isTest ? 'WOPI validator' : (first?.client ?? ''));
  // Where something was removed already, the beginning of what follows may be among it.
  return { profile, reader: new SessionReader({ profile, isCut: oldestId > 1 && firstId - oldestId < CUT_MARGIN }) };
}

const CUT_MARGIN = 50;

interface Edge {
  at: number;
  realAt: number;
  client: string;
  fileId: string | null;
  fileName: string | null;
  session: string | null;
  token: string | null;
}

function edgeOf(database: Database, id: number): Edge | undefined {
  const text = (column: string): string => `(SELECT text FROM texts WHERE id = ${column})`;
  return database
    .prepare<[number], Edge>(
      `SELECT at, real_at AS realAt, ${text('client')} AS client, ${text('file_id')} AS fileId, ${text('file_name')} AS fileName,
         ${text('session_id')} AS session, ${text('token_id')} AS token FROM exchanges WHERE id = ?`,
    )
    .get(id);
}

function namesOf(database: Database, people: ReadonlySet<number>): string[] {
  const find = database.prepare<[number], string>('SELECT text FROM texts WHERE id = ?').pluck();
  return [...people].slice(0, 5).flatMap((number) => find.get(number) ?? []);
}

function rowOf(
  { database }: SessionSource,
  tally: SessionTally,
  marks: FindingMarks | null,
  told: Told | undefined,
): SessionRow | null {
  const { ref, firstId, lastId, requests, saves, locks, refused, files, people } = tally;
  const first = edgeOf(database, firstId);
  const last = edgeOf(database, lastId);
  // Removed by retention a moment ago.
  if (!first || !last) return null;
  return {
    key: keyOf(ref, first),
    by: ref.by,
    fileId: first.fileId,
    fileName: last.fileName ?? first.fileName,
    otherFiles: Math.max(0, files.size - 1),
    people: namesOf(database, people),
    client: first.client,
    startedAt: first.at,
    endedAt: last.at,
    realStartedAt: first.realAt,
    realEndedAt: last.realAt,
    firstId,
    lastId,
    requests,
    saves,
    locks,
    refused,
    marks,
    tone: told?.tone ?? (refused === 0 ? 'good' : 'remark'),
    verdict:
      told?.verdict ??
      `A long session of ${requests.toLocaleString('en')} requests, ${refused.toLocaleString('en')} of them refused; it is told when it is opened.`,
  };
}

function keyOf({ by, number }: SessionRef, { session, token }: Edge): string {
  if (by === 'session') return session ?? '';
  return by === 'token' ? `token:${token ?? ''}` : `alone:${number}`;
}

function newestId(database: Database): number {
  return database.prepare<[], number | null>('SELECT MAX(id) FROM exchanges').pluck().get() ?? 0;
}

/** A recording that is not live ends with its last request. */
function present({ database, now }: SessionSource): Present {
  if (now) return now;
  const last = database
    .prepare<[], Present>('SELECT at, real_at AS realAt FROM exchanges ORDER BY id DESC LIMIT 1')
    .get();
  return last ?? { at: 0, realAt: 0 };
}
