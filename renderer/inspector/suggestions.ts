import type { ExchangeRow } from '../../preload/contract.ts';
import { writeCondition } from './filter.ts';
import { filterFields } from './filter-fields.ts';

export interface Suggestion {
  /** What the whole text becomes. */
  text: string;
  /** Where the caret then stands. */
  caret: number;
  label: string;
  meaning: string;
}

const MOST = 10;
/** Enough to know the names in play without walking a long list at every key press. */
const ROWS_LOOKED_AT = 3_000;

/** What could be meant at the caret: a field, or a value of the field before the colon. */
export function suggest(text: string, caret: number, rows: readonly ExchangeRow[]): Suggestion[] {
  const before = /[-(]*([^\s()|"]*)$/.exec(text.slice(0, caret));
  const word = before?.[1] ?? '';
  const start = caret - word.length;
  const rest = text.slice(caret);
  const complete = (inserted: string, label: string, meaning: string): Suggestion => ({
    text: text.slice(0, start) + inserted + rest,
    caret: start + inserted.length,
    label,
    meaning,
  });

  const [fieldName, value] = splitOnce(word);
  if (value === undefined) {
    return filterFields
      .filter(({ name }) => name.startsWith(word.toLowerCase()))
      .map(({ name, meaning, example }) => complete(`${name}:`, `${name}:`, `${meaning}, ${example}`));
  }
  const field = filterFields.find(({ name }) => name === fieldName.toLowerCase());
  if (!field) return [];
  const typed = value.toLowerCase();
  const known = new Set(field.values);
  const { valuesOf } = field;
  if (valuesOf) for (const row of rows.slice(-ROWS_LOOKED_AT)) known.add(valuesOf(row) ?? '');
  return [...known]
    .filter((each) => each !== '' && each.toLowerCase() !== typed && each.toLowerCase().includes(typed))
    .slice(0, MOST)
    .map((each) => complete(conditionFor(field.name, each) + (rest.startsWith(' ') ? '' : ' '), each, ''));
}

/** Signs such as `>` and `*` keep their meaning; anything else is quoted where it must be. */
function conditionFor(field: string, value: string): string {
  return value.startsWith('>') ? `${field}:${value}` : writeCondition(field, value);
}

function splitOnce(word: string): [string, string | undefined] {
  const colon = word.indexOf(':');
  return colon < 0 ? [word, undefined] : [word.slice(0, colon), word.slice(colon + 1)];
}
