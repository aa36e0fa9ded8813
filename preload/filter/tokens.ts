/**
 * Cuts a filter into tokens with their places. Every text can be cut: what is wrong is for the parser to say, and the
 * box colours the parts of a text that is still being written.
 */
export interface Token {
  kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'field' | 'comma' | 'equals' | 'word' | 'quoted' | 'regex' | 'broken';
  at: number;
  length: number;
  /** What was meant: a field without its colon, a quotation without its quotes, a regular expression without its slashes. */
  text: string;
  /** Of a regular expression. */
  flags: string;
  /** Stands after a field's colon. */
  isValue: boolean;
}

const FIELD = /([A-Za-z]+):(?!\/\/)/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
const WORD = /[^\s()|"]+/y;
const VALUE_WORD = /[^\s()|",]+/y;
const HEADER_NAME = /[^\s()|",=]+/y;
const REGEX = /\/((?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)\/([A-Za-z]*)(?=$|[\s),|])/y;
const HEADER_REGEX = /\/((?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)\/([A-Za-z]*)(?=$|[\s),|=])/y;
const SPACE = /\s*/y;
const KNOWN_FLAGS = /^[imsu]*$/;

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const push = (kind: Token['kind'], length: number, text: string, isValue: boolean, flags = ''): true => {
    tokens.push({ kind, at, length, text, flags, isValue });
    at += length;
    return true;
  };
  const quoted = (isValue: boolean): boolean => {
    if (source[at] !== '"') return false;
    const found = match(QUOTED);
    if (!found) return push('broken', source.length - at, source.slice(at + 1), isValue);
    return push('quoted', found[0].length, (found[1] ?? '').replaceAll(/\\([\s\S])/g, '$1'), isValue);
  };
  /** Paths begin with a slash too: where one may stand, an expression without spaces and with known flags is meant. */
  const regex = (isValue: boolean, isPath: boolean, pattern = REGEX): boolean => {
    const found = source[at] === '/' ? match(pattern) : null;
    if (!found) return false;
    const [whole, body = '', flags = ''] = found;
    if (isPath && (/\s/.test(body) || !KNOWN_FLAGS.test(flags))) return false;
    return push('regex', whole.length, body, isValue, flags);
  };
  const word = (pattern: RegExp, isValue: boolean): boolean => {
    const found = match(pattern);
    return found !== null && push('word', found[0].length, found[0], isValue);
  };
  const value = (field: string): void => {
    const isPath = field === 'path';
    const item = (): boolean => {
      if (field !== 'header') return quoted(true) || regex(true, isPath) || word(VALUE_WORD, true);
      const hasName = quoted(true) || regex(true, false, HEADER_REGEX) || word(HEADER_NAME, true);
      if (!hasName || source[at] !== '=') return hasName;
      push('equals', 1, '=', true);
      return quoted(true) || regex(true, false) || word(VALUE_WORD, true) || true;
    };
    item();
    while (source[at] === ',') {
      push('comma', 1, ',', true);
      item();
    }
  };

  for (;;) {
    at += match(SPACE)?.[0].length ?? 0;
    const sign = source[at];
    if (sign === undefined) return tokens;
    const field = match(FIELD);
    if (sign === '(') push('open', 1, sign, false);
    else if (sign === ')') push('close', 1, sign, false);
    else if (sign === '|') push('or', 1, sign, false);
    else if ((sign === '-' || sign === '!') && /^[^\s)|]/.test(source.slice(at + 1, at + 2)))
      push('not', 1, sign, false);
    else if (field) {
      push('field', field[0].length, field[1] ?? '', false);
      value((field[1] ?? '').toLowerCase());
    } else if (!quoted(false) && !regex(false, true)) keyword(match(WORD)?.[0] ?? sign);
  }

  /** Only as they stand alone: `or`, `and`, `not`. The word itself is found in quotes. */
  function keyword(text: string): void {
    const lower = text.toLowerCase();
    const isKeyword = lower === 'or' || lower === 'and' || lower === 'not';
    push(isKeyword ? lower : 'word', text.length, text, false);
  }
}
