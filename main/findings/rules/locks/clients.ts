import { presentedLock, saysUnlocked, sizeBefore, toldLock } from '../../lock-reading.ts';
import { LOCK_OPERATIONS } from '../../operations.ts';
import { rule } from '../../rule.ts';
import { lockShown, span } from '../../words.ts';

export const lockProbe = rule({
  id: 'lock-probe',
  severity: 'information',
  topic: 'locks',
  side: 'client',
  mistakes: [49],
  title: 'The client asks for the current lock by a wrong one',
  what: 'Office sends Lock, RefreshLock or Unlock with an id it knows to be wrong, reads the current lock from the 409 and goes on with that.',
  why: 'It looks like an error and is none: clients do it even where GetLock is offered.',
  fix: 'Nothing to do, as long as the 409 names the right lock.',
  spec: 'rest/concepts#lock',
  on: ['Lock', 'RefreshLock', 'Unlock'],
  inspect(now, { file }) {
    const told = toldLock(now);
    if (now.status !== 409 || told === null || told === presentedLock(now)) return null;
    return file.lock?.id === told || file.lock === undefined
      ? `Asked with ${lockShown(presentedLock(now))}, told ${lockShown(told)}.`
      : null;
  },
  good: [['no conflict', ['Lock', { lock: 'A' }]]],
  bad: [['RefreshLock', ['Lock', { lock: 'A' }], ['RefreshLock', { lock: 'guess', status: 409 }]]],
});

export const lockAbandoned = rule({
  id: 'lock-abandoned',
  severity: 'information',
  topic: 'locks',
  side: 'client',
  mistakes: [45],
  title: 'A lock was never given back',
  what: 'The lock ran out after 30 minutes: no Unlock came, and no refresh any more.',
  why: 'A browser tab was closed, a computer went to sleep, or a sign-in was left half-way. Until the lock ran out nobody else could edit.',
  fix: 'Nothing to do in the host: this is what the 30 minutes are for. For a client of your own: unlock when the last person leaves.',
  spec: 'rest/files/unlock',
  isEverywhere: true,
  inspect(now, { ended }) {
    const [lock] = ended;
    if (!lock) return null;
    const others = ended.length > 1 ? ` ${ended.length - 1} more locks ended meanwhile.` : '';
    return {
      exchangeId: lock.exchangeId,
      evidence: `Lock ${lockShown(lock.id)}${lock.fileName === null ? '' : ` on ${lock.fileName}`} was ${lock.isRefreshed ? 'not refreshed any more' : 'never refreshed'} and not given back.${others}`,
    };
  },
  good: [['given back', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'A' }], ['CheckFileInfo', { after: 2000 }]]],
  bad: [['left behind', ['Lock', { lock: 'A' }], ['CheckFileInfo', { after: 2000 }]]],
});

export const refreshTooLate = rule({
  id: 'refresh-too-late',
  severity: 'warning',
  topic: 'locks',
  side: 'client',
  title: 'The client comes back after its lock has run out',
  what: 'The request carries a lock that ended 30 minutes after its last refresh, and is refused.',
  why: 'Changes made since cannot be saved under this lock. Somebody else may have edited the file meanwhile.',
  fix: 'Refresh well before 30 minutes have passed (every 10 is usual), also while nobody types.',
  spec: 'rest/files/refreshlock',
  on: ['RefreshLock', 'PutFile', 'Unlock', 'UnlockAndRelock'],
  inspect(now, { file }) {
    const { expired } = file;
    if (!expired || expired.since === null || expired.id !== presentedLock(now) || !saysUnlocked(now)) return null;
    return `Lock ${lockShown(expired.id)} was last refreshed ${span(now.at - expired.since)} ago.`;
  },
  outranks: ['save-without-lock'],
  good: [
    [
      'in time',
      ['Lock', { lock: 'A' }],
      ['RefreshLock', { lock: 'A', after: 1700 }],
      ['PutFile', { lock: 'A', after: 1700, send: 'PK' }],
    ],
  ],
  bad: [
    [
      'too late',
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK', after: 1900, status: 409, answer: { 'X-WOPI-Lock': '' } }],
    ],
  ],
});

/** What the host recorded of the file while the lock was held, and when it was gone. */
const HELD = { before: { version: '1', size: 10, lockId: 'A', lockExpiresAt: null } };
const GONE = { before: { version: '1', size: 10, lockId: null, lockExpiresAt: null } };

export const lockEndedByHand = rule({
  id: 'lock-ended-by-hand',
  severity: 'information',
  topic: 'locks',
  side: 'client',
  title: 'The lock was ended by hand',
  what: 'The request carries a lock that was good, until it was ended on the Locks page (or by a request that was not recorded).',
  why: 'The client cannot know: it is told with this answer, and has to lock again or offer a copy to its user.',
  fix: 'Nothing to do in the host: this is the way to see what a client does when it loses its lock.',
  spec: 'rest/files/refreshlock',
  on: ['RefreshLock', 'PutFile', 'Unlock', 'UnlockAndRelock'],
  inspect(now, { file, isContested }) {
    const { takenAway } = file;
    if (!takenAway || isContested || takenAway.id !== presentedLock(now) || !saysUnlocked(now)) return null;
    return `Lock ${lockShown(takenAway.id)} was ended without a recorded request.`;
  },
  outranks: ['save-without-lock'],
  good: [
    [
      'locked again',
      ['Lock', { lock: 'A' }],
      ['Lock', { lock: 'A', facts: GONE }],
      ['PutFile', { lock: 'A', send: 'PK', facts: HELD }],
    ],
  ],
  bad: [
    [
      'saved afterwards',
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK', status: 409, answer: { 'X-WOPI-Lock': '' }, facts: GONE }],
    ],
  ],
});

export const saveWithoutLock = rule({
  id: 'save-without-lock',
  severity: 'warning',
  topic: 'locks',
  side: 'client',
  title: 'The client saves without having locked',
  what: 'PutFile came for a file that nobody has locked and that is not empty, and was refused.',
  why: 'The changes are not stored. A client has to lock before the first save and keep the lock until the last.',
  fix: 'Send Lock first and the same id with every PutFile.',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now, past) {
    if (!saysUnlocked(now) && !(now.status === 409 && now.answered('X-WOPI-Lock') === null && past.file.lock === null))
      return null;
    return sizeBefore(now, past) === 0
      ? null
      : `The save carried ${lockShown(now.header('X-WOPI-Lock'))}; the file is not locked.`;
  },
  good: [['locked first', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK' }]]],
  bad: [['not locked', ['PutFile', { send: 'PK', status: 409 }]]],
});

export const lockIdIllegal = rule({
  id: 'lock-id-illegal',
  severity: 'warning',
  topic: 'locks',
  side: 'client',
  title: 'A lock id that no host has to accept',
  what: 'A lock id is 1 to 1024 characters of printable ASCII; 256 unless the host says SupportsExtendedLockLength.',
  why: 'Hosts answer 400, or store something else than they were given.',
  fix: 'Send a shorter id of printable ASCII characters.',
  spec: 'rest/concepts#lock',
  on: LOCK_OPERATIONS,
  inspect(now, { file }) {
    const sent = now.header('X-WOPI-Lock');
    if (!sent) return now.status === 400 ? `${now.operation ?? ''} carries no lock id.` : null;
    if (!/^[\x20-\x7e]+$/.test(sent)) return 'The lock id holds characters other than printable ASCII.';
    const limit = file.info && file.info['SupportsExtendedLockLength'] !== true ? 256 : 1024;
    return sent.length > limit ? `The lock id has ${sent.length} characters; this host takes ${limit}.` : null;
  },
  good: [['1024 characters', ['CheckFileInfo'], ['Lock', { lock: 'x'.repeat(1024) }]]],
  bad: [
    ['too long', ['Lock', { lock: 'x'.repeat(1025), status: 400 }]],
    ['none', ['Lock', { status: 400 }]],
    ['umlauts', ['Lock', { lock: 'Schlüssel', status: 400 }]],
  ],
});
