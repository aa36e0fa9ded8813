import type { Matches } from './matches.ts';

/** What a line of a list shows. */
export const LINE = { row: 0, group: 1, repeats: 2, inside: 3 } as const;

/** A group of matches, in the order its lines come. */
export interface Group {
  /** Identity of the group: stays the same while matches come and go. */
  key: number;
  count: number;
  firstIndex: number;
  lastIndex: number;
  refused: number;
  wrong: number;
}

/** Lines of a list that is sorted, grouped or collapsed: what each is, the match or the group it is about, and how many it stands for. */
export interface Arrangement {
  count: number;
  kinds: Uint8Array;
  /** Place in `order`; of a group line its place in `groups`. */
  places: Uint32Array;
  counts: Uint32Array;
  /** Indexes of matches, in the order shown. */
  order: Uint32Array;
  groups: readonly Group[];
}

/** The rank of a match that has nothing to be sorted by. */
export const UNRANKED = -1;

export interface Wishes {
  /** Rank of every match: lower comes first, one without a value (`UNRANKED`) last in either direction; without ranks the order is that of the ids. */
  ranks: Float64Array | null;
  isDescending: boolean;
  /** Group of every match; without one there are no groups. */
  groups: Float64Array | null;
  /** Equal for matches that say the same again; without one nothing is collapsed. */
  signatures: Float64Array | null;
  isGroupOpen: (key: number) => boolean;
  /** Repeats are known by the id of their oldest exchange. */
  areRepeatsOpen: (firstId: number) => boolean;
}

const TONES = { refused: 1, wrong: 2 } as const;

export function arrange(matches: Matches, wishes: Wishes): Arrangement {
  const sorted = orderOf(matches.count, wishes);
  const { order, groups } = wishes.groups ? grouped(matches, sorted, wishes.groups) : { order: sorted, groups: [] };
  const lines = createLines(matches.count + groups.length);
  if (wishes.groups === null) addRows(matches, order, 0, order.length, wishes, lines);
  let from = 0;
  for (const [place, group] of groups.entries()) {
    lines.add(LINE.group, place, group.count);
    if (wishes.isGroupOpen(group.key)) addRows(matches, order, from, from + group.count, wishes, lines);
    from += group.count;
  }
  return { ...lines.done(), order, groups };
}

function orderOf(count: number, { ranks, isDescending }: Wishes): Uint32Array {
  const order = new Uint32Array(count);
  if (ranks === null) {
    for (let index = 0; index < count; index += 1) order[index] = isDescending ? count - 1 - index : index;
    return order;
  }
  // Rank and index in one number, so that sorting needs no function: many times faster with a million of them.
  const size = 2 ** Math.ceil(Math.log2(count + 1));
  const keys = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const rank = ranks[index] ?? UNRANKED;
    keys[index] = (rank === UNRANKED ? count : isDescending ? -rank : rank) * size + index;
  }
  keys.sort();
  for (let place = 0; place < count; place += 1) order[place] = (((keys[place] ?? 0) % size) + size) % size;
  return order;
}

/** Puts the matches of each group side by side; groups come in the order of their first match. */
function grouped(
  matches: Matches,
  sorted: Uint32Array,
  keys: Float64Array,
): { order: Uint32Array; groups: readonly Group[] } {
  const byKey = new Map<number, number>();
  const groups: Group[] = [];
  const placeOf = new Uint32Array(sorted.length);
  // Plain loops: iterators would make a million pairs.
  for (let at = 0; at < sorted.length; at += 1) {
    const index = sorted[at] ?? 0;
    const key = keys[index] ?? 0;
    let place = byKey.get(key);
    if (place === undefined) {
      place = groups.length;
      byKey.set(key, place);
      groups.push({ key, count: 0, firstIndex: index, lastIndex: index, refused: 0, wrong: 0 });
    }
    const group = groups[place] as Group;
    group.count += 1;
    group.firstIndex = Math.min(group.firstIndex, index);
    group.lastIndex = Math.max(group.lastIndex, index);
    const tone = matches.toneAt(index);
    if (tone === TONES.refused) group.refused += 1;
    else if (tone === TONES.wrong) group.wrong += 1;
    placeOf[at] = place;
  }
  const next = new Uint32Array(groups.length);
  let sum = 0;
  for (const [place, { count }] of groups.entries()) {
    next[place] = sum;
    sum += count;
  }
  const order = new Uint32Array(sorted.length);
  for (let at = 0; at < sorted.length; at += 1) {
    const place = placeOf[at] ?? 0;
    const to = next[place] ?? 0;
    order[to] = sorted[at] ?? 0;
    next[place] = to + 1;
  }
  return { order, groups };
}

interface Lines {
  add(kind: number, place: number, count: number): void;
  done(): Pick<Arrangement, 'count' | 'kinds' | 'places' | 'counts'>;
}

function createLines(most: number): Lines {
  // Opened repeats have a line of their own beside those of their rows.
  const kinds = new Uint8Array(most * 2);
  const places = new Uint32Array(most * 2);
  const counts = new Uint32Array(most * 2);
  let count = 0;
  return {
    add(kind, place, stands) {
      kinds[count] = kind;
      places[count] = place;
      counts[count] = stands;
      count += 1;
    },
    done: () => ({
      count,
      kinds: kinds.slice(0, count),
      places: places.slice(0, count),
      counts: counts.slice(0, count),
    }),
  };
}

/** Rows between two places of the order; what says the same again becomes one line. */
function addRows(matches: Matches, order: Uint32Array, from: number, to: number, wishes: Wishes, lines: Lines): void {
  const { signatures } = wishes;
  let place = from;
  while (place < to) {
    let end = place + 1;
    if (signatures) {
      const signature = signatures[order[place] ?? 0];
      while (end < to && signatures[order[end] ?? 0] === signature) end += 1;
    }
    if (end - place === 1) lines.add(LINE.row, place, 1);
    else {
      lines.add(LINE.repeats, place, end - place);
      if (wishes.areRepeatsOpen(firstIdOf(matches, order, place, end)))
        for (let inside = place; inside < end; inside += 1) lines.add(LINE.inside, inside, 1);
    }
    place = end;
  }
}

/** Shown in either direction, the oldest of neighbours stands at one of both ends. */
export function firstIdOf(matches: Matches, order: Uint32Array, from: number, to: number): number {
  return matches.idAt(Math.min(order[from] ?? 0, order[to - 1] ?? 0));
}
