import { create } from 'zustand';
import type { ExchangeRow, Mark } from '../../preload/contract.ts';
import { useSource } from '../captures/source.ts';
import type { Slice } from './store.ts';

/** Marks that changed since the rows that carry them were read; null: nothing is left. */
const useChangedMarks = create<{ changed: ReadonlyMap<number, Mark | null> }>(() => ({ changed: new Map() }));

/** The mark of a row as it is now. */
export function useMark({ id, mark }: Pick<ExchangeRow, 'id' | 'mark'>): Mark | null {
  const isRecorded = useSource() !== null;
  const changed = useChangedMarks((state) => state.changed.get(id));
  // Marks of a recording do not change; another request of the live traffic has the same number.
  return changed === undefined || isRecorded ? (mark ?? null) : changed;
}

/** Whether `useMark` has something to look for; a row without a mark is never asked about twice. */
export function mayBeMarked({ id, mark }: Pick<ExchangeRow, 'id' | 'mark'>): boolean {
  return mark !== undefined || useChangedMarks.getState().changed.has(id);
}

export const marksSlice: Slice = {
  reset: () => useChangedMarks.setState({ changed: new Map() }),
  apply(event) {
    if (event.type === 'exchanges-cleared') useChangedMarks.setState({ changed: new Map() });
    if (event.type !== 'marks') return;
    const { changed } = useChangedMarks.getState();
    const next = new Map(changed);
    for (const { exchangeId, mark } of event.marks) next.set(exchangeId, mark);
    useChangedMarks.setState({ changed: next });
  },
};
