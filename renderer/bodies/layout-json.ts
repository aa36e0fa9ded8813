/** Where a text stands in the middle of JSON: what a page of a long body hands to the next. */
export interface JsonPlace {
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
}

export const JSON_START: JsonPlace = { depth: 0, isInString: false, isEscaped: false };

/** Deeper than this nothing moves to the right any more: a million open brackets must not become a million columns. */
const DEEPEST = 40;
const BLANK = /[\s]/;

/**
 * Lays JSON out letter by letter, without reading it: numbers keep all their digits, double names stay double, and a
 * body that is cut or wrong is shown as far as it goes.
 */
export function layOutJson(text: string, from: JsonPlace = JSON_START): { text: string; end: JsonPlace } {
  const out: string[] = [];
  let { depth, isInString, isEscaped } = from;
  const line = (): string => `\n${'  '.repeat(Math.min(depth, DEEPEST))}`;
  let at = 0;
  while (at < text.length) {
    if (isInString) {
      const begin = at;
      while (at < text.length) {
        const letter = text[at];
        at += 1;
        if (isEscaped) isEscaped = false;
        else if (letter === '\\') isEscaped = true;
        else if (letter === '"') {
          isInString = false;
          break;
        }
      }
      out.push(text.slice(begin, at));
      continue;
    }
    const letter = text[at] ?? '';
    at += 1;
    if (letter === '"') {
      isInString = true;
      out.push(letter);
    } else if (letter === '{' || letter === '[') {
      const next = skipBlanks(text, at);
      if (text[next] === (letter === '{' ? '}' : ']')) {
        out.push(letter, text[next] ?? '');
        at = next + 1;
      } else {
        depth += 1;
        out.push(letter, line());
      }
    } else if (letter === '}' || letter === ']') {
      depth = Math.max(0, depth - 1);
      out.push(line(), letter);
    } else if (letter === ',') out.push(letter, line());
    else if (letter === ':') out.push(': ');
    else if (!BLANK.test(letter)) {
      const begin = at - 1;
      while (at < text.length && !/[\s"{}[\],:]/.test(text[at] ?? '')) at += 1;
      out.push(text.slice(begin, at));
    }
  }
  return { text: out.join(''), end: { depth, isInString, isEscaped } };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.test(text[at] ?? '')) at += 1;
  return at;
}

/** Why a text is no JSON, as a sentence; null when it is. */
export function problemOfJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `This is not valid JSON: ${reason.replace(/\.$/, '')}. It is shown as far as it goes.`;
  }
}
