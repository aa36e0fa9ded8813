import { expect, test } from 'vitest';
import { asLike, matches } from '../../main/store/wildcard.ts';

// oxfmt-ignore
test.each<[pattern: string, text: string, fits: boolean]>([
  ['*',            '',                 true],
  ['',             '',                 true],
  ['',             'a',                false],
  ['a*',           'A',                true],
  ['*a',           'bba',              true],
  ['*a',           'bab',              false],
  ['a*b*c',        'aXXbYYc',          true],
  ['a*b*c',        'aXXcYYb',          false],
  ['*.docx',       'Report.DOCX',      true],
  ['a.c',          'abc',              false],
])('the pattern %j and %j', (pattern, text, fits) => {
  expect(matches(pattern, text)).toBe(fits);
});

test('a pattern for SQL takes its own wildcards as they are', () => {
  expect(asLike(String.raw`50%_off\*`)).toBe(String.raw`50\%\_off\\%`);
});

test('a pattern that would explode elsewhere is answered at once', () => {
  expect(matches('*a'.repeat(50) + 'b', 'a'.repeat(2_000))).toBe(false);
});
