import { expect, test } from 'vitest';
import { densityOf } from '../../../renderer/inspector/density.ts';
import { exchange, NOON } from '../support/fixtures.ts';

test('counts requests in equal stretches, and those in trouble', () => {
  const rows = [
    exchange({ id: 1, realAt: NOON }),
    exchange({ id: 2, realAt: NOON + 10, outcome: 'locked-by-other' }),
    exchange({ id: 3, realAt: NOON + 999, outcome: 'server-error' }),
    exchange({ id: 4, realAt: NOON + 999, outcome: 'pending' }),
  ];
  expect(densityOf(rows, 4)).toEqual({
    from: NOON,
    to: NOON + 999,
    highest: 2,
    bars: [
      { firstId: 1, count: 2, refused: 1, wrong: 0 },
      { firstId: null, count: 0, refused: 0, wrong: 0 },
      { firstId: null, count: 0, refused: 0, wrong: 0 },
      { firstId: 3, count: 2, refused: 0, wrong: 1 },
    ],
  });
});

test('one moment is one bar, and nothing is nothing', () => {
  expect(densityOf([exchange()], 3)?.bars.map(({ count }) => count)).toEqual([1, 0, 0]);
  expect(densityOf([], 3)).toBeNull();
});

test('a clock that was set back does not lose requests', () => {
  const rows = [
    exchange({ id: 1, realAt: NOON }),
    exchange({ id: 2, realAt: NOON - 500 }),
    exchange({ id: 3, realAt: NOON + 10 }),
  ];
  expect(densityOf(rows, 2)?.bars.reduce((sum, { count }) => sum + count, 0)).toBe(3);
});
