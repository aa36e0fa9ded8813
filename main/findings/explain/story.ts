import type { Explanation } from '../../../preload/contract.ts';
import type { Observed } from '../seen.ts';
import { Seen } from '../seen.ts';

/** The recorded exchanges of one file, oldest first; the last one is the one that is asked about. */
export type Story = readonly Seen[];

export type Explain = (story: Story) => Explanation;

export function toStory(observed: readonly Observed[]): Story {
  return observed.map((one) => new Seen(one));
}

export function answer(sentence: string, seen: Seen | null | undefined): Explanation {
  return { sentence, exchangeId: seen?.id ?? null };
}

/** 'Ann', 'the client' */
export function who(seen: Seen): string {
  return seen.exchange.personName ?? 'the client';
}

export function time(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

/** The host's own words where it recorded them, otherwise what the answer says. */
export function reasonOf(seen: Seen): string {
  const words =
    seen.exchange.explanation ?? seen.answered('X-WOPI-LockFailureReason') ?? seen.answered('X-WOPI-ServerError');
  return words === null || words === '' ? '' : `: ${words.replace(/\.$/, '')}`;
}

export function lastOf(story: Story, operation: string): Seen | undefined {
  return story.findLast((seen) => seen.operation === operation);
}

export function isRefused(seen: Seen): boolean {
  return seen.status !== null && seen.status >= 400;
}
