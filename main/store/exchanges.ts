import type {
  BodyInfo,
  BodySlice,
  CaptureState,
  ExchangeDetail,
  ExchangePage,
  ExchangeRow,
} from '../../preload/contract.ts';
import type { Observed } from '../findings/seen.ts';
import type { Annotations } from './annotations.ts';
import { readSlice } from './blobs.ts';
import type { Detail, FinishedExchange, StoredValue } from './exchange-record.ts';
import { detailOf, EMPTY_DETAIL, ROW_SELECT, STORED_SELECT, unpackDetail } from './exchange-record.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { Findings } from './findings.ts';
import type { RawExchange } from './raw-exchange.ts';
import { rowOf } from './digester.ts';
import { toObserved } from './traffic-inspector.ts';
import type { StoredBody } from './stored-body.ts';
import { whatIsLeft } from './stored-body.ts';
import { packedTotals } from './packed-batches.ts';
import type { TrafficQueueOptions } from './traffic-queue.ts';
import { createTrafficQueue } from './traffic-queue.ts';
import type { ChangeOrder, TrafficAnswer } from './traffic-writer.ts';
import { RunningRequests } from './running-requests.ts';

export interface Exchanges {
  nextId(): number;
  /** Exchanges of one file, oldest first, up to one of them; the file is that one’s when none is named. */
  story(input: { fileId?: string | undefined; upTo?: number | undefined }): Promise<Observed[]>;
  /** Of the newest exchange; 0 before the first one. */
  lastId(): number;
  /** Exchange ids by correlation id, among those between two ids. */
  findByCorrelation(correlationIds: ReadonlySet<string>, first: number, last: number): Promise<Map<string, number>>;
  isPaused(): boolean;
  /** Shows a request that has begun, if it is not answered at once; it is stored when it has ended. */
  begin(exchange: RawExchange): void;
  /** @param exchange the one that was begun, with all there is to know of it by now */
  finish(exchange: RawExchange): void;
  /** As lists show it. */
  rowOf(exchange: RawExchange): ExchangeRow;
  list(input: { before?: number; limit: number }): Promise<ExchangePage>;
  get(id: number): Promise<ExchangeDetail | undefined>;
  body(id: number, side: 'request' | 'response', offset: number, length: number): Promise<BodySlice | undefined>;
  clear(keepPinned?: boolean): Promise<void>;
  /** Changes what is stored: waits for what is underway first. @throws Error when it could not be done */
  change(order: ChangeOrder): Promise<TrafficAnswer>;
  setPaused(paused: boolean): void;
  state(): CaptureState;
  /** Hands over what is waiting; resolves when it is stored, or `state().problem` says why not. */
  flush(): Promise<void>;
  /** The same for those who hear of what is stored later: of a flood, some may not be readable yet. */
  flushWaiting(): Promise<void>;
  /** Applies retention by age; by count and bytes it happens with every write. */
  trimByAge(): void;
  stop(): Promise<void>;
}

/** Requests that are left out may be very many: they are told of together. */
const TAKE_BACK_DELAY_MS = 100;
/** What is answered within a frame is told of once: nobody could see that it ran. */
const SHOWN_AFTER_MS = 16;
/** How many exchanges of a file are looked at to answer a question, and how far back they are searched. */
const STORY_LENGTH = 300;
const STORY_SEARCHED = 20_000;

interface ExchangesOptions extends Omit<TrafficQueueOptions, 'onChange' | 'held'> {
  /** Where a large body can be read, when it still can. */
  pathOfBytes: (sha256: string) => string | undefined;
  findings: Pick<Findings, 'marks' | 'announce'>;
  annotations: Pick<Annotations, 'between' | 'pinned'>;
  ignoreRules: Pick<IgnoreRules, 'expects' | 'leavesOut' | 'summary' | 'onChange'>;
}

export function createExchanges({ pathOfBytes, annotations, ignoreRules, ...options }: ExchangesOptions): Exchanges {
  const { link, publish, isWatched, retention, findings } = options;
  const { reader } = link;
  const sql = {
    bodyBytes: reader.prepare<[string], { bytes: Buffer | null }>('SELECT bytes FROM captured_bodies WHERE sha256 = ?'),
    page: reader.prepare<[number, number], ExchangeRow>(
      `SELECT ${ROW_SELECT} FROM exchanges e WHERE id < ? ORDER BY id DESC LIMIT ?`,
    ),
    one: reader.prepare<[number], ExchangeRow & StoredExtra>(
      `SELECT ${STORED_SELECT} FROM exchanges e JOIN exchange_details d USING (id) WHERE id = ?`,
    ),
    fileOf: reader.prepare<[number], { fileId: string | null }>(
      'SELECT (SELECT text FROM texts WHERE id = file_id) AS fileId FROM exchanges WHERE id = ?',
    ),
    ofFile: reader.prepare<[string, number, number, number], StoredValue[]>(
      `SELECT ${STORED_SELECT} FROM exchanges e JOIN exchange_details d USING (id)
       WHERE +e.file_id = (SELECT id FROM texts WHERE text = ?) AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?`,
    ),
    correlations: reader.prepare<[number, number], { id: number; correlationId: string | null }>(
      'SELECT id, correlation_id AS correlationId FROM exchanges WHERE id BETWEEN ? AND ?',
    ),
    totals: reader.prepare<[], { count: number; bytes: number; newestId: number | null }>(
      'SELECT COUNT(*) AS count, COALESCE(SUM(stored_bytes), 0) AS bytes, MAX(id) AS newestId FROM exchanges',
    ),
  };
  const totals = sql.totals.get();
  const packed = packedTotals(reader);
  let lastId = Math.max(totals?.newestId ?? 0, packed.newestId);
  let paused = false;
  const running = new RunningRequests();
  const queue = createTrafficQueue({
    ...options,
    onChange: () => announce(),
    held: {
      count: totals?.count ?? 0,
      bytes: totals?.bytes ?? 0,
      pinned: annotations.pinned(),
      packed: packed.count,
    },
  });
  const { flush, unsaved } = queue;

  const state = (): CaptureState => {
    const { maxExchanges, maxCaptureBytes } = retention();
    const limits = { maxCount: maxExchanges, maxBytes: maxCaptureBytes };
    return { ...queue.state(), ...limits, paused, leftOut: ignoreRules.summary() };
  };
  const announce = (): void => publish({ type: 'capture', capture: state() });
  ignoreRules.onChange(announce);

  const takenBack: number[] = [];
  const takeBack = (id: number): void => {
    if (takenBack.push(id) > 1) return;
    setTimeout(() => publish({ type: 'exchanges-removed', ids: takenBack.splice(0) }), TAKE_BACK_DELAY_MS).unref();
  };
  /** It was shown while it ran, and its large bodies were put away: both are taken back. */
  const release = ({ id, requestBody, responseBody }: RawExchange): void => {
    if (isWatched()) takeBack(id);
    const bodies = [requestBody, responseBody].flatMap(({ sha256, bytes }) => (sha256 && !bytes ? [sha256] : []));
    queue.release(bodies.filter((sha256) => !unsaved().some((batch) => batch.holds(sha256))));
  };

  const unshown: RawExchange[] = [];
  const showRunning = (): void => {
    const still = new Set(running.all());
    for (const exchange of unshown.splice(0)) {
      if (!still.has(exchange)) continue;
      const row = rowOf(exchange);
      if (!ignoreRules.expects(row)) publish({ type: 'exchange', row });
    }
  };

  const find = (id: number): Found | undefined => {
    const kept = unsaved().reduce<FinishedExchange | undefined>((found, batch) => found ?? batch.find(id), undefined);
    if (kept) return { row: kept.row, detail: detailOf(kept), request: kept.requestBody, response: kept.responseBody };
    const stored = sql.one.get(id);
    if (!stored) return undefined;
    const { requestSha256: request, responseSha256: response, stored_bytes: _, detail, ...row } = stored;
    return {
      row,
      detail: unpackDetail(detail),
      request: { sha256: request, bytes: null },
      response: { sha256: response, bytes: null },
    };
  };
  const withMarks = (rows: ExchangeRow[]): ExchangeRow[] => {
    const [first, last] = [rows.at(-1)?.id ?? 0, rows[0]?.id ?? 0];
    const found = findings.marks(first, last);
    const added = annotations.between(first, last);
    return rows.map((row) => {
      const [own, mark] = [found.get(row.id), added.get(row.id)];
      return own || mark ? { ...row, ...(own ? { findings: own } : {}), ...(mark ? { mark } : {}) } : row;
    });
  };
  const left = (info: BodyInfo, { sha256, bytes }: StoredBody): BodyInfo => {
    const atHand = bytes ?? (sha256 === null ? null : (sql.bodyBytes.get(sha256)?.bytes ?? null));
    return whatIsLeft(info, { sha256, bytes: atHand }, pathOfBytes);
  };

  return {
    nextId: () => (lastId += 1),
    async story({ fileId, upTo = lastId }) {
      await flush();
      const file = fileId ?? sql.fileOf.get(upTo)?.fileId ?? null;
      if (file === null) throw new Error(`Exchange ${upTo} is about no file, or is not kept any more.`);
      const rows = sql.ofFile.raw().all(file, upTo - STORY_SEARCHED, upTo, STORY_LENGTH);
      return rows.reverse().map((row) => toObserved(row, (sha256) => sql.bodyBytes.get(sha256)?.bytes ?? null));
    },
    lastId: () => lastId,
    async findByCorrelation(correlationIds, first, last) {
      await flush();
      const found = sql.correlations.all(first, last);
      return new Map(
        found.flatMap(({ id, correlationId }) =>
          correlationId !== null && correlationIds.has(correlationId) ? [[correlationId, id] as const] : [],
        ),
      );
    },
    isPaused: () => paused,
    begin(exchange) {
      running.begin(exchange);
      if (isWatched() && unshown.push(exchange) === 1) setTimeout(showRunning, SHOWN_AFTER_MS).unref();
    },
    finish(exchange) {
      running.end(exchange);
      if (ignoreRules.leavesOut(() => rowOf(exchange))) return release(exchange);
      if (isWatched()) publish({ type: 'exchange', row: rowOf(exchange) });
      queue.push(exchange);
    },
    rowOf,
    async list({ before = Number.MAX_SAFE_INTEGER, limit }) {
      await flush();
      const begun = running.all().map(rowOf);
      const fresh = [...unsaved().flatMap((batch) => batch.rows()), ...begun].filter(({ id }) => id < before);
      const rows = [...fresh, ...sql.page.all(before, limit + 1)].sort((a, b) => b.id - a.id);
      return { rows: withMarks(rows.slice(0, limit)), hasOlder: rows.length > limit };
    },
    async get(id) {
      const begun = running.find(id);
      if (begun) return { ...rowOf(begun), ...EMPTY_DETAIL };
      await flush();
      const found = find(id);
      if (!found) return undefined;
      const { row, detail } = found;
      const requestBody = left(detail.requestBody, found.request);
      const [marked = row] = withMarks([row]);
      return { ...marked, ...detail, requestBody, responseBody: left(detail.responseBody, found.response) };
    },
    async body(id, side, offset, length) {
      await flush();
      const found = find(id);
      if (!found) return running.find(id) ? { base64: '', offset, total: 0 } : undefined;
      const { kept } = left(found.detail[`${side}Body`], found[side]);
      const { sha256, bytes } = found[side];
      if (kept === 0 || sha256 === null) return { base64: '', offset, total: 0 };
      const wanted = Math.min(length, kept - offset);
      const small = bytes ?? sql.bodyBytes.get(sha256)?.bytes;
      const slice = small
        ? Buffer.from(small).subarray(offset, offset + wanted)
        : await readSlice(pathOfBytes(sha256) ?? '', offset, wanted);
      return { base64: slice.toString('base64'), offset, total: kept };
    },
    async clear(keepPinned = false) {
      const { count } = await queue.clear(keepPinned);
      publish({ type: 'exchanges-cleared', kept: count });
      announce();
    },
    async change(order) {
      await flush();
      const answer = await queue.change(order);
      announce();
      return answer;
    },
    setPaused(next) {
      paused = next;
      announce();
    },
    state,
    flush,
    flushWaiting: queue.flushWaiting,
    trimByAge: queue.trimByAge,
    stop: queue.stop,
  };
}

interface StoredExtra {
  requestSha256: string | null;
  responseSha256: string | null;
  stored_bytes: number;
  detail: string;
}

interface Found {
  row: ExchangeRow;
  detail: Detail;
  /** With their bytes only while they wait to be written. */
  request: StoredBody;
  response: StoredBody;
}
