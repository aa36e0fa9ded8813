import type { VirtualClock } from '../clock.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { Files } from '../store/files.ts';
import type { Locks } from '../store/locks.ts';
import type { Tokens } from '../store/tokens.ts';

/** What happens because time passes: locks and tokens expire, uses are written, old traffic goes. */
export interface Upkeep {
  start(): void;
  stop(): void;
}

const USES_MS = 500;
const AGE_MS = 60_000;
/** The longest delay a timer takes is 2^31 ms; looking again once an hour is early enough. */
const LONGEST_WAIT_MS = 3_600_000;

interface UpkeepOptions {
  clock: VirtualClock;
  locks: Locks;
  tokens: Tokens;
  exchanges: Exchanges;
  files: Files;
  onError: (error: unknown) => void;
}

export function createUpkeep({ clock, locks, tokens, exchanges, files, onError }: UpkeepOptions): Upkeep {
  const timers: NodeJS.Timeout[] = [];
  let due: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;

  const guarded = (work: () => void) => (): void => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };
  /** Lets everything expire that is due, then sleeps until the next moment something is. */
  const sweep = guarded(() => {
    clearTimeout(due);
    const next = [locks.sweep(), tokens.sweep()].filter((at) => at !== null);
    const wait = Math.min(LONGEST_WAIT_MS, ...next.map((at) => at - clock.now()));
    if (clock.state().heldAt === null) due = setTimeout(sweep, Math.max(1, wait)).unref();
  });
  /** A lock or token that is new may be due before the one the timer was set for. */
  const minute = guarded(() => {
    sweep();
    exchanges.trimByAge();
    files.trimVersions();
    tokens.forgetOld();
    locks.trimHistory();
  });

  return {
    start() {
      stopListening = clock.onChange(sweep);
      minute();
      timers.push(
        setInterval(
          guarded(() => tokens.flushUses()),
          USES_MS,
        ).unref(),
        setInterval(sweep, 1000).unref(),
        setInterval(minute, AGE_MS).unref(),
      );
    },
    stop() {
      stopListening?.();
      clearTimeout(due);
      for (const timer of timers) clearInterval(timer);
    },
  };
}
