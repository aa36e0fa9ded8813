/** The candidate a mistyped word most probably meant; undefined when it is too far from all of them. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  const isClose = best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3));
  return isClose ? best?.candidate : candidates.find((candidate) => isBeginning(word, candidate));
}

function isBeginning(word: string, candidate: string): boolean {
  return word.length > 1 && (candidate.startsWith(word) || (candidate.length > 1 && word.startsWith(candidate)));
}

/** Levenshtein distance with two rows. */
function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
