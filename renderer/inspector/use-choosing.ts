import { useEffect, useRef, useState } from 'react';
import { chooseAll, chooseAlso, clearSelection, holdAnchor, MOST_CHOSEN, useSelection } from '../state/selection.ts';
import { formatCount } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import type { RowMenuState } from './row-menu.tsx';

/** Ids as the list has them in order: asked for, because most of the list is with the host. */
export interface ShownOrder {
  /** From one to the other, both included, whichever comes first. */
  between(first: number, last: number): Promise<readonly number[]>;
  all(): Promise<readonly number[]>;
}

export interface Choosing {
  chosen: ReadonlySet<number>;
  choose: (id: number, how: 'also' | 'up-to') => void;
  chooseEverything: () => void;
  menu: RowMenuState | null;
  openMenu: (id: number, at: DOMRect) => void;
  closeMenu: () => void;
}

/** Choosing rows together; another filter is another list, and what is not seen is not chosen. */
export function useChoosing(selectedId: number | null, filter: string, order: ShownOrder): Choosing {
  const chosen = useSelection((state) => state.ids);
  const [menu, setMenu] = useState<RowMenuState | null>(null);
  useEffect(() => clearSelection, [filter]);

  /** Keys may be faster than answers: only the last question counts. */
  const asked = useRef(0);
  function ask(answer: Promise<readonly number[]>, anchor: number | null): void {
    asked.current += 1;
    const own = asked.current;
    answer.then((ids) => {
      if (own === asked.current) take(ids, anchor);
    }, fail);
  }

  function take(ids: readonly number[], anchor: number | null): void {
    chooseAll(ids, anchor);
    if (ids.length > MOST_CHOSEN) say(`The first ${formatCount(MOST_CHOSEN)} are chosen; more is too much at once.`);
  }

  return {
    chosen: menu && menu.ids.length === 1 ? new Set(menu.ids) : chosen,
    choose(id, how) {
      const anchor = useSelection.getState().anchor ?? selectedId;
      if (how === 'also') chooseAlso(id, selectedId);
      else if (anchor === null) chooseAlso(id, null);
      else {
        // Held at once: the next key may come before the answer.
        holdAnchor(anchor);
        ask(order.between(anchor, id), anchor);
      }
    },
    chooseEverything: () => ask(order.all(), selectedId),
    menu,
    openMenu: (id, at) => setMenu({ ids: chosen.has(id) ? [...chosen] : [id], at }),
    closeMenu: () => setMenu(null),
  };
}
