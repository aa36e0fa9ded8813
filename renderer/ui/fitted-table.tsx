import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { fitColumns, type Column } from './columns.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import './fitted-table.css';

export interface FittedColumn<Row> extends Column<Row> {
  /** Where the table is narrow, columns with the lowest number go first; the detail pane tells it anyway. */
  yields?: number;
}

interface FittedTableProps<Row> extends DataTableProps<Row> {
  columns: readonly FittedColumn<Row>[];
}

/** A table that leaves columns out instead of scrolling sideways. */
export function FittedTable<Row>({ columns, ...props }: FittedTableProps<Row>): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(Infinity);
  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const shown = useMemo(() => fitColumns(columns, width), [columns, width]);
  return (
    <div ref={frame} className="ws-fitted-table">
      <DataTable {...props} columns={shown} />
    </div>
  );
}
