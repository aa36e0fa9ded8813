import { create } from 'zustand';
import type { Slice } from './store.ts';

/** Exchanges chosen together in Traffic: ids and nothing else, because most of the list is with the host. */
interface Selection {
  ids: ReadonlySet<number>;
  /** Where a range begins. */
  anchor: number | null;
}

const NONE: Selection = { ids: new Set(), anchor: null };
/** More is refused by the host as well. */
export const MOST_CHOSEN = 100_000;

export const useSelection = create<Selection>(() => NONE);

export function clearSelection(): void {
  if (useSelection.getState() !== NONE) useSelection.setState(NONE, true);
}

/** Takes one more, or one less. The row that was selected alone is the first of them. */
export function chooseAlso(id: number, selected: number | null): void {
  const { ids } = useSelection.getState();
  const next = new Set(ids.size === 0 && selected !== null && selected !== id ? [selected] : ids);
  if (!next.delete(id)) next.add(id);
  useSelection.setState(next.size === 0 ? NONE : { ids: next, anchor: id }, true);
}

/** The next range begins here. */
export function holdAnchor(anchor: number): void {
  useSelection.setState({ anchor });
}

export function chooseAll(ids: readonly number[], anchor: number | null): void {
  useSelection.setState(ids.length === 0 ? NONE : { ids: new Set(ids.slice(0, MOST_CHOSEN)), anchor }, true);
}

function without(gone: (id: number) => boolean): void {
  const { ids, anchor } = useSelection.getState();
  if (ids.size === 0) return;
  const left = [...ids].filter((id) => !gone(id));
  if (left.length !== ids.size) useSelection.setState(left.length === 0 ? NONE : { ids: new Set(left), anchor }, true);
}

export const selectionSlice: Slice = {
  reset: () => undefined,
  apply(event) {
    if (event.type === 'exchanges-cleared') clearSelection();
    if (event.type !== 'exchanges-removed') return;
    const removed = new Set(event.ids);
    without((id) => removed.has(id));
  },
};
