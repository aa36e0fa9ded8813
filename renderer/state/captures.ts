import { create } from 'zustand';
import type { OpenedCapture } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

/** Recordings that are open beside the live traffic; the one opened last comes first. */
export const useCaptures = create<{ captures: readonly OpenedCapture[] }>(() => ({ captures: [] }));

export const capturesSlice: Slice = {
  reset: ({ captures }) => useCaptures.setState({ captures }),
  apply(event) {
    if (event.type === 'captures') useCaptures.setState({ captures: event.captures });
  },
};
