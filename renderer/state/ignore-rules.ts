import { create } from 'zustand';
import type { IgnoreRule } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from './loaded.ts';
import type { Slice } from './store.ts';

/** As the last event told them; null before the first one. */
const useTold = create<{ rules: readonly IgnoreRule[] | null }>(() => ({ rules: null }));

/** The rules as they are now: read once, then followed. */
export function useIgnoreRules(): { data: readonly IgnoreRule[] | null; problem: string | null } {
  const api = useApi();
  const told = useTold((state) => state.rules);
  const { data, problem } = useLoaded(told === null ? 'ignore rules' : null, () => api.listIgnoreRules());
  return { data: told ?? data, problem };
}

export const ignoreRulesSlice: Slice = {
  reset: () => useTold.setState({ rules: null }),
  apply(event) {
    if (event.type === 'ignore-rules') useTold.setState({ rules: event.rules });
  },
};
