import type { ExchangeRow } from '../../../preload/contract.ts';

/** An exchange as a story looks at it: a narrow row, and the few facts beside it that decide. */
export interface Moment extends Pick<
  ExchangeRow,
  | 'id'
  | 'at'
  | 'realAt'
  | 'durationMs'
  | 'operation'
  | 'status'
  | 'outcome'
  | 'lockId'
  | 'fileId'
  | 'fileName'
  | 'personName'
  | 'client'
  | 'requestBytes'
> {
  /** The host's own words for a refusal, where it recorded them. */
  explanation: string | null;
  /** The lock and the size the request met, where the host recorded them. */
  before: { lockId: string | null; lockExpiresAt: number | null; size: number | null } | null;
}

export const LOCK_LIFE_MS = 30 * 60_000;

/** Operations that set, extend or give back a lock. */
export const LOCK_CHANGERS: ReadonlySet<string> = new Set(['Lock', 'RefreshLock', 'Unlock', 'UnlockAndRelock']);

export function isGood({ status }: Pick<Moment, 'status'>): boolean {
  return status === 200;
}

/** '14:32:08', on the clock of this machine, as the screen shows it. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
