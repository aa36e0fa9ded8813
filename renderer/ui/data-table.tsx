import {
  memo,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { leastWidth, nextSort, type Column, type Sort } from './columns.ts';
import { useEdges } from './use-edges.ts';
import { useWindow } from './use-window.ts';
import './data-table.css';

export type { Column, Sort } from './columns.ts';

export const ROW_HEIGHT = 26;
const HEAD_HEIGHT = 26;

export type RowKey = string | number;

export interface TableHandle {
  focus: () => void;
  /** Selects the row so many places further down. */
  move: (by: number) => void;
}

export interface DataTableProps<Row> {
  /** Names the table for assistive technology: 'Requests'. */
  label: string;
  columns: readonly Column<Row>[];
  /** In the order shown. May be one array changed in place, as long as the parent draws again. */
  rows: readonly Row[];
  rowKey: (row: Row) => RowKey;
  /** Faster than searching, where the rows are kept in order. */
  indexOfKey?: (key: RowKey) => number;
  selectedKey?: RowKey | null;
  onSelect?: (row: Row) => void;
  /** Enter and double-click. */
  onOpen?: (row: Row) => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Becomes data-tone of the row. */
  rowTone?: (row: Row) => string | undefined;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  /** Keeps the row in sight where it is when rows are added or dropped above it. */
  isAnchored?: boolean;
  /** Keeps the last row in sight while rows are added. */
  isFollowing?: boolean;
  onFollowChange?: (isFollowing: boolean) => void;
  /** Draws a new row into the elements of one that left: cheaper for fast lists, but cells must keep no state. */
  isRecycling?: boolean;
  handle?: Ref<TableHandle>;
}

function track(width: number | string): string {
  return typeof width === 'number' ? `${width}px` : width;
}

/**
 * A virtualised grid with rows of one height. The scroller itself has the focus and names the selected row.
 * Rows are drawn again only when the row object changes: a cell that follows the clock must subscribe to it itself.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const {
    label,
    columns,
    rows,
    rowKey,
    selectedKey = null,
    onSelect,
    onOpen,
    sort = null,
    onSort,
    rowTone,
    empty,
    handle,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useWindow(scroller, rows.length, ROW_HEIGHT, {
    above: HEAD_HEIGHT,
    isAtEnd: props.isFollowing === true,
  });
  const indexOfKey = props.indexOfKey ?? ((key: RowKey) => rows.findIndex((row) => rowKey(row) === key));
  const edges = useEdges(scroller, view, { ...props, indexOfKey }, ROW_HEIGHT);
  const selectedIndex = selectedKey === null ? -1 : indexOfKey(selectedKey);
  const isSelectedDrawn = selectedIndex >= view.start && selectedIndex < view.end;

  function select(index: number): void {
    const bounded = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[bounded];
    if (row === undefined) return;
    view.scrollToIndex(bounded);
    onSelect?.(row);
  }
  const move = (by: number): void =>
    select(selectedIndex < 0 ? (by > 0 ? view.firstInSight : rows.length - 1) : selectedIndex + by);

  useImperativeHandle(handle, () => ({ focus: () => scroller.current?.focus({ preventScroll: true }), move }));

  // A row selected from elsewhere (deep link, command) comes into sight once; scrolling away afterwards is free.
  const shownKey = useRef<RowKey | null>(null);
  useEffect(() => {
    if (selectedIndex < 0 || shownKey.current === selectedKey) return;
    shownKey.current = selectedKey;
    view.scrollToIndex(selectedIndex);
  });

  function press(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(view.pageRows),
      PageUp: () => move(-view.pageRows),
      Home: () => select(0),
      End: () => select(rows.length - 1),
      Enter: () => {
        const row = rows[selectedIndex];
        if (row !== undefined) onOpen?.(row);
      },
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const least = leastWidth(columns);
  const template = columns.map(({ width }) => track(width)).join(' ');
  const drawn: ReactNode[] = [];
  for (let index = view.start; index < view.end; index += 1) {
    const row = rows[index];
    if (row === undefined) continue;
    const key = rowKey(row);
    drawn.push(
      <TableRow
        key={props.isRecycling === true ? index % view.capacity : key}
        id={`${id}-${key}`}
        row={row}
        index={index}
        columns={columns as readonly Column<unknown>[]}
        template={template}
        tone={rowTone?.(row)}
        isSelected={key === selectedKey}
        isSelectable={onSelect !== undefined}
      />,
    );
  }

  function rowAt(target: EventTarget): Row | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return element ? rows[Number(element.dataset['index'])] : undefined;
  }

  const head = (
    <div
      className="ws-table-head"
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: template, minWidth: least }}
    >
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );

  if (rows.length === 0) {
    // What is said instead of rows is no part of a grid.
    return (
      <div ref={scroller} className="ws-table" tabIndex={-1}>
        <div role="grid" aria-label={label} aria-rowcount={1} aria-colcount={columns.length}>
          {head}
        </div>
        <div className="ws-table-empty">{empty}</div>
      </div>
    );
  }

  return (
    <div
      ref={scroller}
      className="ws-table"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={isSelectedDrawn && selectedKey !== null ? `${id}-${selectedKey}` : undefined}
      onKeyDown={press}
      onScroll={edges.onScroll}
      onWheel={edges.onWheel}
      onClick={(event) => {
        const row = rowAt(event.target);
        if (row !== undefined) onSelect?.(row);
      }}
      onDoubleClick={(event) => {
        const row = rowAt(event.target);
        if (row !== undefined) onOpen?.(row);
      }}
    >
      {head}
      <div className="ws-table-rows" role="rowgroup" style={{ height: rows.length * ROW_HEIGHT, minWidth: least }}>
        {drawn}
      </div>
    </div>
  );
}

interface HeaderProps {
  column: Pick<Column<never>, 'id' | 'header' | 'align' | 'hint' | 'sort'>;
  sort: Sort | null;
  onSort: ((sort: Sort) => void) | undefined;
}

function HeaderCell({ column, sort, onSort }: HeaderProps): ReactNode {
  const { id, header, align, hint } = column;
  const isSorted = sort?.column === id;
  const arrow = isSorted ? (sort.descending ? '↓' : '↑') : '';
  const isSortable = column.sort !== undefined && onSort !== undefined;
  return (
    <div
      role="columnheader"
      className="ws-table-cell"
      data-align={align}
      title={hint}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      {isSortable ? (
        <button type="button" className="ws-table-sort" onClick={() => onSort(nextSort(sort, id))}>
          {header}
          <span aria-hidden="true">{arrow}</span>
        </button>
      ) : (
        header
      )}
    </div>
  );
}

interface RowProps {
  id: string;
  row: unknown;
  index: number;
  columns: readonly Column<unknown>[];
  template: string;
  tone: string | undefined;
  isSelected: boolean;
  isSelectable: boolean;
}

const TableRow = memo(function TableRow({
  id,
  row,
  index,
  columns,
  template,
  tone,
  isSelected,
  isSelectable,
}: RowProps): ReactNode {
  return (
    <div
      id={id}
      role="row"
      className="ws-table-row"
      data-index={index}
      data-tone={tone}
      aria-rowindex={index + 2}
      aria-selected={isSelectable ? isSelected : undefined}
      style={{ gridTemplateColumns: template, transform: `translateY(${index * ROW_HEIGHT}px)` }}
    >
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className="ws-table-cell" data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});
