import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../main/filter/compile.ts';
import type { Database } from '../../main/store/database.ts';
import { type FieldName, filterFields } from '../../preload/filter/fields.ts';
import { parseFilter } from '../../preload/filter/parse.ts';
import { tokenize } from '../../preload/filter/tokens.ts';
import type { FieldTest, FilterTree, TextTest } from '../../preload/filter/tree.ts';
import { writeFilter } from '../../preload/filter/write.ts';
import { anyExchange, NAMES, NOW, OPERATIONS, RULES, storeExchanges, TEXTS } from './plain-exchange.ts';
import { matchesPlainly } from './plain-filter.ts';

const MUTED = ['token-ttl'];

const literal = fc
  .oneof(
    fc.constantFrom(...TEXTS, ...NAMES, ...OPERATIONS, ...RULES, 'ann', 'wopi', 'lock', 'o', 'Ä'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  .map((text): TextTest => ({ kind: 'literal', text }));
const pattern = fc
  .array(fc.constantFrom('*', 'b', 'Lock', 'x', '%', '_', 'ä', 'lock-', '\\', '1', 'İ'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((text) => text.includes('*'))
  .map((text): TextTest => ({ kind: 'pattern', text }));
const regex = fc
  .tuple(fc.constantFrom('^b', 'o.?k', '(?:a|4)\\d', '[/%]', 'ä', '\\/', '^$'), fc.constantFrom('', 'i', 'su'))
  .filter(([source, flags]) => parseFilter(`/${source}/${flags}`).problem === null)
  .map(([source, flags]): TextTest => ({ kind: 'regex', source, flags }));
const textTest = fc.oneof(literal, pattern, regex);

const amount = (values: number[]): fc.Arbitrary<FieldTest> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('compare' as const),
      sign: fc.constantFrom('<', '<=', '>', '>=', '='),
      value: fc.constantFrom(...values),
    }),
    fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values)).map(([one, other]): FieldTest => ({
      kind: 'range',
      low: Math.min(one, other),
      high: Math.max(one, other),
    })),
  );
const choice = (...values: string[]): fc.Arbitrary<FieldTest> =>
  fc.constantFrom(...values).map((value) => ({ kind: 'choice', value }));
const moment: fc.Arbitrary<FieldTest> = fc
  .constantFrom('0ms', '90s', '3h', '12:00', '11:00:30', '13:00', '2026-03-13', '2026-03-14', '2026-03-11T12:00')
  .map((written) => testOf(`since:${written}`));
const header = fc.record({
  kind: fc.constant('header' as const),
  name: fc.oneof(
    fc.constantFrom(...NAMES).map((text): TextTest => ({ kind: 'literal', text })),
    pattern,
    regex,
  ),
  value: fc.option(
    fc.oneof(
      textTest,
      fc.constantFrom(...NAMES).map((text): TextTest => ({ kind: 'literal', text })),
    ),
  ),
});

const special: Partial<Record<FieldName, fc.Arbitrary<FieldTest>>> = {
  op: fc.oneof(choice('locking', 'writing', 'reading', 'changing'), textTest),
  outcome: fc.oneof(choice('refused', 'wrong', 'ok', 'pending', 'locked-by-other'), textTest),
  status: fc.oneof(choice('pending'), amount([200, 400, 404, 499])),
  size: amount([0, 11, 1024, 2048]),
  duration: fc.oneof(choice('pending'), amount([0, 1, 100, 5000])),
  finding: fc.oneof(choice('any', 'error', 'warning', 'information'), textTest),
  pinned: choice('yes', 'no'),
  since: moment,
  until: moment,
  header,
};

function testOf(text: string): FieldTest {
  const { tree } = parseFilter(text);
  const [test] = tree?.kind === 'field' ? tree.tests : [];
  if (!test) throw new Error(text);
  return test;
}

/** A text that the field reads as a word of its own would not come back as a text. */
const field: fc.Arbitrary<FilterTree> = fc.oneof(
  ...filterFields.map(({ name, read }) =>
    fc
      .array(
        (special[name] ?? textTest).filter((one) => one.kind !== 'literal' || read(one)?.kind === 'literal'),
        { minLength: 1, maxLength: 3 },
      )
      .map((tests): FilterTree => ({ kind: 'field', field: name, tests })),
  ),
);
const words = textTest
  .filter((one) => one.kind !== 'pattern' || !/^[-!]/.test(one.text))
  .map((one): FilterTree => ({ kind: 'words', test: one }));

const { tree: anyTree } = fc.letrec<{ tree: FilterTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    field,
    words,
    fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

test('a filter that is written and read again is the same', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const text = writeFilter(tree);
      fc.pre(text.length < 4_000);
      expect(parseFilter(text)).toEqual({ tree, problem: null });
    }),
    { numRuns: 2_000 },
  );
});

describe('SQL finds what plain JavaScript finds', () => {
  const found = (database: Database, tree: FilterTree, how: 'many' | 'few' | 'asked'): number[] => {
    const ask = (query: string, parameters: readonly (string | number)[]): number[] =>
      database
        .prepare<(string | number)[], number>(query)
        .pluck()
        .all(...parameters);
    const { where, parameters } = compileFilter(tree, {
      now: NOW,
      muted: MUTED,
      ...(how === 'asked' ? { ask } : { span: how }),
    });
    const statement = database.prepare<(string | number)[], number>(
      `SELECT e.id FROM exchanges e WHERE ${where} ORDER BY e.id`,
    );
    return statement.pluck().all(...parameters);
  };

  test.each(['many', 'few', 'asked'] as const)('asked for %s', (how) => {
    fc.assert(
      fc.property(
        fc.array(anyExchange, { minLength: 1, maxLength: 20 }),
        fc.array(anyTree, { minLength: 8, maxLength: 8 }),
        (exchanges, trees) => {
          const database = storeExchanges(exchanges);
          try {
            for (const tree of trees) {
              const expected = exchanges.flatMap((one, index) =>
                matchesPlainly(tree, one, NOW, MUTED) ? [index + 1] : [],
              );
              expect({ filter: writeFilter(tree), ids: found(database, tree, how) }).toEqual({
                filter: writeFilter(tree),
                ids: expected,
              });
            }
          } finally {
            database.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('no text makes the reader throw', () => {
  const bits = fc.constantFrom(
    '"',
    '/',
    '(',
    ')',
    '|',
    '-',
    '!',
    ',',
    ':',
    '=',
    '*',
    '\\',
    ' ',
    'op',
    'or',
    'not',
    'header:',
    'status:',
    'path:',
    'since:',
    'body:/',
    '[',
    '>',
    '4',
    '\u202e',
    '\u0000',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(bits).map((parts) => parts.join('')),
  );

  test('it answers a tree, or a problem inside of the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { tree, problem } = parseFilter(text);
        if (tree) return parseFilter(writeFilter(tree)).problem === null;
        expect(problem.message).toMatch(/[.]$/);
        expect(problem.remedy).not.toBe('');
        return problem.at >= 0 && problem.at + problem.length <= text.length;
      }),
      { numRuns: 5_000 },
    );
  });

  test('tokens lie beside each other and leave out nothing but spaces', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(at, token.at).trim()).toBe('');
          expect(token.length).toBeGreaterThan(0);
          at = token.at + token.length;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 5_000 },
    );
  });
});
