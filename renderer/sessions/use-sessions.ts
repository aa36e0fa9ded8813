import { useEffect, useRef, useState } from 'react';
import type { AdminApi, SessionPage } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSource } from '../captures/source.ts';
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

let reads = 0;

/** A name for a reading of sessions, which is given up when nobody waits for it any more. */
export function readIdFor(api: AdminApi, signal: AbortSignal): string {
  reads += 1;
  const readId = `${own} ${reads}`;
  // It may have ended meanwhile, and then there is nothing to give up.
  signal.addEventListener('abort', () => void api.cancelReading({ readId }).catch(() => undefined));
  return readId;
}

/** Tells the readings of this screen from those of others. */
const own = Math.random().toString(36).slice(2);

/** Reads anew when traffic has come in, after what was asked before has been answered. */
export function useFromTraffic<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const round = useTraffic();
  const loaded = useLoaded(key, load);
  const { reload, isLoading } = loaded;
  const read = useRef(round);
  useEffect(() => {
    if (isLoading || read.current === round) return;
    read.current = round;
    reload();
  }, [round, isLoading, reload]);
  return loaded;
}

interface Sessions extends Loaded<SessionPage> {
  showMore: () => void;
  /** What is shown comes from the newest requests; all of them are still being looked through. */
  isFirst: boolean;
}

/** Of more requests than twice this, the newest are looked at first: that takes a moment, all of them seconds. */
const FIRST_LOOK = 100_000;

export function useSessions(): Sessions {
  const api = useApi();
  const [limit, setLimit] = useState(PAGE);
  const recording = useSource();
  const captured = useExchanges((state) => state.capture.count);
  const isLarge = (recording?.exchangeCount ?? captured) > 2 * FIRST_LOOK;
  const loaded = useFromTraffic(`sessions ${limit}`, (signal) =>
    api.listSessions({ limit, readId: readIdFor(api, signal) }),
  );
  const [shown, setShown] = useState<SessionPage | null>(null);
  useEffect(() => {
    if (loaded.data) setShown(loaded.data);
  }, [loaded.data]);
  const isWaiting = isLarge && loaded.data === null && shown === null && loaded.problem === null;
  const first = useLoaded(isWaiting ? 'first sessions' : null, (signal) =>
    api.listSessions({ limit, newest: FIRST_LOOK, readId: readIdFor(api, signal) }),
  );
  const data = loaded.data ?? shown ?? first.data;
  return {
    ...loaded,
    data,
    isFirst: data !== null && data === first.data,
    showMore: () => setLimit((before) => Math.min(500, before + PAGE)),
  };
}
