import { useEffect, useState } from 'react';
import { messageOf } from '../api/client.ts';

export type Loaded<T> = { state: 'loading' } | { state: 'failed'; reason: string } | { state: 'ready'; value: T };

/** Something that takes a moment to make: loading, then the value or why there is none. `load` must be stable. */
export function useLoad<T>(load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const show = (next: Loaded<T>): void => {
      if (isCurrent) setLoaded(next);
    };
    load().then(
      (value) => show({ state: 'ready', value }),
      (error: unknown) => show({ state: 'failed', reason: messageOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load]);
  return loaded;
}
