import type { ReplayPace } from '../../preload/contract.ts';

/** Moments of the recording and of the replay, in milliseconds from the start of each. */
interface Moment {
  /** When the request was recorded, counted from the first one. */
  recorded: number;
  /** How long the replay has been going on. */
  elapsed: number;
}

/** How long to wait before a request that is not the first one. */
export function pauseBefore(pace: ReplayPace, { recorded, elapsed }: Moment): number {
  switch (pace.kind) {
    case 'original':
      return Math.max(0, recorded - elapsed);
    case 'faster':
      return Math.max(0, recorded / pace.factor - elapsed);
    case 'gap':
      return pace.milliseconds;
    case 'at-once':
      return 0;
  }
}

/** @throws what the signal was aborted with */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
