import { expect, test } from 'vitest';
import { OrderedRows } from '../../../renderer/state/ordered-rows.ts';

function filled(...ids: number[]): OrderedRows<{ id: number; note?: string }> {
  const rows = new OrderedRows<{ id: number; note?: string }>();
  for (const id of ids) rows.upsert({ id });
  return rows;
}

const idsOf = (rows: OrderedRows<{ id: number }>): number[] => rows.items.map(({ id }) => id);

test('keeps rows in order however they come', () => {
  expect(idsOf(filled(3, 1, 2, 5, 4))).toEqual([1, 2, 3, 4, 5]);
});

test('replaces a row in its place', () => {
  const rows = filled(1, 2, 3);
  rows.upsert({ id: 2, note: 'done' });
  expect(rows.items).toEqual([{ id: 1 }, { id: 2, note: 'done' }, { id: 3 }]);
  expect(rows.get(2)?.note).toBe('done');
});

test('finds and misses', () => {
  const rows = filled(10, 20, 30);
  expect([10, 20, 30, 5, 15, 35].map((id) => rows.indexOf(id))).toEqual([0, 1, 2, -1, -1, -1]);
  expect(rows.remove(20)).toBe(true);
  expect(rows.remove(20)).toBe(false);
  expect(idsOf(rows)).toEqual([10, 30]);
});

test('takes older rows in front, without those it has', () => {
  const rows = filled(10, 11);
  expect(rows.prepend([{ id: 8 }, { id: 9 }, { id: 10 }])).toBe(2);
  expect(idsOf(rows)).toEqual([8, 9, 10, 11]);
  expect(rows.dropBefore(10)).toBe(2);
  expect(idsOf(rows)).toEqual([10, 11]);
});

test('takes 100,000 older rows at once', () => {
  const rows = filled(200_000);
  rows.prepend(Array.from({ length: 100_000 }, (_, id) => ({ id })));
  expect(rows.items.length).toBe(100_001);
  expect(rows.indexOf(54_321)).toBe(54_321);
});

test('a row costs the same at 1,000 rows and at 100,000', () => {
  const cost = (size: number): number => {
    const rows = new OrderedRows<{ id: number }>();
    for (let id = 0; id < size; id += 1) rows.items.push({ id });
    const start = performance.now();
    for (let step = 0; step < 20_000; step += 1) {
      rows.upsert({ id: size + step });
      rows.upsert({ id: size + step - 50 });
    }
    return performance.now() - start;
  };
  cost(1_000);
  const times = [0, 1, 2].map(() => cost(100_000) / cost(1_000));
  // A cost that grew with the rows would make this a hundred.
  expect(Math.min(...times)).toBeLessThan(5);
});
