import { presentedLock, surelyHeld, toldLock } from '../../lock-reading.ts';
import { rule } from '../../rule.ts';
import { lockShown } from '../../words.ts';

const PRESENTING = ['Lock', 'RefreshLock', 'Unlock', 'UnlockAndRelock', 'PutFile', 'RenameFile'] as const;

export const lockBoundToUser = rule({
  id: 'lock-bound-to-user',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [40],
  title: 'A lock counts only for the person or token that took it',
  what: 'The request carried the lock that is held and was refused; it came with another token than the one that took the lock.',
  why: 'A lock belongs to the document, not to a person. Everybody in a co-authoring session uses the same id.',
  fix: 'Compare lock ids only. Whoever may edit and presents the current id may refresh, save and unlock.',
  spec: 'rest/concepts#lock',
  on: PRESENTING,
  inspect(now, past) {
    const lock = surelyHeld(now, past);
    if (!lock || presentedLock(now) !== lock.id || (now.status !== 409 && now.status !== 401)) return null;
    if (now.status === 409 && toldLock(now) !== lock.id) return null;
    if (now.status === 401 && past.token.acceptedAt === null) return null;
    const key = now.token?.key ?? null;
    if (key === null || lock.tokenKey === null || key === lock.tokenKey) return null;
    return `Lock ${lockShown(lock.id)} was taken with another token (exchange ${lock.exchangeId}); with this one the answer is ${now.status}.`;
  },
  outranks: ['held-lock-refused', 'token-refused-early'],
  good: [
    [
      'the second person refreshes',
      ['Lock', { lock: 'A' }],
      ['RefreshLock', { lock: 'A', token: 'example-token-2', person: 'ben' }],
    ],
  ],
  bad: [
    [
      'the second person is refused',
      ['Lock', { lock: 'A' }],
      ['RefreshLock', { lock: 'A', token: 'example-token-2', person: 'ben', status: 409 }],
    ],
  ],
});

export const heldLockRefused = rule({
  id: 'held-lock-refused',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [41, 42],
  title: 'The right lock is refused',
  what: 'The request carried exactly the lock that is held, and was answered 409 with that same lock.',
  why: 'A second Lock with the id that is held is a refresh and must succeed; a save or unlock with it as well. Early advice of Microsoft said 409, today’s says 200.',
  fix: 'Compare the whole id, byte for byte, and treat Lock with the held id like RefreshLock.',
  spec: 'rest/files/lock',
  on: PRESENTING,
  inspect(now, past) {
    const lock = surelyHeld(now, past);
    if (!lock || now.status !== 409 || presentedLock(now) !== lock.id || toldLock(now) !== lock.id) return null;
    return `${now.operation ?? ''} carried ${lockShown(lock.id)}, which is held, and was answered 409.`;
  },
  good: [['Lock twice', ['Lock', { lock: 'A' }], ['Lock', { lock: 'A' }]]],
  bad: [
    ['Lock twice', ['Lock', { lock: 'A' }], ['Lock', { lock: 'A', status: 409 }]],
    ['a save', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK', status: 409 }]],
  ],
});
