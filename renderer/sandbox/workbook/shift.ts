import { columnName, columnNumber } from './patch-sheet.ts';

export type Axis = 'row' | 'column';

/** Rows or columns put in before the one at `at`, or taken away from `at` on. Positions count from 1. */
export interface Reshaping {
  sheet: string;
  axis: Axis;
  kind: 'insert' | 'remove';
  at: number;
  count: number;
}

export const LAST: Record<Axis, number> = { row: 1_048_576, column: 16_384 };
const LOST = '#REF!';

/** Where a row or column is afterwards; null when it was taken away, or pushed over the edge of the sheet. */
export function movePosition(position: number, { kind, at, count, axis }: Reshaping): number | null {
  if (position < at) return position;
  if (kind === 'insert') return position + count > LAST[axis] ? null : position + count;
  return position < at + count ? null : position - count;
}

/** A stretch from one row or column to another; null when nothing of it is left. */
export function moveSpan(first: number, last: number, change: Reshaping): [number, number] | null {
  const { kind, at, count, axis } = change;
  const edge = LAST[axis];
  if (first === 1 && last === edge) return [first, last];
  if (kind === 'insert') {
    const start = movePosition(first, change);
    return start === null ? null : [start, Math.min(edge, last < at ? last : last + count)];
  }
  const end = at + count - 1;
  const start = first < at ? first : Math.max(at, first - count);
  const stop = last > end ? last - count : Math.min(last, at - 1);
  return start > stop ? null : [start, stop];
}

/** One reference without a sheet (`$B$2`, `A1:C3`, `A:A`, `2:4`) afterwards; null when it points at nothing any more. */
export function moveReference(reference: string, change: Reshaping): string | null {
  const parts = reference.split(':').map((part) => /^(\$?)([A-Za-z]{0,3})(\$?)(\d{0,7})$/.exec(part));
  const [from, to = from] = parts;
  if (!from || !to) return reference;
  const place = change.axis === 'row' ? 4 : 2;
  const read = (part: RegExpExecArray): number =>
    change.axis === 'row' ? Number(part[4]) : columnNumber((part[2] ?? '').toUpperCase());
  // `A:A` has no rows and `2:4` no columns: every row, every column.
  if (from[place] === '' || to[place] === '') return reference;
  const moved = parts.length === 1 ? one(read(from), change) : moveSpan(read(from), read(to), change);
  if (moved === null) return null;
  const written = (part: RegExpExecArray, position: number): string =>
    change.axis === 'row'
      ? `${part[1] ?? ''}${part[2] ?? ''}${part[3] ?? ''}${String(position)}`
      : `${part[1] ?? ''}${columnName(position)}${part[3] ?? ''}${part[4] ?? ''}`;
  return parts.length === 1 ? written(from, moved[0]) : `${written(from, moved[0])}:${written(to, moved[1])}`;
}

function one(position: number, change: Reshaping): [number, number] | null {
  const moved = movePosition(position, change);
  return moved === null ? null : [moved, moved];
}

/** References in a row (`sqref`) afterwards; null when none is left. */
export function moveAreas(areas: string, change: Reshaping): string | null {
  const left = areas
    .split(/\s+/)
    .map((area) => moveReference(area, change))
    .filter((area) => area !== null);
  return left.length === 0 ? null : left.join(' ');
}

/** What a formula is made of, as far as moving cells goes. What starts like a cell but goes on, as `LOG10(` and `Q1_sum` do, is a name. */
const TOKEN = new RegExp(
  [
    /"(?:[^"]|"")*"/u,
    // a reference, with the sheet it is on: $1 and $2
    /((?:'(?:[^']|'')*'|(?:\[\d+\])?[\p{L}_][\p{L}\p{N}_.]*)!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7})(?![\p{L}\p{N}_.(!])/u,
    /\[[^\]]*\]/u,
    /'(?:[^']|'')*'!?/u,
    /[\p{L}_\\][\p{L}\p{N}_.]*[(!]?/u,
    /\d[\d.]*(?:E[+-]?\d+)?/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

/** A formula of the sheet `own`, or of no sheet (null), after rows or columns of one sheet have moved. */
export function moveFormula(formula: string, own: string | null, change: Reshaping): string {
  return formula.replace(TOKEN, (token: string, prefix: string | undefined, reference: string | undefined) => {
    if (reference === undefined) return token;
    const sheet = prefix === undefined ? own : sheetOf(prefix);
    if (sheet === null || !isSame(sheet, change.sheet)) return token;
    return `${prefix ?? ''}${moveReference(reference, change) ?? LOST}`;
  });
}

function sheetOf(prefix: string): string {
  const name = prefix.slice(0, -1);
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
}

/** Office compares sheet names without regard to case. */
function isSame(a: string, b: string): boolean {
  return a.toLocaleLowerCase('en') === b.toLocaleLowerCase('en');
}
