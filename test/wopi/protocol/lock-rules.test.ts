import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkLockId,
  liveLock,
  LOCK_DURATION_MS,
  mayDelete,
  mayOverwrite,
  mayRename,
  mayWrite,
  MAX_LOCK_ID_LENGTH,
  refreshLock,
  releaseLock,
  swapLock,
  takeLock,
} from '../../../main/wopi/protocol/lock-rules.ts';
import type { LockDecision, LockPermission, LockState } from '../../../main/wopi/protocol/lock-rules.ts';

const NOW = 1_750_000_000_000;
const A = '{"S":"aaaa","E":2,"M":"m","P":"p"}';
const B = '{"S":"bbbb","E":2,"M":"m","P":"p"}';
const HELD: LockState = { lockId: A, expiresAt: NOW + 1 };
const EXPIRED: LockState = { lockId: A, expiresAt: NOW };
const FRESH = NOW + LOCK_DURATION_MS;

/** What a table line says: the change and the lock after it, or '409 <current lock header>'. */
function outcome(decision: LockDecision): string {
  if (decision.kind === 'mismatch') return `409 ${decision.current}`;
  return decision.next === undefined
    ? decision.change
    : `${decision.change} ${decision.next.lockId} ${decision.next.expiresAt === FRESH ? 'renewed' : 'odd expiry'}`;
}

function verdict(permission: LockPermission): string {
  return permission.ok ? '200' : `409 ${permission.current}`;
}

describe('decisions', () => {
  // oxfmt-ignore
  it.each<[string, LockDecision, string]>([
    ['Lock on an unlocked file takes it',                        takeLock(undefined, A, NOW),        `taken ${A} renewed`],
    ['Lock on an expired lock takes it',                         takeLock(EXPIRED, B, NOW),          `taken ${B} renewed`],
    ['Lock with the expired id itself is a new lock',            takeLock(EXPIRED, A, NOW),          `taken ${A} renewed`],
    ['Lock with the held id renews it',                          takeLock(HELD, A, NOW),             `refreshed ${A} renewed`],
    ['Lock with another id answers the held id',                 takeLock(HELD, B, NOW),             `409 ${A}`],
    ['RefreshLock on an unlocked file answers an empty lock',    refreshLock(undefined, A, NOW),     '409 '],
    ['RefreshLock on an expired lock answers an empty lock',     refreshLock(EXPIRED, A, NOW),       '409 '],
    ['RefreshLock with the held id renews it',                   refreshLock(HELD, A, NOW),          `refreshed ${A} renewed`],
    ['RefreshLock with another id answers the held id',          refreshLock(HELD, B, NOW),          `409 ${A}`],
    ['Unlock on an unlocked file answers an empty lock',         releaseLock(undefined, A, NOW),     '409 '],
    ['Unlock on an expired lock answers an empty lock',          releaseLock(EXPIRED, A, NOW),       '409 '],
    ['Unlock with the held id removes it',                       releaseLock(HELD, A, NOW),          'released'],
    ['Unlock with another id answers the held id',               releaseLock(HELD, B, NOW),          `409 ${A}`],
    ['UnlockAndRelock on an unlocked file takes nothing',        swapLock(undefined, A, B, NOW),     '409 '],
    ['UnlockAndRelock on an expired lock takes nothing',         swapLock(EXPIRED, A, B, NOW),       '409 '],
    ['UnlockAndRelock with the held id swaps',                   swapLock(HELD, A, B, NOW),          `swapped ${B} renewed`],
    ['UnlockAndRelock to the same id renews it',                 swapLock(HELD, A, A, NOW),          `swapped ${A} renewed`],
    ['UnlockAndRelock with another old id answers the held id',  swapLock(HELD, B, A, NOW),          `409 ${A}`],
    ['UnlockAndRelock with an empty old id answers the held id', swapLock(HELD, '', B, NOW),         `409 ${A}`],
    ['a different member order is a different lock',             takeLock(HELD, '{"E":2,"S":"aaaa","M":"m","P":"p"}', NOW), `409 ${A}`],
    ['a different case is a different lock',                     releaseLock(HELD, A.toLowerCase(), NOW), `409 ${A}`],
    ['a trailing space is a different lock',                     releaseLock(HELD, `${A} `, NOW),    `409 ${A}`],
  ])('%s', (_, decision, expected) => expect(outcome(decision)).toBe(expected));
});

describe('permissions', () => {
  // oxfmt-ignore
  it.each<[string, LockPermission, string]>([
    ['PutFile fills an empty unlocked file',                  mayWrite(undefined, undefined, 0, NOW),  '200'],
    ['PutFile fills an empty unlocked file with any lock',    mayWrite(undefined, B, 0, NOW),          '200'],
    ['PutFile fills an empty file whose lock expired',        mayWrite(EXPIRED, B, 0, NOW),            '200'],
    ['PutFile on unlocked content answers an empty lock',     mayWrite(undefined, A, 5, NOW),          '409 '],
    ['PutFile without lock on content answers an empty lock', mayWrite(undefined, undefined, 5, NOW),  '409 '],
    ['PutFile after expiry answers an empty lock',            mayWrite(EXPIRED, A, 5, NOW),            '409 '],
    ['PutFile on an unlocked file of unknown size',           mayWrite(undefined, A, undefined, NOW),  '409 '],
    ['PutFile with the held id writes',                       mayWrite(HELD, A, 5, NOW),               '200'],
    ['PutFile with the held id writes an empty file',         mayWrite(HELD, A, 0, NOW),               '200'],
    ['PutFile with another id answers the held id',           mayWrite(HELD, B, 5, NOW),               `409 ${A}`],
    ['PutFile without lock answers the held id',              mayWrite(HELD, undefined, 5, NOW),       `409 ${A}`],
    ['PutFile on an empty locked file still needs the lock',  mayWrite(HELD, undefined, 0, NOW),       `409 ${A}`],
    ['PutFile with an empty lock header answers the held id', mayWrite(HELD, '', 0, NOW),              `409 ${A}`],
    ['RenameFile on an unlocked file',                        mayRename(undefined, undefined, NOW),    '200'],
    ['RenameFile on an unlocked file with any lock',          mayRename(undefined, B, NOW),            '200'],
    ['RenameFile after expiry',                               mayRename(EXPIRED, B, NOW),              '200'],
    ['RenameFile with the held id',                           mayRename(HELD, A, NOW),                 '200'],
    ['RenameFile with another id answers the held id',        mayRename(HELD, B, NOW),                 `409 ${A}`],
    ['RenameFile with an empty lock header',                  mayRename(HELD, '', NOW),                `409 ${A}`],
    ['RenameFile without lock',                               mayRename(HELD, undefined, NOW),         `409 ${A}`],
    ['DeleteFile on an unlocked file',                        mayDelete(undefined, NOW),               '200'],
    ['DeleteFile after expiry',                               mayDelete(EXPIRED, NOW),                 '200'],
    ['DeleteFile on a locked file answers the held id',       mayDelete(HELD, NOW),                    `409 ${A}`],
    ['PutRelativeFile over an unlocked target',               mayOverwrite(undefined, NOW),            '200'],
    ['PutRelativeFile over a locked target answers its lock', mayOverwrite(HELD, NOW),                 `409 ${A}`],
  ])('%s', (_, permission, expected) => expect(verdict(permission)).toBe(expected));
});

describe('expiry', () => {
  // oxfmt-ignore
  it.each<[string, number, boolean]>([
    ['just taken',               0,                    true],
    ['a millisecond before 30 minutes', LOCK_DURATION_MS - 1, true],
    ['at 30 minutes',            LOCK_DURATION_MS,     false],
    ['long after',               LOCK_DURATION_MS * 9, false],
  ])('%s', (_, age, lives) => {
    const taken = takeLock(undefined, A, NOW);
    expect(taken.kind === 'granted' && liveLock(taken.next, NOW + age) !== undefined).toBe(lives);
  });
});

describe('checkLockId', () => {
  // oxfmt-ignore
  it.each<[string, string | undefined, boolean]>([
    ['missing',                  undefined,                              false],
    ['empty',                    '',                                     false],
    ['an Office lock id',        A,                                      true],
    ['a single space',           ' ',                                    true],
    ['256 characters',           'x'.repeat(256),                        true],
    ['1024 characters',          'x'.repeat(MAX_LOCK_ID_LENGTH),         true],
    ['1025 characters',          'x'.repeat(MAX_LOCK_ID_LENGTH + 1),     false],
    ['latin1',                   'caf\u00e9',                            false],
    ['a tab',                    'a\tb',                                 false],
    ['a line break',             'a\nb',                                 false],
  ])('%s', (_, value, ok) => expect(checkLockId(value).ok).toBe(ok));
});

it('every reason fits into a response header', () => {
  const long = 'x'.repeat(1024);
  const reasons = [
    takeLock({ lockId: long, expiresAt: FRESH }, 'y'.repeat(1024), NOW),
    refreshLock(EXPIRED, long, NOW),
    mayWrite(undefined, A, 5, NOW),
    mayWrite(HELD, '\u00e9\r\nX-Evil: 1', 5, NOW),
    mayDelete(HELD, NOW),
    mayOverwrite(HELD, NOW),
    checkLockId('\u00e9\r\n'),
    checkLockId(`${long}x`),
    checkLockId(undefined),
  ].map((result) => ('reason' in result ? result.reason : ''));
  for (const reason of reasons) expect(reason).toMatch(/^[\x20-\x7e]{20,400}\.$/);
});

describe('any sequence of requests', () => {
  type Step = {
    operation: 'lock' | 'refresh' | 'unlock' | 'swap' | 'put' | 'rename' | 'delete';
    id: string;
    other: string;
    size: number;
    wait: number;
  };
  const step: fc.Arbitrary<Step> = fc.record({
    operation: fc.constantFrom('lock', 'refresh', 'unlock', 'swap', 'put', 'rename', 'delete'),
    id: fc.constantFrom('a', 'b', 'c'),
    other: fc.constantFrom('a', 'b', 'c'),
    size: fc.constantFrom(0, 1),
    wait: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: LOCK_DURATION_MS + 10 }),
      fc.constantFrom(LOCK_DURATION_MS - 1, LOCK_DURATION_MS),
    ),
  });

  /** The state table of the specification, kept apart on purpose: an id and the moment it was last renewed. */
  class Model {
    private held: { id: string; since: number } | undefined;

    current(now: number): string {
      return this.held !== undefined && now - this.held.since < 30 * 60_000 ? this.held.id : '';
    }

    // oxfmt-ignore
    expect({ operation, id, other, size }: Step, now: number): string {
      const current = this.current(now);
      const fits = current === id;
      const refused = `409 ${current}`;
      switch (operation) {
        case 'lock':    if (current !== '' && !fits) return refused; this.held = { id, since: now }; return '200';
        case 'refresh': if (!fits) return refused; this.held = { id, since: now }; return '200';
        case 'unlock':  if (!fits) return refused; this.held = undefined; return '200';
        case 'swap':    if (!fits) return refused; this.held = { id: other, since: now }; return '200';
        case 'put':     return fits || (current === '' && size === 0) ? '200' : refused;
        case 'rename':  return fits || current === '' ? '200' : refused;
        case 'delete':  return current === '' ? '200' : refused;
      }
    }
  }

  it('agrees with the state table of the specification', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = new Model();
        let stored: LockState;
        let now = NOW;
        for (const one of steps) {
          now += one.wait;
          const before = stored;
          const frozen = stored === undefined ? undefined : { ...stored };
          let answer: string;
          if (one.operation === 'put') answer = verdict(mayWrite(stored, one.id, one.size, now));
          else if (one.operation === 'rename') answer = verdict(mayRename(stored, one.id, now));
          else if (one.operation === 'delete') answer = verdict(mayDelete(stored, now));
          else {
            const decision = {
              lock: () => takeLock(stored, one.id, now),
              refresh: () => refreshLock(stored, one.id, now),
              unlock: () => releaseLock(stored, one.id, now),
              swap: () => swapLock(stored, one.id, one.other, now),
            }[one.operation]();
            if (decision.kind === 'granted') stored = decision.next;
            answer = decision.kind === 'granted' ? '200' : `409 ${decision.current}`;
          }
          expect(answer).toBe(model.expect(one, now));
          expect(liveLock(stored, now)?.lockId ?? '').toBe(model.current(now));
          expect(before).toEqual(frozen);
        }
      }),
      { numRuns: 500 },
    );
  });
});
