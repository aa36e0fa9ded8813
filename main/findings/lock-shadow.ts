import type { FileMemory, HeldLock } from './past.ts';
import { LOCK_LIFE_MS } from './past.ts';
import type { Seen } from './seen.ts';

/*
 * The lock of each file as its traffic tells it. Where the host recorded its own state with the exchange, that counts:
 * the screen may have taken or ended a lock without any request.
 */

export function resyncLock(file: FileMemory, now: Seen): void {
  const { before } = now.exchange;
  if (!before) return;
  if (before.lockId === null) {
    file.takenAway = file.lock ?? file.takenAway;
    file.lock = null;
    return;
  }
  const since = before.lockExpiresAt === null ? null : before.lockExpiresAt - LOCK_LIFE_MS;
  if (file.lock?.id === before.lockId) file.lock.since = since;
  else file.lock = heldNow(before.lockId, now, since);
}

const LOCK_TAKERS = new Set(['Lock', 'RefreshLock', 'UnlockAndRelock']);
/** Their 409 tells the lock that is held. */
const LOCK_TELLERS = new Set([
  'Lock',
  'RefreshLock',
  'Unlock',
  'UnlockAndRelock',
  'PutFile',
  'RenameFile',
  'DeleteFile',
]);

export function noteLock(file: FileMemory, now: Seen): void {
  const { operation } = now;
  const sent = now.header('X-WOPI-Lock');
  const told = now.answered('X-WOPI-Lock');
  if (now.succeeded && LOCK_TAKERS.has(operation ?? '') && sent !== null) take(file, now, sent);
  if (now.succeeded && operation === 'Unlock') {
    file.unlocked = { id: sent ?? '', exchangeId: now.id };
    file.lock = null;
  }
  if (now.succeeded && operation === 'DeleteFile') file.lock = null;
  const isTold =
    (now.succeeded && operation === 'GetLock') || (now.status === 409 && LOCK_TELLERS.has(operation ?? ''));
  if (isTold && told !== null) learn(file, now, told);
}

function take(file: FileMemory, now: Seen, id: string): void {
  file.unlocked = null;
  file.expired = null;
  file.takenAway = null;
  if (file.lock?.id === id) {
    file.lock.since = now.at;
    file.lock.isRefreshed = true;
    return;
  }
  file.lock = heldNow(id, now, now.at);
}

/** An answer names the lock; when it was set is not told. */
function learn(file: FileMemory, now: Seen, told: string): void {
  const id = told.trim();
  if (id === '') file.lock = null;
  else if (file.lock?.id !== id) file.lock = heldNow(id, now, null);
}

function heldNow(id: string, now: Seen, since: number | null): HeldLock {
  return {
    id,
    target: now.target ?? '',
    fileName: now.exchange.fileName,
    since,
    tokenKey: now.token?.key ?? null,
    personId: now.exchange.personId,
    machine: now.answered('X-WOPI-MachineName'),
    exchangeId: now.id,
    isRefreshed: false,
  };
}
