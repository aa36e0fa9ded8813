import { describe, expect, test } from 'vitest';
import { ALL_OPERATIONS } from '../main/wopi/operations/index.ts';
import { WopiHeader } from '../main/wopi/protocol/headers.ts';
import type { ExchangeDetail, Outcome } from '../preload/contract.ts';
import { noteFor } from '../renderer/inspector/header-notes.ts';
import { outcomes } from '../renderer/inspector/outcomes.ts';
import { readingOf } from '../renderer/inspector/readings.ts';
import { rareOperations } from '../renderer/inspector/readings/rare-words.ts';
import { exchangeDetail } from './ui/support/fixtures.ts';

// What the screen says must keep up with what the host offers: the two know each other only here.

const allOutcomes = Object.keys(outcomes) as Outcome[];
const operations = [...new Set([...ALL_OPERATIONS.map(({ name }) => name), 'FileUrl', ...Object.keys(rareOperations)])];
const plainPaths = [
  '/launch/t',
  '/page/g',
  '/about/g',
  '/closed',
  '/privacy',
  '/signed-out',
  '/sign-in',
  '/oauth/authorize',
  '/oauth/token',
  '/oauth/blue/token',
  '/hosting/discovery',
  '/favicon.ico',
  '/robots.txt',
  '/',
];

/** What stands for an operation or address that nobody wrote words for; its name is left out to compare. */
function fallback(differs: Partial<ExchangeDetail>): string {
  const foreign = exchangeDetail({ ...differs, operation: 'NoSuchThing', path: '/wopi/files/f' });
  return readingOf(foreign, foreign).words.replaceAll('NoSuchThing', '');
}

test.each(Object.values(WopiHeader))('%s is explained', (name) => {
  const note = noteFor(name);
  expect(note?.short).toMatch(/^\S.*[^.\s]$/);
  expect(note?.more).toMatch(/^[\p{Lu}“].*\.$/u);
});

describe.each(allOutcomes)('outcome %s', (outcome) => {
  const status = outcome === 'ok' ? 200 : outcome === 'pending' || outcome === 'aborted' ? null : 409;

  test('reads as whole sentences, whatever was asked', () => {
    for (const operation of [...operations, 'NoSuchThing'])
      expectSentences(exchangeDetail({ operation, outcome, status }));
    for (const path of plainPaths) expectSentences(exchangeDetail({ operation: null, path, outcome, status }));
  });

  test('is told for every operation in words of its own', () => {
    // A refusal for a lock names the operation; everything else says what was wanted.
    if (outcome === 'locked-by-other' || outcome === 'not-locked') return;
    const told = operations.map((operation) => {
      const detail = exchangeDetail({ operation, outcome, status });
      return readingOf(detail, detail).words.replaceAll(operation, '');
    });
    expect(told).not.toContain(fallback({ outcome, status }));
    expect(operations.filter((name, index) => told[index]?.includes(`do ${name}`))).toEqual([]);
    // Those on files and on folders are told alike, and GetRootContainer twice.
    expect(new Set(told).size).toBeGreaterThanOrEqual(
      new Set(operations.map((name) => name.replace(/ \(.+/, ''))).size - 4,
    );
  });

  test('is told for every page in words of its own', () => {
    for (const path of plainPaths) {
      const detail = exchangeDetail({ operation: null, path, outcome, status });
      const { title, words } = readingOf(detail, detail);
      expect(`${title} ${words}`).not.toMatch(/have an answer to|GET \//);
    }
  });
});

function expectSentences(detail: ExchangeDetail): void {
  const nobody = { ...detail, fileName: null, personName: null, personId: null, client: '', before: null, after: null };
  for (const reading of [
    readingOf(detail, detail),
    readingOf(detail, null),
    readingOf(nobody, nobody),
    readingOf(nobody, null),
  ]) {
    expect(reading.title).toMatch(/^\S.*[^.\s]$/);
    expect(reading.words).toMatch(/^[\p{Lu}“].*\.$/u);
    expect(`${reading.title} ${reading.words}`).not.toMatch(/undefined|null|NaN|“”| {2}|\.\.|FILE/);
  }
}
