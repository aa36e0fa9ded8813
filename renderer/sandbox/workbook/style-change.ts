/** Formats that can be changed here, under the names the grid gives them; alignment is compared by itself. */
export const STYLE_KEYS = ['bl', 'it', 'un', 'cl', 'fc', 'bg'] as const;

/** Changed formats of a cell; null takes one away. `format` is the number format. */
export interface CellStyle {
  bl?: number | null;
  it?: number | null;
  un?: number | null;
  cl?: number | null;
  fc?: string | null;
  bg?: string | null;
  ht?: number | null;
  format?: string;
}

type StyleValue = string | number | null | undefined;

/** The grid writes 0, '' and nothing at all for "not set". */
export function differs(before: StyleValue, after: StyleValue): boolean {
  const plain = (value: StyleValue): string | null =>
    value === undefined || value === null || value === '' ? null : String(value);
  const isOff = (value: StyleValue): boolean => plain(value) === null || plain(value) === '0';
  return plain(before) !== plain(after) && !(isOff(before) && isOff(after));
}
