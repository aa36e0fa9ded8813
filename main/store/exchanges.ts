import type { BodyInfo, BodySlice, CaptureState, ExchangeDetail, ExchangePage, ExchangeRow, Publish, Settings } from '../../preload/contract.ts';
import type { Blobs } from './blobs.ts';
import { createBlobUse } from './blob-use.ts';
import type { Database } from './database.ts';
import { isDiskFull } from './database.ts';

/** A captured body: small ones travel as bytes, large ones are a blob already. */
export interface CapturedBody extends BodyInfo {
  sha256: string | null;
  bytes: Uint8Array | null;
  /** Bytes this body adds to the capture's budget: none when it is a kept file version anyway. */
  cost: number;
}

/** Everything known of an exchange once it has ended. */
export interface FinishedExchange extends Omit<ExchangeDetail, 'requestBody' | 'responseBody'> {
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}

export interface Exchanges {
  nextId(): number;
  isPaused(): boolean;
  /** Shows a request that has begun; it is stored when it has ended. */
  begin(row: ExchangeRow): void;
  finish(exchange: FinishedExchange): void;
  list(input: { before?: number; limit: number }): ExchangePage;
  get(id: number): ExchangeDetail | undefined;
  body(id: number, side: 'request' | 'response', offset: number, length: number): Promise<BodySlice | undefined>;
  clear(): void;
  setPaused(paused: boolean): void;
  state(): CaptureState;
  /** Writes what is waiting. Never throws: a failure becomes `state().problem`. */
  flush(): void;
  /** Applies retention by age; by count and bytes it happens with every flush. */
  trimByAge(): void;
  stop(): void;
}

/** How long finished exchanges wait for company before they are written. */
const BATCH_DELAY_MS = 40;
const BATCH_SIZE = 500;
/** While the disk is full this many exchanges wait in memory; older ones are dropped and counted. */
const WAITING_LIMIT = 2000;
const TRIM_AT_ONCE = 2000;

const ROW_COLUMNS = [
  ['id', 'id'],
  ['real_at', 'realAt'],
  ['at', 'at'],
  ['method', 'method'],
  ['path', 'path'],
  ['operation', 'operation'],
  ['file_id', 'fileId'],
  ['file_name', 'fileName'],
  ['person_id', 'personId'],
  ['person_name', 'personName'],
  ['client', 'client'],
  ['status', 'status'],
  ['outcome', 'outcome'],
  ['duration_ms', 'durationMs'],
  ['request_bytes', 'requestBytes'],
  ['response_bytes', 'responseBytes'],
  ['lock_id', 'lockId'],
] as const satisfies readonly (readonly [string, keyof ExchangeRow])[];

const EXTRA_COLUMNS = ['request_sha256', 'response_sha256', 'stored_bytes', 'detail'];

interface StoredExtra {
  request_sha256: string | null;
  response_sha256: string | null;
  detail: string;
}

export function createExchanges(options: {
  database: Database;
  blobs: Blobs;
  publish: Publish;
  wallNow: () => number;
  settings: () => Pick<Settings, 'maxExchanges' | 'maxAgeDays' | 'maxCaptureBytes'>;
}): Exchanges {
  const { database, blobs, publish, wallNow, settings } = options;
  const columns = [...ROW_COLUMNS.map(([column]) => column), ...EXTRA_COLUMNS];
  const rowSelect = ROW_COLUMNS.map(([column, field]) => `${column} AS ${field}`).join(', ');
  const sql = {
    insert: database.prepare(`INSERT INTO exchanges (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`),
    putBody: database.prepare(
      `INSERT INTO captured_bodies (sha256, last_exchange_id, bytes) VALUES (?, ?, ?)
       ON CONFLICT (sha256) DO UPDATE SET last_exchange_id = excluded.last_exchange_id`,
    ),
    touchBody: database.prepare('UPDATE captured_bodies SET last_exchange_id = ? WHERE sha256 = ?'),
    bodyBytes: database.prepare<[string], { bytes: Buffer | null }>('SELECT bytes FROM captured_bodies WHERE sha256 = ?'),
    page: database.prepare<[number, number], ExchangeRow>(`SELECT ${rowSelect} FROM exchanges WHERE id < ? ORDER BY id DESC LIMIT ?`),
    one: database.prepare<[number], ExchangeRow & StoredExtra>(`SELECT ${rowSelect}, request_sha256, response_sha256, detail FROM exchanges WHERE id = ?`),
    totals: database.prepare<[], { count: number; bytes: number; newest: number | null }>(
      'SELECT COUNT(*) AS count, COALESCE(SUM(stored_bytes), 0) AS bytes, MAX(id) AS newest FROM exchanges',
    ),
    oldest: database.prepare<[number], { id: number; stored_bytes: number; real_at: number }>(
      'SELECT id, stored_bytes, real_at FROM exchanges ORDER BY id LIMIT ?',
    ),
    removeUpTo: database.prepare('DELETE FROM exchanges WHERE id <= ?'),
    removeAll: database.prepare('DELETE FROM exchanges'),
    removeBodiesUpTo: database.prepare<[number], { sha256: string; isBlob: number }>(
      'DELETE FROM captured_bodies WHERE last_exchange_id <= ? RETURNING sha256, bytes IS NULL AS isBlob',
    ),
  };
  const isBlobUsed = createBlobUse(database);
  const totals = sql.totals.get() ?? { count: 0, bytes: 0, newest: null };
  let { count, bytes } = totals;
  let lastId = totals.newest ?? 0;
  let paused = false;
  let dropped = 0;
  let problem: string | null = null;
  let waiting: FinishedExchange[] = [];
  let timer: NodeJS.Timeout | undefined;
  const pending = new Map<number, ExchangeRow>();
  /** Bodies written lately and the last exchange that had them: the same answer is not written a thousand times. */
  const lately = new Map<string, number>();
  const touched = new Set<string>();

  const state = (): CaptureState => ({
    paused,
    count: count + waiting.length,
    bytes,
    maxCount: settings().maxExchanges,
    maxBytes: settings().maxCaptureBytes,
    dropped,
    problem,
  });
  const announce = (): void => publish({ type: 'capture', capture: state() });

  const storeBody = (body: CapturedBody, exchangeId: number): void => {
    if (!body.sha256) return;
    if (lately.has(body.sha256)) {
      touched.add(body.sha256);
    } else {
      sql.putBody.run(body.sha256, exchangeId, body.bytes);
      if (lately.size > 2000) {
        touchBodies();
        lately.clear();
      }
    }
    lately.set(body.sha256, exchangeId);
  };
  const touchBodies = (): void => {
    for (const sha256 of touched) sql.touchBody.run(lately.get(sha256), sha256);
    touched.clear();
  };
  const store = (exchange: FinishedExchange): number => {
    storeBody(exchange.requestBody, exchange.id);
    storeBody(exchange.responseBody, exchange.id);
    const detail = toDetail(exchange);
    const storedBytes = detail.length + exchange.requestBody.cost + exchange.responseBody.cost;
    sql.insert.run(...ROW_COLUMNS.map(([, field]) => exchange[field]), exchange.requestBody.sha256, exchange.responseBody.sha256, storedBytes, detail);
    return storedBytes;
  };
  const removeBodies = (upTo: number): void => {
    touchBodies();
    for (const { sha256, isBlob } of sql.removeBodiesUpTo.all(upTo)) {
      lately.delete(sha256);
      if (isBlob && !isBlobUsed(sha256)) void blobs.remove(sha256).catch(() => undefined);
    }
  };

  /** Removes the oldest exchanges until `isEnough`, with the bodies nobody else refers to. */
  const trim = (isEnough: (oldest: { real_at: number }) => boolean): void => {
    const oldest = sql.oldest.all(TRIM_AT_ONCE);
    const doomed: typeof oldest = [];
    for (const row of oldest) {
      if (isEnough(row)) break;
      doomed.push(row);
      count -= 1;
      bytes -= row.stored_bytes;
    }
    const last = doomed.at(-1);
    if (!last) return;
    sql.removeUpTo.run(last.id);
    removeBodies(last.id);
    dropped += doomed.length;
    publish({ type: 'exchanges-trimmed', oldestId: last.id + 1 });
  };
  const isWithinBudget = (): boolean => count <= settings().maxExchanges && bytes <= settings().maxCaptureBytes;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    const before = { count, bytes, dropped };
    try {
      database.transaction(() => {
        for (const exchange of batch) bytes += store(exchange);
        touchBodies();
        count += batch.length;
        if (!isWithinBudget()) trim(isWithinBudget);
      })();
      waiting = [];
      problem = null;
    } catch (error) {
      ({ count, bytes, dropped } = before);
      lately.clear();
      touched.clear();
      problem = describeFailure(error);
      if (waiting.length > WAITING_LIMIT) {
        dropped += waiting.length - WAITING_LIMIT;
        waiting = waiting.slice(-WAITING_LIMIT);
      }
    }
    announce();
  };
  const flushSoon = (): void => {
    if (waiting.length >= BATCH_SIZE && problem === null) return flush();
    timer ??= setTimeout(flush, problem === null ? BATCH_DELAY_MS : BATCH_DELAY_MS * 25).unref();
  };

  const find = (id: number): (ExchangeRow & StoredExtra) | FinishedExchange | undefined => {
    const unsaved = waiting.find((exchange) => exchange.id === id);
    return unsaved ?? sql.one.get(id);
  };

  return {
    nextId: () => (lastId += 1),
    isPaused: () => paused,
    begin(row) {
      pending.set(row.id, row);
      publish({ type: 'exchange', row });
    },
    finish(exchange) {
      pending.delete(exchange.id);
      waiting.push(exchange);
      publish({ type: 'exchange', row: toRow(exchange) });
      flushSoon();
    },
    list({ before, limit }) {
      flush();
      const unsaved = [...waiting.map(toRow), ...pending.values()].filter((row) => before === undefined || row.id < before);
      const stored = sql.page.all(before ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const rows = [...unsaved, ...stored].sort((a, b) => b.id - a.id);
      return { rows: rows.slice(0, limit), hasOlder: rows.length > limit };
    },
    get(id) {
      const running = pending.get(id);
      if (running) return { ...running, ...EMPTY_DETAIL };
      const found = find(id);
      if (!found) return undefined;
      if (!('detail' in found)) return { ...toRow(found), ...(JSON.parse(toDetail(found)) as Detail) };
      const { request_sha256: _request, response_sha256: _response, detail, ...row } = found;
      return { ...row, ...(JSON.parse(detail) as Detail) };
    },
    async body(id, side, offset, length) {
      flush();
      const found = find(id);
      if (!found) return undefined;
      const sha256 = 'detail' in found ? found[`${side}_sha256`] : found[`${side}Body`].sha256;
      const info = 'detail' in found ? (JSON.parse(found.detail) as Detail)[`${side}Body`] : found[`${side}Body`];
      if (sha256 === null || info.kept === 0) return { base64: '', offset, total: 0 };
      const small = sql.bodyBytes.get(sha256)?.bytes;
      const slice = small ? small.subarray(offset, offset + length) : await blobs.read(sha256, offset, Math.min(length, info.kept - offset));
      return { base64: slice.toString('base64'), offset, total: info.kept };
    },
    clear() {
      waiting = [];
      database.transaction(() => {
        sql.removeAll.run();
        removeBodies(Number.MAX_SAFE_INTEGER);
      })();
      lately.clear();
      count = 0;
      bytes = 0;
      dropped = 0;
      publish({ type: 'exchanges-cleared' });
      announce();
    },
    setPaused(next) {
      paused = next;
      announce();
    },
    state,
    flush,
    trimByAge() {
      const cutoff = wallNow() - settings().maxAgeDays * 86_400_000;
      try {
        database.transaction(() => trim((row) => row.real_at >= cutoff && isWithinBudget()))();
      } catch (error) {
        problem = describeFailure(error);
      }
      announce();
    },
    stop() {
      flush();
      clearTimeout(timer);
    },
  };
}

type Detail = Omit<ExchangeDetail, keyof ExchangeRow>;

const NO_BODY: BodyInfo = { size: 0, contentType: null, kept: 0, missing: null };

/** What can be told of a request that is still running. */
const EMPTY_DETAIL: Detail = {
  url: '',
  httpVersion: '',
  remoteAddress: '',
  requestHeaders: [],
  responseHeaders: [],
  requestBody: NO_BODY,
  responseBody: NO_BODY,
  before: null,
  after: null,
  proof: { verdict: 'unchecked', explanation: 'The request is still running.' },
  tokenId: null,
  correlationId: null,
  sessionId: null,
  explanation: null,
  firstByteMs: null,
};

function toRow(exchange: FinishedExchange): ExchangeRow {
  const { id, realAt, at, method, path, operation, fileId, fileName, personId, personName, client } = exchange;
  const { status, outcome, durationMs, requestBytes, responseBytes, lockId } = exchange;
  return { id, realAt, at, method, path, operation, fileId, fileName, personId, personName, client, status, outcome, durationMs, requestBytes, responseBytes, lockId };
}

/** The columns of the table are not repeated inside the JSON. */
function toDetail(exchange: FinishedExchange): string {
  const { url, httpVersion, remoteAddress, requestHeaders, responseHeaders, before, after, proof } = exchange;
  const { tokenId, correlationId, sessionId, explanation, firstByteMs } = exchange;
  const detail: Detail = {
    url,
    httpVersion,
    remoteAddress,
    requestHeaders,
    responseHeaders,
    requestBody: toInfo(exchange.requestBody),
    responseBody: toInfo(exchange.responseBody),
    before,
    after,
    proof,
    tokenId,
    correlationId,
    sessionId,
    explanation,
    firstByteMs,
  };
  return JSON.stringify(detail);
}

function toInfo({ size, contentType, kept, missing, hidden }: CapturedBody): BodyInfo {
  return hidden ? { size, contentType, kept, missing, hidden } : { size, contentType, kept, missing };
}

function describeFailure(error: unknown): string {
  if (isDiskFull(error)) return 'The disk is full: new traffic is not stored. Requests are still served. Free some space, or lower the retention in Settings.';
  return `Traffic cannot be stored (${error instanceof Error ? error.message : String(error)}). Requests are still served; restart the app if this stays.`;
}
