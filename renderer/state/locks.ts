import { create } from 'zustand';
import type { LockEvent, LockRow } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface LocksState {
  /** By file id: a file has at most one lock. */
  byFile: ReadonlyMap<string, LockRow>;
  /** The last thing that happened to a lock, so that an open history knows when to read again. */
  lastChange: LockEvent | null;
}

export const useLocks = create<LocksState>(() => ({ byFile: new Map(), lastChange: null }));

export const locksSlice: Slice = {
  reset: ({ locks }) =>
    useLocks.setState({ byFile: new Map(locks.map((lock) => [lock.fileId, lock])), lastChange: null }),
  apply: (event) => {
    if (event.type !== 'lock') return;
    useLocks.setState(({ byFile }) => {
      const next = new Map(byFile);
      if (event.lock) next.set(event.fileId, event.lock);
      else next.delete(event.fileId);
      return { byFile: next, lastChange: event.change };
    });
  },
};
