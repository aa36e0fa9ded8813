import type { FilterSuggestion, FilterSuggestions } from '../contract.ts';
import { type FilterField, filterFields, findField } from './fields.ts';
import { textMatcher } from './text-match.ts';
import { type Token, tokenize } from './tokens.ts';
import { writeLiteral } from './write.ts';

/** What stands at the caret: the beginning of a condition, or a value of a field. */
type CaretPlace =
  | { kind: 'name'; from: number; to: number; typed: string }
  | { kind: 'value'; field: FilterField; from: number; to: number; typed: string };

/** A value that occurs in the traffic, most frequent first. */
export interface OccurringValue {
  value: string;
  count: number;
  meaning?: string;
}

const MOST = 10;
/** So many of the values that need not occur have a place in any case. */
const MOST_KNOWN = 4;

/** null where nothing can be suggested: inside of quotes, of regular expressions, of an unknown field. */
export function placeOf(text: string, caret: number): CaretPlace | null {
  const tokens = tokenize(text.slice(0, caret));
  const last = tokens.at(-1);
  const isBeside = last !== undefined && last.at + last.length === caret;
  const isInRegex = tokenize(text).some(
    ({ kind, at, length }) => kind === 'regex' && at < caret && caret < at + length,
  );
  if (isInRegex) return null;
  const blank: CaretPlace = { kind: 'name', from: caret, to: caret, typed: '' };
  if (!isBeside) return blank;
  if (last.kind === 'field' || last.isValue) return placeOfValue(text, caret, tokens, last);
  if (last.kind === 'open' || last.text === '|' || last.text === '-' || last.text === '!') return blank;
  const isWord = last.kind === 'word' || last.kind === 'or' || last.kind === 'and' || last.kind === 'not';
  return isWord ? { kind: 'name', from: last.at, to: endOf(text, last.at, caret), typed: last.text } : null;
}

function placeOfValue(text: string, caret: number, tokens: readonly Token[], last: Token): CaretPlace | null {
  const field = findField(tokens.findLast(({ kind }) => kind === 'field')?.text ?? '');
  const before = tokens.at(-2);
  if (!field || last.kind === 'regex' || last.kind === 'equals' || (last.isValue && before?.kind === 'equals'))
    return null;
  const isBetween = last.kind === 'field' || last.kind === 'comma';
  const from = isBetween ? caret : last.at;
  return { kind: 'value', field, from, to: endOf(text, from, caret), typed: isBetween ? '' : last.text };
}

/** A word that goes on behind the caret is replaced as a whole; a quotation that is open goes on to the end. */
function endOf(text: string, from: number, caret: number): number {
  const whole = tokenize(text).find(({ at }) => at === from);
  return !whole || whole.kind === 'broken' || whole.kind === 'open' || whole.kind === 'close'
    ? caret
    : whole.at + whole.length;
}

/** The field whose condition the caret stands in. */
export function fieldAt(text: string, caret: number): FilterField | null {
  const tokens = tokenize(text);
  const index = tokens.findLastIndex(({ at }) => at < caret);
  const inside = tokens[index];
  if (!inside || inside.at + inside.length < caret || (inside.kind !== 'field' && !inside.isValue)) return null;
  const named = tokens.slice(0, index + 1).findLast(({ kind }) => kind === 'field');
  return (named && findField(named.text)) ?? null;
}

/** Fields and operators, or values of a field: known ones, and those that occur. */
export function suggestAt(text: string, caret: number, occurring: readonly OccurringValue[]): FilterSuggestions {
  const place = placeOf(text, caret);
  if (!place) return { from: caret, to: caret, items: [] };
  const items =
    place.kind === 'name'
      ? suggestNames(place.typed, text.slice(0, place.from))
      : suggestValues(place, text, occurring);
  return { from: place.from, to: place.to, items };
}

function suggestNames(typed: string, before: string): FilterSuggestion[] {
  const start = typed.toLowerCase();
  const fields = filterFields
    .filter(({ name, aliases }) => [name, ...aliases].some((one) => one.startsWith(start)))
    .map(({ name, meaning, examples }): FilterSuggestion => {
      const [example = ''] = examples;
      return { kind: 'field', label: `${name}:`, meaning: `${meaning} · ${example}`, insert: `${name}:`, count: null };
    });
  const mayJoin = before.trim() !== '' && !/(?:^|[\s(|])(?:or|and|not)\s*$|[(|]\s*$/i.test(before);
  const joining = operators.filter(({ label, needsBefore }) => label.startsWith(start) && (mayJoin || !needsBefore));
  return [
    ...fields,
    ...joining.map(({ label, meaning, insert }): FilterSuggestion => ({
      kind: 'operator',
      label,
      meaning,
      insert,
      count: null,
    })),
  ];
}

const operators = [
  { label: 'or', meaning: 'what stands before it, or what follows', insert: 'or ', needsBefore: true },
  { label: 'not', meaning: 'what follows must not hold; also written -', insert: '-', needsBefore: false },
  { label: '(', meaning: 'brackets around an “or”', insert: '(', needsBefore: false },
];

function suggestValues(
  { field, typed, to }: Extract<CaretPlace, { kind: 'value' }>,
  text: string,
  occurring: readonly OccurringValue[],
): FilterSuggestion[] {
  const fits = textMatcher({ kind: 'literal', text: typed }, 'part');
  const isWanted = ({ value }: { value: string }): boolean => value !== '' && value !== typed && fits(value);
  const meanings = new Map(field.values.map(({ value, meaning }) => [value, meaning]));
  const seen = new Set(occurring.map(({ value }) => value));
  const known = field.values.filter((one) => isWanted(one) && !seen.has(one.value));
  const found = occurring.filter(isWanted).slice(0, MOST - Math.min(MOST_KNOWN, known.length));
  const rest = text.slice(to);
  const space = field.name === 'header' || /^[\s),|]/.test(rest) ? '' : ' ';
  return [
    ...found.map(({ value, count, meaning = meanings.get(value) ?? '' }) => ({ value, count, meaning })),
    ...known.slice(0, MOST - found.length).map(({ value, meaning }) => ({ value, count: null, meaning })),
  ].map(({ value, count, meaning }) => {
    const written = meanings.has(value) ? value : writeLiteral(value);
    return { kind: 'value', label: value, meaning, insert: written + space, count };
  });
}
