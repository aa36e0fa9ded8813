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
let second = Math.floor(Date.now() / 1000);

function tick(): void {
  second = Math.floor(Date.now() / 1000);
  for (const listener of tickListeners) listener();
}

function subscribeTick(listener: () => void): () => void {
  tickListeners.add(listener);
  ticker ??= setInterval(tick, 1000);
  return () => {
    tickListeners.delete(listener);
    if (tickListeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** Wall-clock milliseconds; draws the caller again every second. */
export function useSecond(): number {
  useSyncExternalStore(subscribeTick, () => second);
  return Date.now();
}

/** Virtual milliseconds; draws the caller again every second and whenever the clock is held or jumps. */
export function useVirtualNow(): number {
  const clock = useClock();
  return virtualNow(clock, useSecond());
}
