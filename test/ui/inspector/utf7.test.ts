import { expect, test } from 'vitest';
import { decodedName, decodeUtf7 } from '../../../renderer/inspector/utf7.ts';

// oxfmt-ignore
const cases: [written: string, said: string | null][] = [
  ['plain.txt',              'plain.txt'],
  ['+AOk-t+AOk-.docx',       'été.docx'],
  ['+ZYdm+A-.txt',           '文書.txt'],
  ['Hi Mom +Jjo-!',          'Hi Mom ☺!'],
  ['1 +- 1',                 '1 + 1'],
  ['+2D3eAA-',               '😀'],
  ['a + b',                  null],
  ['+A-',                    null],
  ['+AOkAA-',                null],
  ['+AAAAA',                 null],
];

test.each(cases)('%j', (written, said) => {
  expect(decodeUtf7(written)).toBe(said);
});

test('only the headers that are written so, and only where it differs', () => {
  expect(decodedName('X-WOPI-SuggestedTarget', '+AOk-.txt')).toBe('é.txt');
  expect(decodedName('x-wopi-requestedname', 'plain')).toBeNull();
  expect(decodedName('X-WOPI-Lock', '+AOk-')).toBeNull();
});
