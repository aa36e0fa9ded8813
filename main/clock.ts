import type { ClockState } from '../preload/contract.ts';

/** What most of the host needs of time: virtual now, epoch milliseconds. */
export interface Clock {
  now(): number;
}

export interface VirtualClock extends Clock {
  state(): ClockState;
  hold(): void;
  resume(): void;
  /** Forward only. Works while held, too. */
  jump(milliseconds: number): void;
  reset(): void;
  /** Called after every change the user makes; returns the function that stops it. */
  onChange(listener: (state: ClockState) => void): () => void;
}

/**
 * The one clock that locks, tokens and proof windows follow.
 * @param wall the wall clock; tests hand in one they hold.
 */
export function createVirtualClock(
  wall: () => number,
  initial: ClockState = { offsetMs: 0, heldAt: null },
): VirtualClock {
  let { offsetMs, heldAt } = initial;
  const listeners = new Set<(state: ClockState) => void>();
  const state = (): ClockState => ({ offsetMs, heldAt });
  const now = (): number => heldAt ?? wall() + offsetMs;
  const changed = (): void => {
    for (const listener of listeners) listener(state());
  };

  return {
    now,
    state,
    hold() {
      heldAt ??= now();
      changed();
    },
    resume() {
      if (heldAt === null) return;
      offsetMs = heldAt - wall();
      heldAt = null;
      changed();
    },
    jump(milliseconds) {
      if (!Number.isFinite(milliseconds) || milliseconds <= 0) {
        throw new RangeError(
          `The clock only jumps forward: ${milliseconds} ms was asked for, a positive number is needed.`,
        );
      }
      if (heldAt === null) offsetMs += milliseconds;
      else heldAt += milliseconds;
      changed();
    },
    reset() {
      offsetMs = 0;
      heldAt = null;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
