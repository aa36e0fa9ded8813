import type { TextTest } from './tree.ts';

/**
 * How much of a text a literal has to be, and where a pattern may fit: `part` finds a literal anywhere while a pattern
 * has to fit the whole text; `whole` wants the whole text for both; `inside` finds both anywhere.
 */
export type Reach = 'part' | 'whole' | 'inside';

/** Letters of ASCII are compared regardless of their case as the database does; all others by JavaScript's rules. */
export function isAscii(text: string): boolean {
  return /^[\x01-\x7f]*$/.test(text);
}

export function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function textMatcher(test: TextTest, reach: Reach): (text: string) => boolean {
  if (test.kind === 'regex') {
    const pattern = new RegExp(test.source, test.flags);
    return (text) => pattern.test(text);
  }
  const fold = isAscii(test.text) ? lowerAscii : (text: string) => text.toLowerCase();
  const wanted = fold(test.text);
  if (test.kind === 'pattern') return (text) => fits(reach === 'inside' ? `*${wanted}*` : wanted, fold(text));
  if (reach !== 'whole') return (text) => fold(text).includes(wanted);
  return fold === lowerAscii
    ? (text) => text.length === wanted.length && lowerAscii(text) === wanted
    : (text) => fold(text) === wanted;
}

/** Finds the pieces between the stars one after the other: takes no longer for many stars. */
function fits(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
