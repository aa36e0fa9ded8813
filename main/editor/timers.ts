/** Timers as an argument, so that tests hold them. They follow the wall clock, as a real editor's do. */
export interface Timers {
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
}

export const wallTimers: Timers = {
  after(ms, run) {
    // Longer waits overflow the 32-bit counter and would fire at once.
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
