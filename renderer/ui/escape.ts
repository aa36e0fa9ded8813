/**
 * Characters that a reader would not see, or that change what their neighbours look like: controls (without tab and
 * line ends), zero-width and bidirectional ones, separators, the byte order mark.
 */
const UNSEEN = new RegExp(
  String.raw`[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]`,
  'gu',
);
const KEPT = new Set(['\t', '\n', '\r']);

const names: Readonly<Record<string, string>> = {
  '\0': 'NUL',
  '\u001b': 'escape',
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u061c': 'Arabic letter mark',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'pop directional formatting',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'pop directional isolate',
  '\ufeff': 'byte order mark',
};

export interface Escaped {
  text: string;
  /** What the character is; null for text that stands as it is. */
  meaning: string | null;
}

/** \u202e, \x00 */
export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

export function meaningOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}, ${names[character] ?? 'a character that does not show'}`;
}

/** Text as it stands and characters that would not be seen, in turn. */
export function escapeParts(text: string): Escaped[] {
  const parts: Escaped[] = [];
  let end = 0;
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (KEPT.has(character)) continue;
    if (index > end) parts.push({ text: text.slice(end, index), meaning: null });
    parts.push({ text: escapeOf(character), meaning: meaningOf(character) });
    end = index + character.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), meaning: null });
  return parts;
}

/** The same as one text, for copies and tooltips. */
export function escapeUnseen(text: string): string {
  return text.replaceAll(UNSEEN, (character) => (KEPT.has(character) ? character : escapeOf(character)));
}
