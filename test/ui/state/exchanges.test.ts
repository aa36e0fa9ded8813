import { beforeEach, expect, test } from 'vitest';
import type { HostEvent } from '../../../preload/contract.ts';
import {
  addRunning,
  exchanges,
  exchangesSlice,
  flushExchanges,
  settle,
  storedRows,
  unsettled,
  useExchanges,
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

const shown = (): number[] => unsettled.items.map(({ id }) => id);

test('rows stand at the end of the list until a view holds them', () => {
  apply(
    { type: 'exchange', row: exchange({ id: 1 }) },
    { type: 'exchange', row: exchange({ id: 2, outcome: 'pending' }) },
  );
  flushExchanges();
  expect(shown()).toEqual([1, 2]);
  expect(storedRows()).toEqual([]);
  apply({ type: 'exchanges-stored', spans: [[1, 1]] });
  flushExchanges();
  expect(shown()).toEqual([1, 2]);
  const ids = storedRows();
  apply({ type: 'exchange', row: exchange({ id: 3 }) }, { type: 'exchanges-stored', spans: [[3, 3]] });
  flushExchanges();
  settle(ids);
  expect(shown()).toEqual([2, 3]);
  expect(exchanges.get(1)?.id).toBe(1);
});

test('a few thousand rows are all that is ever here', () => {
  for (let id = 1; id <= 10_000; id += 1) apply({ type: 'exchange', row: exchange({ id }) });
  flushExchanges();
  expect(exchanges.items.length).toBe(2_000);
  expect(shown().length).toBe(2_000);
  apply({ type: 'exchanges-stored', spans: [[1, 10_000]] });
  flushExchanges();
  expect(shown()).toEqual([]);
});

test('running requests that began before the screen was there are added once', () => {
  apply({ type: 'exchange', row: exchange({ id: 5, outcome: 'ok' }) });
  addRunning([exchange({ id: 4, outcome: 'pending' }), exchange({ id: 5, outcome: 'pending' })]);
  expect(shown()).toEqual([4, 5]);
  expect(exchanges.get(5)?.outcome).toBe('ok');
});
