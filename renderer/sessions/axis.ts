/** A stretch of time in which something happened, and where it lies on the axis. Units of the axis are milliseconds. */
export interface AxisPiece {
  from: number;
  to: number;
  /** Place of `from` on the axis. */
  start: number;
  length: number;
}

/** Time with its long silences folded. */
export interface Axis {
  pieces: readonly AxisPiece[];
  /** Where a silence was folded, between two pieces. */
  breaks: readonly { start: number; length: number; milliseconds: number; from: number }[];
  length: number;
}

/** Requests that take no time at all are still seen. */
const LEAST_MS = 1;

interface Bar {
  realAt: number;
  durationMs: number | null;
}

/** Silences longer than a share of the busy time are folded to that length, so that every request stays visible. */
export function foldTime(bars: readonly Bar[]): Axis {
  const busy = merged(bars);
  if (busy.length === 0) return { pieces: [], breaks: [], length: 1 };
  const working = busy.reduce((sum, { from, to }) => sum + to - from, 0);
  const fold = Math.max(LEAST_MS, (working * 1.5) / Math.max(8, busy.length));
  const pieces: AxisPiece[] = [];
  const breaks: { start: number; length: number; milliseconds: number; from: number }[] = [];
  let place = 0;
  for (const { from, to } of busy) {
    const last = pieces.at(-1);
    const silence = last ? from - last.to : 0;
    if (last && silence <= fold) {
      last.length += to - last.to;
      last.to = to;
      place = last.start + last.length;
      continue;
    }
    if (last) {
      breaks.push({ start: place, length: fold, milliseconds: silence, from: last.to });
      place += fold;
    }
    pieces.push({ from, to, start: place, length: to - from });
    place += to - from;
  }
  return { pieces, breaks, length: place };
}

function merged(bars: readonly Bar[]): { from: number; to: number }[] {
  const sorted = bars
    .map(({ realAt, durationMs }) => ({ from: realAt, to: realAt + Math.max(LEAST_MS, durationMs ?? 0) }))
    .sort((left, right) => left.from - right.from);
  const busy: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = busy.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  return busy;
}

/** Where a moment lies on the axis; one in a folded silence lies in proportion inside the fold. */
export function placeOf({ pieces, breaks }: Axis, at: number): number {
  const first = pieces[0];
  if (!first || at <= first.from) return 0;
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.from ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? first;
  if (at <= piece.to) return piece.start + (at - piece.from);
  const fold = breaks[low];
  if (!fold) return piece.start + piece.length;
  return fold.start + Math.min(1, (at - fold.from) / fold.milliseconds) * fold.length;
}

/** The moment at a place of the axis. */
export function timeAt({ pieces, breaks }: Axis, place: number): number {
  const piece = pieces.findLast(({ start }) => start <= place) ?? pieces[0];
  if (!piece) return 0;
  if (place <= piece.start + piece.length) return piece.from + Math.max(0, place - piece.start);
  const fold = breaks.find(({ start, length }) => place >= start && place <= start + length);
  return fold ? fold.from + ((place - fold.start) / fold.length) * fold.milliseconds : piece.to;
}

export interface View {
  from: number;
  to: number;
}

const CLOSEST = 0.5;

/** Nearer or further, around a place that stays where it is. */
export function zoom(view: View, length: number, factor: number, around = (view.from + view.to) / 2): View {
  const width = Math.min(length, Math.max(CLOSEST, (view.to - view.from) * factor));
  const share = (around - view.from) / Math.max(Number.EPSILON, view.to - view.from);
  return within({ from: around - share * width, to: around + (1 - share) * width }, length);
}

export function pan(view: View, length: number, by: number): View {
  return within({ from: view.from + by, to: view.to + by }, length);
}

function within({ from, to }: View, length: number): View {
  const width = Math.min(length, to - from);
  const start = Math.max(0, Math.min(from, length - width));
  return { from: start, to: start + width };
}

const NICE = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
];

/** Moments to write on the axis, not closer to each other than `gap` of its units. */
export function ticksOf(axis: Axis, view: View, gap: number): { place: number; at: number }[] {
  const step = NICE.find((one) => one >= gap) ?? 3_600_000;
  const ticks: { place: number; at: number }[] = [];
  let free = -Infinity;
  for (const { from, to, start, length } of axis.pieces) {
    if (start > view.to || start + length < view.from) continue;
    for (const at of momentsIn(from, to, step, timeAt(axis, Math.max(view.from, start)))) {
      const place = start + (at - from);
      if (place > view.to) break;
      if (place < free || place < view.from) continue;
      ticks.push({ place, at });
      free = place + gap;
    }
  }
  return ticks;
}

/** The beginning of a stretch, then round moments. */
function* momentsIn(from: number, to: number, step: number, firstSeen: number): Generator<number> {
  yield from;
  for (let at = Math.ceil(Math.max(from + 1, firstSeen) / step) * step; at <= to; at += step) yield at;
}
