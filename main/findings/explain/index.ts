import type { Explanation, Question } from '../../../preload/contract.ts';
import type { Observed } from '../seen.ts';
import { whyNotOpened } from './not-opened.ts';
import { whyReadOnly } from './read-only.ts';
import { whyRefused } from './refused.ts';
import { whyStillLocked } from './still-locked.ts';
import type { Explain } from './story.ts';
import { toStory } from './story.ts';

const EXPLAINERS: Record<Question, Explain> = {
  'read-only': whyReadOnly,
  'not-opened': whyNotOpened,
  'still-locked': whyStillLocked,
  refused: whyRefused,
};

/** Answers a question from the exchanges of one file, oldest first; the last is the one that is asked about. */
export function explain(question: Question, story: readonly Observed[]): Explanation {
  return EXPLAINERS[question](toStory(story));
}
