/*
 * Characters that show nothing, or that turn the order of the text around them: a value that holds them looks like
 * another one. Everywhere in Traffic they are written out.
 */

/** Control characters, marks of direction, spaces without width, separators of lines, halves of characters. */
const hiding =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const names: Record<number, string> = {
  0x00: 'null',
  0x09: 'tab',
  0x0a: 'line feed',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0x7f: 'delete',
  0xad: 'soft hyphen',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of direction',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'isolate',
  0x2069: 'end of isolate',
  0xfeff: 'byte order mark',
};

export interface TextPart {
  text: string;
  /** What stands there in place of the character; null where the text is what it looks like. */
  meaning: string | null;
}

/** Text in parts: what can be shown as it is, and characters written out as `U+202E`. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(hiding)) {
    if (index > from) parts.push({ text: text.slice(from, index), meaning: null });
    const point = character.codePointAt(0) ?? 0;
    parts.push({ text: codeOf(point), meaning: names[point] ?? kindOf(point) });
    from = index + character.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), meaning: null });
  return parts;
}

/** For places that take only text, such as tooltips: `invoice⟨U+202E⟩fdp.exe`. */
export function writtenOut(text: string): string {
  return text.replaceAll(hiding, (character) => `⟨${codeOf(character.codePointAt(0) ?? 0)}⟩`);
}

export function hidesSomething(text: string): boolean {
  return text.search(hiding) >= 0;
}

function codeOf(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function kindOf(point: number): string {
  if (point < 0xa0) return 'control character';
  return point >= 0xd800 && point <= 0xdfff ? 'half of a character' : 'invisible character';
}
