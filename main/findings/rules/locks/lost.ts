import { isOnAnotherMachine, lostLock } from '../../lock-reading.ts';
import { rule } from '../../rule.ts';
import { lockShown, span } from '../../words.ts';

const SHOWS_LOSS = ['GetLock', 'RefreshLock', 'Unlock', 'UnlockAndRelock', 'PutFile'] as const;

export const lockLost = rule({
  id: 'lock-lost',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [43],
  title: 'A lock is gone before its time',
  what: 'The host says the file is not locked, although a lock was set or refreshed less than 30 minutes ago and nobody gave it back.',
  why: 'Saving fails in the middle of editing. The usual cause is a cache that forgets after five minutes, or a store that lives in memory only.',
  fix: 'Keep every lock for 30 minutes after the last Lock, RefreshLock or UnlockAndRelock, across restarts.',
  spec: 'rest/concepts#lock',
  on: SHOWS_LOSS,
  inspect(now, past) {
    const lock = lostLock(now, past);
    if (!lock || lock.since === null || isOnAnotherMachine(now, lock)) return null;
    return `Lock ${lockShown(lock.id)} was set ${span(now.at - lock.since)} ago (exchange ${lock.exchangeId}) and is gone.`;
  },
  outranks: ['save-without-lock'],
  good: [
    ['given back', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'A' }], ['GetLock']],
    ['run out', ['Lock', { lock: 'A' }], ['GetLock', { after: 1801, answer: { 'X-WOPI-Lock': '' } }]],
  ],
  bad: [
    [
      'after five minutes',
      ['Lock', { lock: 'A' }],
      ['RefreshLock', { lock: 'A', after: 301, status: 409, answer: { 'X-WOPI-Lock': '' } }],
    ],
    ['GetLock', ['Lock', { lock: 'A' }], ['GetLock', { answer: { 'X-WOPI-Lock': '' } }]],
  ],
});

export const lockNotShared = rule({
  id: 'lock-not-shared',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  mistakes: [46],
  title: 'One server does not know the lock of the other',
  what: 'A lock that one server granted is unknown to the one that answered this request; X-WOPI-MachineName differs.',
  why: 'Behind a load balancer every second request then fails. Locks that live in the memory of one process do not survive this, nor a restart.',
  fix: 'Keep locks in a store that all instances share.',
  spec: 'rest/concepts#lock',
  on: SHOWS_LOSS,
  inspect(now, past) {
    const lock = lostLock(now, past);
    if (!lock || !isOnAnotherMachine(now, lock)) return null;
    return `Granted by ${lock.machine ?? ''}, unknown to ${now.answered('X-WOPI-MachineName') ?? ''}.`;
  },
  outranks: ['save-without-lock'],
  good: [
    [
      'shared',
      ['Lock', { lock: 'A', answer: { 'X-WOPI-MachineName': 'one' } }],
      ['GetLock', { answer: { 'X-WOPI-MachineName': 'two' } }],
    ],
  ],
  bad: [
    [
      'two memories',
      ['Lock', { lock: 'A', answer: { 'X-WOPI-MachineName': 'one' } }],
      ['GetLock', { answer: { 'X-WOPI-MachineName': 'two', 'X-WOPI-Lock': '' } }],
    ],
  ],
});
