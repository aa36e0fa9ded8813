import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '../api/client.ts';

export interface Loaded<T> {
  /** The last good answer for this key; stays while it is read again. */
  data: T | null;
  problem: string | null;
  isLoading: boolean;
  reload(): void;
}

interface Answer<T> {
  key: string;
  data: T | null;
  problem: string | null;
}

/**
 * Reads something from the host when `key` changes and when asked to. Answers that come after a newer question are
 * dropped, and the signal tells that nobody waits for them; a null key asks nothing.
 */
export function useLoaded<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [round, setRound] = useState(0);
  const [answeredRound, setAnsweredRound] = useState(-1);
  const loadNow = useRef(load);
  useEffect(() => {
    loadNow.current = load;
  });

  useEffect(() => {
    if (key === null) return undefined;
    const waiting = new AbortController();
    let isCurrent = true;
    let isSettled = false;
    const settle = (data: T | null, problem: string | null): void => {
      isSettled = true;
      if (!isCurrent) return;
      setAnswer((before) => ({ key, data: data ?? (before?.key === key ? before.data : null), problem }));
      setAnsweredRound(round);
    };
    loadNow.current(waiting.signal).then(
      (data) => settle(data, null),
      (error: unknown) => settle(null, messageOf(error)),
    );
    return () => {
      isCurrent = false;
      if (!isSettled) waiting.abort();
    };
  }, [key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const own = answer !== null && answer.key === key ? answer : null;
  return {
    data: own?.data ?? null,
    problem: own?.problem ?? null,
    isLoading: key !== null && (own === null || answeredRound !== round),
    reload,
  };
}
