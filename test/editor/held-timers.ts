import type { Timers } from '../../main/editor/timers.ts';

export interface HeldTimers extends Timers {
  /** Lets this much time pass: what is due runs, in order, also what it starts. */
  pass(ms: number): void;
  /** Waits that are running, shortest first. */
  waiting(): number[];
}

/** Timers the test holds. */
export function heldTimers(): HeldTimers {
  let now = 0;
  let waits: { at: number; run: () => void }[] = [];
  return {
    after(ms, run) {
      const wait = { at: now + ms, run };
      waits.push(wait);
      return () => {
        waits = waits.filter((other) => other !== wait);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = waits.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        waits = waits.filter((other) => other !== next);
        next.run();
      }
      now = end;
    },
    waiting: () => waits.map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
