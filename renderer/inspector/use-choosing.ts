import { useEffect, useState } from 'react';
import { chooseAll, chooseAlso, clearSelection, MOST_CHOSEN, useSelection } from '../state/selection.ts';
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
      else order.between(anchor, id).then((ids) => take(ids, anchor), fail);
    },
    chooseEverything: () => void order.all().then((ids) => take(ids, selectedId), fail),
    menu,
    openMenu: (id, at) => setMenu({ ids: chosen.has(id) ? [...chosen] : [id], at }),
    closeMenu: () => setMenu(null),
  };
}
