import { LOCK_AWARE } from '../../operations.ts';
import { rule } from '../../rule.ts';

const ALWAYS_LOCKED = new Set(['Lock', 'DeleteFile']);

export const lockHeaderMissing = rule({
  id: 'lock-header-missing',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [35],
  title: 'A refusal because of a lock does not name the lock',
  what: 'The answer is 409 and has no X-WOPI-Lock, although the file is locked.',
  why: 'The client decides by that id whether it joins the running session or gives up. Without it the second person is turned away.',
  fix: 'Send X-WOPI-Lock with the id that is held on every 409 of a lock-aware operation.',
  spec: 'rest/files/lock',
  on: LOCK_AWARE,
  inspect(now, { file }) {
    if (now.status !== 409 || now.answered('X-WOPI-Lock') !== null) return null;
    const isLocked = ALWAYS_LOCKED.has(now.operation ?? '') || Boolean(file.lock);
    return isLocked ? `${now.operation ?? ''} was answered 409 without X-WOPI-Lock.` : null;
  },
  good: [['the held lock is named', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B', status: 409 }]]],
  bad: [
    ['Lock', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B', status: 409, answer: { 'X-WOPI-Lock': null } }]],
    [
      'PutFile',
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'B', send: 'PK', status: 409, answer: { 'X-WOPI-Lock': null } }],
    ],
  ],
});

export const emptyLockHeaderMissing = rule({
  id: 'lock-header-not-sent-empty',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  mistakes: [36, 52, 83],
  title: 'The empty X-WOPI-Lock is missing',
  what: 'The answer is 409 because the file is not locked, but X-WOPI-Lock is not there at all. Some servers and tunnels drop empty headers.',
  why: 'Clients read an empty value as “not locked”. Older ones take a missing header for a broken answer.',
  fix: 'Send X-WOPI-Lock with an empty value. When the host does, look for a proxy or tunnel in between that removes it.',
  spec: 'rest/files/unlock',
  on: LOCK_AWARE,
  inspect(now, { file }) {
    if (now.status !== 409 || now.answered('X-WOPI-Lock') !== null || file.lock) return null;
    if (ALWAYS_LOCKED.has(now.operation ?? '')) return null;
    return `${now.operation ?? ''} on an unlocked file was answered 409 without X-WOPI-Lock; an empty one is expected.`;
  },
  good: [['an empty header', ['Unlock', { lock: 'A', status: 409 }]]],
  bad: [['Unlock', ['Unlock', { lock: 'A', status: 409, answer: { 'X-WOPI-Lock': null } }]]],
});

export const lockHeaderBlank = rule({
  id: 'lock-header-blank',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [36],
  title: 'X-WOPI-Lock is a blank instead of empty',
  what: 'X-WOPI-Lock holds nothing but blanks, a remedy against servers that strip empty headers.',
  why: 'A client that takes the value as it is believes the file to be locked with the id “ ”, for ever.',
  fix: 'Send the header with a zero-length value.',
  spec: 'rest/files/getlock',
  inspect(now) {
    const told = now.answered('X-WOPI-Lock');
    return told !== null && told !== '' && told.trim() === '' ? 'X-WOPI-Lock consists of blanks.' : null;
  },
  good: [['empty', ['GetLock']]],
  bad: [['a blank', ['GetLock', { answer: { 'X-WOPI-Lock': ' ' } }]]],
});
