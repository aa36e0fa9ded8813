import { expect, test } from 'vitest';
import { parseFilter } from '../../../preload/filter/parse.ts';
import { segmentsOf } from '../../../renderer/inspector/filter-text.tsx';

/** Kinds of the parts; what is wrong stands between bangs. */
function drawn(text: string): string {
  return segmentsOf(text, parseFilter(text).problem)
    .map(({ at, end, kind, isWrong }) => {
      const part = `${kind}(${text.slice(at, end)})`;
      return isWrong ? `!${part}!` : part;
    })
    .join(' ');
}

// oxfmt-ignore
test.each([
  ['',                   ''],
  ['op:Lock -"a b"',     'field(op:) word(Lock) space( ) not(-) quoted("a b")'],
  ['opp:Lock x',         '!field(opp)! field(:) word(Lock) space( ) word(x)'],
  ['status:4,abc or',    'field(status:) word(4) comma(,) !word(abc)! space( ) or(or)'],
  ['op:Lock or',         'field(op:) word(Lock) space( ) or(or) !space()!'],
  ['a "open',            'word(a) space( ) !broken("open)!'],
  ['header:X=/a/i',      'field(header:) word(X) equals(=) regex(/a/i)'],
])('%j is drawn as %s', (text, parts) => {
  expect(drawn(text)).toBe(parts);
});

test('a long text is drawn as it is', () => {
  const text = 'x '.repeat(50_000);
  const segments = segmentsOf(text, parseFilter(text).problem);
  expect(segments.map(({ at, end }) => text.slice(at, end)).join('')).toBe(text);
  expect(segments.length).toBe(2);
});
