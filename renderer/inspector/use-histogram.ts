import { useEffect, useRef, useState } from 'react';
import type { TrafficHistogram } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useSecond } from '../state/clock.ts';
import type { Listing } from './use-view.ts';

/** Counted by the host over the whole list, again at most once a second. */
export function useHistogram({ state }: Listing, bars: number): TrafficHistogram | null {
  const api = useApi();
  const second = useSecond();
  const [histogram, setHistogram] = useState<TrafficHistogram | null>(null);
  const read = useRef({ viewId: 0, version: 0 });
  const latest = useRef(0);
  const viewId = state?.viewId ?? null;
  const newest = state?.version ?? 0;
  const isComplete = state?.isComplete ?? false;
  useEffect(() => {
    latest.current = newest;
  });
  useEffect(() => {
    // Ten versions a second are no reason to count ten times: the second is.
    const version = latest.current;
    if (viewId === null || (read.current.viewId === viewId && read.current.version === version)) return;
    read.current = { viewId, version };
    api.getViewHistogram({ viewId, bars }).then(
      (next) => next && setHistogram(next),
      // The list says what is wrong.
      () => undefined,
    );
  }, [api, viewId, isComplete, second, bars]);
  return histogram;
}
