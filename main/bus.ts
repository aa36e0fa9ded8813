import type { NumberedEvent, Publish } from '../preload/contract.ts';

export interface Bus {
  publish: Publish;
  /** Number of the newest event. */
  seq(): number;
  isWatched(): boolean;
  subscribe(listener: (event: NumberedEvent) => void): () => void;
}

/** Numbered publish/subscribe: subscribers see every event once, in order, after it was committed. */
export function createBus(): Bus {
  const listeners = new Set<(event: NumberedEvent) => void>();
  let seq = 0;
  return {
    publish(event) {
      seq += 1;
      if (listeners.size === 0) return;
      const numbered = { seq, event };
      for (const listener of listeners) listener(numbered);
    },
    seq: () => seq,
    isWatched: () => listeners.size > 0,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
