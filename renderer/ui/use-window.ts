import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows drawn out of sight: where the list is going to, and where it comes from. */
const AHEAD = 12;
const BEHIND = 4;
/** Until the element is measured (first paint, tests without layout). */
const UNMEASURED_HEIGHT = 600;

interface RowWindow {
  /** First index to draw. */
  start: number;
  /** First index in sight. */
  firstInSight: number;
  /** One past the last index to draw. */
  end: number;
  /** Most rows that are ever drawn at this height. */
  capacity: number;
  /** Rows that fit on one page. */
  pageRows: number;
  /** How far the element is scrolled, as it was told last: to ask the element itself would lay the page out. */
  top: RefObject<number>;
  onScroll: () => void;
  scrollToIndex: (index: number) => void;
}

interface Options {
  /** Height of whatever is stuck above the rows inside the scroller. */
  above?: number;
  /** The last rows are in sight wherever the scroller stood: known without measuring, so new rows are drawn at once. */
  isAtEnd?: boolean;
}

/** Which rows of one fixed height are in sight. State changes only when that set does, not with every pixel. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  { above = 0, isAtEnd = false }: Options = {},
): RowWindow {
  const [{ top, isUpwards }, setPlace] = useState({ top: 0, isUpwards: false });
  const [height, setHeight] = useState(UNMEASURED_HEIGHT);
  const scrolled = useRef(0);
  const lastTop = useRef(0);

  function measure(): void {
    const element = scroller.current;
    if (!element) return;
    scrolled.current = element.scrollTop;
    const first = Math.max(0, Math.floor(scrolled.current / rowHeight));
    if (first === lastTop.current) return;
    setPlace({ top: first, isUpwards: first < lastTop.current });
    lastTop.current = first;
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const follow = (): void => {
      if (element.clientHeight > 0) setHeight(element.clientHeight);
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  function scrollToIndex(index: number): void {
    const element = scroller.current;
    if (!element || index < 0) return;
    const from = index * rowHeight;
    const room = (element.clientHeight || UNMEASURED_HEIGHT) - above;
    if (from < element.scrollTop) element.scrollTo({ top: from });
    else if (from + rowHeight > element.scrollTop + room) element.scrollTo({ top: from + rowHeight - room });
    measure();
  }

  const shown = Math.ceil(height / rowHeight);
  const atEnd = Math.max(0, count - shown);
  const first = isAtEnd ? atEnd : Math.min(top, atEnd);
  return {
    start: Math.max(0, first - (isUpwards ? AHEAD : BEHIND)),
    firstInSight: first,
    end: Math.min(count, first + shown + (isUpwards ? BEHIND : AHEAD)),
    capacity: shown + AHEAD + BEHIND,
    top: scrolled,
    pageRows: Math.max(1, Math.floor((height - above) / rowHeight) - 1),
    onScroll: measure,
    scrollToIndex,
  };
}
