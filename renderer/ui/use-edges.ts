import { useLayoutEffect, useRef, type RefObject, type WheelEvent } from 'react';
import type { RowKey, RowSource } from './data-table.tsx';

interface Options<Row> {
  rows: RowSource<Row>;
  rowKey: (row: Row) => RowKey;
  indexOfKey: (key: RowKey) => number;
  isAnchored?: boolean;
  isFollowing?: boolean;
  onFollowChange?: (isFollowing: boolean) => void;
}

interface Anchor {
  key: RowKey;
  index: number;
  /** Pixels of the anchor row that are scrolled out of sight. */
  offset: number;
}

/** How the scroller behaves at its two ends: stays with the newest row, and keeps still while rows come and go above. */
export function useEdges<Row>(
  scroller: RefObject<HTMLElement | null>,
  view: { top: RefObject<number>; onScroll: () => void },
  { rows, rowKey, indexOfKey, isAnchored = false, isFollowing = false, onFollowChange }: Options<Row>,
  rowHeight: number,
): { onScroll: () => void; onWheel: (event: WheelEvent) => void } {
  const anchor = useRef<Anchor | null>(null);

  function remember(): void {
    const top = view.top.current;
    const index = Math.floor(top / rowHeight);
    const row = rows.at(index);
    anchor.current = row === undefined ? null : { key: rowKey(row), index, offset: top - index * rowHeight };
  }

  function keepStill(element: HTMLElement, { key, index, offset }: Anchor): void {
    const atIndex = rows.at(index);
    if (atIndex !== undefined && rowKey(atIndex) === key) return;
    const moved = indexOfKey(key);
    if (moved < 0) return;
    element.scrollTo({ top: moved * rowHeight + offset });
    view.onScroll();
  }

  // A list that becomes lower, under a banner or in a smaller window, was not scrolled by anybody.
  const height = useRef(0);
  const follows = useRef(isFollowing);
  useLayoutEffect(() => {
    follows.current = isFollowing;
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      height.current = element.clientHeight;
      if (follows.current) element.scrollTo({ top: element.scrollHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const wasFollowing = useRef(false);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const hasLetGo = wasFollowing.current && !isFollowing;
    wasFollowing.current = isFollowing;
    if (isFollowing) {
      // The rows at the end are drawn already (`isAtEnd` of useWindow), so nothing has to be measured.
      element.scrollTo({ top: rows.length * rowHeight });
      return;
    }
    if (hasLetGo) view.onScroll();
    else if (isAnchored && anchor.current) keepStill(element, anchor.current);
    if (isAnchored) remember();
  });

  return {
    onScroll() {
      const element = scroller.current;
      if (!element) return;
      if (!isFollowing) {
        view.onScroll();
        if (isAnchored) remember();
      }
      if (isFollowing && height.current !== 0 && element.clientHeight !== height.current) return;
      const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight / 2;
      if (onFollowChange && isAtEnd !== isFollowing) onFollowChange(isAtEnd);
    },
    onWheel({ deltaY }) {
      // At once, before the next arriving row would pull the list back to its end.
      if (deltaY < 0 && isFollowing) onFollowChange?.(false);
    },
  };
}
