import { memo, type ReactNode } from 'react';
import type { CellLine, Column } from './columns.ts';
import { fits } from './text-fit.ts';

export const ROW_HEIGHT = 26;

/** Holds the place of a row that is on its way. */
export function EmptyRow({ index }: { index: number }): ReactNode {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy="true"
      className="ws-table-row"
      data-missing=""
      style={{ top: index * ROW_HEIGHT }}
    >
      <div role="gridcell" aria-label="On its way" className="ws-table-cell" />
    </div>
  );
}

interface RowProps {
  id: string;
  row: unknown;
  index: number;
  across: ((row: unknown) => ReactNode | undefined) | undefined;
  columns: readonly Column<unknown>[];
  /** Of the columns, in pixels; null until they are measured. */
  widths: readonly number[] | null;
  template: string;
  tone: string | undefined;
  isSelected: boolean;
  isCurrent: boolean;
  isSelectable: boolean;
}

export const TableRow = memo(function TableRow({
  id,
  row,
  index,
  across,
  columns,
  widths,
  template,
  tone,
  isSelected,
  isCurrent,
  isSelectable,
}: RowProps): ReactNode {
  const whole = across?.(row);
  return (
    <div
      id={id}
      role="row"
      className="ws-table-row"
      data-index={index}
      data-tone={tone}
      aria-rowindex={index + 2}
      aria-selected={isSelectable ? isSelected : undefined}
      data-current={isCurrent ? '' : undefined}
      style={{ gridTemplateColumns: template, top: index * ROW_HEIGHT }}
    >
      {whole === undefined ? (
        columns.map((column, place) => {
          const line = column.line?.(row) ?? null;
          if (line !== null) return drawLine(column, line, widths?.[place] ?? 0);
          return (
            <div key={column.id} role="gridcell" className="ws-table-cell" data-align={column.align}>
              {column.cell(row)}
            </div>
          );
        })
      ) : (
        <div role="gridcell" aria-colspan={columns.length} className="ws-table-cell ws-table-across">
          {whole}
        </div>
      )}
    </div>
  );
});

/** No component of its own: a thousand of these are drawn in a second. */
function drawLine({ id, align }: Column<unknown>, line: CellLine, width: number): ReactNode {
  const { text, className = '', tone, initials, style } = line;
  const base = fits(line, width) ? 'ws-table-line' : 'ws-table-line ws-table-cut';
  return (
    <div
      key={id}
      role="gridcell"
      className={className === '' ? base : `${base} ${className}`}
      data-align={align}
      data-tone={tone}
      data-initials={initials}
      style={style}
    >
      {text}
    </div>
  );
}
