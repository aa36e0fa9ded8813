import type { Statement } from 'better-sqlite3';
import type { ChangedMark, Settings } from '../../preload/contract.ts';
import type { SettledChange } from './annotation-writer.ts';
import { createAnnotationWriter, PINNED } from './annotation-writer.ts';
import type { Database } from './database.ts';
import { isDiskFull } from './errors.ts';
import type { FinishedExchange, StoredValue } from './exchange-record.ts';
import { packDetail, ROW_COLUMNS } from './exchange-record.ts';
import { Digester } from './digester.ts';
import { createPackedBatches } from './packed-batches.ts';
import type { PackedExchanges } from './packed-exchanges.ts';
import { createTexts } from './texts.ts';
import type { FoundBrief } from './traffic-inspector.ts';
import { createTrafficInspector } from './traffic-inspector.ts';

export type Retention = Pick<Settings, 'maxExchanges' | 'maxAgeDays' | 'maxCaptureBytes'>;

/** A body the writer may not have; `bytes` is null when it is in the blob folder. */
export interface NewBody {
  sha256: string;
  exchangeId: number;
  bytes: Uint8Array | null;
}

export interface WriteOrder {
  kind: 'write';
  packed: PackedExchanges;
  bodies: NewBody[];
  /** Stores them as they are, behind those that are already: taking them apart comes later. */
  keepPacked: boolean;
  /** So many of the batches that are stored packed are taken apart, oldest first. */
  unpack: number;
  retention: Retention;
  now: number;
}

export type TrafficOrder =
  | WriteOrder
  /** Recordings of elsewhere, which do not age. */
  | { kind: 'store'; exchanges: readonly FinishedExchange[]; bodies: readonly NewBody[] }
  | { kind: 'clear'; keepPinned: boolean }
  | { kind: 'mark'; ids: readonly number[]; change: SettledChange }
  | { kind: 'remove'; ids: readonly number[] }
  /** Frees those of these blobs that no exchange refers to. */
  | { kind: 'release'; bodies: readonly string[] }
  /** Removes bodies that no exchange refers to. */
  | { kind: 'sweep' };

/** What people ask for. */
export type ChangeOrder = Exclude<TrafficOrder, { kind: 'write' | 'store' }>;

export interface TrafficAnswer {
  count: number;
  bytes: number;
  newestId: number;
  pinned: number;
  /** Exchanges that are stored, but not taken apart yet. */
  packed: number;
  /** What this order made rows of. */
  stored: number[];
  /** Exchanges that retention removed with this order; `oldestId` is the first one left. */
  trimmed: number;
  oldestId: number;
  /** Exchanges that this order was told to remove and that were there. */
  removed: number[];
  marks: ChangedMark[];
  /** Bodies no exchange refers to any more, those in the blob folder among them. */
  freedBodies: string[];
  freedBlobs: string[];
  /** What rules found in the exchanges of this order, and through them in earlier ones. */
  found: FoundBrief[];
  /** A rule that failed, in words for the log; its exchange is stored all the same. */
  inspectionFailure: string | null;
  /** A sentence when nothing of this order was stored. */
  problem: string | null;
}

const TRIM_AT_ONCE = 2000;
const REMEMBERED_BODIES = 5000;
const ROWS_AT_ONCE = 25;
/** In the order of what crosses; the detail goes into a table of its own. */
const INSERTED = [...ROW_COLUMNS.map(([column]) => column), 'request_body', 'response_body', 'stored_bytes'];

/** The answer to an order that changed nothing; its lists may be filled. */
export const nothing = (): TrafficAnswer => ({
  count: 0,
  bytes: 0,
  newestId: 0,
  pinned: 0,
  packed: 0,
  stored: [],
  trimmed: 0,
  oldestId: 0,
  removed: [],
  marks: [],
  freedBodies: [],
  freedBlobs: [],
  found: [],
  inspectionFailure: null,
  problem: null,
});

/** Stores exchanges and applies retention; runs beside the host, on a thread of its own where there is one. */
export function createTrafficWriter(database: Database): (order: TrafficOrder) => TrafficAnswer {
  const sql = {
    insert: insertInto(database, 'exchanges', INSERTED),
    insertDetail: insertInto(database, 'exchange_details', ['id', 'detail']),
    // A body that was sent again, because it had just been removed, fills the place that was kept for it.
    putBody: database.prepare(
      `INSERT INTO captured_bodies (sha256, last_exchange_id, bytes) VALUES (?, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET last_exchange_id = MAX(last_exchange_id, excluded.last_exchange_id),
         bytes = COALESCE(bytes, excluded.bytes)`,
    ),
    bodyNumber: database.prepare<[string], number>('SELECT id FROM captured_bodies WHERE sha256 = ?').pluck(),
    touchBody: database.prepare('UPDATE captured_bodies SET last_exchange_id = ? WHERE id = ?'),
    touchNamedBody: database.prepare(
      'UPDATE captured_bodies SET last_exchange_id = MAX(last_exchange_id, ?) WHERE sha256 = ?',
    ),
    totals: database.prepare<[], { count: number; bytes: number; newestId: number | null }>(
      'SELECT COUNT(*) AS count, COALESCE(SUM(stored_bytes), 0) AS bytes, MAX(id) AS newestId FROM exchanges',
    ),
    oldest: database.prepare<[number, number], { id: number; stored_bytes: number; real_at: number }>(
      'SELECT id, stored_bytes, real_at FROM exchanges WHERE id > ? ORDER BY id LIMIT ?',
    ),
    removeBetween: [
      `DELETE FROM exchanges WHERE id BETWEEN ? AND ? AND id NOT IN (${PINNED})`,
      `DELETE FROM exchange_details WHERE id BETWEEN ? AND ? AND id NOT IN (${PINNED})`,
      'DELETE FROM annotations WHERE exchange_id BETWEEN ? AND ? AND is_pinned = 0',
      `DELETE FROM findings WHERE exchange_id BETWEEN ? AND ? AND exchange_id NOT IN (${PINNED})`,
    ].map((text) => database.prepare(text)),
    removeOne: database.prepare<[number], { stored_bytes: number }>(
      'DELETE FROM exchanges WHERE id = ? RETURNING stored_bytes',
    ),
    removeOfOne: [
      'DELETE FROM exchange_details WHERE id = ?',
      'DELETE FROM annotations WHERE exchange_id = ?',
      'DELETE FROM findings WHERE exchange_id = ?',
    ].map((text) => database.prepare(text)),
    removeTexts: database.prepare('DELETE FROM texts'),
    // Of the exchanges up to there only pinned ones are left, and they keep their bodies.
    removeBodiesUpTo: database.prepare<[number, number, number], { sha256: string; isBlob: number }>(
      `DELETE FROM captured_bodies WHERE last_exchange_id <= ?
         AND id NOT IN (SELECT request_body FROM exchanges WHERE id <= ? AND request_body IS NOT NULL)
         AND id NOT IN (SELECT response_body FROM exchanges WHERE id <= ? AND response_body IS NOT NULL)
       RETURNING sha256, bytes IS NULL AS isBlob`,
    ),
    sweep: database.prepare<[], { sha256: string; isBlob: number }>(
      `DELETE FROM captured_bodies
       WHERE id NOT IN (SELECT request_body FROM exchanges WHERE request_body IS NOT NULL)
         AND id NOT IN (SELECT response_body FROM exchanges WHERE response_body IS NOT NULL)
       RETURNING sha256, bytes IS NULL AS isBlob`,
    ),
  };
  const inspector = createTrafficInspector(database);
  const batches = createPackedBatches(database);
  const totals = sql.totals.get();
  const annotations = createAnnotationWriter(database);
  const held = {
    count: totals?.count ?? 0,
    bytes: totals?.bytes ?? 0,
    newestId: totals?.newestId ?? 0,
    pinned: annotations.pinned(),
    /** Up to here only pinned exchanges are left, so retention need not look again. */
    trimmedTo: 0,
  };

  const texts = createTexts(database);
  const bodyNumbers = new Map<string, number>();

  const free = (bodies: readonly { sha256: string; isBlob: number }[], answer: TrafficAnswer): void => {
    for (const { sha256, isBlob } of bodies) {
      bodyNumbers.delete(sha256);
      answer.freedBodies.push(sha256);
      if (isBlob) answer.freedBlobs.push(sha256);
    }
  };
  /** All but the pinned ones. */
  const removeBetween = (first: number, last: number, answer: TrafficAnswer): void => {
    for (const statement of sql.removeBetween) statement.run(first, last);
    free(sql.removeBodiesUpTo.all(last, last, last), answer);
  };
  const clear = (keepPinned: boolean, answer: TrafficAnswer): void => {
    batches.clear();
    if (!keepPinned) annotations.clear();
    removeBetween(0, Number.MAX_SAFE_INTEGER, answer);
    const left = sql.totals.get();
    Object.assign(held, { count: left?.count ?? 0, bytes: left?.bytes ?? 0, pinned: annotations.pinned() });
    if (held.count > 0) return;
    sql.removeTexts.run();
    texts.forget();
  };
  const remove = (ids: readonly number[], answer: TrafficAnswer): void => {
    for (const id of ids) {
      const row = sql.removeOne.get(id);
      if (!row) continue;
      for (const statement of sql.removeOfOne) statement.run(id);
      held.count -= 1;
      held.bytes -= row.stored_bytes;
      answer.removed.push(id);
    }
    held.pinned = annotations.pinned();
  };
  const mark = (ids: readonly number[], change: SettledChange, answer: TrafficAnswer): void => {
    answer.marks = annotations.change(ids, change);
    held.pinned = annotations.pinned();
    // What is not pinned any more may be due.
    if (change.pin !== undefined) held.trimmedTo = 0;
  };
  /** Nothing remembered of what a failed transaction gave a number counts any more. */
  const forget = (): void => {
    texts.forget();
    bodyNumbers.clear();
  };
  /** Bodies come with the first exchange that has them; the number of one that did not is kept for it. */
  const bodyNumber = (sha256: string, exchangeId: number): number => {
    const number =
      bodyNumbers.get(sha256) ??
      sql.bodyNumber.get(sha256) ??
      Number(sql.putBody.run(sha256, exchangeId, null).lastInsertRowid);
    if (bodyNumbers.size >= REMEMBERED_BODIES) bodyNumbers.clear();
    bodyNumbers.set(sha256, number);
    return number;
  };

  const trim = ({ maxExchanges, maxAgeDays, maxCaptureBytes }: Retention, now: number, answer: TrafficAnswer): void => {
    const cutoff = now - maxAgeDays * 86_400_000;
    const isTooMuch = (): boolean => held.count + batches.count() > maxExchanges || held.bytes > maxCaptureBytes;
    let last = held.trimmedTo;
    let trimmed = 0;
    for (const row of sql.oldest.iterate(held.trimmedTo, TRIM_AT_ONCE)) {
      if (!isTooMuch() && row.real_at >= cutoff) break;
      last = row.id;
      if (held.pinned > 0 && annotations.isPinned(row.id)) continue;
      held.count -= 1;
      held.bytes -= row.stored_bytes;
      trimmed += 1;
    }
    if (trimmed > 0) {
      removeBetween(held.trimmedTo, last, answer);
      answer.trimmed += trimmed;
      answer.oldestId = last + 1;
    }
    held.trimmedTo = last;
  };

  /** The values of a row, and the detail that goes beside it. */
  const pushRow = (exchange: FinishedExchange, rows: Rows, used: Map<number, number>): void => {
    const { row, requestBody, responseBody } = exchange;
    const { values } = rows;
    for (const [, field, kind] of ROW_COLUMNS) {
      const value = row[field];
      values.push(kind === 'text' && value !== null ? texts.numberOf(value as string) : value);
    }
    for (const { sha256 } of [requestBody, responseBody]) {
      const number = sha256 === null ? null : bodyNumber(sha256, row.id);
      if (number !== null) used.set(number, row.id);
      values.push(number);
    }
    const detail = packDetail(exchange);
    const cost = detail.length + requestBody.cost + responseBody.cost;
    values.push(cost);
    rows.details.push(row.id, detail);
    held.count += 1;
    held.bytes += cost;
    held.newestId = row.id;
    // A long request is stored after newer ones.
    held.trimmedTo = Math.min(held.trimmedTo, row.id - 1);
  };
  const store = (exchanges: Iterable<FinishedExchange>, bodies: readonly NewBody[], answer: TrafficAnswer): void => {
    for (const { sha256, exchangeId, bytes } of bodies) sql.putBody.run(sha256, exchangeId, bytes);
    const used = new Map<number, number>();
    const inspection = inspector.begin(bodies);
    let some: FinishedExchange[] = [];
    const insert = (): void => {
      const rows: Rows = { values: [], details: [] };
      for (const exchange of some) pushRow(exchange, rows, used);
      sql.insert(rows.values);
      sql.insertDetail(rows.details);
      // What a rule finds refers to the stored row.
      for (const exchange of some) {
        inspection.add(exchange);
        answer.stored.push(exchange.row.id);
      }
      some = [];
    };
    for (const exchange of exchanges) if (some.push(exchange) === ROWS_AT_ONCE) insert();
    insert();
    for (const [number, id] of used) sql.touchBody.run(id, number);
    const { found, inspectionFailure } = inspection.result();
    answer.found.push(...found);
    answer.inspectionFailure ??= inspectionFailure;
  };
  const keepPacked = ({ packed, bodies }: WriteOrder): void => {
    for (const { sha256, exchangeId, bytes } of bodies) sql.putBody.run(sha256, exchangeId, bytes);
    const added = batches.add(packed);
    // A body goes with the last exchange that has it, and that may be one of these.
    for (const sha256 of added.bodies) sql.touchNamedBody.run(added.lastId, sha256);
  };
  /** @returns whether there was a batch */
  const unpack = (answer: TrafficAnswer): boolean => {
    const taken = batches.take();
    if (!taken) return false;
    if (taken.exchanges) store(taken.exchanges.all(), [], answer);
    else answer.inspectionFailure ??= `${taken.count} packed exchanges cannot be read: another version packed them.`;
    return true;
  };
  const write = (order: WriteOrder, answer: TrafficAnswer): void => {
    if (!order.keepPacked) store(new Digester(order.packed).all(), order.bodies, answer);
    else if (order.packed.numbers.length > 0) keepPacked(order);
    for (let left = order.unpack; left > 0; left -= 1) if (!unpack(answer)) break;
    // What retention would throw away next need not be taken apart first.
    answer.trimmed += batches.keepLast(order.retention.maxExchanges);
    const isInHaste = order.keepPacked && order.unpack === 0;
    if (!isInHaste) trim(order.retention, order.now, answer);
  };

  return (order) => {
    const before = { held: { ...held }, packed: batches.count() };
    const answer = { ...nothing(), ...held };
    try {
      database.transaction(() => {
        if (order.kind === 'clear') return clear(order.keepPinned, answer);
        if (order.kind === 'mark') return mark(order.ids, order.change, answer);
        if (order.kind === 'remove') return remove(order.ids, answer);
        if (order.kind === 'release') {
          answer.freedBlobs = order.bodies.filter((sha256) => sql.bodyNumber.get(sha256) === undefined);
          return;
        }
        if (order.kind === 'sweep') {
          // Packed exchanges have bodies that no row refers to.
          while (unpack(answer));
          return free(sql.sweep.all(), answer);
        }
        if (order.kind === 'store') return store(order.exchanges, order.bodies, answer);
        write(order, answer);
      })();
      inspector.settled();
      return { ...answer, ...held, packed: batches.count() };
    } catch (error) {
      Object.assign(held, before.held);
      batches.restore(before.packed);
      forget();
      return { ...nothing(), ...held, packed: before.packed, problem: describeFailure(error) };
    }
  };
}

interface Rows {
  values: StoredValue[];
  details: (number | string)[];
}

/** Takes the values of any number of rows; a statement of its own for each would cost as much as the row. */
function insertInto(database: Database, table: string, columns: readonly string[]): (values: StoredValue[]) => void {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const insert = (rows: number): Statement =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(rows).fill(row).join(', ')}`);
  const [one, many] = [insert(1), insert(ROWS_AT_ONCE)];
  const width = columns.length;
  return (values) => {
    if (values.length === ROWS_AT_ONCE * width) return void many.run(values);
    for (let start = 0; start < values.length; start += width) one.run(values.slice(start, start + width));
  };
}

function describeFailure(error: unknown): string {
  if (isDiskFull(error))
    return 'The disk is full: new traffic is not stored. Requests are still served. Free some space, or lower the retention in Settings.';
  return `Traffic cannot be stored (${error instanceof Error ? error.message : String(error)}). Requests are still served; restart the app if this stays.`;
}
