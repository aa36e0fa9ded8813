import { expect, test } from 'vitest';
import { escapeParts, escapeUnseen } from '../../../renderer/ui/escape.ts';

// oxfmt-ignore
const cases: [text: string, shown: string][] = [
  ['plain text, é, 文書, 😀',  'plain text, é, 文書, 😀'],
  ['two\r\n\tlines',           'two\r\n\tlines'],
  ['a\u0000b',                 String.raw`a\x00b`],
  ['\u001b[31mred',            String.raw`\x1b[31mred`],
  ['invoice\u202Efdp.exe',     String.raw`invoice\u202efdp.exe`],
  ['\u2066a\u2069',            String.raw`\u2066a\u2069`],
  ['zero\u200Bwidth\uFEFF',    String.raw`zero\u200bwidth\ufeff`],
  ['\u2028',                   String.raw`\u2028`],
];

test.each(cases)('%j', (text, shown) => {
  expect(escapeUnseen(text)).toBe(shown);
  expect(
    escapeParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(shown);
});

test('what is written out says what it is', () => {
  expect(escapeParts('a\u202Eb')).toEqual([
    { text: 'a', meaning: null },
    { text: String.raw`\u202e`, meaning: 'U+202E, right-to-left override' },
    { text: 'b', meaning: null },
  ]);
});
