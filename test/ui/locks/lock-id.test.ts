import { expect, it } from 'vitest';
import {
  lockIdProblem,
  lockIdSummary,
  officeLikeLockId,
  readLockId,
  shortenMiddle,
} from '../../../renderer/locks/lock-id.ts';

it('takes the JSON ids of Office apart', () => {
  expect(readLockId('{"S":"4f1c","F":4,"X":null}')).toEqual({
    kind: 'json',
    members: [
      { name: 'S', value: '4f1c', meaning: 'the session; some hosts wrongly compare only this member' },
      { name: 'F', value: '4', meaning: null },
      { name: 'X', value: 'null', meaning: null },
    ],
  });
  expect(lockIdSummary('{"S":"4f1c","F":4}')).toBe('S=4f1c F=4');
});

it.each(['plain', '{broken', '[1]', '"text"', '{"a":1'])('leaves %s as it is', (lockId) => {
  expect(readLockId(lockId)).toEqual({ kind: 'text' });
  expect(lockIdSummary(lockId)).toBe(lockId);
});

it('keeps both ends when it shortens', () => {
  expect(shortenMiddle('abcdefghij', 10)).toBe('abcdefghij');
  expect(shortenMiddle('abcdefghijk', 5)).toBe('ab…jk');
  expect(shortenMiddle('abcdefghijk', 6)).toBe('abc…jk');
});

it('generates ids that may be used and that differ', () => {
  const [first, second] = [officeLikeLockId(), officeLikeLockId()];
  expect(lockIdProblem(first)).toBeNull();
  expect(readLockId(first).kind).toBe('json');
  expect(first).not.toBe(second);
});

it.each([
  ['', 'Type a lock id'],
  ['a'.repeat(1025), '1025 characters'],
  ['löck', 'printable ASCII'],
  ['a\nb', 'printable ASCII'],
])('refuses %j', (lockId, expected) => {
  expect(lockIdProblem(lockId)).toContain(expected);
});
