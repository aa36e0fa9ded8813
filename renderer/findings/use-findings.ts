import { useEffect, useState } from 'react';
import type { AdminApi, FindingPage } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useFindings } from '../state/findings.ts';
import { useLoaded, type Loaded } from '../state/loaded.ts';

/** Reads anew when something was found or muted. */
export function useFresh<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const version = useFindings((state) => state.version);
  const loaded = useLoaded(key, load);
  const { reload } = loaded;
  useEffect(() => {
    if (version > 0) reload();
  }, [version, reload]);
  return loaded;
}

type Query = Omit<Parameters<AdminApi['listFindings']>[0], 'limit' | 'before'>;

const PAGE = 50;

/** Findings of a rule, a file or a session, and the way to more of them. */
export function useFindingPage(query: Query): Loaded<FindingPage> & { showMore: () => void } {
  const api = useApi();
  const [limit, setLimit] = useState(PAGE);
  const loaded = useFresh(`findings ${JSON.stringify(query)} ${limit}`, () => api.listFindings({ ...query, limit }));
  const [shown, setShown] = useState<FindingPage | null>(null);
  useEffect(() => {
    if (loaded.data) setShown(loaded.data);
  }, [loaded.data]);
  return { ...loaded, data: loaded.data ?? shown, showMore: () => setLimit((before) => Math.min(5_000, before * 4)) };
}
