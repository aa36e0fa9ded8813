import { type FilterField, filterFields, findField } from './fields.ts';
import { nearest } from './nearest.ts';
import { type Token, tokenize } from './tokens.ts';
import { everything, type FieldTest, type FilterProblem, type FilterTree, type TextTest } from './tree.ts';

export type FilterReading = { tree: FilterTree; problem: null } | { tree: null; problem: FilterProblem };

/** More than anybody writes, and little enough for the database to read. */
const LONGEST_FILTER = 4_000;
const LONGEST_REGEX = 500;
const MOST_TESTS = 200;
const DEEPEST = 50;

/** Thrown inside, answered outside. */
class Mistake extends Error {
  constructor(readonly problem: FilterProblem) {
    super(problem.message);
  }
}

interface Place {
  at: number;
  length: number;
}

function fail({ at, length }: Place, message: string, remedy: string): never {
  throw new Mistake({ at, length, message, remedy });
}

/** Reads a filter such as `op:Lock status:4xx -person:ann (file:budget or "two words")`. */
export function parseFilter(source: string): FilterReading {
  try {
    return { tree: parse(source), problem: null };
  } catch (error) {
    if (error instanceof Mistake) return { tree: null, problem: error.problem };
    throw error;
  }
}

/**
 * filter = [any] · any = all { 'or' all } · all = one { ['and'] one } · one = { 'not' } (brackets | field | text)
 * brackets = '(' any ')' · field = name ':' value { ',' value } · a value of header is name ['=' value]
 */
function parse(source: string): FilterTree {
  if (source.length > LONGEST_FILTER) {
    fail(
      { at: LONGEST_FILTER, length: source.length - LONGEST_FILTER },
      `This filter has ${source.length} characters; at most ${LONGEST_FILTER} are read.`,
      'Take something out, or use a shorter pattern with * in it.',
    );
  }
  const tokens = tokenize(source);
  let next = 0;
  let depth = 0;
  let testCount = 0;

  /** Where the text ends, or what stands at the place of reading. */
  const here = (): Place => tokens[next] ?? { at: source.length, length: 0 };
  const count = (place: Place): void => {
    testCount += 1;
    if (testCount > MOST_TESTS)
      fail(
        place,
        `This filter has more than ${MOST_TESTS} conditions.`,
        'Say the same with fewer: * and /…/ cover many texts at once.',
      );
  };
  const deeper = <Result>(place: Place, read: () => Result): Result => {
    depth += 1;
    if (depth > DEEPEST)
      fail(
        place,
        `More than ${DEEPEST} brackets stand inside each other.`,
        'Take some out: brackets are needed only around “or”.',
      );
    const result = read();
    depth -= 1;
    return result;
  };

  function readAny(): FilterTree {
    const parts = [readAll()];
    while (tokens[next]?.kind === 'or') {
      next += 1;
      parts.push(readAll());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts };
  }

  function readAll(): FilterTree {
    const parts: FilterTree[] = [];
    for (let token = tokens[next]; token && token.kind !== 'or' && token.kind !== 'close'; token = tokens[next]) {
      if (token.kind === 'and') next += 1;
      else parts.push(readOne());
    }
    if (parts.length === 0)
      fail(here(), 'A condition is missing here.', 'Write one before and after “or” and inside brackets.');
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
  }

  function readOne(): FilterTree {
    const token = tokens[next];
    if (!token) return fail(here(), 'A condition is missing at the end.', 'Write one after “not”.');
    next += 1;
    switch (token.kind) {
      case 'not':
        return { kind: 'not', part: deeper(token, readOne) };
      case 'open':
        return deeper(token, () => readBrackets(token));
      case 'field':
        return readField(token);
      case 'word':
      case 'quoted':
      case 'regex':
      case 'broken':
        count(token);
        return { kind: 'words', test: readText(token) };
      case 'close':
        return fail(token, 'This bracket was never opened.', 'Take it out, or put it in quotes to find it.');
      case 'and':
      case 'or':
      case 'comma':
      case 'equals':
        return fail(
          token,
          `“${token.text}” stands between nothing.`,
          'Write a condition before it, or put the word in quotes to find it.',
        );
    }
  }

  function readBrackets(open: Place): FilterTree {
    const inner = readAny();
    if (tokens[next]?.kind !== 'close') fail(open, 'This bracket is open.', 'Close it with ).');
    next += 1;
    return inner;
  }

  function readField(named: Token): FilterTree {
    const field = findField(named.text);
    const tests: FieldTest[] = [];
    let last: Token | undefined;
    for (let token = tokens[next]; token?.isValue; token = tokens[next]) {
      next += 1;
      if (token.kind === 'comma') continue;
      last = token;
      if (field) {
        count(token);
        tests.push(readValue(field, token));
      }
    }
    if (!field) return fail({ at: named.at, length: named.text.length }, ...unknownField(named.text));
    const [example = ''] = field.examples;
    if (tests.length === 0)
      fail(
        named,
        `“${named.text}:” needs a value right after the colon.`,
        `For example ${example}, or ${named.text}:"two words".`,
      );
    refuseGluedOn(named, last, tokens[next]);
    return { kind: 'field', field: field.name, tests };
  }

  function readValue(field: FilterField, token: Token): FieldTest {
    const test = field.read(readText(token));
    const shown = source.slice(token.at, token.at + token.length);
    if (test === null) return fail(token, `“${shown}” is no value for ${field.name}.`, field.remedy);
    if (test.kind !== 'header' || tokens[next]?.kind !== 'equals') return test;
    next += 1;
    const value = tokens[next];
    if (!value?.isValue || value.kind === 'comma') return { ...test, value: { kind: 'literal', text: '' } };
    next += 1;
    return { ...test, value: readText(value) };
  }

  if (tokens.length === 0) return everything;
  const tree = readAny();
  const left = tokens[next];
  if (left) fail(left, 'This bracket was never opened.', 'Take it out, or put it in quotes to find it.');
  return tree;
}

function readText(token: Token): TextTest {
  const { kind, text, flags } = token;
  if (kind === 'broken')
    fail(token, 'This quotation mark is open.', 'Close it with another ". A quotation mark inside is written \\".');
  if (kind === 'quoted') return { kind: 'literal', text };
  if (kind === 'regex') return readRegex(token, text, flags);
  return text.includes('*') ? { kind: 'pattern', text } : { kind: 'literal', text };
}

function readRegex(place: Place, source: string, flags: string): TextTest {
  if (source.length > LONGEST_REGEX)
    fail(
      place,
      `This regular expression has ${source.length} characters; at most ${LONGEST_REGEX} are allowed.`,
      'Shorten it.',
    );
  if (!/^[imsu]*$/.test(flags) || new Set(flags).size !== flags.length)
    fail(
      place,
      `“${flags}” are no flags of a regular expression here.`,
      'Known are i (case does not matter), m, s and u, each once.',
    );
  try {
    RegExp(source, flags);
  } catch (error) {
    const reason =
      error instanceof Error
        ? error.message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '')
        : 'not understood';
    fail(
      place,
      `This is no regular expression: ${reason}.`,
      'Correct it, or put the text in quotes to find it as it is.',
    );
  }
  return { kind: 'regex', source, flags };
}

function unknownField(name: string): [message: string, remedy: string] {
  const known = filterFields.map((field) => field.name);
  const lower = name.toLowerCase();
  const near =
    synonyms.get(lower) ??
    nearest(
      lower,
      filterFields.flatMap((field) => [field.name, ...field.aliases]),
    );
  const advice = near === undefined ? `The fields are ${known.join(', ')}.` : `Did you mean “${near}:”?`;
  return [`No field is called “${name}”.`, `${advice} To find the text itself, put it in quotes.`];
}

/** Names other tools have for the same. */
const synonyms = new Map([
  ['name', 'file'],
  ['time', 'since'],
  ['after', 'since'],
  ['before', 'until'],
  ['result', 'outcome'],
  ['verb', 'method'],
  ['url', 'path'],
  ['bytes', 'size'],
  ['code', 'status'],
  ['rule', 'finding'],
  ['content', 'body'],
]);

/** `lock:{"S"` and `file:plan(1)` look like one value and are none. */
function refuseGluedOn(field: Token, last: Token | undefined, following: Token | undefined): void {
  if (last?.kind !== 'word' || !following || following.at !== last.at + last.length) return;
  if (following.kind !== 'open' && following.kind !== 'quoted' && following.kind !== 'broken') return;
  const sign = following.kind === 'open' ? 'a bracket' : 'a quotation mark';
  fail(
    { at: last.at, length: following.at + 1 - last.at },
    `A value ends before ${sign}, so this is none.`,
    `Put the whole value in quotes: ${field.text}:"…". A quotation mark inside is written \\".`,
  );
}
