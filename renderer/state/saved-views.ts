import { create } from 'zustand';
import type { SavedView } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from './loaded.ts';
import type { Slice } from './store.ts';

/** As the last event told them; null before the first one. */
const useTold = create<{ views: readonly SavedView[] | null }>(() => ({ views: null }));

/** The views as they are now, on whichever screen they were saved: read once, then followed. */
export function useSavedViews(): { data: readonly SavedView[] | null; problem: string | null } {
  const api = useApi();
  const told = useTold((state) => state.views);
  const { data, problem } = useLoaded(told === null ? 'saved views' : null, () => api.listSavedViews());
  return { data: told ?? data, problem };
}

export const savedViewsSlice: Slice = {
  reset: () => useTold.setState({ views: null }),
  apply(event) {
    if (event.type === 'saved-views') useTold.setState({ views: event.views });
  },
};
