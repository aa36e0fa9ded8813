import { quote } from './quote.ts';

/**
 * The lock rules of WOPI as functions of (current lock, request, now). Nothing here stores or waits: the caller
 * reads the current lock, asks, and writes the answer in one transaction.
 *
 * A lock belongs to the file, not to a user, and an expired lock is no lock (see {@link liveLock}).
 */

/** The lock on a file; `expiresAt` is epoch milliseconds. `undefined` means unlocked. */
export type LockState = { lockId: string; expiresAt: number } | undefined;

/** What is left to say of a refusal: 409, with `current` as the X-WOPI-Lock header ('' when unlocked). */
export type LockMismatch = { current: string; reason: string };

export type LockChange = 'taken' | 'refreshed' | 'released' | 'swapped';

export type LockDecision =
  | { kind: 'granted'; next: LockState; change: LockChange }
  | ({ kind: 'mismatch' } & LockMismatch);

export type LockPermission = { ok: true } | ({ ok: false } & LockMismatch);

export const LOCK_DURATION_MS = 30 * 60 * 1000;
export const MAX_LOCK_ID_LENGTH = 1024;

/** The lock that counts at `now`: one whose thirty minutes have passed behaves as if it had never been taken. */
export function liveLock(lock: LockState, now: number): LockState {
  return lock !== undefined && now < lock.expiresAt ? lock : undefined;
}

/** Whether a lock header may be used at all. A reason here means 400, whatever the lock state is. */
export function checkLockId(value: string | undefined): { ok: true } | { ok: false; reason: string } {
  if (value === undefined || value === '') {
    return { ok: false, reason: 'The lock id is missing or empty. Send the lock id in the X-WOPI-Lock header.' };
  }
  if (value.length > MAX_LOCK_ID_LENGTH) {
    return {
      ok: false,
      reason: `The lock id ${quote(value)} has ${value.length} characters; at most ${MAX_LOCK_ID_LENGTH} are allowed. Send a shorter lock id.`,
    };
  }
  if (!/^[\x20-\x7e]+$/.test(value)) {
    return {
      ok: false,
      reason: `The lock id ${quote(value)} contains characters other than printable ASCII. Send a lock id made of U+0020 to U+007E only.`,
    };
  }
  return { ok: true };
}

/** Lock: takes a free file, renews the caller's own lock. */
export function takeLock(current: LockState, lockId: string, now: number): LockDecision {
  const live = liveLock(current, now);
  if (live === undefined) return granted(lockId, now, 'taken');
  return live.lockId === lockId
    ? granted(lockId, now, 'refreshed')
    : { kind: 'mismatch', ...heldBy(live.lockId, lockId) };
}

/** RefreshLock: starts the thirty minutes again for the caller's own lock. */
export function refreshLock(current: LockState, lockId: string, now: number): LockDecision {
  const mismatch = mismatchFor(current, lockId, now);
  return mismatch ?? granted(lockId, now, 'refreshed');
}

/** Unlock: removes the caller's own lock. */
export function releaseLock(current: LockState, lockId: string, now: number): LockDecision {
  const mismatch = mismatchFor(current, lockId, now);
  return mismatch ?? { kind: 'granted', next: undefined, change: 'released' };
}

/** UnlockAndRelock: replaces `oldLockId` by `newLockId` in one step. An unlocked file stays unlocked. */
export function swapLock(current: LockState, oldLockId: string, newLockId: string, now: number): LockDecision {
  const mismatch = mismatchFor(current, oldLockId, now);
  return mismatch ?? granted(newLockId, now, 'swapped');
}

/**
 * PutFile. Without a lock only an empty file may be written: that is how a client fills a new document.
 * `size` is the stored size in bytes, `undefined` when it is not known.
 */
export function mayWrite(
  current: LockState,
  lockId: string | undefined,
  size: number | undefined,
  now: number,
): LockPermission {
  const live = liveLock(current, now);
  if (live !== undefined) return holds(live.lockId, lockId);
  if (size === 0) return { ok: true };
  const state = size === undefined ? 'its size is not known' : `it has ${size} bytes`;
  return {
    ok: false,
    current: '',
    reason: `The file is not locked and ${state}; without a lock only an empty file may be written. Lock the file first.`,
  };
}

/** RenameFile: an unlocked file may be renamed by anyone, a locked one only with its lock id. */
export function mayRename(current: LockState, lockId: string | undefined, now: number): LockPermission {
  const live = liveLock(current, now);
  return live === undefined ? { ok: true } : holds(live.lockId, lockId);
}

/** DeleteFile carries no lock id, so any lock refuses it. */
export function mayDelete(current: LockState, now: number): LockPermission {
  return refusedByAnyLock(current, now, 'deleted');
}

/** PutRelativeFile over an existing target carries no lock id either; `current` is the lock of the target. */
export function mayOverwrite(current: LockState, now: number): LockPermission {
  return refusedByAnyLock(current, now, 'overwritten');
}

function granted(lockId: string, now: number, change: LockChange): LockDecision {
  return { kind: 'granted', next: { lockId, expiresAt: now + LOCK_DURATION_MS }, change };
}

function mismatchFor(current: LockState, lockId: string, now: number): LockDecision | undefined {
  const live = liveLock(current, now);
  if (live === undefined) {
    const state = current === undefined ? 'The file is not locked' : 'The lock on the file has expired';
    return {
      kind: 'mismatch',
      current: '',
      reason: `${state}; the request names the lock ${quote(lockId)}. Lock the file first.`,
    };
  }
  return live.lockId === lockId ? undefined : { kind: 'mismatch', ...heldBy(live.lockId, lockId) };
}

/** Lock ids are opaque: no parsing, trimming or folding, even where two of them look alike. */
function holds(held: string, lockId: string | undefined): LockPermission {
  return held === lockId ? { ok: true } : { ok: false, ...heldBy(held, lockId) };
}

function heldBy(held: string, lockId: string | undefined): LockMismatch {
  const sent =
    lockId === undefined || lockId === '' ? 'the request names no lock' : `the request names ${quote(lockId)}`;
  return {
    current: held,
    reason: `The file is locked with ${quote(held)}; ${sent}. Use the current lock id or wait until the lock is gone.`,
  };
}

function refusedByAnyLock(current: LockState, now: number, done: string): LockPermission {
  const live = liveLock(current, now);
  if (live === undefined) return { ok: true };
  return {
    ok: false,
    current: live.lockId,
    reason: `The file is locked with ${quote(live.lockId)} and a locked file cannot be ${done}. Unlock it first.`,
  };
}
