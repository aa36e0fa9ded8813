import type { Moment } from './moment.ts';
import { isGood, LOCK_LIFE_MS } from './moment.ts';

/** A lock from when it was taken until it ended. Times are virtual; the real ones stand beside them. */
export interface Holding {
  lockId: string;
  fileId: string;
  fileName: string | null;
  /** Taken, or last refreshed, by the session the story is about. */
  isOurs: boolean;
  /** Whether its beginning was seen. */
  isSeen: boolean;
  at: number;
  realAt: number;
  refreshedAt: number;
  realRefreshedAt: number;
  expiresAt: number;
  /** When it was extended, wall clock; the first ones where there are many. */
  refreshes: number[];
  refreshCount: number;
  longestPause: number;
}

export type HoldingEnd = 'given back' | 'swapped' | 'ran out' | 'ended outside' | 'deleted' | 'held';

/** What happened to the lock before a request came, without any request. */
export interface LockNews {
  kind: 'ran-out' | 'ended-outside';
  holding: Holding;
  at: number;
}

const REFRESHES_KEPT = 500;

/** The lock of one file, as its requests and the records of the host tell it. */
export class LockTrack {
  /** undefined: not known. */
  holding: Holding | null | undefined;
  readonly #onEnd: (holding: Holding, end: HoldingEnd, at: number, realAt: number) => void;
  #lastEnd = 0;

  constructor(onEnd: (holding: Holding, end: HoldingEnd, at: number, realAt: number) => void = () => undefined) {
    this.#onEnd = onEnd;
  }

  /** Moves to the time of a request; called before it is looked at. */
  advance(now: Moment): LockNews | null {
    const news = this.#runOut(now.at, now.realAt);
    const resynced = this.#resync(now);
    this.#lastEnd = Math.max(this.#lastEnd, now.realAt + (now.durationMs ?? 0));
    return news ?? resynced;
  }

  /** Takes in what the request did. */
  take(now: Moment, isOurs: boolean): void {
    if (!isGood(now)) return;
    const { operation, lockId } = now;
    if (operation === 'Unlock') this.#end('given back', now);
    else if (operation === 'DeleteFile') this.#end('deleted', now);
    else if (operation === 'Lock' || operation === 'RefreshLock') this.#hold(now, lockId ?? '', isOurs);
    else if (operation === 'UnlockAndRelock') {
      if (this.holding && this.holding.lockId !== lockId) this.#end('swapped', now);
      this.#hold(now, lockId ?? '', isOurs);
    }
  }

  /** The recording ends here. */
  close(at: number, realAt: number): LockNews | null {
    const news = this.#runOut(at, realAt);
    if (this.holding) this.#onEnd(this.holding, 'held', at, realAt);
    return news;
  }

  #runOut(at: number, realAt: number): LockNews | null {
    const { holding } = this;
    if (!holding || at < holding.expiresAt) return null;
    this.holding = null;
    // The virtual clock may have jumped: in real time it ended no later than now.
    const real = Math.min(realAt, holding.realRefreshedAt + (holding.expiresAt - holding.refreshedAt));
    this.#onEnd(holding, 'ran out', holding.expiresAt, real);
    return { kind: 'ran-out', holding, at: holding.expiresAt };
  }

  /** Where the host recorded its own state, that counts: the screen takes and ends locks without any request. */
  #resync(now: Moment): LockNews | null {
    const { before, fileId } = now;
    if (!before || fileId === null) return null;
    const { holding } = this;
    if (before.lockId === null) {
      this.holding = null;
      // Of requests that crossed it is not known which came first.
      if (!holding || now.realAt < this.#lastEnd) return null;
      this.#onEnd(holding, 'ended outside', now.at, now.realAt);
      return { kind: 'ended-outside', holding, at: now.at };
    }
    const expiresAt = before.lockExpiresAt ?? now.at + LOCK_LIFE_MS;
    if (holding?.lockId === before.lockId) {
      holding.expiresAt = expiresAt;
      return null;
    }
    this.holding = {
      ...begun(now, before.lockId),
      isOurs: false,
      isSeen: false,
      expiresAt,
      refreshedAt: expiresAt - LOCK_LIFE_MS,
    };
    return null;
  }

  #hold(now: Moment, lockId: string, isOurs: boolean): void {
    const { holding } = this;
    if (holding?.lockId === lockId) {
      holding.longestPause = Math.max(holding.longestPause, now.at - holding.refreshedAt);
      holding.refreshedAt = now.at;
      holding.realRefreshedAt = now.realAt;
      holding.expiresAt = now.at + LOCK_LIFE_MS;
      holding.refreshCount += 1;
      if (holding.refreshes.length < REFRESHES_KEPT) holding.refreshes.push(now.realAt);
      // It belongs to whoever goes on with it.
      holding.isOurs = isOurs;
      return;
    }
    if (holding) this.#end('swapped', now);
    this.holding = { ...begun(now, lockId), isOurs };
  }

  #end(how: HoldingEnd, now: Moment): void {
    if (this.holding) this.#onEnd(this.holding, how, now.at, now.realAt);
    this.holding = null;
  }
}

function begun(now: Moment, lockId: string): Omit<Holding, 'isOurs'> {
  return {
    lockId,
    fileId: now.fileId ?? '',
    fileName: now.fileName,
    isSeen: true,
    at: now.at,
    realAt: now.realAt,
    refreshedAt: now.at,
    realRefreshedAt: now.realAt,
    expiresAt: now.at + LOCK_LIFE_MS,
    refreshes: [],
    refreshCount: 0,
    longestPause: 0,
  };
}
