import type { AdminApi, ExchangeRow, TrafficLine, TrafficView, TrafficWish } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';
import { exchanges, settle, storedRows, watchRows, type RowsChange } from '../state/exchanges.ts';

/** Lines are asked for by the hundred, and so many pages are kept: some thousand lines, however long the list is. */
const PAGE = 100;
const MOST_PAGES = 30;
/** One more than can be chosen, so that it shows when there are more. */
const MOST_IDS = 100_001;
const MOST_UNDER_WAY = 2;
/** How often the host is asked how far it has looked. */
const POLL_MS = 80;
/** How often a filter that counts from now is looked at again though nothing happens. */
const RELATIVE_MS = 5_000;

type ViewApi = Pick<
  AdminApi,
  'openView' | 'getView' | 'listViewLines' | 'listViewIds' | 'findInView' | 'toggleViewLine' | 'closeView'
>;

interface Page {
  lines: (TrafficLine | null)[];
  /** Version of the view the lines are of, and the one from which on they are known to be others. */
  version: number;
  staleFrom: number;
}

export type LineKey = number | string;

/** A window over a list that the host keeps: knows how many lines there are, and holds those near the ones in sight. */
export interface ViewPages {
  readonly wish: TrafficWish;
  /** null until the host has answered. */
  state(): TrafficView | null;
  /** Why the list is not whole, or not there. */
  problem(): string | null;
  lineAt(position: number): TrafficLine | undefined;
  /** Where the line is, as far as it is known. */
  positionOf(key: LineKey): number | null;
  /** These positions are in sight. */
  want(from: number, to: number): void;
  /** Asks where an exchange is; `positionOf` knows it then. */
  locate(id: number): void;
  idsBetween(first: number | null, last: number | null): Promise<readonly number[]>;
  toggle(key: string, isOpen: boolean): void;
  refresh(): void;
  close(): void;
  subscribe(listener: () => void): () => void;
  /** Grows with everything that changes what is drawn. */
  version(): number;
}

export function keyOfLine(line: TrafficLine): LineKey {
  return line.kind === 'row' ? line.row.id : line.key;
}

export function openPages(api: ViewApi, wish: TrafficWish): ViewPages {
  const pages = new Map<number, Page>();
  const positions = new Map<LineKey, number>();
  const underWay = new Set<number>();
  const listeners = new Set<() => void>();
  let state: TrafficView | null = null;
  let problem: string | null = null;
  let drawn = 0;
  let sight = { from: 0, to: -1 };
  /** Which way the list was scrolled last: the page there is asked for before it is in sight. */
  let way = 1;
  let located: { id: number; position: number; version: number } | null = null;
  let locating: number | null = null;
  let isRefreshing = false;
  let isDirty = false;
  let isVoid = false;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const grow = (): void => {
    drawn += 1;
    for (const listener of listeners) listener();
  };
  const pageOf = (position: number): number => Math.floor(position / PAGE);
  const forget = (): void => {
    pages.clear();
    positions.clear();
    located = null;
  };
  const drop = (number: number): void => {
    for (const line of pages.get(number)?.lines ?? [])
      if (line && pageOf(positions.get(keyOfLine(line)) ?? Infinity) === number) positions.delete(keyOfLine(line));
    pages.delete(number);
  };

  const accept = (next: TrafficView): void => {
    const { changedFrom } = next;
    for (const [number, page] of pages) {
      if (changedFrom !== null && (number + 1) * PAGE > changedFrom) page.staleFrom = next.version;
      const isOutside = (number + 1) * PAGE <= next.first || number * PAGE >= next.first + next.lines;
      if (isOutside) drop(number);
    }
    state = next;
    problem = next.problem;
  };
  const refresh = async (): Promise<void> => {
    clearTimeout(timer);
    isDirty = true;
    if (isRefreshing || isClosed) return;
    isRefreshing = true;
    try {
      while (isDirty && !isClosed) {
        isDirty = false;
        const now = storedRows();
        const wasVoid = isVoid;
        const next: TrafficView | null = state
          ? await api.getView({ viewId: state.viewId, version: state.version, ...(isVoid ? { isVoid } : {}) })
          : await api.openView(wish);
        if (wasVoid) isVoid = false;
        if (isClosed) return close(next);
        if (next) {
          if (wish.source === undefined) settle(now);
          accept(next);
        } else {
          // Forgotten by the host, which was not asked for long, or had to start its thread anew.
          forget();
          state = null;
          isDirty = true;
        }
        fetchMissing();
        grow();
      }
    } catch (error) {
      problem = messageOf(error);
      grow();
    } finally {
      isRefreshing = false;
    }
    if (problem !== null || isClosed) return;
    if (state?.isComplete === false) timer = setTimeout(() => void refresh(), POLL_MS);
    else if (state?.isRelative === true) timer = setTimeout(() => void refresh(), RELATIVE_MS);
  };

  const fetchMissing = (): void => {
    if (!state) return;
    const oldest = pageOf(state.first);
    const newest = pageOf(state.first + state.lines - 1);
    const first = Math.max(pageOf(sight.from), oldest);
    const last = Math.min(pageOf(sight.to), newest);
    const ahead = way > 0 ? last + 1 : first - 1;
    const wanted = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    for (const number of ahead >= oldest && ahead <= newest ? [...wanted, ahead] : wanted) {
      if (underWay.size >= MOST_UNDER_WAY) return;
      const page = pages.get(number);
      if (underWay.has(number) || (page && page.version >= page.staleFrom)) continue;
      void fetchPage(state.viewId, number);
    }
  };
  const fetchPage = async (viewId: number, number: number): Promise<void> => {
    underWay.add(number);
    try {
      const found = await api.listViewLines({ viewId, from: number * PAGE, count: PAGE });
      if (isClosed || state?.viewId !== viewId) return;
      if (found === null) return void refresh();
      keep(number, found.version, [...Array<null>(Math.max(0, found.from - number * PAGE)).fill(null), ...found.lines]);
      grow();
    } catch (error) {
      problem = messageOf(error);
      grow();
      return;
    } finally {
      underWay.delete(number);
    }
    fetchMissing();
  };
  const keep = (number: number, version: number, lines: (TrafficLine | null)[]): void => {
    const former = pages.get(number);
    drop(number);
    const known = new Map(former?.lines.flatMap((line) => (line ? [[keyOfLine(line), line] as const] : [])));
    const kept = lines.map((line) => line && asDrawn(line, known.get(keyOfLine(line))));
    pages.set(number, { lines: kept, version, staleFrom: former?.staleFrom ?? 0 });
    for (const [index, line] of kept.entries()) if (line) positions.set(keyOfLine(line), number * PAGE + index);
    for (const oldest of pages.keys()) {
      if (pages.size <= MOST_PAGES) break;
      if (oldest !== number) drop(oldest);
    }
  };

  const alter = (id: number, change: (row: ExchangeRow) => ExchangeRow): void => {
    const position = positions.get(id);
    if (position === undefined) return;
    const number = pageOf(position);
    const page = pages.get(number);
    const line = page?.lines[position - number * PAGE];
    if (!page || line?.kind !== 'row') return;
    page.lines[position - number * PAGE] = { ...line, row: change(line.row) };
    grow();
  };
  const follow = (change: RowsChange): void => {
    if (change.kind === 'found') {
      for (const { exchangeId, marks } of change.marks) alter(exchangeId, (row) => ({ ...row, findings: marks }));
    } else if (change.kind === 'marked') {
      for (const { exchangeId, mark } of change.marks)
        alter(exchangeId, (row) => {
          const { mark: _, ...bare } = row;
          return mark === null ? bare : { ...bare, mark };
        });
      // A filter may ask for pins and tags.
      void refresh();
    } else if (change.kind === 'replaced') {
      forget();
      isVoid = true;
      void refresh();
    } else if (change.kind === 'stored') void refresh();
  };
  const close = (view: TrafficView | null): void => {
    if (view) void api.closeView({ viewId: view.viewId }).catch(() => undefined);
  };

  const stopWatching = watchRows(follow);
  void refresh();

  return {
    wish,
    state: () => state,
    problem: () => problem,
    lineAt(position) {
      const number = pageOf(position);
      return pages.get(number)?.lines[position - number * PAGE] ?? undefined;
    },
    positionOf(key) {
      return positions.get(key) ?? (located?.id === key ? located.position : null);
    },
    want(from, to) {
      if (from !== sight.from) way = from - sight.from;
      sight = { from, to };
      for (let number = pageOf(from); number <= pageOf(to); number += 1) {
        const page = pages.get(number);
        if (!page) continue;
        // Last in the order of the map is what goes last.
        pages.delete(number);
        pages.set(number, page);
      }
      fetchMissing();
    },
    locate(id) {
      if (!state || locating === id || positions.has(id)) return;
      if (located?.id === id && located.version === state.version) return;
      locating = id;
      const { viewId, version } = state;
      void api.findInView({ viewId, id }).then(
        (found) => {
          locating = null;
          if (isClosed || found?.position === undefined || found.position === null) return;
          located = { id, position: found.position, version };
          grow();
        },
        () => {
          locating = null;
        },
      );
    },
    async idsBetween(first, last) {
      if (!state) return [];
      const between = first === null || last === null ? {} : { between: [first, last] as [number, number] };
      return (await api.listViewIds({ viewId: state.viewId, ...between, limit: MOST_IDS })) ?? [];
    },
    toggle(key, isOpen) {
      if (!state) return;
      void api.toggleViewLine({ viewId: state.viewId, key, isOpen }).then(
        () => refresh(),
        () => refresh(),
      );
    },
    refresh: () => void refresh(),
    close() {
      isClosed = true;
      clearTimeout(timer);
      stopWatching();
      if (!isRefreshing) close(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => drawn,
  };
}

/** The objects that are drawn already, where nothing is new: what is the same object is not drawn again. */
function asDrawn(line: TrafficLine, former: TrafficLine | undefined): TrafficLine {
  const live = exchanges.get(line.row.id);
  const row = [former?.row, live].find((one) => one !== undefined && isSame(one, line.row)) ?? line.row;
  const next = { ...line, row };
  return former && isSame(former, next) ? former : next;
}

function isSame<T extends TrafficLine | ExchangeRow>(left: T, right: T): boolean {
  const keys = Object.keys(right) as (keyof T)[];
  return (
    Object.keys(left).length === keys.length &&
    keys.every((key) => {
      const [one, other] = [left[key], right[key]];
      return one === other || ((key === 'findings' || key === 'mark') && JSON.stringify(one) === JSON.stringify(other));
    })
  );
}
