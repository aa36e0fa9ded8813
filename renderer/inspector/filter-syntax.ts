/** A filter as it was written, before the fields mean anything. */
export type Expression =
  | { kind: 'and' | 'or'; parts: readonly Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'text'; text: string }
  | { kind: 'field'; field: string; value: string; isQuoted: boolean; at: number };

/** What is wrong and what to write instead; `at` is the place in the text. */
export class FilterError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

interface Token {
  kind: 'word' | 'quoted' | 'field' | 'not' | 'or' | 'and' | 'open' | 'close';
  text: string;
  at: number;
}

const pattern = /\s*(?:([A-Za-z]+):(?!\/\/)|"((?:[^"\\]|\\.)*)"|([()|])|(-)(?=[^\s)])|([^\s()|"]+))/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new FilterError('A quotation mark is open. Close it with another ".', from);
    const [whole, field, quoted, sign, minus, word] = match;
    const at = from + whole.length - whole.trimStart().length;
    if (field !== undefined) tokens.push({ kind: 'field', text: field, at });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1'), at });
    else if (sign !== undefined)
      tokens.push({ kind: sign === '(' ? 'open' : sign === ')' ? 'close' : 'or', text: sign, at });
    else if (minus !== undefined) tokens.push({ kind: 'not', text: minus, at });
    else tokens.push({ ...keyword(word ?? ''), at });
  }
  return tokens;
}

/** Only as they stand alone: `or`, `and`, `not`. The text itself is found in quotes. */
function keyword(word: string): Pick<Token, 'kind' | 'text'> {
  const lower = word.toLowerCase();
  const kind = lower === 'or' || lower === 'and' || lower === 'not' ? lower : 'word';
  return { kind, text: word };
}

/**
 * expression = all { 'or' all } · all = { ['not' | '-'] one } · one = '(' expression ')' | field:value | text.
 * null for an empty filter.
 */
export function parseExpression(source: string): Expression | null {
  const tokens = tokenize(source);
  let next = 0;

  function parseOr(): Expression {
    const parts = [parseAll()];
    while (tokens[next]?.kind === 'or') {
      next += 1;
      parts.push(parseAll());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts };
  }

  function parseAll(): Expression {
    const parts: Expression[] = [];
    for (let token = tokens[next]; token && token.kind !== 'or' && token.kind !== 'close'; token = tokens[next]) {
      if (token.kind === 'and') next += 1;
      else parts.push(parseOne());
    }
    if (parts.length === 0) {
      const at = tokens[next]?.at ?? source.length;
      throw new FilterError(
        'Something is missing here: write a condition before and after “or” and inside brackets.',
        at,
      );
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
  }

  function parseOne(): Expression {
    const token = tokens[next];
    next += 1;
    if (!token) throw new FilterError('A condition is missing after “not”.', source.length);
    if (token.kind === 'not') return { kind: 'not', part: parseOne() };
    if (token.kind === 'open') return parseBrackets(token);
    if (token.kind === 'field') return parseField(token);
    if (token.kind === 'close')
      throw new FilterError('This bracket was never opened. Take it out or put it in quotes.', token.at);
    return { kind: 'text', text: token.text };
  }

  function parseBrackets(open: Token): Expression {
    const inner = parseOr();
    if (tokens[next]?.kind !== 'close') throw new FilterError('This bracket is open. Close it with ).', open.at);
    next += 1;
    return inner;
  }

  function parseField({ text: field, at }: Token): Expression {
    const value = tokens[next];
    const isBeside = value !== undefined && value.at === at + field.length + 1;
    const isValue = value?.kind === 'word' || value?.kind === 'quoted' || value?.kind === 'not' || isKeyword(value);
    if (!isBeside || !isValue) {
      throw new FilterError(`“${field}:” needs a value right after the colon, for example ${field}:"two words".`, at);
    }
    next += 1;
    if (value.kind !== 'not') return { kind: 'field', field, value: value.text, isQuoted: value.kind === 'quoted', at };
    const rest = tokens[next];
    next += 1;
    return { kind: 'field', field, value: `-${rest?.text ?? ''}`, isQuoted: false, at };
  }

  if (tokens.length === 0) return null;
  const whole = parseOr();
  const left = tokens[next];
  if (left) throw new FilterError('This bracket was never opened. Take it out or put it in quotes.', left.at);
  return whole;
}

function isKeyword(token: Token | undefined): boolean {
  return token?.kind === 'or' || token?.kind === 'and';
}
