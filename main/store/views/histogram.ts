import type { TrafficBar, TrafficHistogram } from '../../../preload/contract.ts';
import type { Matches } from './matches.ts';
import type { Reading } from './reading.ts';

/** Counts matches in stretches of equal length between the first and the last. */
export function histogramOf(matches: Matches, reading: Pick<Reading, 'timeOf'>, wanted: number): TrafficHistogram {
  const { count } = matches;
  if (count === 0) return { from: 0, to: 0, bars: [] };
  const timeAt = (index: number): number => reading.timeOf(matches.idAt(index));
  const from = timeAt(0);
  const to = timeAt(count - 1);
  const length = Math.max(1, to - from + 1) / wanted;
  const bars: TrafficBar[] = [];
  let index = 0;
  for (let bar = 1; bar <= wanted; bar += 1) {
    const end = bar === wanted ? count : firstIndexAt(from + bar * length, timeAt, index, count);
    bars.push(barOf(matches, index, end));
    index = end;
  }
  return { from, to, bars };
}

/** The first match at or after a moment. Ids are given in the order of time, so that halving finds it. */
function firstIndexAt(moment: number, timeAt: (index: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(middle) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function barOf(matches: Matches, from: number, to: number): TrafficBar {
  const counts = [0, 0, 0];
  for (let index = from; index < to; index += 1) {
    const tone = matches.toneAt(index);
    counts[tone] = (counts[tone] ?? 0) + 1;
  }
  return {
    firstId: to > from ? matches.idAt(from) : null,
    count: to - from,
    refused: counts[1] ?? 0,
    wrong: counts[2] ?? 0,
  };
}
