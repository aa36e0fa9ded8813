import { useEffect, useSyncExternalStore } from 'react';
import type { AdminApi, ExchangeRow, RowFacts } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import type { Slice } from './store.ts';

/** Enough for what was scrolled by lately; the rest is asked for again. */
const REMEMBERED = 2_000;
const AT_ONCE = 500;

const known = new Map<number, RowFacts>();
const wanted = new Set<number>();
const listeners = new Set<() => void>();
let isAsking = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the host keeps beside a row; null until it is read, and while the request is running. */
export function useRowFacts({ id, outcome }: Pick<ExchangeRow, 'id' | 'outcome'>): RowFacts | null {
  const api = useApi();
  const facts = useSyncExternalStore(subscribe, () => known.get(id) ?? null);
  const isWanted = facts === null && outcome !== 'pending';
  useEffect(() => {
    if (!isWanted) return undefined;
    wanted.add(id);
    void ask(api);
    return () => void wanted.delete(id);
  }, [api, id, isWanted]);
  return facts;
}

/** All rows drawn together are asked for together; what cannot be read stays empty and is asked for when drawn again. */
async function ask(api: Pick<AdminApi, 'listRowFacts'>): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  await Promise.resolve();
  try {
    while (wanted.size > 0) {
      const ids = [...wanted].slice(0, AT_ONCE);
      for (const id of ids) wanted.delete(id);
      const found = await api.listRowFacts({ ids });
      if (known.size + found.length > REMEMBERED) known.clear();
      for (const facts of found) known.set(facts.id, facts);
      for (const listener of listeners) listener();
    }
  } catch {
    wanted.clear();
  } finally {
    isAsking = false;
  }
}

/** Other traffic has other facts under the same numbers. */
export function forgetRowFacts(): void {
  known.clear();
  for (const listener of listeners) listener();
}

export const rowFactsSlice: Slice = {
  reset: forgetRowFacts,
  apply: ({ type }) => {
    if (type === 'exchanges-cleared') forgetRowFacts();
  },
};
