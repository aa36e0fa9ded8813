import { isSurelyUnlocked } from '../../lock-reading.ts';
import { rule } from '../../rule.ts';
import { lockShown } from '../../words.ts';

export const relockNotRecognized = rule({
  id: 'relock-not-recognized',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [38],
  title: 'UnlockAndRelock is treated like Lock',
  what: 'The override is LOCK in both cases; with X-WOPI-OldLock it means “replace the old lock by the new one”. Here the old lock was right and the request was refused all the same.',
  why: 'The client cannot hand the document from one session to the next; it loses the lock or its changes.',
  fix: 'Look for X-WOPI-OldLock first. Compare it with the lock that is held, and put X-WOPI-Lock, the new id, in its place.',
  spec: 'rest/files/unlockandrelock',
  on: ['UnlockAndRelock'],
  inspect(now) {
    const old = now.header('X-WOPI-OldLock');
    if (now.status !== 409 || old === null || old === '' || now.answered('X-WOPI-Lock') !== old) return null;
    return `X-WOPI-OldLock ${lockShown(old)} is the lock that is held, yet the answer is 409.`;
  },
  outranks: ['held-lock-refused', 'lock-bound-to-user'],
  good: [
    ['swapped', ['Lock', { lock: 'A' }], ['UnlockAndRelock', { oldLock: 'A', lock: 'B' }]],
    ['refused rightly', ['Lock', { lock: 'A' }], ['UnlockAndRelock', { oldLock: 'X', lock: 'B', status: 409 }]],
  ],
  bad: [
    [
      'the held lock is refused',
      ['Lock', { lock: 'A' }],
      ['UnlockAndRelock', { oldLock: 'A', lock: 'B', status: 409 }],
    ],
  ],
});

export const relockRace = rule({
  id: 'relock-race',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  mistakes: [39],
  title: 'Two clients swapped the same lock at the same time',
  what: 'Two UnlockAndRelock requests that ran side by side named the same old lock, and both succeeded.',
  why: 'Comparing and replacing is not one step in this host, so two clients now both believe they hold the lock.',
  fix: 'Compare the old lock and write the new one in one transaction.',
  spec: 'rest/files/unlockandrelock',
  on: ['UnlockAndRelock'],
  inspect(now, { file }) {
    if (!now.succeeded) return null;
    const old = now.header('X-WOPI-OldLock');
    const other = file.recent.find(
      (trace) =>
        trace.operation === 'UnlockAndRelock' &&
        trace.status === 200 &&
        trace.oldLockId === old &&
        trace.lockId !== now.header('X-WOPI-Lock') &&
        trace.realEnd > now.exchange.realAt,
    );
    return other
      ? `Exchange ${other.id} swapped ${lockShown(old)} at the same time, for ${lockShown(other.lockId)}.`
      : null;
  },
  good: [
    [
      'one of two is refused',
      ['Lock', { lock: 'A' }],
      ['UnlockAndRelock', { oldLock: 'A', lock: 'B', took: 900 }],
      ['UnlockAndRelock', { oldLock: 'A', lock: 'C', after: 0.1, status: 409 }],
    ],
  ],
  bad: [
    [
      'both succeed',
      ['Lock', { lock: 'A' }],
      ['UnlockAndRelock', { oldLock: 'A', lock: 'B', took: 900 }],
      ['UnlockAndRelock', { oldLock: 'A', lock: 'C', after: 0.1 }],
    ],
  ],
});

export const relockTakesFreeFile = rule({
  id: 'relock-takes-free-file',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [38],
  title: 'UnlockAndRelock locks a file that was not locked',
  what: 'The file had no lock, so there was nothing to replace; the answer must be 409 with an empty X-WOPI-Lock.',
  why: 'The client believes that its session went on without a gap, although somebody else could have saved meanwhile.',
  fix: 'Refuse when no lock is held, as if the old lock were wrong.',
  spec: 'rest/files/unlockandrelock',
  on: ['UnlockAndRelock'],
  inspect: (now, past) =>
    now.succeeded && isSurelyUnlocked(past) ? 'UnlockAndRelock on an unlocked file was answered 200.' : null,
  good: [['refused', ['GetLock'], ['UnlockAndRelock', { oldLock: 'A', lock: 'B', status: 409 }]]],
  bad: [['accepted', ['GetLock'], ['UnlockAndRelock', { oldLock: 'A', lock: 'B' }]]],
});
