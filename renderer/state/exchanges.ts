import { create } from 'zustand';
import type { CaptureState, ChangedMark, ExchangeRow, HostEvent, MarkedExchange } from '../../preload/contract.ts';
import { OrderedRows } from './ordered-rows.ts';
import type { Slice } from './store.ts';

/** What happened since the last drawing. */
export type RowsChange =
  | { kind: 'upserted'; rows: readonly ExchangeRow[] }
  /** Exchanges are stored: the host's views hold them when they are asked next. */
  | { kind: 'stored' }
  /** Rules found something in rows that were shown before, or people marked them. */
  | { kind: 'found'; marks: readonly MarkedExchange[] }
  | { kind: 'marked'; marks: readonly ChangedMark[] }
  /** Whatever was read before is void. */
  | { kind: 'replaced' };

interface ExchangesStore {
  /** Grows with every change of `exchanges`, at most once per frame. */
  version: number;
  capture: CaptureState;
}

const NO_CAPTURE: CaptureState = {
  paused: false,
  count: 0,
  bytes: 0,
  maxCount: 0,
  maxBytes: 0,
  dropped: 0,
  pinned: 0,
  leftOut: null,
  problem: null,
};

/** The host keeps the traffic; only this much of what came last is here. */
const LATEST = 2_000;
/** So many rows at once are too many to be read: they are drawn less often, and scrolling and typing stay smooth. */
const RUSH = 12;
const RUSH_PAUSE_MS = 80;
/** Rows that wait for a list to ask for them: without a list they are dropped again. */
const MOST_STORED = 1_000;

/** The rows that events brought last, oldest first, changed in place. */
export const exchanges = new OrderedRows<ExchangeRow>();
/** Those of them that no view of the host holds: they are running, or have just ended. Oldest first, changed in place. */
export const unsettled = new OrderedRows<ExchangeRow>();

export const useExchanges = create<ExchangesStore>(() => ({ version: 0, capture: NO_CAPTURE }));

const watchers = new Set<(change: RowsChange) => void>();
let pendingRows = new Map<number, ExchangeRow>();
let pendingSpans: [first: number, last: number][] = [];
let pendingOldest = 0;
let frame: number | null = null;
let pause: ReturnType<typeof setTimeout> | null = null;
let lastCount = 0;
const stored = new Set<number>();

/** Called with every change, before `version` grows. */
export function watchRows(watcher: (change: RowsChange) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(change: RowsChange): void {
  for (const watcher of watchers) watcher(change);
}

function grow(): void {
  useExchanges.setState(({ version }) => ({ version: version + 1 }));
}

/** Takes in everything that arrived since the last frame. */
export function flushExchanges(): void {
  if (frame !== null) cancelAnimationFrame(frame);
  frame = null;
  if (pause !== null) clearTimeout(pause);
  pause = null;
  lastCount = pendingRows.size;
  if (pendingRows.size > 0) {
    const rows = [...pendingRows.values()];
    pendingRows = new Map();
    for (const row of rows) {
      // A row that a view holds already changes there; it does not come a second time.
      const isHeld = stored.has(row.id) || (exchanges.get(row.id) !== undefined && !unsettled.get(row.id));
      exchanges.upsert(row);
      if (!isHeld) unsettled.upsert(row);
    }
    keepLatest(exchanges);
    keepLatest(unsettled);
    tell({ kind: 'upserted', rows });
  }
  if (pendingSpans.length > 0) {
    const spans = pendingSpans;
    pendingSpans = [];
    for (const [first, last] of spans)
      for (let index = unsettled.position(first); (unsettled.items[index]?.id ?? Infinity) <= last; index += 1)
        stored.add(unsettled.items[index]?.id ?? 0);
    tell({ kind: 'stored' });
    if (stored.size > MOST_STORED) settle([...stored]);
  }
  if (pendingOldest > 0) {
    exchanges.dropBefore(pendingOldest, isPinned);
    pendingOldest = 0;
    tell({ kind: 'stored' });
  }
  grow();
}

function keepLatest(rows: OrderedRows<ExchangeRow>): void {
  const tooMany = rows.items.length - LATEST;
  if (tooMany > 0) rows.items.splice(0, tooMany);
}

/** Retention leaves it alone. */
export function isPinned({ mark }: ExchangeRow): boolean {
  return mark?.isPinned === true;
}

function schedule(): void {
  // A hidden window gets no frames, and rows must not pile up twice meanwhile.
  if (document.hidden && pendingRows.size > LATEST) flushExchanges();
  else if (lastCount < RUSH) frame ??= requestAnimationFrame(flushExchanges);
  else pause ??= setTimeout(flushExchanges, RUSH_PAUSE_MS);
}

/** Rows a view will hold that is asked for from now on. */
export function storedRows(): number[] {
  return [...stored];
}

/** A view holds these rows now. */
export function settle(ids: readonly number[]): void {
  if (ids.length === 0) return;
  const gone = new Set(ids);
  for (const id of ids) stored.delete(id);
  const kept = unsettled.items.filter(({ id }) => !gone.has(id));
  unsettled.items.splice(0, Infinity, ...kept);
}

/** Rows of requests that began before the screen was there. */
export function addRunning(rows: readonly ExchangeRow[]): void {
  for (const row of rows) if (!exchanges.get(row.id) && !pendingRows.has(row.id)) pendingRows.set(row.id, row);
  if (rows.length > 0) flushExchanges();
}

function forgetAll(): void {
  exchanges.clear();
  unsettled.clear();
  stored.clear();
  pendingRows.clear();
  pendingSpans = [];
  pendingOldest = 0;
  tell({ kind: 'replaced' });
  grow();
}

const handlers: { [Type in HostEvent['type']]?: (event: Extract<HostEvent, { type: Type }>) => void } = {
  exchange({ row }) {
    pendingRows.set(row.id, row);
    schedule();
  },
  'exchanges-stored'({ spans }) {
    pendingSpans.push(...spans);
    schedule();
  },
  findings({ marks }) {
    for (const { exchangeId, marks: findings } of marks) {
      const row = pendingRows.get(exchangeId) ?? exchanges.get(exchangeId);
      if (row) pendingRows.set(exchangeId, { ...row, findings });
    }
    tell({ kind: 'found', marks });
    schedule();
  },
  'findings-changed': () => tell({ kind: 'replaced' }),
  'exchanges-cleared': forgetAll,
  'exchanges-removed'({ ids }) {
    flushExchanges();
    for (const id of ids) exchanges.remove(id);
    settle(ids);
    tell({ kind: 'stored' });
    grow();
  },
  marks({ marks }) {
    for (const { exchangeId, mark } of marks) {
      const row = pendingRows.get(exchangeId) ?? exchanges.get(exchangeId);
      if (!row) continue;
      const { mark: _, ...bare } = row;
      pendingRows.set(exchangeId, mark === null ? bare : { ...bare, mark });
    }
    tell({ kind: 'marked', marks });
    schedule();
  },
  'exchanges-trimmed'({ oldestId }) {
    pendingOldest = Math.max(pendingOldest, oldestId);
    schedule();
  },
  capture({ capture }) {
    useExchanges.setState({ capture });
  },
};

export const exchangesSlice: Slice = {
  reset({ capture }) {
    forgetAll();
    useExchanges.setState({ capture });
  },
  apply(event) {
    const handle = handlers[event.type] as ((event: HostEvent) => void) | undefined;
    handle?.(event);
  },
};
