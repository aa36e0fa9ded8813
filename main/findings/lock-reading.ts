import { LOCK_AWARE } from './operations.ts';
import type { HeldLock, Past } from './past.ts';
import { LOCK_LIFE_MS } from './past.ts';
import type { Seen } from './seen.ts';

/** The lock id a request has to present: the old one where it asks for a swap. */
export function presentedLock(now: Seen): string | null {
  return now.header(now.operation === 'UnlockAndRelock' ? 'X-WOPI-OldLock' : 'X-WOPI-Lock');
}

/** The lock that is surely on the file; null when there is none, when it is not known, or when requests crossed. */
export function surelyHeld(now: Seen, { file, isContested }: Past): HeldLock | null {
  return isContested ? null : (file.lock ?? null);
}

export function isSurelyUnlocked({ file, isContested }: Past): boolean {
  return !isContested && file.lock === null;
}

/** The size of the file before the request; null when it is not known. */
export function sizeBefore(now: Seen, { file }: Past): number | null {
  return now.exchange.before?.size ?? file.size;
}

/** The answer says that the file is not locked. */
export function saysUnlocked(now: Seen): boolean {
  const told = now.answered('X-WOPI-Lock');
  if (now.operation === 'GetLock') return now.succeeded && told === '';
  return now.status === 409 && told === '';
}

/** The lock id an answer names; null when it names none. */
export function toldLock(now: Seen): string | null {
  const told = now.answered('X-WOPI-Lock');
  const tells =
    (now.status === 409 && LOCK_AWARE.some((name) => name === now.operation)) ||
    (now.operation === 'GetLock' && now.succeeded);
  return tells && told !== null && told.trim() !== '' ? told : null;
}

/** The lock this answer denies although its time is not over and nobody gave it back; null otherwise. */
export function lostLock(now: Seen, past: Past): HeldLock | null {
  const lock = surelyHeld(now, past);
  if (!lock || lock.since === null || !saysUnlocked(now)) return null;
  return now.at < lock.since + LOCK_LIFE_MS ? lock : null;
}

export function isOnAnotherMachine(now: Seen, lock: HeldLock): boolean {
  const machine = now.answered('X-WOPI-MachineName');
  return machine !== null && lock.machine !== null && machine !== lock.machine;
}
