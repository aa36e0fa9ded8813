import { expect, test } from 'vitest';
import { parseFilter } from '../../../preload/filter/parse.ts';
import { narrowTo, withoutTime } from '../../../renderer/inspector/time-filter.ts';

test.each([
  ['', ''],
  ['since:5m', ''],
  ['op:Lock since:5m until:14:45 status:409', 'op:Lock status:409'],
  ['"since:5m" op:Lock', '"since:5m" op:Lock'],
  ['SINCE:2026-03-01T10:00:00 budget', 'budget'],
])('without conditions on the time, “%s” is “%s”', (filter, rest) => {
  expect(withoutTime(filter)).toBe(rest);
});

test('a span replaces the one before, in whole seconds that hold both ends, and can be read', () => {
  const from = new Date(2026, 2, 1, 10, 0, 5, 700).getTime();
  const to = new Date(2026, 2, 1, 10, 0, 9, 100).getTime();
  const filter = narrowTo('op:Lock since:5m', from, to);
  expect(filter).toBe('op:Lock since:2026-03-01T10:00:05 until:2026-03-01T10:00:10');
  expect(parseFilter(filter).problem).toBeNull();
});
