import { create } from 'zustand';
import type { CaptureState, ExchangeRow, HostEvent } from '../../preload/contract.ts';
import { OrderedRows } from './ordered-rows.ts';
import type { Slice } from './store.ts';

/** What happened to the rows since the last drawing, so that a filtered view can follow without looking at all of them. */
export type RowsChange =
  | { kind: 'upserted'; rows: readonly ExchangeRow[] }
  | { kind: 'prepended'; rows: readonly ExchangeRow[] }
  | { kind: 'dropped-before'; id: number }
  | { kind: 'removed'; ids: readonly number[] }
  | { kind: 'replaced' };

interface ExchangesStore {
  /** Grows with every change of `exchanges`, at most once per frame. */
  version: number;
  capture: CaptureState;
  /** How far back the list was read from the host. */
  history: 'waiting' | 'newest' | 'older' | 'complete' | 'failed';
  historyProblem: string | null;
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

/** All rows read so far, oldest first, changed in place. */
export const exchanges = new OrderedRows<ExchangeRow>();

export const useExchanges = create<ExchangesStore>(() => ({
  version: 0,
  capture: NO_CAPTURE,
  history: 'waiting',
  historyProblem: null,
}));

const watchers = new Set<(change: RowsChange) => void>();
let pendingRows = new Map<number, ExchangeRow>();
let pendingOldest = 0;
let frame: number | null = null;
/** Grows when everything read so far is void, so that pages asked for earlier are dropped when they arrive. */
let era = 0;

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
  if (pendingRows.size > 0) {
    const rows = [...pendingRows.values()];
    pendingRows = new Map();
    for (const row of rows) exchanges.upsert(row);
    tell({ kind: 'upserted', rows });
  }
  if (pendingOldest > 0) {
    if (exchanges.dropBefore(pendingOldest, isPinned) > 0) tell({ kind: 'dropped-before', id: pendingOldest });
    pendingOldest = 0;
  }
  grow();
}

/** Retention leaves it alone. */
export function isPinned({ mark }: ExchangeRow): boolean {
  return mark?.isPinned === true;
}

function schedule(): void {
  // A hidden window gets no frames, and rows must not pile up twice meanwhile.
  if (document.hidden && pendingRows.size > 5_000) flushExchanges();
  else frame ??= requestAnimationFrame(flushExchanges);
}

function forgetAll(): void {
  era += 1;
  exchanges.clear();
  pendingRows.clear();
  pendingOldest = 0;
  tell({ kind: 'replaced' });
  grow();
}

export function currentEra(): number {
  return era;
}

/** Takes in a page of the host's list, newest first as it comes. A row an event brought meanwhile is newer and stays. */
export function addPage(rows: readonly ExchangeRow[], ofEra: number): void {
  if (ofEra !== era) return;
  flushExchanges();
  const ascending = rows.toReversed();
  const first = exchanges.items[0]?.id ?? Infinity;
  const older = ascending.filter(({ id }) => id < first);
  const amid = ascending.filter(({ id }) => id >= first && !exchanges.get(id));
  exchanges.prepend(older);
  for (const row of amid) exchanges.upsert(row);
  if (older.length > 0) tell({ kind: 'prepended', rows: older });
  if (amid.length > 0) tell({ kind: 'upserted', rows: amid });
  grow();
}

const handlers: { [Type in HostEvent['type']]?: (event: Extract<HostEvent, { type: Type }>) => void } = {
  exchange({ row }) {
    pendingRows.set(row.id, row);
    schedule();
  },
  findings({ marks }) {
    for (const { exchangeId, marks: findings } of marks) {
      const row = pendingRows.get(exchangeId) ?? exchanges.get(exchangeId);
      if (row) pendingRows.set(exchangeId, { ...row, findings });
    }
    schedule();
  },
  'findings-changed'() {
    forgetAll();
    useExchanges.setState({ history: 'waiting', historyProblem: null });
  },
  'exchanges-cleared'({ kept }) {
    forgetAll();
    if (kept > 0) useExchanges.setState({ history: 'waiting', historyProblem: null });
  },
  'exchanges-removed'({ ids }) {
    flushExchanges();
    for (const id of ids) exchanges.remove(id);
    tell({ kind: 'removed', ids });
    grow();
  },
  marks({ marks }) {
    for (const { exchangeId, mark } of marks) {
      const row = pendingRows.get(exchangeId) ?? exchanges.get(exchangeId);
      if (!row) continue;
      const { mark: _, ...bare } = row;
      pendingRows.set(exchangeId, mark === null ? bare : { ...bare, mark });
    }
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
    useExchanges.setState({ capture, history: 'waiting', historyProblem: null });
  },
  apply(event) {
    const handle = handlers[event.type] as ((event: HostEvent) => void) | undefined;
    handle?.(event);
  },
};
