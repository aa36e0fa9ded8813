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

/** A list that changes: whoever draws it reads it again when told so. */
export interface ListingSource {
  read(): Listing;
  /** Told at most once per frame, whatever happens in between. */
  subscribe(listener: () => void): () => void;
  version(): string;
}

/** The list of a wish; the former one stays until there is something of the new one to show. */
export function useListing(wish: TrafficWish): ListingSource {
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
  return useMemo(() => sourceOf(shown), [shown]);
}

/** With every change. */
export function useLines(source: ListingSource): Listing {
  useSyncExternalStore(source.subscribe, source.version);
  return source.read();
}

/** Counts and strips need not run along with the rows. */
const CALM_MS = 250;

/** Now and then: a few times in a second. */
export function useCalmLines(source: ListingSource): Listing {
  const [, draw] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const tell = (): void => {
      timer = undefined;
      last = performance.now();
      draw(source.version());
    };
    tell();
    const stop = source.subscribe(() => {
      timer ??= setTimeout(tell, Math.max(0, last + CALM_MS - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [source]);
  return source.read();
}

function sourceOf(pages: ViewPages | null): ListingSource {
  const listeners = new Set<() => void>();
  let frame: number | null = null;
  let stop: (() => void) | null = null;
  let read: { version: string; listing: Listing } | null = null;
  const version = (): string => `${pages?.version() ?? 0} ${useExchanges.getState().version}`;
  const tell = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    for (const listener of listeners) listener();
  };
  const schedule = (): void => {
    // A hidden window gets no frames.
    if (document.hidden) tell();
    else frame ??= requestAnimationFrame(tell);
  };
  const watch = (): (() => void) => {
    const unwatch = [
      pages?.subscribe(schedule),
      useExchanges.subscribe((next, former) => {
        if (next.version !== former.version) schedule();
      }),
    ];
    return () => {
      for (const one of unwatch) one?.();
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
    };
  };
  return {
    version,
    read() {
      const now = version();
      if (read?.version !== now) read = { version: now, listing: listingOf(pages) };
      return read.listing;
    },
    subscribe(listener) {
      listeners.add(listener);
      stop ??= watch();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

/** Browsers draw nothing below some thirty million pixels. */
const MOST_LINES = 1_250_000;

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
  const tailRows = isNewestFirst ? tail.toReversed() : tail;
  const lineInTail = (index: number): TrafficLine | undefined => tailRows[index] && lineOfTail(tailRows[index]);
  return {
    length: lines + tail.length,
    cut,
    count: (state?.matched ?? 0) + tail.length,
    state,
    problem: pages?.problem() ?? null,
    isLive: !isNewestFirst && isByTime && !wish?.group && wish?.collapse !== true,
    at(index) {
      const place = index - ahead;
      if (place < 0) return lineInTail(index);
      return place < lines ? pages?.lineAt(first + place) : lineInTail(place - lines);
    },
    indexOf(key) {
      const inTail = tailRows.findIndex(({ id }) => id === key);
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
