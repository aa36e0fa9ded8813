import type {
  TrafficHistogram,
  TrafficLine,
  TrafficLines,
  TrafficView,
  TrafficWish,
} from '../../../preload/contract.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import type { Database } from '../database.ts';
import type { Conditions } from './condition.ts';
import { arrange, firstIdOf, LINE, type Arrangement } from './arrange.ts';
import { GROUPINGS, NOTHING, SIGNATURE, SORTINGS } from './columns.ts';
import { histogramOf } from './histogram.ts';
import { createMatches } from './matches.ts';
import { LIMIT_MS, tooLong } from './too-long.ts';
import { PACKED, ranksOfNumbers, ranksOfTexts, type Reading } from './reading.ts';

/** What a view is made of, looked at window by window, newest first. */
export interface View {
  /** Looks at the next window; true when there was one to look at. */
  step(): boolean;
  /** Takes in what was stored, and forgets what was removed, since the last time. */
  refresh(): void;
  /** Exchanges that were stored after newer ones. */
  addLate(ids: readonly number[]): void;
  /** Retention took what is older than this one and not pinned, or everything that is not pinned. */
  trim(oldest: number): void;
  remove(ids: readonly number[]): void;
  /** Marks of these changed: whether they match may have changed with them. */
  recheck(ids: readonly number[]): void;
  state(since: number): TrafficView;
  lines(from: number, count: number, hiddenRules: ReadonlySet<string>): TrafficLines;
  find(id: number): number | null;
  /** In the order of the list, closed groups and repeats too. */
  ids(between: readonly [number, number] | undefined, limit: number): number[];
  toggle(key: string, isOpen: boolean): void;
  histogram(bars: number): TrafficHistogram;
  isComplete(): boolean;
  /** What a view of the same wish goes on from that takes its place. */
  heritage(): Heritage;
}

export interface Heritage {
  version: number;
  openGroups: ReadonlySet<number>;
  openRepeats: ReadonlySet<number>;
}

interface ViewOptions {
  viewId: number;
  wish: TrafficWish;
  /** What the filter asks of all that is stored, and of the few that come. */
  conditions: Conditions;
  /** Rules whose findings do not count. */
  muted: readonly string[];
  database: Database;
  reading: Reading;
  /** A clock for durations. */
  timer: () => number;
  heritage?: Heritage | undefined;
}

/** First window: so few that whatever the filter, something is on the screen at once. */
const FIRST_WINDOW = 4096;
const LARGEST_WINDOW = 65_536;
/** How long a window should take: calls wait for its end. */
const WINDOW_MS = 25;
/** Putting many lines in order again is done so seldom that it takes a small part of the time. */
const REST_FACTOR = 8;
const WHILE_LOOKING_MS = 1_000;
/** More late arrivals than this are not remembered for a view that nobody looks at. */
const MOST_LATE = 50_000;

export function createView(options: ViewOptions): View {
  const { viewId, wish, conditions, database, reading, timer, heritage } = options;
  const { sort = null, group = null, collapse = false } = wish;
  const sorting = sort === null || sort.column === 'time' ? null : (SORTINGS[sort.column] ?? null);
  if (sort !== null && sort.column !== 'time' && sorting === null)
    throw new Error(
      `The list cannot be sorted by “${sort.column}”, only by time, ${Object.keys(SORTINGS).join(', ')}.`,
    );
  const isDescending = sort?.descending === true;
  const isPlain = !sorting && !isDescending && group === null && !collapse;
  const extra = [
    ...(sorting ? [{ use: 'sort', sql: sorting.sql }] : []),
    ...(group === null ? [] : [{ use: 'group', sql: GROUPINGS[group] }]),
    ...(collapse ? [{ use: 'signature', sql: SIGNATURE }] : []),
  ];
  const selected = sorting?.isMutable === true ? [JSON.stringify(options.muted)] : [];
  const columnOf = (use: string): number => extra.findIndex((one) => one.use === use) + 1;
  const width = 1 + extra.length;
  const select = [PACKED, ...extra.map(({ sql }) => `COALESCE(${sql}, ${NOTHING})`)].join(', ');
  const query = (
    which: string,
    { where, parameters: own }: CompiledFilter,
    direction: 'ASC' | 'DESC',
  ): ((...parameters: (string | number)[]) => number[]) => {
    const statement = database.prepare<(string | number)[]>(
      `SELECT ${select} FROM exchanges e WHERE ${which} AND (${where}) ORDER BY e.id ${direction}`,
    );
    const all = width === 1 ? statement.pluck() : statement.raw();
    return (...parameters) => {
      const found = all.all(...selected, ...parameters, ...own);
      return width === 1 ? (found as number[]) : flatten(found as (number | string)[][]);
    };
  };
  /** Texts that are not kept as numbers get one here. */
  const ordinals = new Map<string, number>();
  const flatten = (rows: readonly (readonly (number | string)[])[]): number[] => {
    const flat: number[] = [];
    for (const row of rows)
      for (const [place, value] of row.entries())
        flat.push(typeof value === 'number' ? value : place === sortAt ? sortedBy(value) : ordinalOf(value));
    return flat;
  };
  const sortAt = columnOf('sort');
  const sortedBy = (value: string): number => {
    const text = sorting?.read?.(value) ?? value;
    return text === '' ? NOTHING : ordinalOf(text);
  };
  const ordinalOf = (text: string): number => {
    const known = ordinals.get(text) ?? ordinals.size;
    ordinals.set(text, known);
    return known;
  };

  const older = query('e.id BETWEEN ? AND ?', conditions.many, 'DESC');
  const newer = query('e.id > ?', conditions.few, 'ASC');
  const among = query('e.id IN (SELECT value FROM json_each(?))', conditions.few, 'ASC');
  const matches = createMatches(width);
  let span = reading.span();
  let newest = span?.newest ?? 0;
  /** Everything from here up was looked at. */
  let below = newest + 1;
  let windowSize = FIRST_WINDOW;
  let spent = 0;
  let problem: string | null = null;
  let late: number[] = [];

  /** Grows with every change, so that a screen learns what of its lines still holds. */
  let version = (heritage?.version ?? 0) + 1;
  const changes = [{ version, from: Number.MIN_SAFE_INTEGER }];
  /** Of the first line: what is put before it comes lower, and what is removed leaves the others where they are. */
  let first = 0;
  const changed = (from: number): void => {
    version += 1;
    changes.push({ version, from });
    if (changes.length > 200) changes.splice(0, 100);
  };

  const openGroups = new Set(heritage?.openGroups);
  const openRepeats = new Set(heritage?.openRepeats);
  let arranged: Arrangement | null = null;
  let arrangedVersion = 0;
  let arrangedAt = 0;
  let arrangedIn = 0;

  const isComplete = (): boolean => problem !== null || below <= (span?.oldest ?? Infinity);
  const timed = <Result>(work: () => Result): Result | undefined => {
    const began = timer();
    try {
      return work();
    } catch (error) {
      problem = `The filter cannot be carried out: ${error instanceof Error ? error.message : String(error)}.`;
      return undefined;
    } finally {
      spent += timer() - began;
      if (spent > LIMIT_MS && !isComplete()) problem = tooLong(wish.filter);
    }
  };

  const ranks = (): Float64Array | null => {
    if (!sorting || sort === null) return null;
    const values = matches.column(sortAt);
    if (sorting.kind === 'number') return ranksOfNumbers(values);
    const own = [...ordinals.keys()];
    const textOf = sorting.kind === 'text' ? reading.text : (ordinal: number): string => own[ordinal] ?? '';
    return ranksOfTexts(values, textOf);
  };
  /** Lines as they were at most a moment ago. */
  const arrangement = (): Arrangement => {
    // While the traffic is looked through, what was found first is shown, and put in order again at the end.
    const rest = isComplete() ? arrangedIn * REST_FACTOR : Math.max(arrangedIn * REST_FACTOR, WHILE_LOOKING_MS);
    const isDue = arrangedVersion !== version && timer() - arrangedAt >= rest;
    if (arranged && !isDue) return arranged;
    const began = timer();
    arranged = arrange(matches, {
      ranks: ranks(),
      isDescending,
      groups: group === null ? null : matches.column(columnOf('group')),
      signatures: collapse ? matches.column(columnOf('signature')) : null,
      isGroupOpen: (key) => openGroups.has(key),
      areRepeatsOpen: (id) => openRepeats.has(id),
    });
    arrangedVersion = version;
    arrangedAt = timer();
    arrangedIn = arrangedAt - began;
    return arranged;
  };
  const again = (): void => {
    arrangedAt = -Infinity;
    changed(0);
  };

  const drop = (oldest: number): void => {
    const gone = matches.dropBefore(oldest);
    if (gone === 0) return;
    if (isPlain) first += gone;
    changed(isPlain ? first : 0);
  };

  const takeLate = (): void => {
    const wanted = late.filter((id) => id >= below && id <= newest && matches.indexOf(id) < 0);
    late = [];
    if (wanted.length === 0) return;
    const found = timed(() => among(JSON.stringify(wanted))) ?? [];
    if (found.length > 0) changed(first + matches.insert(found));
  };

  const lineAt = (index: number, hidden: ReadonlySet<string>): TrafficLine | null => {
    if (isPlain) {
      const row = reading.row(matches.idAt(index), hidden);
      return row ? { kind: 'row', row, isInside: false } : null;
    }
    const { kinds, places, counts, order, groups } = arrangement();
    const kind = kinds[index];
    const place = places[index] ?? 0;
    const count = counts[index] ?? 0;
    const rowAt = (at: number) => reading.row(matches.idAt(at), hidden);
    if (kind === LINE.group) {
      const about = groups[place];
      const row = about && rowAt(about.lastIndex);
      if (!about || !row) return null;
      const { key, refused, wrong } = about;
      const from = reading.timeOf(matches.idAt(about.firstIndex));
      return {
        kind: 'group',
        key: `g${key}`,
        row,
        count,
        from,
        to: row.realAt,
        refused,
        wrong,
        isOpen: openGroups.has(key),
      };
    }
    if (kind === LINE.repeats) {
      const firstId = firstIdOf(matches, order, place, place + count);
      const row = rowAt(Math.max(order[place] ?? 0, order[place + count - 1] ?? 0));
      if (!row) return null;
      const isOpen = openRepeats.has(firstId);
      return { kind: 'repeats', key: `r${firstId}`, row, count, from: reading.timeOf(firstId), to: row.realAt, isOpen };
    }
    const row = rowAt(order[place] ?? 0);
    return row ? { kind: 'row', row, isInside: kind === LINE.inside } : null;
  };

  return {
    step() {
      if (isComplete() || !span) return false;
      const from = Math.max(span.oldest, below - windowSize);
      const began = timer();
      const found = timed(() => older(from, below - 1)) ?? [];
      const took = timer() - began;
      if (problem !== null) return false;
      below = from;
      if (found.length > 0) {
        matches.addOlder(found);
        if (isPlain) first -= found.length / width;
      }
      changed(isPlain ? first : 0);
      if (took < WINDOW_MS / 2) windowSize = Math.min(LARGEST_WINDOW, windowSize * 4);
      else if (took > WINDOW_MS * 2) windowSize = Math.max(FIRST_WINDOW, Math.floor(windowSize / 2));
      if (!isComplete()) return true;
      arrangedAt = -Infinity;
      return false;
    },
    refresh() {
      span = reading.span();
      if (span) drop(span.oldest);
      else drop(Number.MAX_SAFE_INTEGER);
      if (!span || problem !== null) {
        below = Math.max(below, (span?.newest ?? newest) + 1);
        return;
      }
      // Nothing is left of what was looked at: the next ones begin above it.
      if (span.newest > newest) {
        const found = timed(() => newer(newest)) ?? [];
        const place = matches.count;
        newest = span.newest;
        if (found.length > 0) {
          matches.addNewer(found);
          changed(isPlain ? first + place : 0);
        }
      }
      takeLate();
    },
    addLate(ids) {
      late.push(...ids);
      if (late.length > MOST_LATE) late.splice(0, late.length - MOST_LATE);
    },
    trim(oldest) {
      const kept = new Set(reading.keptBelow(oldest));
      if (kept.size === 0) return drop(oldest);
      const gone = new Set<number>();
      for (let index = 0; index < matches.place(oldest); index += 1)
        if (!kept.has(matches.idAt(index))) gone.add(matches.idAt(index));
      if (matches.remove(gone) > 0) changed(first);
    },
    recheck(ids) {
      if (sorting?.isMark !== true && !conditions.few.where.includes('annotations')) return;
      if (matches.remove(new Set(ids)) > 0) changed(first);
      late.push(...ids);
      takeLate();
    },
    remove(ids) {
      if (matches.remove(new Set(ids)) > 0) changed(first);
    },
    state(since) {
      const lines = isPlain ? matches.count : arrangement().count;
      const known = changes[0] && since >= changes[0].version - 1;
      const missed = changes.filter((change) => change.version > since);
      return {
        viewId,
        version: isPlain ? version : arrangedVersion,
        first,
        lines,
        matched: matches.count,
        lookedAt: span ? Math.max(0, newest - Math.max(below, span.oldest) + 1) : 0,
        toLookAt: span ? newest - span.oldest + 1 : 0,
        isRelative: conditions.isRelative,
        isComplete: isComplete() && problem === null && (isPlain || arrangedVersion === version),
        problem,
        note: conditions.leftOut,
        changedFrom: missed.length === 0 ? null : known ? Math.min(...missed.map(({ from }) => from)) : first,
      };
    },
    lines(from, count, hiddenRules) {
      const total = isPlain ? matches.count : arrangement().count;
      const begin = Math.max(0, from - first);
      const end = Math.min(total, from - first + count);
      const lines: (TrafficLine | null)[] = [];
      for (let index = begin; index < end; index += 1) lines.push(lineAt(index, hiddenRules));
      return { version: isPlain ? version : arrangedVersion, from: begin + first, lines };
    },
    find(id) {
      const index = matches.indexOf(id);
      if (index < 0) return null;
      if (isPlain) return first + index;
      return placeOf(arrangement(), index);
    },
    ids(between, limit) {
      const order = isPlain ? null : arrangement().order;
      const placeAt = (id: number): number => {
        const index = matches.indexOf(id);
        return order && index >= 0 ? order.indexOf(index) : index;
      };
      const ends = between?.map(placeAt) ?? [0, matches.count - 1];
      if (ends.includes(-1)) return [];
      const from = Math.min(...ends);
      const to = Math.min(Math.max(...ends), from + limit - 1);
      return Array.from({ length: to - from + 1 }, (_, step) => matches.idAt(order?.[from + step] ?? from + step));
    },
    toggle(key, isOpen) {
      const set = key.startsWith('g') ? openGroups : openRepeats;
      const number = Number(key.slice(1));
      if (isOpen) set.add(number);
      else set.delete(number);
      again();
    },
    histogram: (bars) => histogramOf(matches, reading, bars),
    isComplete,
    heritage: () => ({ version, openGroups, openRepeats }),
  };

  /** The line of a match: its own, or the closed one that holds it. */
  function placeOf({ kinds, places, counts, order, groups, count }: Arrangement, index: number): number | null {
    const place = order.indexOf(index);
    let holder: number | null = null;
    let placeInOrder = 0;
    for (let line = 0; line < count; line += 1) {
      const kind = kinds[line];
      const at = places[line] ?? 0;
      if (kind === LINE.group) {
        if (place >= placeInOrder && place < placeInOrder + (groups[at]?.count ?? 0)) holder = line;
        placeInOrder += groups[at]?.count ?? 0;
      } else if (place >= at && place < at + (counts[line] ?? 0)) {
        holder = line;
      }
    }
    return holder;
  }
}
