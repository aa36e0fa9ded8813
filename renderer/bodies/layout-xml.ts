interface Token {
  kind: 'open' | 'close' | 'empty' | 'other' | 'text';
  text: string;
}

const DEEPEST = 40;

/** Lays XML out by its tags; an element that holds only text stays on one line. Works on what is cut or wrong too. */
export function layOutXml(text: string): string {
  const tokens = tokensOf(text);
  const out: string[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind === 'close') depth = Math.max(0, depth - 1);
    out.push('  '.repeat(Math.min(depth, DEEPEST)), token.text);
    if (token.kind === 'open') {
      const [inner, after] = [tokens[at + 1], tokens[at + 2]];
      if (inner?.kind === 'close') {
        out.push(inner.text);
        at += 1;
      } else if (inner?.kind === 'text' && after?.kind === 'close') {
        out.push(inner.text, after.text);
        at += 2;
      } else depth += 1;
    }
    out.push('\n');
  }
  return out.join('').trimEnd();
}

/** Blank text between tags is left out, except where it is all that an element holds. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = text[at] === '<' ? tagAt(text, at) : textAt(text, at);
    at += token.text.length;
    const isBlank = token.kind === 'text' && token.text.trim() === '';
    const isWholeContent = tokens.at(-1)?.kind === 'open' && text.startsWith('</', at);
    if (!isBlank || isWholeContent) tokens.push(token.kind === 'text' && !isWholeContent ? trimmed(token) : token);
  }
  return tokens;
}

function trimmed({ kind, text }: Token): Token {
  return { kind, text: text.trim() };
}

function textAt(text: string, from: number): Token {
  const end = text.indexOf('<', from);
  return { kind: 'text', text: text.slice(from, end < 0 ? text.length : end) };
}

const ENDS: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

function tagAt(text: string, from: number): Token {
  const [, close = '>'] = ENDS.find(([start]) => text.startsWith(start, from)) ?? [];
  const end = text.indexOf(close, from);
  // What is never closed is taken to the end, so that a broken text is looked through once.
  const tag = text.slice(from, end < 0 ? text.length : end + close.length);
  if (close !== '>' || tag.startsWith('<!') || end < 0) return { kind: 'other', text: tag };
  if (tag.startsWith('</')) return { kind: 'close', text: tag };
  return { kind: tag.endsWith('/>') ? 'empty' : 'open', text: tag };
}
