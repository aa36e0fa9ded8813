import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { TrafficLine, TrafficView, TrafficWish } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { addRunning, unsettled, useExchanges } from '../state/exchanges.ts';
import { openPages, type LineKey, type ViewPages } from './view-pages.ts';

/** A list as the table draws it: lines by index, and how many there are. */
export interface Listing {
  length: number;
  at(index: number): TrafficLine | undefined;
  indexOf(key: LineKey): number;
  /** These indexes are in sight. */
  want(from: number, to: number): void;
  locate(id: number): void;
  idsBetween(first: number | null, last: number | null): Promise<readonly number[]>;
  toggle(key: string, isOpen: boolean): void;
  retry(): void;
  /** Lines that are not shown, because no browser scrolls so far: the oldest, or the last of another order. */
  cut: number;
  /** Requests that match, running ones too where they are shown. */
  count: number;
  state: TrafficView | null;
  problem: string | null;
  /** Oldest first, nothing left out, grouped or collapsed: lines only come at the end, and running requests stand there. */
  isLive: boolean;
}

/** The list of a wish; the former one stays until there is something of the new one to show. */
export function useListing(wish: TrafficWish): Listing {
  const api = useApi();
  const name = JSON.stringify(wish);
  const [shown, setShown] = useState<ViewPages | null>(null);
  useEffect(() => {
    const next = openPages(api, JSON.parse(name) as TrafficWish);
    const show = (): void => {
      const state = next.state();
      if (next.problem() !== null || (state && (state.lines > 0 || state.isComplete))) setShown(next);
    };
    const stop = next.subscribe(show);
    return () => {
      stop();
      next.close();
    };
  }, [api, name]);
  useEffect(() => {
    // Those that end while the answer is under way are known by their events.
    void api.listExchanges({ limit: 500 }).then(
      ({ rows }) => addRunning(rows.filter(({ outcome }) => outcome === 'pending')),
      () => undefined,
    );
  }, [api]);
  const version = useSyncExternalStore(shown?.subscribe ?? never, () => shown?.version() ?? 0);
  const live = useExchanges((state) => state.version);
  return useMemo(() => ({ version, live, of: listingOf(shown) }), [shown, version, live]).of;
}

/** Browsers draw nothing below some thirty million pixels. */
const MOST_LINES = 1_250_000;

function never(): () => void {
  return () => undefined;
}

function listingOf(pages: ViewPages | null): Listing {
  const state = pages?.state() ?? null;
  const wish = pages?.wish;
  const isNewestFirst = wish?.sort?.column === 'time' && wish.sort.descending;
  const isByTime = !wish?.sort || wish.sort.column === 'time';
  const isWhole = wish?.filter === '' && !wish.group && wish.collapse !== true && wish.source === undefined;
  const tail = pages && isWhole && isByTime ? [...unsettled.items] : [];
  const cut = Math.max(0, (state?.lines ?? 0) - MOST_LINES);
  const lines = (state?.lines ?? 0) - cut;
  const first = (state?.first ?? 0) + (isByTime && !isNewestFirst ? cut : 0);
  /** Lines before those of the view. */
  const ahead = isNewestFirst ? tail.length : 0;
  const tailLines = (isNewestFirst ? tail.toReversed() : tail).map(lineOfTail);
  return {
    length: lines + tail.length,
    cut,
    count: (state?.matched ?? 0) + tail.length,
    state,
    problem: pages?.problem() ?? null,
    isLive: !isNewestFirst && isByTime && !wish?.group && wish?.collapse !== true,
    at(index) {
      const place = index - ahead;
      if (place < 0) return tailLines[index];
      return place < lines ? pages?.lineAt(first + place) : tailLines[place - lines];
    },
    indexOf(key) {
      const inTail = tailLines.findIndex((line) => line.kind === 'row' && line.row.id === key);
      if (inTail >= 0) return isNewestFirst ? inTail : lines + inTail;
      const position = pages?.positionOf(key) ?? null;
      const index = position === null ? -1 : position - first;
      return index >= 0 && index < lines ? index + ahead : -1;
    },
    want: (from, to) => pages?.want(first + from - ahead, first + to - ahead),
    locate: (id) => pages?.locate(id),
    async idsBetween(one, other) {
      const found = (await pages?.idsBetween(one, other)) ?? [];
      const running = tail.map(({ id }) => id);
      return one === null
        ? [...found, ...running]
        : found.length > 0
          ? found
          : [one, ...(other === null ? [] : [other])];
    },
    toggle: pages?.toggle ?? nothingToToggle,
    retry: () => pages?.refresh(),
  };
}

function nothingToToggle(): void {}

const tailCache = new WeakMap<object, TrafficLine>();

/** One line for one row, so that a row that stays is not drawn again. */
function lineOfTail(row: (typeof unsettled.items)[number]): TrafficLine {
  const known = tailCache.get(row);
  if (known) return known;
  const line: TrafficLine = { kind: 'row', row, isInside: false };
  tailCache.set(row, line);
  return line;
}
