import { describe, expect, it } from 'vitest';
import { foldTime, pan, placeOf, ticksOf, timeAt, zoom } from '../../../renderer/sessions/axis.ts';

const bar = (realAt: number, durationMs: number | null = 10) => ({ realAt, durationMs });
const HOUR = 3_600_000;

describe('time with its silences folded', () => {
  it('keeps short silences, folds long ones and says how long they were', () => {
    const axis = foldTime([bar(0), bar(12), bar(HOUR), bar(HOUR + 5, null)]);
    expect(axis.pieces).toMatchObject([
      { from: 0, to: 22, start: 0, length: 22 },
      { from: HOUR, to: HOUR + 10, length: 10 },
    ]);
    expect(axis.breaks).toMatchObject([{ start: 22, milliseconds: HOUR - 22, from: 22 }]);
    expect(axis.length).toBeLessThan(50);
  });

  it.each([
    ['before the beginning', -100, 0],
    ['at the beginning', 0, 0],
    ['inside a stretch', 7, 7],
    ['at the end', HOUR + 10, 35.9],
    ['after the end', 2 * HOUR, 35.9],
  ])('a moment %s has its place', (_, at, place) => {
    const axis = foldTime([bar(0), bar(HOUR)]);
    expect(placeOf(axis, at)).toBeCloseTo(place === 35.9 ? axis.length : place, 5);
  });

  it('place and time are inverse, also inside a fold', () => {
    const axis = foldTime([bar(0), bar(500, 40), bar(HOUR), bar(HOUR + 2000, 800), bar(3 * HOUR)]);
    for (const at of [0, 5, 300, 520, HOUR / 2, HOUR + 3, HOUR + 2100, 2 * HOUR, 3 * HOUR])
      expect(timeAt(axis, placeOf(axis, at))).toBeCloseTo(at, 0);
  });

  it('is quick with many requests', () => {
    const bars = Array.from({ length: 5_000 }, (_, index) => bar(index * 1_000, 12));
    const axis = foldTime(bars);
    expect(axis.pieces.length).toBe(5_000);
    for (const { realAt } of bars) expect(placeOf(axis, realAt)).toBeGreaterThanOrEqual(0);
    expect(ticksOf(axis, { from: 0, to: axis.length }, axis.length / 10).length).toBeLessThanOrEqual(11);
  });

  it('has an axis for nothing', () => {
    const axis = foldTime([]);
    expect([placeOf(axis, 12), timeAt(axis, 12), ticksOf(axis, { from: 0, to: 1 }, 1)]).toEqual([0, 0, []]);
  });
});

describe('what is in sight', () => {
  it('zooms around a place that stays, and never beyond the whole', () => {
    expect(zoom({ from: 0, to: 100 }, 100, 0.5, 0)).toEqual({ from: 0, to: 50 });
    expect(zoom({ from: 0, to: 100 }, 100, 0.5)).toEqual({ from: 25, to: 75 });
    expect(zoom({ from: 25, to: 75 }, 100, 10)).toEqual({ from: 0, to: 100 });
    expect(zoom({ from: 10, to: 11 }, 100, 0.001).to).toBeGreaterThan(10);
  });

  it('moves sideways as far as there is something', () => {
    expect(pan({ from: 0, to: 50 }, 100, 20)).toEqual({ from: 20, to: 70 });
    expect(pan({ from: 20, to: 70 }, 100, 500)).toEqual({ from: 50, to: 100 });
    expect(pan({ from: 20, to: 70 }, 100, -500)).toEqual({ from: 0, to: 50 });
  });
});
