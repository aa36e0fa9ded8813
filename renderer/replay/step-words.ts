import type { ReplayAnswer, ReplayDifference, ReplayStep } from '../../preload/contract.ts';
import { outcomes } from '../inspector/outcomes.ts';
import type { Tone } from '../ui/badge.tsx';
import { plural } from '../ui/format.ts';

/** Differences that count, and those that had to be. */
export function sortedDifferences(differences: readonly ReplayDifference[]): {
  counted: readonly ReplayDifference[];
  expected: readonly ReplayDifference[];
} {
  return {
    counted: differences.filter(({ expected }) => expected === null),
    expected: differences.filter(({ expected }) => expected !== null),
  };
}

/** Status and outcome stand above the list already. */
export function listedDifferences(differences: readonly ReplayDifference[]): readonly ReplayDifference[] {
  return differences.filter(({ part }) => part !== 'status' && part !== 'outcome');
}

/** What came of it, in one sentence. */
export function sentenceOf({ state, problem, before, after, differences }: ReplayStep): string {
  if (state === 'skipped') return `Not sent. ${problem ?? ''}`.trim();
  if (state === 'unanswered') return problem ?? 'No answer came.';
  const status = String(after?.status ?? '');
  if (state === 'same') return `${status}, the same answer as recorded.`;
  const count = listedDifferences(sortedDifferences(differences).counted).length;
  const differs =
    before.status === after?.status ? `${status} as recorded` : `${status} in place of ${before.status ?? 'no answer'}`;
  return `${differs}${count === 0 ? '' : `, with ${plural(count, 'difference')} in headers and body`}.`;
}

export const stateWords: Record<ReplayStep['state'], { words: string; tone: Tone }> = {
  same: { words: 'same', tone: 'ok' },
  different: { words: 'different', tone: 'warn' },
  unanswered: { words: 'no answer', tone: 'err' },
  skipped: { words: 'not sent', tone: 'neutral' },
};

export function answerWords(answer: ReplayAnswer | null): string {
  if (answer === null || answer.status === null) return 'no answer';
  return answer.outcome === null ? String(answer.status) : `${answer.status} ${outcomes[answer.outcome].words}`;
}

const EXPECTED_KINDS: readonly [string, string][] = [
  ['a time', 'times'],
  ['a version', 'versions'],
  ['a token', 'tokens'],
  ['an address', 'addresses'],
  ['an id of the other host', 'ids'],
];

/** "3 values are other ones each time: times, versions." */
export function expectedWords(expected: readonly ReplayDifference[]): string {
  const kinds = EXPECTED_KINDS.filter(([why]) => expected.some((each) => each.expected === why)).map(
    ([, many]) => many,
  );
  const verb = expected.length === 1 ? 'is another one' : 'are other ones';
  return `${plural(expected.length, 'value')} ${verb} each time (${kinds.join(', ')})`;
}
