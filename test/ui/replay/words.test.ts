import { expect, test } from 'vitest';
import type { ReplayDifference, ReplayStep } from '../../../preload/contract.ts';
import { answerWords, expectedWords, sentenceOf } from '../../../renderer/replay/step-words.ts';
import { FIRST_DRAFT, durationWords, missingIn, originOf, planWords, wishOf } from '../../../renderer/replay/wish.ts';
import { movedHeader, toRequest, withHeader, withNewHeader } from '../../../renderer/replay/edited-request.ts';
import { replayStep } from './fixtures.ts';

const difference = (differs: Partial<ReplayDifference> = {}): ReplayDifference => ({
  part: 'header',
  name: 'X-WOPI-Lock',
  before: null,
  after: 'B',
  expected: null,
  ...differs,
});

test.each<[string, Partial<ReplayStep>]>([
  ['200, the same answer as recorded.', {}],
  ['200 as recorded, with 1 difference in headers and body.', { state: 'different', differences: [difference()] }],
  [
    '409 in place of 200.',
    {
      state: 'different',
      after: { status: 409, outcome: 'locked-by-other', durationMs: 1, size: 0 },
      differences: [difference({ part: 'status', name: 'Status' })],
    },
  ],
  ['Not sent. The body is gone.', { state: 'skipped', problem: 'The body is gone.', after: null }],
  ['It did not answer.', { state: 'unanswered', problem: 'It did not answer.', after: null }],
])('%s', (sentence, differs) => {
  expect(sentenceOf(replayStep(differs))).toBe(sentence);
});

test('what has to differ is named by its kinds', () => {
  const expected = [
    difference({ expected: 'a time' }),
    difference({ expected: 'a version' }),
    difference({ expected: 'a time' }),
  ];
  expect(expectedWords(expected)).toBe('3 values are other ones each time (times, versions)');
  expect(answerWords({ status: 302, outcome: null, durationMs: 1, size: 0 })).toBe('302');
});

const plan = {
  ids: [1, 2],
  spanMs: 120_000,
  files: [{ id: 'f1', name: 'Plan.docx', isHere: false }],
  needsPerson: false,
  requestBytes: 2048,
  notes: [],
};

test('a plan is told in words', () => {
  expect(planWords(plan)).toBe('2 requests to Plan.docx, recorded within 2 min, 2.0 KB of bodies.');
  expect(durationWords({ ...FIRST_DRAFT, pace: 'original' }, plan)).toBe('Takes at least 2 min.');
  expect(durationWords({ ...FIRST_DRAFT, pace: 'faster', factor: '4' }, plan)).toBe('Takes at least 30 s.');
  expect(durationWords(FIRST_DRAFT, plan)).toBeNull();
});

test.each([
  [{ target: 'other' as const }, /Give the address/],
  [{ target: 'other' as const, base: 'ftp://x' }, /Give the address/],
  [{ target: 'other' as const, base: 'https://x', ttl: 'soon' }, /ttl/],
  [{ pace: 'faster' as const, factor: '0' }, /pace/],
  [{ pace: 'gap' as const, gap: '-1' }, /pause/],
])('%j is not complete', (differs, words) => {
  expect(missingIn({ ...FIRST_DRAFT, ...differs })).toMatch(words);
});

test('the origin that was agreed to is the one of the address', () => {
  expect(originOf(' https://Host.example:443/wopi ')).toBe('https://host.example');
  const draft = {
    ...FIRST_DRAFT,
    target: 'other' as const,
    base: 'https://host.example/wopi',
    accessToken: ' t ',
    files: { f1: { to: 'there', accessToken: '' } },
  };
  expect(wishOf(draft, plan).target).toEqual({
    kind: 'other',
    base: 'https://host.example/wopi',
    accessToken: 't',
    accessTokenTtl: 0,
    files: [{ from: 'f1', to: 'there' }],
    allowOrigin: 'https://host.example',
  });
});

test('on this host another person and another file may take the place of what is not here', () => {
  const draft = { ...FIRST_DRAFT, personId: 'olivia', files: { f1: { to: 'f2', accessToken: '' } } };
  expect(wishOf(FIRST_DRAFT, plan).target).toEqual({ kind: 'host' });
  expect(wishOf(draft, plan).target).toEqual({ kind: 'host', personId: 'olivia', files: [{ from: 'f1', to: 'f2' }] });
});

test('headers are added, changed and moved; an empty line is not sent', () => {
  const start = [
    { key: 0, name: 'A', value: '1' },
    { key: 1, name: 'B', value: '‹hidden›', hidden: true },
  ];
  expect(movedHeader(start, 1, -1).map(({ name }) => name)).toEqual(['B', 'A']);
  expect(movedHeader(start, 1, 1)).toEqual(start);
  const edited = withNewHeader(withHeader(start, 1, { value: 'plain' }));
  const request = { method: 'GET', url: '/', headers: edited, body: { kind: 'none' as const }, personId: null };
  expect(toRequest(request).headers).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: 'plain' },
  ]);
});
