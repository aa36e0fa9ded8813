import { expect, test } from 'vitest';
import { suggest } from '../../../renderer/inspector/suggestions.ts';
import { exchange } from '../support/fixtures.ts';

const rows = [exchange({ fileName: 'Plan, last version.docx' }), exchange({ personName: 'Ben' })];

function labels(text: string, caret = text.length): string[] {
  return suggest(text, caret, rows).map(({ label }) => label);
}

test('offers the fields while a word begins', () => {
  expect(labels('')).toEqual([
    'op:',
    'status:',
    'outcome:',
    'file:',
    'user:',
    'client:',
    'lock:',
    'since:',
    'dur:',
    'size:',
    'method:',
    'path:',
  ]);
  expect(labels('st')).toEqual(['status:']);
  expect(labels('op:Lock -us')).toEqual(['user:']);
});

test('offers values after the colon, from the protocol and from the rows', () => {
  expect(labels('op:Unl')).toEqual(['Unlock', 'UnlockAndRelock']);
  expect(labels('file:plan')).toEqual(['Plan, last version.docx']);
  expect(labels('user:')).toEqual(['Olivia', 'Ben']);
  expect(labels('nonsense:x')).toEqual([]);
});

test('puts a value in quotes where it needs them, and the caret behind it', () => {
  const [first] = suggest('-file:plan status:4xx', 10, rows);
  expect(first?.text).toBe('-file:"Plan, last version.docx" status:4xx');
  expect(first?.caret).toBe('-file:"Plan, last version.docx"'.length);
});
