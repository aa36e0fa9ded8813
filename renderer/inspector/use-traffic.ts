import { useEffect, useMemo, useState } from 'react';
import type { ExchangeRow } from '../../preload/contract.ts';
import { useSecond } from '../state/clock.ts';
import { useExchanges, watchRows } from '../state/exchanges.ts';
import type { OrderedRows } from '../state/ordered-rows.ts';
import { sortRows, type Column, type Sort } from '../ui/columns.ts';
import { readFilter, type Filter, type FilterReading } from './filter.ts';
import { createTrafficView } from './traffic-view.ts';

/** How often a filter that counts from now looks again at what has grown too old. */
const RELATIVE_STEP = 5_000;

/** The filter in force. While the text has a mistake, the last good one stays and the mistake is told. */
export function useFilter(source: string): { filter: Filter; reading: FilterReading } {
  const second = useSecond();
  const step = Math.floor(second / RELATIVE_STEP) * RELATIVE_STEP;
  const fixed = useMemo(() => readFilter(source, 0), [source]);
  const isRelative = fixed.filter?.isRelative === true;
  const reading = useMemo(() => (isRelative ? readFilter(source, step) : fixed), [isRelative, source, step, fixed]);
  const [good, setGood] = useState(reading.filter);
  if (reading.filter && reading.filter !== good) setGood(reading.filter);
  return { filter: reading.filter ?? good ?? ALL, reading };
}

const ALL: Filter = { test: () => true, isEmpty: true, isRelative: false };

/** The rows to show, changed in place; drawing follows the store's version. */
export function useTrafficRows(filter: Filter): OrderedRows<ExchangeRow> {
  useExchanges((state) => state.version);
  const view = useMemo(() => ({ ...createTrafficView(filter), version: useExchanges.getState().version }), [filter]);
  useEffect(() => {
    // Rows may have come between the filling and this moment.
    if (view.version !== useExchanges.getState().version) view.follow({ kind: 'replaced' });
    return watchRows(view.follow);
  }, [view]);
  return view.rows;
}

/** Sorting many rows takes a while: they are then sorted once a second instead of with every change. */
const MANY_ROWS = 5_000;

/** Rows in another order than they came; a `sort` of null keeps them as they are. */
export function useSortedTraffic(
  rows: OrderedRows<ExchangeRow>,
  columns: readonly Column<ExchangeRow>[],
  sort: Sort | null,
): readonly ExchangeRow[] {
  const version = useExchanges((state) => state.version);
  const second = useSecond();
  const moment = rows.items.length > MANY_ROWS ? second : version;
  return useMemo(
    () => ({ moment, items: sort ? sortRows(rows.items, columns, sort) : rows.items }),
    [moment, rows, columns, sort],
  ).items;
}
