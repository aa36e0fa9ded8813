import { useEffect, useState } from 'react';
import type { SessionPage } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useFindings } from '../state/findings.ts';
import { useLoaded, type Loaded } from '../state/loaded.ts';

/** Sessions are counted from the whole traffic: while it comes in, not more often than this. */
const CALM_MS = 3_000;
const PAGE = 100;

/** Grows when traffic has come in or was judged anew, at most every few seconds. */
function useTraffic(): number {
  const { count, dropped } = useExchanges((state) => state.capture);
  const findings = useFindings((state) => state.version);
  const moment = `${count} ${dropped} ${findings}`;
  const [seen, setSeen] = useState({ moment, round: 0 });
  useEffect(() => {
    if (seen.moment === moment) return undefined;
    const timer = setTimeout(() => setSeen(({ round }) => ({ moment, round: round + 1 })), CALM_MS);
    return () => clearTimeout(timer);
  }, [moment, seen.moment]);
  return seen.round;
}

/** Reads anew when traffic has come in. */
export function useFromTraffic<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const round = useTraffic();
  const loaded = useLoaded(key, load);
  const { reload } = loaded;
  useEffect(() => {
    if (round > 0) reload();
  }, [round, reload]);
  return loaded;
}

interface Sessions extends Loaded<SessionPage> {
  showMore: () => void;
}

export function useSessions(): Sessions {
  const api = useApi();
  const [limit, setLimit] = useState(PAGE);
  const loaded = useFromTraffic(`sessions ${limit}`, () => api.listSessions({ limit }));
  const [shown, setShown] = useState<SessionPage | null>(null);
  useEffect(() => {
    if (loaded.data) setShown(loaded.data);
  }, [loaded.data]);
  return { ...loaded, data: loaded.data ?? shown, showMore: () => setLimit((before) => Math.min(500, before + PAGE)) };
}
