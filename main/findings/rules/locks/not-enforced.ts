import { isSurelyUnlocked, presentedLock, sizeBefore, surelyHeld } from '../../lock-reading.ts';
import { LOCK_LIFE_MS } from '../../past.ts';
import { rule } from '../../rule.ts';
import { lockShown } from '../../words.ts';

export const putFileLockIgnored = rule({
  id: 'put-file-lock-ignored',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [47],
  title: 'A save with the wrong lock succeeds',
  what: 'The file is locked, the save carried another lock or none, and the host wrote it.',
  why: 'Somebody’s changes are overwritten. Preventing exactly this is what locks are for.',
  fix: 'Compare X-WOPI-Lock with the held lock before writing; answer 409 with the held one when they differ.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, past) {
    const lock = surelyHeld(now, past);
    const sent = now.header('X-WOPI-Lock');
    if (!lock || !now.succeeded || sent === lock.id || isOver(lock.since, now.at)) return null;
    return `Held is ${lockShown(lock.id)}, the save carried ${lockShown(sent)}, the answer is 200.`;
  },
  good: [['the right lock', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK new' }]]],
  bad: [
    ['another lock', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'B', send: 'PK new' }]],
    ['no lock', ['Lock', { lock: 'A' }], ['PutFile', { send: 'PK new' }]],
  ],
});

export const unlockedWriteAccepted = rule({
  id: 'unlocked-write-accepted',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [52],
  title: 'A file that is not locked is overwritten',
  what: 'The file has content and is not locked, and a save was accepted.',
  why: 'Without a lock only an empty file may be filled. Otherwise a client whose lock ran out overwrites what others saved since.',
  fix: 'Answer 409 with an empty X-WOPI-Lock unless the stored file has 0 bytes.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, past) {
    const size = sizeBefore(now, past);
    if (!now.succeeded || !isSurelyUnlocked(past) || size === null || size === 0) return null;
    return `The file was not locked and had ${size} bytes; the save was answered 200.`;
  },
  good: [
    ['an empty file is filled', ['CheckFileInfo', { info: { Size: 0 } }], ['GetLock'], ['PutFile', { send: 'PK new' }]],
  ],
  bad: [['content is replaced', ['CheckFileInfo'], ['GetLock'], ['PutFile', { send: 'PK new' }]]],
});

export const emptyFileNotFilled = rule({
  id: 'empty-file-not-filled',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [50, 51],
  title: 'An empty file cannot be filled without a lock',
  what: 'The stored file has 0 bytes and no lock, and a save without a lock was refused.',
  why: 'That is how a client creates a new document. Some hosts look at the size of the request instead of the stored size.',
  fix: 'When the stored file has 0 bytes and is not locked, accept PutFile whatever lock it carries.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, past) {
    if (now.status !== 409 || !isSurelyUnlocked(past) || sizeBefore(now, past) !== 0) return null;
    return 'The file has 0 bytes and is not locked; PutFile was answered 409.';
  },
  outranks: ['save-without-lock', 'lock-header-not-sent-empty'],
  good: [['filled', ['CheckFileInfo', { info: { Size: 0 } }], ['GetLock'], ['PutFile', { send: 'PK' }]]],
  bad: [
    ['refused', ['CheckFileInfo', { info: { Size: 0 } }], ['GetLock'], ['PutFile', { send: 'PK', status: 409 }]],
    [
      'an empty save is taken, one with content is not: the size of the request is looked at',
      ['CheckFileInfo', { info: { Size: 0 } }],
      ['GetLock'],
      ['PutFile', { send: '' }],
      ['PutFile', { send: 'PK', status: 409 }],
    ],
  ],
});

export const lockTakenTwice = rule({
  id: 'lock-taken-twice',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [46],
  title: 'A second lock is granted on a locked file',
  what: 'Lock succeeded with a new id although another lock is held and its time is not over.',
  why: 'Two clients now both believe the file is theirs; the one that saves last wins.',
  fix: 'Answer 409 with the held lock. When two instances answer, let them share one store of locks.',
  spec: 'rest/files/lock',
  on: ['Lock'],
  inspect(now, past) {
    const lock = surelyHeld(now, past);
    if (!lock || !now.succeeded || now.header('X-WOPI-Lock') === lock.id) return null;
    if (lock.since === null || isOver(lock.since, now.at)) return null;
    return `Held is ${lockShown(lock.id)} (exchange ${lock.exchangeId}); Lock with ${lockShown(now.header('X-WOPI-Lock'))} was answered 200.`;
  },
  good: [['refused', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B', status: 409 }]]],
  bad: [['granted', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B' }]]],
});

const COMPARING = ['RefreshLock', 'Unlock', 'UnlockAndRelock', 'RenameFile', 'DeleteFile'] as const;

export const lockMismatchAccepted = rule({
  id: 'lock-mismatch-accepted',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [47],
  title: 'A request with the wrong lock succeeds',
  what: 'The lock that the request carries is not the one that is held, and the host carried the request out.',
  why: 'Clients ask on purpose with wrong locks to learn the current one. A host that obeys takes the lock away from those who are editing.',
  fix: 'Compare the id with the held one, byte for byte, and answer 409 with the held one when they differ.',
  spec: 'rest/concepts#lock',
  on: COMPARING,
  inspect(now, past) {
    if (!now.succeeded) return null;
    const lock = surelyHeld(now, past);
    const sent = presentedLock(now);
    if (lock && !isOver(lock.since, now.at) && (now.operation === 'DeleteFile' || sent !== lock.id))
      return `Held is ${lockShown(lock.id)}, ${now.operation ?? ''} carried ${lockShown(sent)}, the answer is 200.`;
    const isAboutNothing = (now.operation === 'RefreshLock' || now.operation === 'Unlock') && isSurelyUnlocked(past);
    return isAboutNothing ? `The file is not locked; ${now.operation ?? ''} was answered 200.` : null;
  },
  good: [
    ['refused', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'B', status: 409 }], ['Unlock', { lock: 'A' }]],
    ['a free file is renamed', ['GetLock'], ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }]],
  ],
  bad: [
    ['Unlock', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'B' }]],
    ['RefreshLock of a free file', ['GetLock'], ['RefreshLock', { lock: 'B' }]],
    ['DeleteFile', ['Lock', { lock: 'A' }], ['DeleteFile']],
  ],
});

function isOver(since: number | null, now: number): boolean {
  return since !== null && now >= since + LOCK_LIFE_MS;
}
