import type { MouseEvent } from 'react';
import type { Column } from './columns.ts';

interface Handlers {
  onMouseOver: (event: MouseEvent) => void;
  onMouseOut: (event: MouseEvent) => void;
}

/** Tooltips of lines are put where the pointer is and nowhere else: rows that rush by would each have a dozen. */
export function lineTitles<Row>(
  columns: readonly Column<Row>[],
  rowAt: (target: EventTarget) => Row | undefined,
): Handlers {
  const cellOf = (target: EventTarget): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('.ws-table-line') : null;
  return {
    onMouseOver({ target }) {
      const cell = cellOf(target);
      const row = rowAt(target);
      if (!cell || row === undefined) return;
      const place = [...(cell.parentElement?.children ?? [])].indexOf(cell);
      const title = columns[place]?.line?.(row)?.title?.();
      if (title === undefined) cell.removeAttribute('title');
      else cell.title = title;
    },
    onMouseOut: ({ target }) => cellOf(target)?.removeAttribute('title'),
  };
}
