import { beforeEach, expect, test } from 'vitest';
import type { HostEvent } from '../../../preload/contract.ts';
import { readFilter } from '../../../renderer/inspector/filter.ts';
import { loadHistory } from '../../../renderer/inspector/history.ts';
import { createTrafficView } from '../../../renderer/inspector/traffic-view.ts';
import {
  exchanges,
  exchangesSlice,
  flushExchanges,
  useExchanges,
  watchRows,
} from '../../../renderer/state/exchanges.ts';
import { exchange, snapshot } from '../support/fixtures.ts';

const ids = (): number[] => exchanges.items.map(({ id }) => id);

function apply(...events: HostEvent[]): void {
  for (const event of events) exchangesSlice.apply(event);
}

beforeEach(() => exchangesSlice.reset(snapshot()));

test('rows arrive once per frame, and a pending row is completed in its place', () => {
  const { version } = useExchanges.getState();
  apply(
    { type: 'exchange', row: exchange({ id: 1, outcome: 'pending', status: null }) },
    { type: 'exchange', row: exchange({ id: 2 }) },
    { type: 'exchange', row: exchange({ id: 1, outcome: 'ok' }) },
  );
  expect(ids()).toEqual([]);
  flushExchanges();
  expect(ids()).toEqual([1, 2]);
  expect(exchanges.get(1)?.outcome).toBe('ok');
  expect(useExchanges.getState().version).toBe(version + 1);
});

test('clearing and trimming take rows away', () => {
  for (const id of [1, 2, 3, 4]) apply({ type: 'exchange', row: exchange({ id }) });
  apply({ type: 'exchanges-trimmed', oldestId: 3 });
  flushExchanges();
  expect(ids()).toEqual([3, 4]);
  apply({ type: 'exchanges-cleared', kept: 0 });
  expect(ids()).toEqual([]);
});

test('rows cleared before they were drawn do not come back', () => {
  apply({ type: 'exchange', row: exchange({ id: 1 }) }, { type: 'exchanges-cleared', kept: 0 });
  flushExchanges();
  expect(ids()).toEqual([]);
});

test('history is read newest first, then older pages until all is here; what events brought meanwhile stays', async () => {
  const stored = Array.from({ length: 12_000 }, (_, index) => exchange({ id: index + 1 }));
  const asked: (number | undefined)[] = [];
  await loadHistory({
    listExchanges: async ({ before = Infinity, limit }) => {
      asked.push(before === Infinity ? undefined : before);
      if (asked.length === 1) apply({ type: 'exchange', row: exchange({ id: 12_000, client: 'newer' }) });
      if (asked.length === 2) apply({ type: 'exchange', row: exchange({ id: 12_001 }) });
      const older = stored.filter(({ id }) => id < before).toReversed();
      return { rows: older.slice(0, limit), hasOlder: older.length > limit };
    },
  });
  expect(asked).toEqual([undefined, 10_001, 5_001]);
  flushExchanges();
  expect(exchanges.items.length).toBe(12_001);
  expect(exchanges.items.every(({ id }, index) => id === index + 1)).toBe(true);
  expect(exchanges.get(12_000)?.client).toBe('newer');
  expect(useExchanges.getState().history).toBe('complete');
});

test('a page that was asked for before a clear is dropped', async () => {
  await loadHistory({
    listExchanges: async () => {
      apply({ type: 'exchanges-cleared', kept: 0 });
      return { rows: [exchange({ id: 7 })], hasOlder: false };
    },
  });
  expect(ids()).toEqual([]);
});

test('a history that cannot be read is told', async () => {
  await loadHistory({
    listExchanges: async () => {
      throw new Error('The database is locked.');
    },
  });
  expect(useExchanges.getState()).toMatchObject({ history: 'failed', historyProblem: 'The database is locked.' });
});

test('a filtered view follows every kind of change', () => {
  const { filter } = readFilter('status:409', 0);
  if (!filter) throw new Error('The filter is not understood.');
  apply({ type: 'exchange', row: exchange({ id: 10, status: 409 }) }, { type: 'exchange', row: exchange({ id: 11 }) });
  flushExchanges();
  const view = createTrafficView(filter);
  const stop = watchRows(view.follow);
  const shown = (): number[] => view.rows.items.map(({ id }) => id);

  expect(shown()).toEqual([10]);
  apply(
    { type: 'exchange', row: exchange({ id: 11, status: 409 }) },
    { type: 'exchange', row: exchange({ id: 10, status: 200 }) },
    { type: 'exchange', row: exchange({ id: 12, status: 409 }) },
  );
  flushExchanges();
  expect(shown()).toEqual([11, 12]);
  apply({ type: 'exchanges-trimmed', oldestId: 12 });
  flushExchanges();
  expect(shown()).toEqual([12]);
  apply({ type: 'exchanges-cleared', kept: 0 });
  expect(shown()).toEqual([]);
  stop();
});
