import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { ClockState } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

/** The virtual clock that locks and tokens follow. */
export const useClock = create<ClockState>(() => ({ offsetMs: 0, heldAt: null }));

export const clockSlice: Slice = {
  reset: (snapshot) => useClock.setState(snapshot.clock, true),
  apply: (event) => {
    if (event.type === 'clock') useClock.setState(event.clock, true);
  },
};

export function virtualNow({ heldAt, offsetMs }: ClockState = useClock.getState(), now = Date.now()): number {
  return heldAt ?? now + offsetMs;
}

/** One timer for all countdowns and clocks on the screen, running only while something shows one. */
const tickListeners = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;
let ticked = Date.now();

function tick(): void {
  ticked = Date.now();
  for (const listener of tickListeners) listener();
}

function subscribeTick(listener: () => void): () => void {
  if (ticker === undefined) {
    ticked = Date.now();
    ticker = setInterval(tick, 1000);
  }
  tickListeners.add(listener);
  return () => {
    tickListeners.delete(listener);
    if (tickListeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** Wall-clock milliseconds; draws the caller again every second. */
export function useSecond(): number {
  return useSyncExternalStore(subscribeTick, () => ticked);
}

/** Virtual milliseconds; draws the caller again every second and whenever the clock is held or jumps. */
export function useVirtualNow(): number {
  const second = useSecond();
  return virtualNow(useClock(), second);
}
