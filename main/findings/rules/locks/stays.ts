import { toldLock } from '../../lock-reading.ts';
import { LOCK_LIFE_MS } from '../../past.ts';
import { rule } from '../../rule.ts';
import { lockShown, span } from '../../words.ts';

const LENIENCE_MS = 60_000;

export const lockOutlives = rule({
  id: 'lock-outlives',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [44],
  title: 'A lock is held longer than 30 minutes',
  what: 'The host still names a lock that was neither set nor refreshed during the last 30 minutes.',
  why: 'A browser tab that was closed leaves its lock behind. Without an end nobody can edit the file any more.',
  fix: 'Let every lock end 30 minutes after the last Lock, RefreshLock or UnlockAndRelock.',
  spec: 'rest/concepts#lock',
  inspect(now, { file }) {
    const told = toldLock(now);
    const { expired } = file;
    if (told === null || expired?.id !== told || expired.since === null || file.lock) return null;
    const age = now.at - expired.since;
    return age < LOCK_LIFE_MS + LENIENCE_MS
      ? null
      : `Lock ${lockShown(told)} was last seen set or refreshed ${span(age)} ago.`;
  },
  good: [['over after 31 minutes', ['Lock', { lock: 'A' }], ['Lock', { lock: 'B', after: 1900 }]]],
  bad: [
    [
      'held after 40 minutes',
      ['Lock', { lock: 'A' }],
      ['Lock', { lock: 'B', after: 2400, status: 409, answer: { 'X-WOPI-Lock': 'A' } }],
    ],
  ],
});

export const unlockWithoutEffect = rule({
  id: 'unlock-without-effect',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [45],
  title: 'The lock is still there after Unlock',
  what: 'Unlock was answered 200, and the next answer names the same lock again.',
  why: 'The file stays locked for everybody after the last person has left. The lock is usually removed under another key than it was stored under.',
  fix: 'Remove the lock under the key it was stored under, and answer 200 only when it is gone.',
  spec: 'rest/files/unlock',
  inspect(now, { file, isContested }) {
    const told = toldLock(now);
    if (told === null || isContested || file.lock || file.unlocked?.id !== told) return null;
    return `Exchange ${file.unlocked.exchangeId} gave ${lockShown(told)} back; it is still named.`;
  },
  outranks: ['held-lock-refused'],
  good: [['gone', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'A' }], ['GetLock'], ['Lock', { lock: 'B' }]]],
  bad: [
    ['GetLock', ['Lock', { lock: 'A' }], ['Unlock', { lock: 'A' }], ['GetLock', { answer: { 'X-WOPI-Lock': 'A' } }]],
    [
      'the next Lock',
      ['Lock', { lock: 'A' }],
      ['Unlock', { lock: 'A' }],
      ['Lock', { lock: 'B', status: 409, answer: { 'X-WOPI-Lock': 'A' } }],
    ],
  ],
});
