import {
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { leastWidth, type Column, type Sort } from './columns.ts';
import { lineTitles } from './line-titles.ts';
import { HeaderCell } from './table-head.tsx';
import { EmptyRow, ROW_HEIGHT, TableRow } from './table-row.tsx';
import { useColumnWidths } from './text-fit.ts';
import { useEdges } from './use-edges.ts';
import { useSlots } from './use-slots.ts';
import { useWindow } from './use-window.ts';
import './data-table.css';

export type { Column, Sort } from './columns.ts';

const HEAD_HEIGHT = 26;

export type RowKey = string | number;

/** Rows by index: an array, or a window over rows that are elsewhere. */
export interface RowSource<Row> {
  readonly length: number;
  /** undefined for a row that is not here yet; its place is drawn empty. */
  at(index: number): Row | undefined;
}

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
  rows: RowSource<Row>;
  rowKey: (row: Row) => RowKey;
  /** Faster than searching, where the rows are kept in order. */
  indexOfKey?: (key: RowKey) => number;
  selectedKey?: RowKey | null;
  /** `isAlong`: with Shift, on the way to choosing several. */
  onSelect?: (row: Row, isAlong: boolean) => void;
  /** Enter and double-click. */
  onOpen?: (row: Row) => void;
  /** The keys → and ←: opens or closes what a row stands for. */
  onExpand?: (row: Row, isOpen: boolean) => void;
  /** What stands across all columns in place of cells; undefined where a row has cells. */
  across?: (row: Row) => ReactNode | undefined;
  /** Told which rows are drawn, from the first to before the last. */
  onSight?: (start: number, end: number) => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Keys of rows chosen together; the selected row stays the one that keys start from. */
  chosenKeys?: ReadonlySet<RowKey>;
  /** Ctrl or Shift with a click or a key: this row too (or not any more), or all the rows up to it. */
  onChoose?: (row: Row, how: 'also' | 'up-to') => void;
  /** Ctrl+A. */
  onChooseAll?: () => void;
  /** Right click, Menu key, Shift+F10. */
  onMenu?: (row: Row, at: DOMRect) => void;
  /** An edge of the head was dragged or moved by keys; null: back to the first width. */
  onResize?: (column: string, width: number | null) => void;
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
    chosenKeys = NONE_CHOSEN,
    onSelect,
    onOpen,
    onChoose,
    onMenu,
    sort = null,
    onSort,
    rowTone,
    empty,
    isRecycling = false,
    handle,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useWindow(scroller, rows.length, ROW_HEIGHT, {
    above: HEAD_HEIGHT,
    isAtEnd: props.isFollowing === true,
  });
  const rowOf = (index: number): Row | undefined => (index < 0 ? undefined : rows.at(index));
  const indexOfKey = props.indexOfKey ?? ((key: RowKey) => findIndex(rows, (row) => rowKey(row) === key));
  const edges = useEdges(scroller, view, { ...props, indexOfKey }, ROW_HEIGHT);
  const slots = useSlots(view, isRecycling);
  const widths = useColumnWidths(scroller, columns);
  const selectedIndex = selectedKey === null ? -1 : indexOfKey(selectedKey);
  const isSelectedDrawn = selectedIndex >= view.start && selectedIndex < view.end;

  /** A row that was gone to and is not here yet is selected when it comes. */
  const awaited = useRef<number | null>(null);
  useEffect(() => {
    const row = awaited.current === null ? undefined : rowOf(awaited.current);
    if (row === undefined) return;
    awaited.current = null;
    onSelect?.(row, false);
  });
  useEffect(() => props.onSight?.(view.start, view.end));

  function select(index: number, isAlong = false): void {
    if (rows.length === 0) return;
    const bounded = Math.max(0, Math.min(rows.length - 1, index));
    const row = rowOf(bounded);
    view.scrollToIndex(bounded);
    awaited.current = row === undefined ? bounded : null;
    if (row !== undefined) onSelect?.(row, isAlong);
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

  /** With Shift a key takes the rows on its way along. */
  function moveBy(key: string, isChoosing: boolean): boolean {
    const from = selectedIndex < 0 ? view.firstInSight - 1 : selectedIndex;
    const places: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: selectedIndex < 0 ? rows.length - 1 : from - 1,
      PageDown: from + view.pageRows,
      PageUp: selectedIndex < 0 ? rows.length - 1 : from - view.pageRows,
      Home: 0,
      End: rows.length - 1,
    };
    const place = places[key];
    if (place === undefined) return false;
    const index = Math.max(0, Math.min(rows.length - 1, place));
    const row = rowOf(index);
    if (isChoosing && row !== undefined) onChoose?.(row, 'up-to');
    select(index, isChoosing);
    return true;
  }

  function openMenu(row: Row | undefined, at: DOMRect | undefined): boolean {
    if (row === undefined || !onMenu) return false;
    onMenu(row, at ?? new DOMRect());
    return true;
  }
  const boxOfSelected = (): DOMRect | undefined =>
    document.getElementById(`${id}-${selectedKey}`)?.getBoundingClientRect();

  function act({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const row = rowOf(selectedIndex);
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return openMenu(row, boxOfSelected());
    if (ctrlKey || metaKey) {
      if (key.toLowerCase() === 'a' && props.onChooseAll) props.onChooseAll();
      else if (key === ' ' && onChoose && row !== undefined) onChoose(row, 'also');
      else return false;
      return true;
    }
    if (key === 'Enter') {
      if (row !== undefined) onOpen?.(row);
      return true;
    }
    if (props.onExpand && row !== undefined && (key === 'ArrowRight' || key === 'ArrowLeft')) {
      props.onExpand(row, key === 'ArrowRight');
      return true;
    }
    return moveBy(key, shiftKey && onChoose !== undefined);
  }

  function press(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target === event.currentTarget && !event.altKey && act(event)) event.preventDefault();
  }

  const least = leastWidth(columns);
  const template = columns.map(({ width }) => track(width)).join(' ');
  const drawn: ReactNode[] = [];
  for (const index of slots) {
    const row = rowOf(index);
    if (row === undefined) {
      drawn.push(<EmptyRow key={isRecycling ? index % view.capacity : `at ${index}`} index={index} />);
      continue;
    }
    const key = rowKey(row);
    drawn.push(
      <TableRow
        key={isRecycling ? index % view.capacity : key}
        id={`${id}-${key}`}
        row={row}
        index={index}
        across={props.across as ((row: unknown) => ReactNode | undefined) | undefined}
        columns={columns as readonly Column<unknown>[]}
        widths={widths}
        template={template}
        tone={rowTone?.(row)}
        isSelected={chosenKeys.size > 0 ? chosenKeys.has(key) : key === selectedKey}
        isCurrent={key === selectedKey}
        isSelectable={onSelect !== undefined}
      />,
    );
  }

  function rowAt(target: EventTarget): Row | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return element ? rowOf(Number(element.dataset['index'])) : undefined;
  }

  const { onResize } = props;
  // Scrolling does not draw it again.
  const head = useMemo(
    () => (
      <div
        className="ws-table-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth: least }}
      >
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} onResize={onResize} />
        ))}
      </div>
    ),
    [columns, least, onResize, onSort, sort, template],
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
      aria-multiselectable={onChoose ? true : undefined}
      aria-activedescendant={isSelectedDrawn && selectedKey !== null ? `${id}-${selectedKey}` : undefined}
      onKeyDown={press}
      onScroll={edges.onScroll}
      onWheel={edges.onWheel}
      {...lineTitles(columns, rowAt)}
      onMouseDown={(event) => {
        // Shift would mark text from the last click to this one.
        if (!event.shiftKey || !onChoose) return;
        event.preventDefault();
        scroller.current?.focus({ preventScroll: true });
      }}
      onClick={(event) => {
        const row = rowAt(event.target);
        if (row === undefined) return;
        if (onChoose && (event.shiftKey || event.ctrlKey || event.metaKey))
          onChoose(row, event.shiftKey ? 'up-to' : 'also');
        else onSelect?.(row, false);
      }}
      onContextMenu={(event) => {
        const row = rowAt(event.target) ?? (event.target === scroller.current ? rowOf(selectedIndex) : undefined);
        const isOnRow = rowAt(event.target) !== undefined;
        if (openMenu(row, isOnRow ? new DOMRect(event.clientX, event.clientY) : boxOfSelected()))
          event.preventDefault();
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

const NONE_CHOSEN: ReadonlySet<RowKey> = new Set();

function findIndex<Row>(rows: RowSource<Row>, fits: (row: Row) => boolean): number {
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows.at(index);
    if (row !== undefined && fits(row)) return index;
  }
  return -1;
}
