import { distance } from 'fastest-levenshtein';

/** The candidate a mistyped word most probably meant, or undefined when there is none at all. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (!best || edits < best.edits) best = { candidate, edits };
  }
  return best?.candidate;
}
