import type { TrafficHistogram, TrafficLines, TrafficView, TrafficWish } from '../../../preload/contract.ts';
import type { FieldName } from '../../../preload/filter/fields.ts';
import type { OccurringValue } from '../../../preload/filter/suggest.ts';
import { openReader, type Database } from '../database.ts';
import { occurringValues } from '../filter-values.ts';
import { registerFilterFunctions } from '../../filter/functions.ts';
import { conditionsOf } from './condition.ts';
import { openKeptBodies, type BodyPlaces, type KeptBodies } from './kept-bodies.ts';
import { createReading, type Reading } from './reading.ts';
import { createView, type Heritage, type View } from './view.ts';

/** What is asked of the thread, call by call; a view that is not open any more answers null. */
export interface ViewCalls {
  open(input: {
    viewId: number;
    file: string;
    bodies: BodyPlaces;
    wish: TrafficWish;
    now: number;
    hiddenRules: string[];
  }): TrafficView;
  /** With `isVoid` everything is looked at anew: something that filters ask for is not what it was. */
  state(input: {
    viewId: number;
    since: number;
    now: number;
    hiddenRules: string[];
    isVoid: boolean;
  }): TrafficView | null;
  lines(input: { viewId: number; from: number; count: number; hiddenRules: string[] }): TrafficLines | null;
  find(input: { viewId: number; id: number }): { position: number | null } | null;
  ids(input: { viewId: number; between?: [number, number] | undefined; limit: number }): number[] | null;
  toggle(input: { viewId: number; key: string; isOpen: boolean }): TrafficView | null;
  histogram(input: { viewId: number; bars: number }): TrafficHistogram | null;
  close(input: { viewId: number }): void;
  /** Exchanges of the live traffic that were stored after newer ones. */
  late(input: { file: string; ids: number[] }): void;
  trim(input: { file: string; oldest: number }): void;
  remove(input: { file: string; ids: number[] }): void;
  recheck(input: { file: string; ids: number[] }): void;
  /** Values of a field that occur in the latest traffic, most frequent first. */
  occurring(input: { file: string; bodies: BodyPlaces; field: FieldName }): OccurringValue[];
  /** Nothing of this database is read any more: it may be removed. */
  forget(input: { file: string }): void;
}

export interface ViewEngine extends ViewCalls {
  /** The newest view that has not looked at everything: it is the one somebody waits for. */
  nextToWorkOn(): number | null;
  /** Looks a little further. */
  work(viewId: number): void;
  stop(): void;
}

interface EngineOptions {
  nativeBinding: string | undefined;
  timer: () => number;
}

interface Source {
  database: Database;
  keptBodies: KeptBodies;
  reading: Reading;
}

interface OpenView {
  view: View;
  /** Takes the place of the view when it has looked at everything: what counts from now is looked through anew. */
  next: View | null;
  make(at: number, hiddenRules: readonly string[], heritage?: Heritage): View;
  madeAt: number;
  file: string;
  usedAt: number;
  isWorking: boolean;
}

/** A screen that went away closes nothing: views that were not asked for so long are forgotten. */
const FORGOTTEN_AFTER_MS = 120_000;
const MOST_VIEWS = 24;
/** What counts from now is at most so old, in milliseconds, by the clock of the host. */
const RENEWED_EVERY_MS = 5_000;

/** Keeps views of traffic; every call is short, and the long work is done bit by bit in `work`. */
export function createViewEngine({ nativeBinding, timer }: EngineOptions): ViewEngine {
  const sources = new Map<string, Source>();
  const views = new Map<number, OpenView>();

  const sourceOf = (file: string, bodies: BodyPlaces): Source => {
    const known = sources.get(file);
    if (known) return known;
    const database = openReader(file, nativeBinding);
    const keptBodies = openKeptBodies(bodies, { nativeBinding, timer });
    registerFilterFunctions(database, keptBodies);
    const source = { database, keptBodies, reading: createReading(database) };
    sources.set(file, source);
    return source;
  };
  const used = (viewId: number): OpenView | undefined => {
    const open = views.get(viewId);
    if (open) open.usedAt = timer();
    return open;
  };
  const close = (viewId: number): void => {
    const file = views.get(viewId)?.file;
    views.delete(viewId);
    if (file !== undefined) letGo(file);
  };
  const letGo = (file: string): void => {
    if ([...views.values()].some((open) => open.file === file)) return;
    const source = sources.get(file);
    sources.delete(file);
    source?.keptBodies.close();
    source?.database.close();
  };
  const forgetUnused = (): void => {
    const longAgo = timer() - FORGOTTEN_AFTER_MS;
    for (const [viewId, { usedAt }] of views) if (usedAt < longAgo) close(viewId);
    const oldest = [...views].sort(([, left], [, right]) => left.usedAt - right.usedAt);
    for (const [viewId] of oldest.slice(0, Math.max(0, views.size - MOST_VIEWS))) close(viewId);
  };

  const each = (file: string, run: (view: View) => void): void => {
    for (const open of views.values()) {
      if (open.file !== file) continue;
      run(open.view);
      if (open.next) run(open.next);
    }
  };
  const renew = (open: OpenView, now: number, hiddenRules: readonly string[]): void => {
    open.next = open.make(now, hiddenRules, open.view.heritage());
    open.madeAt = now;
    open.isWorking = true;
  };

  return {
    open({ viewId, file, bodies, wish, now, hiddenRules }) {
      const { database, reading, keptBodies } = sourceOf(file, bodies);
      const make: OpenView['make'] = (at, muted, heritage) => {
        const conditions = conditionsOf(wish.filter, at, muted, { database, keptBodies });
        return createView({ viewId, wish, conditions, muted, database, reading, timer, heritage });
      };
      const view = make(now, hiddenRules);
      views.set(viewId, { view, next: null, make, madeAt: now, file, usedAt: timer(), isWorking: true });
      forgetUnused();
      view.step();
      return view.state(0);
    },
    state({ viewId, since, now, hiddenRules, isVoid }) {
      const open = used(viewId);
      if (!open) return null;
      open.view.refresh();
      const state = open.view.state(since);
      if (isVoid || (state.isRelative && now - open.madeAt >= RENEWED_EVERY_MS)) renew(open, now, hiddenRules);
      return open.next ? { ...state, isComplete: false } : state;
    },
    lines({ viewId, from, count, hiddenRules }) {
      return used(viewId)?.view.lines(from, count, new Set(hiddenRules)) ?? null;
    },
    find({ viewId, id }) {
      const open = used(viewId);
      return open ? { position: open.view.find(id) } : null;
    },
    ids: ({ viewId, between, limit }) => used(viewId)?.view.ids(between, limit) ?? null,
    toggle({ viewId, key, isOpen }) {
      const open = used(viewId);
      open?.view.toggle(key, isOpen);
      return open?.view.state(0) ?? null;
    },
    histogram: ({ viewId, bars }) => used(viewId)?.view.histogram(bars) ?? null,
    close: ({ viewId }) => close(viewId),
    late: ({ file, ids }) => each(file, (view) => view.addLate(ids)),
    trim: ({ file, oldest }) => each(file, (view) => view.trim(oldest)),
    remove: ({ file, ids }) => each(file, (view) => view.remove(ids)),
    recheck: ({ file, ids }) => each(file, (view) => view.recheck(ids)),
    occurring({ file, bodies, field }) {
      try {
        return occurringValues(sourceOf(file, bodies).database, field);
      } finally {
        letGo(file);
      }
    },
    forget({ file }) {
      for (const [viewId, open] of views) if (open.file === file) close(viewId);
    },
    nextToWorkOn: () => [...views].reverse().find(([, { isWorking }]) => isWorking)?.[0] ?? null,
    work(viewId) {
      const open = views.get(viewId);
      if (!open) return;
      const { next } = open;
      open.isWorking = (next ?? open.view).step();
      if (open.isWorking || !next) return;
      open.view = next;
      open.next = null;
    },
    stop() {
      for (const { database, keptBodies } of sources.values()) {
        keptBodies.close();
        database.close();
      }
      sources.clear();
      views.clear();
    },
  };
}
