import { rule } from '../../rule.ts';

export const getLockRefused = rule({
  id: 'get-lock-refused',
  severity: 'warning',
  topic: 'locks',
  side: 'host',
  mistakes: [37],
  title: 'GetLock answers 409',
  what: 'GetLock compares nothing and cannot be in conflict: it answers 200 with the lock or with an empty X-WOPI-Lock.',
  why: 'Clients and the validator take 409 for a failure. It is meant only for a lock that cannot be written as a lock id.',
  fix: 'Answer 200 with X-WOPI-Lock, empty when the file is not locked.',
  spec: 'rest/files/getlock',
  on: ['GetLock'],
  inspect: (now) => (now.status === 409 ? 'GetLock was answered 409.' : null),
  good: [['locked and not', ['GetLock'], ['Lock', { lock: 'A' }], ['GetLock']]],
  bad: [['409', ['GetLock', { status: 409 }]]],
});

export const getLockWithoutHeader = rule({
  id: 'get-lock-without-header',
  severity: 'error',
  topic: 'locks',
  side: 'host',
  mistakes: [36],
  title: 'GetLock does not tell the lock',
  what: 'GetLock was answered 200 without X-WOPI-Lock.',
  why: 'The header is the whole answer. When it was sent empty and does not arrive, something in between removes empty headers.',
  fix: 'Send X-WOPI-Lock, empty when the file is not locked; check proxies and tunnels.',
  spec: 'rest/files/getlock',
  on: ['GetLock'],
  inspect: (now) =>
    now.succeeded && now.answered('X-WOPI-Lock') === null ? 'GetLock was answered 200 without X-WOPI-Lock.' : null,
  good: [['empty', ['GetLock']]],
  bad: [['no header', ['GetLock', { answer: { 'X-WOPI-Lock': null } }]]],
});
