import type { BrokenHost } from './broken-host.ts';
import { after, isRelock, on, status } from './broken-host.ts';
import { answerOf } from '../mutating-proxy.ts';
import type { Mutation } from '../mutating-proxy.ts';

const LOCKS = ['Locks', 'GetLock', 'Own.Locks', 'Own.TwoPeople', 'Own.Concurrency'];

export const BROKEN_LOCKS: readonly BrokenHost[] = [
  {
    name: 'a lock conflict is 423',
    groups: LOCKS,
    mutation: after('LOCK', status(409, 423)),
    caught: [
      'own.LockId.*',
      'own.UnlockAndRelock.*',
      'LockMismatchOnLockRequest',
      'LockMismatchOnUnlockAndRelockRequest',
      'own.RefreshLock.KeepsId',
      'own.PutFile.KeepsLock',
      'own.Lock.MissingHeader',
      'own.Lock.EmptyHeader',
      'own.RefreshLock.MissingHeader',
      'own.RefreshLock.EmptyHeader',
      'own.Unlock.MissingHeader',
      'own.Unlock.EmptyHeader',
      'own.GetLock.ChangesNothing',
      'own.TwoPeople.SecondLockRefused',
      'own.Race.Relock',
      'own.Race.Lock',
    ],
  },
  {
    name: '409 comes without X-WOPI-Lock',
    groups: ['Locks', 'Own.TwoPeople', 'Own.Concurrency'],
    mutation: () => ({
      answer: (_, returned) => void (returned.status === 409 && delete returned.headers['x-wopi-lock']),
    }),
    caught: [
      'LockMismatchAfterUnlockAndRelockRequest',
      'DoubleLockSequence',
      'LockMismatchOnLockRequest',
      'LockMismatchOnUnlockRequest',
      'LockMismatchOnRefreshLockRequest',
      'LockMismatchOnUnlockAndRelockRequest',
      'LockMismatchOnPutFileRequest',
      'UnlockFileWithInvalidAccessToken',
      'own.TwoPeople.SecondLockRefused',
      'own.TwoPeople.SecondRelocks',
      'own.Race.Relock',
      'own.Race.Lock',
    ],
    warned: ['UnlockUnlockedFile'],
  },
  {
    name: 'lock ids come back in lower case',
    groups: LOCKS,
    mutation: () => ({
      answer: (_, { headers }) =>
        void ('x-wopi-lock' in headers && (headers['x-wopi-lock'] = String(headers['x-wopi-lock']).toLowerCase())),
    }),
    caught: [
      'own.GetLock.EveryCharacter',
      'own.LockId.LetterCase',
      'own.LockId.SameJson',
      'own.LockId.SpacedJson',
      'own.LockId.SameSessionOnly',
      'own.LockId.LongTail',
      'own.LockId.ExtendedLength',
    ],
    warned: [
      'LockMismatchAfterUnlockAndRelockRequest',
      'LockMismatchOnLockRequest',
      'LockMismatchOnUnlockRequest',
      'LockMismatchOnRefreshLockRequest',
      'LockMismatchOnUnlockAndRelockRequest',
      'LockMismatchOnPutFileRequest',
      'files.GetLock',
      'files.GetLockAfterChange',
    ],
  },
  {
    name: 'lock ids are stored in lower case',
    groups: LOCKS,
    mutation: () => ({
      request({ headers }) {
        for (const name of ['x-wopi-lock', 'x-wopi-oldlock'])
          if (name in headers) headers[name] = headers[name]?.toLowerCase() ?? '';
      },
    }),
    caught: [
      'own.GetLock.EveryCharacter',
      'own.LockId.LetterCase',
      'own.LockId.SameJson',
      'own.LockId.SpacedJson',
      'own.LockId.SameSessionOnly',
      'own.LockId.LongTail',
      'own.LockId.ExtendedLength',
    ],
    warned: [
      'LockMismatchAfterUnlockAndRelockRequest',
      'LockMismatchOnLockRequest',
      'LockMismatchOnUnlockRequest',
      'LockMismatchOnRefreshLockRequest',
      'LockMismatchOnUnlockAndRelockRequest',
      'LockMismatchOnPutFileRequest',
      'files.GetLock',
      'files.GetLockAfterChange',
    ],
  },
  {
    name: 'lock ids are cut at 255 characters',
    groups: [...LOCKS, 'ExtendedLockLength'],
    mutation: () => ({
      request: ({ headers }) =>
        void ('x-wopi-lock' in headers && (headers['x-wopi-lock'] = headers['x-wopi-lock']?.slice(0, 255) ?? '')),
    }),
    caught: ['own.GetLock.EveryCharacter', 'own.LockId.LongTail', 'own.LockId.ExtendedLength'],
    warned: ['files.ExtendedLockLengthValidation'],
  },
  {
    name: 'Lock is lost',
    groups: ['GetLock', 'EditFlows', 'Own.Concurrency'],
    mutation: () => ({
      request: (passing) =>
        passing.operation === 'LOCK' && !isRelock(passing) && passing.headers['x-wopi-lock']
          ? answerOf(200, { 'x-wopi-itemversion': '1' })
          : undefined,
    }),
    caught: [
      'files.GetLock',
      'files.GetLockAfterChange',
      'files.GetLockOnUnlockedFile',
      'BasicEdit',
      'EditNoChange',
      'PutUnlockedFile',
      'PutUnlockedFileNotZeroBytes',
      'GetPutFileWithInvalidAccessToken',
      'own.Race.Relock',
      'own.Race.Lock',
      'own.Race.Unlock',
      'own.Race.PutFile',
    ],
  },
  {
    name: 'Unlock does nothing',
    groups: ['GetLock', 'FileVersion'],
    mutation: unlockNothing,
    caught: [
      'files.GetLockOnUnlockedFile',
      'files.UnlockReturnsVersion',
      'files.PutFileReturnsVersion',
      'files.PutFileReturnsDifferentVersion',
      'files.LockAndUnlockAfterGetFileReturnsSameVersion',
    ],
    warned: ['files.LockReturnsVersion', 'files.LockAndUnlockAfterGetFileReturnsSameVersion'],
  },
  {
    name: 'Unlock does nothing, with people at work at once',
    groups: ['Own.Concurrency'],
    mutation: unlockNothing,
    caught: ['own.Race.Unlock', 'own.Race.PutFile'],
  },
  {
    name: 'Unlock takes any id',
    groups: LOCKS,
    mutation: after('UNLOCK', status(409, 200)),
    caught: [
      'LockMismatchAfterUnlockAndRelockRequest',
      'DoubleLockSequence',
      'UnlockUnlockedFile',
      'LockMismatchOnLockRequest',
      'LockMismatchOnUnlockRequest',
      'LockMismatchOnRefreshLockRequest',
      'LockMismatchOnUnlockAndRelockRequest',
      'LockMismatchOnPutFileRequest',
      'UnlockFileWithInvalidAccessToken',
      'files.GetLock',
      'files.GetLockAfterChange',
      'own.Unlock.Twice',
      'own.LockId.LetterCase',
      'own.LockId.SameJson',
      'own.LockId.SpacedJson',
      'own.LockId.SameSessionOnly',
      'own.LockId.Prefix',
      'own.LockId.InnerSpaces',
      'own.LockId.LongTail',
      'own.Race.Unlock',
    ],
  },
  {
    name: 'RefreshLock is always 200',
    groups: LOCKS,
    mutation: after('REFRESH_LOCK', (_, returned) => void (returned.status = 200)),
    caught: [
      'LockMismatchOnRefreshLockRequest',
      'own.RefreshLock.Unlocked',
      'own.RefreshLock.MissingHeader',
      'own.RefreshLock.EmptyHeader',
      'own.TwoPeople.SecondRelocks',
    ],
  },
  {
    name: 'UnlockAndRelock is taken for Lock',
    groups: LOCKS,
    mutation: on('LOCK', ({ headers }) => void delete headers['x-wopi-oldlock']),
    caught: [
      'SuccessfulLockSequence',
      'LockMismatchAfterUnlockAndRelockRequest',
      'files.GetLockAfterChange',
      'own.UnlockAndRelock.Unlocked',
      'own.TwoPeople.SecondRelocks',
      'own.Race.Relock',
    ],
  },
  {
    name: 'UnlockAndRelock always wins',
    groups: LOCKS,
    mutation: () => ({
      answer: (passing, returned) => void (isRelock(passing) && returned.status === 409 && (returned.status = 200)),
    }),
    caught: [
      'LockMismatchOnUnlockAndRelockRequest',
      'own.UnlockAndRelock.Unlocked',
      'own.UnlockAndRelock.KeepsOtherLock',
      'own.Race.Relock',
    ],
  },
  {
    name: 'Lock without a header is 200',
    groups: LOCKS,
    mutation: after('LOCK', status(400, 200)),
    caught: [
      'own.Lock.MissingHeader',
      'own.Lock.EmptyHeader',
      'own.UnlockAndRelock.MissingHeader',
      'own.UnlockAndRelock.EmptyHeader',
    ],
  },
  {
    name: 'the same Lock twice is a conflict',
    groups: LOCKS,
    mutation: doubleLockRefused,
    caught: ['DoubleLockSequence', 'UnlockUnlockedFile', 'own.Lock.TwiceUnlockOnce', 'own.TwoPeople.SecondRefreshes'],
    warned: ['UnlockUnlockedFile'],
  },
  {
    name: 'GetLock drops the empty header',
    groups: LOCKS,
    mutation: after(
      'GET_LOCK',
      (_, { headers }) => void (headers['x-wopi-lock'] === '' && delete headers['x-wopi-lock']),
    ),
    caught: ['own.GetLock.EmptyHeader'],
    warned: ['files.GetLockOnUnlockedFile'],
  },
  {
    name: 'GetLock is 409',
    groups: [...LOCKS, 'ExtendedLockLength'],
    mutation: after('GET_LOCK', status(200, 409)),
    caught: [
      'files.ExtendedLockLengthValidation',
      'own.GetLock.ChangesNothing',
      'own.GetLock.EmptyHeader',
      'own.GetLock.EveryCharacter',
    ],
    warned: ['files.GetLock', 'files.GetLockAfterChange', 'files.GetLockOnUnlockedFile'],
  },
  {
    name: 'PutFile needs no lock',
    groups: [...LOCKS, 'EditFlows', 'Own.Content'],
    mutation: after('PUT', status(409, 200)),
    caught: [
      'LockMismatchOnPutFileRequest',
      'PutUnlockedFileNotZeroBytes',
      'own.PutFile.NoLockHeader',
      'own.PutFile.EmptyLockHeader',
      'own.PutFile.RefusedKeepsBytes',
      'own.PutFile.UnlockedWithLock',
      'own.LockId.LetterCase',
      'own.LockId.SameJson',
      'own.LockId.SpacedJson',
      'own.LockId.SameSessionOnly',
      'own.LockId.Prefix',
      'own.LockId.InnerSpaces',
      'own.LockId.LongTail',
      'own.Content.NoLockOnlyWhenEmpty',
    ],
  },
];

/** Refuses the second Lock with an id, as early advice had it. */
function doubleLockRefused(): Mutation {
  const held = new Map<string, string>();
  return {
    request(passing) {
      const { operation, path, headers } = passing;
      const id = headers['x-wopi-lock'] ?? '';
      if (operation !== 'LOCK' || isRelock(passing) || id === '' || held.get(path) !== id) return undefined;
      return answerOf(409, { 'x-wopi-lock': id });
    },
    answer(passing, returned) {
      const { operation, path, headers } = passing;
      if (returned.status !== 200) return;
      if (operation === 'LOCK') held.set(path, headers['x-wopi-lock'] ?? '');
      if (operation === 'UNLOCK') held.delete(path);
    },
  };
}

function unlockNothing(): Mutation {
  return on('UNLOCK', ({ headers }) =>
    headers['x-wopi-lock'] ? answerOf(200, { 'x-wopi-itemversion': '0' }) : undefined,
  )();
}
