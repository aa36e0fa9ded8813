import { useMemo, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';

/** A cell that is one line of text: drawn as a single box, which is what makes long lists fast. */
export interface CellLine {
  text: string;
  className?: string;
  /** Becomes data-tone. */
  tone?: string;
  /** Becomes data-initials: stands in a disc before the text. */
  initials?: string;
  style?: CSSProperties;
  /** Whatever else the box holds beside the text, in pixels. */
  inset?: number;
  /** Tells more while the pointer is on the cell. */
  title?: () => string;
}

/** A column of a DataTable. Tables, their heads and their tests loop over an array of these. */
export interface Column<Row> {
  id: string;
  header: string;
  /** Pixels, or a grid track such as 'minmax(120px, 1fr)'. */
  width: number | string;
  cell: (row: Row) => ReactNode;
  /** The same as `cell` where that is one line of text; null where it is more. */
  line?: (row: Row) => CellLine | null;
  /** Ascending comparison, or the host puts the rows in order; a column without one cannot be sorted. */
  sort?: ((left: Row, right: Row) => number) | 'by-host';
  align?: 'start' | 'end';
  /** Tooltip of the header, when the word alone leaves a question. */
  hint?: string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

const GAP = 12;

/** Below this a table with these columns scrolls sideways. A flexible track counts with its smallest width. */
export function leastWidth(columns: readonly { width: number | string }[]): number {
  const widths = columns.map(({ width }) =>
    typeof width === 'number' ? width : Number(/(\d+)px/.exec(width)?.[1] ?? 80),
  );
  return widths.reduce((sum, width) => sum + width + GAP, GAP);
}

/** Leaves columns out, those with the lowest `yields` first, until the rest fits. */
export function fitColumns<C extends { width: number | string; yields?: number }>(
  columns: readonly C[],
  room: number,
): readonly C[] {
  let fitting = columns;
  while (leastWidth(fitting) > room) {
    const next = Math.min(...fitting.map(({ yields }) => yields ?? Infinity));
    if (next === Infinity) return fitting;
    fitting = fitting.filter(({ yields }) => yields !== next);
  }
  return fitting;
}

/** Ascending, then descending, then ascending again. */
export function nextSort(current: Sort | null, column: string): Sort {
  return { column, descending: current?.column === column && !current.descending };
}

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const compare = columns.find(({ id }) => id === sort?.column)?.sort;
  if (!sort || compare === undefined || compare === 'by-host') return rows;
  return rows.toSorted(sort.descending ? (left, right) => compare(right, left) : compare);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** For text columns: 'file 2' before 'file 10'. */
export function compareText(left: string | null, right: string | null): number {
  return collator.compare(left ?? '', right ?? '');
}

interface SortedRows<Row> {
  rows: readonly Row[];
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}

/** Spread into a DataTable: `<DataTable {...useSortedRows(rows, columns, { column: 'name', descending: false })} … />`. */
export function useSortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  initial: Sort | null = null,
): SortedRows<Row> {
  const [sort, onSort] = useState(initial);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  return { rows: sorted, sort, onSort };
}
