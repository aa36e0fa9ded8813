import type { ExchangeRow } from '../../preload/contract.ts';
import { exchanges, isPinned, type RowsChange } from '../state/exchanges.ts';
import { OrderedRows } from '../state/ordered-rows.ts';
import type { Filter } from './filter.ts';

/** The rows that pass a filter, kept by looking only at the rows that changed. */
export interface TrafficView {
  /** Oldest first; changed in place. */
  readonly rows: OrderedRows<ExchangeRow>;
  follow: (change: RowsChange) => void;
}

export function createTrafficView({ test, isEmpty }: Filter): TrafficView {
  if (isEmpty) return { rows: exchanges, follow: () => undefined };
  const rows = new OrderedRows<ExchangeRow>();

  function fill(): void {
    rows.clear();
    for (const row of exchanges.items) if (test(row)) rows.items.push(row);
  }

  fill();
  return {
    rows,
    follow(change) {
      switch (change.kind) {
        case 'upserted':
          for (const row of change.rows) {
            if (test(row)) rows.upsert(row);
            else rows.remove(row.id);
          }
          return;
        case 'prepended':
          rows.prepend(change.rows.filter(test));
          return;
        case 'dropped-before':
          rows.dropBefore(change.id, isPinned);
          return;
        case 'removed':
          for (const id of change.ids) rows.remove(id);
          return;
        case 'replaced':
          fill();
      }
    },
  };
}
