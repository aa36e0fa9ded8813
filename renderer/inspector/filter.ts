import { filterFields, freeText, type Test } from './filter-fields.ts';
import { FilterError, parseExpression, type Expression } from './filter-syntax.ts';

export interface Filter {
  test: Test;
  /** Matches everything. */
  isEmpty: boolean;
  /** Counts from now: what matches changes as time passes. */
  isRelative: boolean;
}

export type FilterReading =
  | { filter: Filter; problem: null }
  /** A sentence with the remedy. */
  | { filter: null; problem: string; at: number };

const everything: Filter = { test: () => true, isEmpty: true, isRelative: false };

/** Reads a filter such as `op:Lock status:4xx -user:ann (file:budget or "two words")`. */
export function readFilter(source: string, now: number): FilterReading {
  try {
    const expression = parseExpression(source);
    if (!expression) return { filter: everything, problem: null };
    const test = compile(expression, now);
    return { filter: { test, isEmpty: false, isRelative: usesTime(expression) }, problem: null };
  } catch (error) {
    if (error instanceof FilterError) return { filter: null, problem: error.message, at: error.at };
    throw error;
  }
}

function compile(expression: Expression, now: number): Test {
  switch (expression.kind) {
    case 'and': {
      const tests = expression.parts.map((part) => compile(part, now));
      return (row) => tests.every((test) => test(row));
    }
    case 'or': {
      const tests = expression.parts.map((part) => compile(part, now));
      return (row) => tests.some((test) => test(row));
    }
    case 'not': {
      const test = compile(expression.part, now);
      return (row) => !test(row);
    }
    case 'text':
      return freeText(expression.text);
    case 'field':
      return compileField(expression, now);
  }
}

function compileField({ field, value, isQuoted, at }: Extract<Expression, { kind: 'field' }>, now: number): Test {
  const known = filterFields.find(({ name }) => name === field.toLowerCase());
  if (!known) {
    const near = nearest(field.toLowerCase());
    const advice =
      near === null ? `The fields are ${filterFields.map(({ name }) => name).join(', ')}.` : `Did you mean “${near}:”?`;
    throw new FilterError(`No field is called “${field}”. ${advice} To find the text itself, put it in quotes.`, at);
  }
  const test = known.compile({ value, isQuoted, now });
  if (!test) throw new FilterError(`“${value}” is no value for ${known.name}. ${known.remedy}`, at);
  return test;
}

function usesTime(expression: Expression): boolean {
  if (expression.kind === 'field') return expression.field.toLowerCase() === 'since';
  if (expression.kind === 'not') return usesTime(expression.part);
  return expression.kind !== 'text' && expression.parts.some(usesTime);
}

const synonyms: Record<string, string> = {
  operation: 'op',
  person: 'user',
  name: 'file',
  duration: 'dur',
  time: 'since',
  result: 'outcome',
  verb: 'method',
  url: 'path',
  bytes: 'size',
  code: 'status',
};

/** The field that was probably meant: a synonym, or one whose first letters are the same. */
function nearest(field: string): string | null {
  const close = filterFields.find(({ name }) => name.startsWith(field.slice(0, 2)) || field.startsWith(name));
  return synonyms[field] ?? close?.name ?? null;
}

/** Writes a condition so that it reads back as the same: for links from the detail pane and other rooms. */
export function writeCondition(field: string, value: string | number): string {
  const text = String(value);
  const isPlain = /^[\p{L}\p{N}._\-/]+$/u.test(text) && !text.startsWith('-');
  return `${field}:${isPlain ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`;
}
