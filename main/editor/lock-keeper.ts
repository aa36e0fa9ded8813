import { randomUUID } from 'node:crypto';
import { LOCK_DURATION_MS } from '../wopi/protocol/lock-rules.ts';
import type { Timers } from './timers.ts';
import type { CallResult, WopiClient } from './wopi-client.ts';

/** Well below the 30 minutes after which a lock expires. */
export const REFRESH_EVERY_MS = 10 * 60 * 1000;
const RETRY_REFRESH_MS = 60 * 1000;

/** Shaped as Office's are; the host must not look inside. */
function newLockId(): string {
  return JSON.stringify({ S: randomUUID(), F: 4, E: 2, M: 'WOPI Sandbox Editor', P: randomUUID().toUpperCase() });
}

/** The one lock of a room: takes it, refreshes it on a timer, gives it back. */
export class LockKeeper {
  readonly id = newLockId();
  isHeld = false;
  refreshedAt = 0;
  #cancelTimer: () => void = () => undefined;
  #isWaiting = false;

  constructor(
    private readonly timers: Timers,
    private readonly now: () => number,
    /** Called when it is time to refresh. */
    private readonly onDue: () => void,
  ) {}

  get expiresAt(): number {
    return this.refreshedAt + LOCK_DURATION_MS;
  }

  async take(client: WopiClient): Promise<CallResult> {
    return this.#holdIfGranted(await client.lock(this.id));
  }

  async refresh(client: WopiClient): Promise<CallResult> {
    const result = await client.refreshLock(this.id);
    if (result.status === 409) this.lose();
    else if (result.status !== 200 && this.isHeld) this.#schedule(RETRY_REFRESH_MS);
    return this.#holdIfGranted(result);
  }

  async release(client: WopiClient): Promise<CallResult> {
    this.lose();
    return client.unlock(this.id);
  }

  /** The host no longer knows this lock: nothing to refresh any more. */
  lose(): void {
    this.isHeld = false;
    this.#isWaiting = false;
    this.#cancelTimer();
  }

  /** Somebody with a fresh token came: refresh now if nobody could when it was due. */
  catchUp(): void {
    if (this.isHeld && !this.#isWaiting) this.#schedule(0);
  }

  #holdIfGranted(result: CallResult): CallResult {
    if (result.status === 200) {
      this.isHeld = true;
      this.refreshedAt = this.now();
      this.#schedule(REFRESH_EVERY_MS);
    }
    return result;
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    this.#isWaiting = true;
    this.#cancelTimer = this.timers.after(ms, () => {
      this.#isWaiting = false;
      this.onDue();
    });
  }
}
