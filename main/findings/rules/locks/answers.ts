import { presentedLock, surelyHeld } from '../../lock-reading.ts';
import { LOCK_AWARE, LOCK_OPERATIONS } from '../../operations.ts';
import { rule } from '../../rule.ts';
import { lockShown } from '../../words.ts';

const OTHER_WORDS_FOR_CONFLICT = new Set([403, 412, 423, 500]);

export const lockConflictStatus = rule({
  id: 'lock-conflict-status',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  mistakes: [48],
  title: 'A lock conflict is not answered with 409',
  what: 'The file is locked with another id, or the status says “locked”, but the answer is not 409.',
  why: 'Clients learn the current lock from a 409 only. Any other status ends the session with an error. Some other clients prefer 423; Microsoft’s know only 409.',
  fix: 'Answer 409 with X-WOPI-Lock, also when the lock was set outside WOPI: empty when it cannot be written as a lock id.',
  spec: 'rest/files/lock',
  on: LOCK_AWARE,
  inspect(now, past) {
    if (now.status === 423) return `${now.operation ?? ''} was answered 423.`;
    const lock = surelyHeld(now, past);
    if (!lock || !OTHER_WORDS_FOR_CONFLICT.has(now.status ?? 0) || presentedLock(now) === lock.id) return null;
    if (now.exchange.proof.verdict === 'failed') return null;
    return `Held is ${lockShown(lock.id)}; ${now.operation ?? ''} with another was answered ${now.status}.`;
  },
  outranks: ['host-failed', 'status-not-of-the-protocol'],
  good: [['409', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'B', status: 409 }]]],
  bad: [
    ['423', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B', status: 423 }]],
    ['500', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'B', send: 'PK', status: 500 }]],
  ],
});

export const lockIdNotRequired = rule({
  id: 'lock-id-not-required',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  title: 'A lock request without a lock id succeeds',
  what: 'X-WOPI-Lock is missing or empty, which is a malformed request, but the answer is 200.',
  why: 'The host locks the file with an empty id, which nobody can name again.',
  fix: 'Answer 400 when X-WOPI-Lock is missing or empty.',
  spec: 'rest/files/lock',
  on: LOCK_OPERATIONS,
  inspect: (now) =>
    now.succeeded && !now.header('X-WOPI-Lock') ? `${now.operation ?? ''} without a lock id was answered 200.` : null,
  outranks: ['lock-mismatch-accepted', 'lock-taken-twice'],
  good: [['refused', ['Lock', { lock: 'A' }]]],
  bad: [
    ['accepted', ['Lock']],
    ['accepted empty', ['Lock', { lock: '' }]],
  ],
});

export const lockHeaderOnSuccess = rule({
  id: 'lock-header-on-success',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  title: 'A success names a lock',
  what: 'X-WOPI-Lock belongs to 409, and to the answer of GetLock. On another 200 it says nothing the client can use.',
  why: 'A client may take the answer for a conflict, and proxies that log refusals count it as one.',
  fix: 'Leave X-WOPI-Lock out of successful answers other than GetLock’s.',
  spec: 'rest/files/lock',
  on: [...LOCK_AWARE, 'CheckFileInfo', 'GetFile', 'PutRelativeFile'],
  inspect: (now) =>
    now.succeeded && now.answered('X-WOPI-Lock')
      ? `X-WOPI-Lock is ${lockShown(now.answered('X-WOPI-Lock'))} on a 200.`
      : null,
  good: [['without', ['Lock', { lock: 'A' }]]],
  bad: [['with', ['Lock', { lock: 'A', answer: { 'X-WOPI-Lock': 'A' } }]]],
});
