import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { nextSort, type Column, type Sort } from './columns.ts';

interface HeaderProps {
  column: Pick<Column<never>, 'id' | 'header' | 'align' | 'hint' | 'sort'>;
  sort: Sort | null;
  onSort: ((sort: Sort) => void) | undefined;
  onResize: ((column: string, width: number | null) => void) | undefined;
}

const SMALLEST = 32;
const STEP = 8;
const BIG_STEP = 40;

/** A word that sorts, and an edge that sizes: by dragging it, or with Shift and the arrow keys on the word. */
export function HeaderCell({ column, sort, onSort, onResize }: HeaderProps): ReactNode {
  const { id, header, align, hint } = column;
  const cell = useRef<HTMLDivElement>(null);
  const isSorted = sort?.column === id;
  const arrow = isSorted ? (sort.descending ? '↓' : '↑') : '';
  const isSortable = column.sort !== undefined && onSort !== undefined;

  function widen(to: number): void {
    onResize?.(id, Math.round(Math.max(SMALLEST, to)));
  }

  function press(event: KeyboardEvent): void {
    if (!onResize || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const width = cell.current?.getBoundingClientRect().width ?? 0;
    const steps: Record<string, number> = {
      ArrowLeft: -STEP,
      ArrowRight: STEP,
      PageDown: -BIG_STEP,
      PageUp: BIG_STEP,
    };
    const step = steps[event.key];
    if (step !== undefined) widen(width + step);
    else if (event.key === 'Home') onResize(id, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const keys = onResize ? { 'aria-keyshortcuts': 'Shift+ArrowLeft Shift+ArrowRight Shift+Home', onKeyDown: press } : {};
  return (
    <div
      ref={cell}
      role="columnheader"
      className="ws-table-cell"
      data-align={align}
      title={hint}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {isSortable ? (
        <button type="button" className="ws-table-sort" {...keys} onClick={() => onSort(nextSort(sort, id))}>
          {header}
          <span aria-hidden="true">{arrow}</span>
        </button>
      ) : (
        <span className="ws-table-word">{header}</span>
      )}
      {onResize ? <Edge cell={cell} onMove={widen} onReset={() => onResize(id, null)} /> : null}
    </div>
  );
}

interface EdgeProps {
  cell: { current: HTMLDivElement | null };
  onMove: (width: number) => void;
  onReset: () => void;
}

/** For the mouse alone: keys act on the word beside it. */
function Edge({ cell, onMove, onReset }: EdgeProps): ReactNode {
  /** What to add to the place of the pointer for the width. */
  const offset = useRef(0);
  return (
    <span
      className="ws-table-edge"
      aria-hidden="true"
      title="Drag to size the column; double-click for the first width"
      onPointerDown={(event: PointerEvent<HTMLSpanElement>) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        offset.current = (cell.current?.getBoundingClientRect().width ?? 0) - event.clientX;
      }}
      onPointerMove={(event: PointerEvent<HTMLSpanElement>) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onMove(event.clientX + offset.current);
      }}
      onDoubleClick={onReset}
    />
  );
}
