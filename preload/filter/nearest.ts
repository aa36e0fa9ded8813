import { distance } from 'fastest-levenshtein';

/** The candidate a mistyped word most probably meant; undefined when it is too far from all of them. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word, candidate);
    if (!best || edits < best.edits) best = { candidate, edits };
  }
  const isClose = best !== undefined && best.edits <= Math.max(1, Math.floor(word.length / 3));
  return isClose ? best?.candidate : candidates.find((candidate) => isBeginning(word, candidate));
}

function isBeginning(word: string, candidate: string): boolean {
  return word.length > 1 && (candidate.startsWith(word) || (candidate.length > 1 && word.startsWith(candidate)));
}
