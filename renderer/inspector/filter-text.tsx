import type { ReactNode } from 'react';
import { type Token, tokenize } from '../../preload/filter/tokens.ts';
import type { FilterProblem } from '../../preload/filter/tree.ts';

/** More is not coloured: cutting it again at every key would be felt. */
const LONGEST = 4_000;

interface Segment {
  at: number;
  end: number;
  kind: Token['kind'] | 'space';
  isWrong: boolean;
}

/** The text of a filter in colours, with the mistake underlined; drawn under the box, whose own letters are clear. */
export function FilterText({ text, problem }: { text: string; problem: FilterProblem | null }): ReactNode {
  return (
    <>
      {segmentsOf(text, problem).map(({ at, end, kind, isWrong }) => (
        <span key={at} data-kind={kind} data-wrong={isWrong ? '' : undefined}>
          {at === text.length ? ' ' : text.slice(at, end)}
        </span>
      ))}
    </>
  );
}

export function segmentsOf(text: string, problem: FilterProblem | null): Segment[] {
  const tokens = text.length > LONGEST ? [] : tokenize(text);
  const wrongFrom = problem?.at ?? Infinity;
  // What is missing at the end is shown as a place behind it.
  const wrongTo = problem ? problem.at + Math.max(1, problem.length) : -Infinity;
  const last = Math.max(text.length, problem && problem.at === text.length ? text.length + 1 : 0);
  const cuts = new Set([0, last, wrongFrom, wrongTo]);
  for (const { at, length } of tokens) cuts.add(at).add(at + length);
  const places = [...cuts].filter((place) => place >= 0 && place <= last).sort((left, right) => left - right);
  return places.slice(0, -1).map((at, index) => ({
    at,
    end: places[index + 1] ?? last,
    kind: tokens.find((token) => token.at <= at && at < token.at + token.length)?.kind ?? 'space',
    isWrong: at >= wrongFrom && at < wrongTo,
  }));
}
