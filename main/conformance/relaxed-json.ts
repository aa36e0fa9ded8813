/** Anything JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export class JsonError extends Error {
  override name = 'JsonError';
}

const MAX_DEPTH = 128;

/**
 * JSON as upstream's parser takes it: besides the standard it accepts names without quotes, single quotes, comments
 * and a comma before a closing bracket.
 * @param toNumber makes the value of a number from how it is written
 * @throws JsonError
 */
export function parseRelaxedJson(text: string, toNumber: (written: string) => number = Number): Json {
  const reader = new Reader(text, toNumber);
  const value = reader.value(0);
  reader.space();
  if (!reader.atEnd()) throw reader.unexpected();
  return value;
}

/** Whether a strict reader takes the text, too. */
export function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const SPACE = /(?:[\s\u0000]+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\w$]+/y;

class Reader {
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly toNumber: (written: string) => number,
  ) {}

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  space(): void {
    this.take(SPACE);
  }

  unexpected(): JsonError {
    const found = this.atEnd() ? 'the end' : `“${this.text.slice(this.position, this.position + 12)}”`;
    return new JsonError(`Unexpected ${found} at character ${this.position + 1}.`);
  }

  value(depth: number): Json {
    if (depth > MAX_DEPTH) throw new JsonError(`Nested more than ${MAX_DEPTH} deep.`);
    this.space();
    const first = this.text[this.position];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"' || first === "'") return this.string();
    const written = this.take(NUMBER);
    if (written !== '') return this.toNumber(written);
    const word = this.take(WORD);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    this.position -= word.length;
    throw this.unexpected();
  }

  private object(depth: number): Json {
    const entries = new Map<string, Json>();
    this.position += 1;
    for (;;) {
      this.space();
      if (this.skip('}')) return Object.fromEntries(entries);
      const name = this.name();
      this.space();
      if (!this.skip(':')) throw this.unexpected();
      entries.set(name, this.value(depth + 1));
      this.space();
      if (!this.skip(',') && this.text[this.position] !== '}') throw this.unexpected();
    }
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.position += 1;
    for (;;) {
      this.space();
      if (this.skip(']')) return items;
      items.push(this.value(depth + 1));
      this.space();
      if (!this.skip(',') && this.text[this.position] !== ']') throw this.unexpected();
    }
  }

  private name(): string {
    const first = this.text[this.position];
    if (first === '"' || first === "'") return this.string();
    const word = this.take(WORD);
    if (word === '') throw this.unexpected();
    return word;
  }

  private string(): string {
    const quote = this.text[this.position];
    this.position += 1;
    let value = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) throw this.unexpected();
      this.position += 1;
      if (character === quote) return value;
      value += character === '\\' ? this.escaped() : character;
    }
  }

  private escaped(): string {
    const character = this.text[this.position] ?? '';
    this.position += 1;
    if (character !== 'u') return ESCAPES[character] ?? character;
    const code = this.text.slice(this.position, this.position + 4);
    if (!/^[0-9a-f]{4}$/i.test(code)) throw this.unexpected();
    this.position += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private skip(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }
}
