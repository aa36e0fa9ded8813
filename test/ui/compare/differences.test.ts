import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesAtHand } from '../../../renderer/bodies/source.ts';
import { align } from '../../../renderer/compare/align.ts';
import { compareBytes } from '../../../renderer/compare/bytes.ts';
import { readPair } from '../../../renderer/compare/choice.ts';
import { compareFacts, summarize } from '../../../renderer/compare/facts.ts';
import { alignHeaders } from '../../../renderer/compare/header-comparison.tsx';
import { compareJson } from '../../../renderer/compare/json-differences.ts';
import { foldLines, pairLines } from '../../../renderer/compare/lines.ts';
import { exchangeDetail } from '../support/fixtures.ts';

const letters = (left: string, right: string): string =>
  align(left.split(''), right.split(''), Object.is)
    .map(({ left: one, right: other }) => (one === other ? one : one === null ? `+${other}` : `-${one}`))
    .join('');

describe('lists side by side', () => {
  test.each([
    ['', '', ''],
    ['abc', 'abc', 'abc'],
    ['abc', 'abxc', 'ab+xc'],
    ['abc', 'ac', 'a-bc'],
    ['', 'ab', '+a+b'],
    ['ab', '', '-a-b'],
    ['abcabba', 'cbabac', '-a-bc+babb-a+c'],
  ])('%s and %s', (left, right, shown) => {
    const told = letters(left, right);
    expect(told.length).toBe(shown.length);
    expect(rebuilt(told)).toEqual([left, right]);
  });

  test('nothing is lost, and what is the same is found', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 24 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const told = letters(left, right);
        expect(rebuilt(told)).toEqual([left, right]);
        if (left === right) expect(told).toBe(left);
      }),
    );
  });

  test('lists that have nothing in common are set against each other in a blink', () => {
    const left = Array.from({ length: 20_000 }, (_, index) => `l${index}`);
    const right = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
    const before = performance.now();
    expect(align(left, right, Object.is)).toHaveLength(40_000);
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

function rebuilt(told: string): [string, string] {
  return [told.replaceAll(/\+./g, '').replaceAll('-', ''), told.replaceAll(/-./g, '').replaceAll('+', '')];
}

describe('JSON', () => {
  test('places that differ are named; order of names does not count', () => {
    const left = { b: 1, a: { list: [1, { n: 'x' }, 3] }, 'odd name': null, gone: true };
    const right = { a: { list: [1, { n: 'y' }], extra: [] }, b: 1, 'odd name': 5 };
    expect(compareJson(left, right).differences).toEqual([
      { path: 'a.list[1].n', kind: 'changed', left: '"x"', right: '"y"' },
      { path: 'a.list[2]', kind: 'removed', left: '3', right: null },
      { path: 'a.extra', kind: 'added', left: null, right: '[]' },
      { path: '["odd name"]', kind: 'changed', left: 'null', right: '5' },
      { path: 'gone', kind: 'removed', left: 'true', right: null },
    ]);
    expect(compareJson(left, left)).toMatchObject({ differences: [], isCut: false });
  });

  test('names of prototypes are names like others', () => {
    const left = JSON.parse('{"__proto__":1,"constructor":2}') as unknown;
    expect(compareJson(left, JSON.parse('{}')).differences.map(({ path }) => path)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('hostile depth and width end', () => {
    const deep = (value: string): unknown => JSON.parse(`${'['.repeat(50_000)}${value}${']'.repeat(50_000)}`);
    expect(compareJson(deep('1'), deep('2')).differences).toHaveLength(1);
    expect(compareJson(deep('1'), 5).differences[0]?.left).toBe('(nested too deeply to be shown)');
    const wide = Array.from({ length: 5_000 }, (_, index) => index);
    const { differences, isCut } = compareJson(wide, wide.map(String));
    expect([differences.length, isCut]).toEqual([1_000, true]);
  });
});

test('lines: a removed one beside an added one is a changed one, and what is the same is folded', () => {
  const left = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const right = left.with(15, 'LINE 15').toSpliced(20, 0, 'new');
  const lines = pairLines(left.join('\n'), right.join('\r\n'));
  expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'changed', left: 'line 15', right: 'LINE 15', leftNumber: 16, rightNumber: 16 },
    { kind: 'added', left: null, right: 'new', leftNumber: null, rightNumber: 21 },
  ]);
  const folded = foldLines(lines);
  expect(folded[0]).toEqual({ kind: 'fold', count: 12 });
  expect(folded.at(-1)).toEqual({ kind: 'fold', count: 7 });
});

test('bytes: sizes, the first difference, and what stands around it', async () => {
  const { signal } = new AbortController();
  const left = new Uint8Array(600_000).fill(7);
  const right = left.slice();
  expect(await compareBytes(bytesAtHand(left), bytesAtHand(right), signal)).toEqual({
    firstDifference: null,
    around: null,
  });
  right[500_001] = 8;
  const { firstDifference, around } = await compareBytes(bytesAtHand(left), bytesAtHand(right), signal);
  expect([firstDifference, around?.offset, around?.left.length]).toEqual([500_001, 499_968, 96]);
  const short = await compareBytes(bytesAtHand(left.slice(0, 10)), bytesAtHand(left), signal);
  expect(short).toMatchObject({ firstDifference: 10, around: { offset: 0 } });
});

test('headers stand beside their like, also where the order differs', () => {
  const header = (name: string, value: string) => ({ name, value });
  const lines = alignHeaders(
    [header('Host', 'a'), header('X-WOPI-Lock', '1'), header('Accept', '*')],
    [header('accept', '*'), header('host', 'a'), header('X-New', 'n'), header('x-wopi-lock', '2')],
  );
  expect(lines.map(({ left, right }) => [left?.name ?? null, right?.value ?? null])).toEqual([
    ['Host', 'a'],
    [null, 'n'],
    ['X-WOPI-Lock', '2'],
    ['Accept', '*'],
  ]);
});

test('facts: what differs is said in a sentence, time and ids of the call are incidental', () => {
  const one = exchangeDetail({ id: 1 });
  expect(summarize(compareFacts(one, exchangeDetail({ id: 2, durationMs: 99 })))).toBe(
    'Nothing but time and ids of the call differs.',
  );
  expect(summarize(compareFacts(one, exchangeDetail({ id: 1, status: 409, outcome: 'locked-by-other' })))).toBe(
    'Status and outcome differ; 20 facts are the same.',
  );
});

test.each([
  ['12,45', [12, 45]],
  ['12', null],
  ['12,', null],
  ['1,2,3', null],
  ['-1,2', null],
  [null, null],
])('the address %j', (text, pair) => {
  expect(readPair(text)).toEqual(pair);
});
