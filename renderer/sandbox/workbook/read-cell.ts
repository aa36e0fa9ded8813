import type { Cell as FileCell, CellValue } from 'exceljs';
import { update, type Cell } from '@fortune-sheet/core';
import { toCss } from './colours.ts';

const GENERAL = 'General';
/** Alignments as the grid numbers them. */
const LEFT = 1;
export const RIGHT = 2;
const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 where day 1 is 1900-01-01, and what the 1904 system counts less. */
const EPOCH_SERIAL = 25_569;
const DATE_1904_OFFSET = 1_462;

/** How a cell is aligned when nothing says so. */
export function usualAlignment(cell: Cell | null): number {
  return cell?.ct?.t === 'n' || cell?.ct?.t === 'd' ? RIGHT : LEFT;
}

/** A cell of the file as the grid shows it; null when there is nothing to show. */
export function readCell(cell: FileCell, uses1904: boolean): Cell | null {
  const value = plainValue(cell.value, uses1904);
  const formula = cell.formula;
  const style = readStyle(cell);
  if (value === undefined && !formula && Object.keys(style).length === 0) return null;
  const format = typeof cell.numFmt === 'string' && cell.numFmt !== '' ? cell.numFmt : GENERAL;
  const type = typeOf(cell.value, value);
  return {
    ...style,
    ...(value === undefined ? {} : { v: value, m: shown(value, format) }),
    ...(formula ? { f: `=${formula}` } : {}),
    ct: { fa: format, t: type },
    // Numbers stand on the right unless the file says otherwise; the grid has to be told.
    ...(style.ht === undefined && (type === 'n' || type === 'd') ? { ht: RIGHT } : {}),
  };
}

/** The value without its clothes: rich text and links as text, dates as serial numbers, formulas as their result. */
function plainValue(value: CellValue, uses1904: boolean): string | number | boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return value.getTime() / DAY_MS + EPOCH_SERIAL - (uses1904 ? DATE_1904_OFFSET : 0);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('error' in value) return value.error;
  if ('hyperlink' in value) return linkText(value.text);
  if ('result' in value) return plainValue(value.result, uses1904);
  return undefined;
}

function linkText(text: unknown): string {
  if (typeof text === 'string') return text;
  const runs = (text as { richText?: { text: string }[] } | null)?.richText ?? [];
  return runs.map((run) => run.text).join('');
}

function typeOf(value: CellValue, plain: string | number | boolean | undefined): string {
  if (value instanceof Date) return 'd';
  if (typeof plain === 'number') return 'n';
  if (typeof plain === 'boolean') return 'b';
  return typeof value === 'object' && value !== null && 'error' in value ? 'e' : 'g';
}

function shown(value: string | number | boolean, format: string): string {
  if (typeof value === 'boolean') return String(value).toUpperCase();
  return typeof value === 'number' ? String(update(format, value)) : value;
}

function readStyle({ font, fill, alignment }: FileCell): Cell {
  const horizontal = { center: 0, left: LEFT, right: RIGHT }[alignment?.horizontal as string];
  const vertical = { middle: 0, top: 1, bottom: 2 }[alignment?.vertical as string];
  const background = fill?.type === 'pattern' && fill.pattern === 'solid' ? toCss(fill.fgColor) : undefined;
  const colour = toCss(font?.color);
  return {
    ...(font?.bold === true ? { bl: 1 } : {}),
    ...(font?.italic === true ? { it: 1 } : {}),
    ...(font?.strike === true ? { cl: 1 } : {}),
    ...(font?.underline !== undefined && font.underline !== false && font.underline !== 'none' ? { un: 1 } : {}),
    ...(font?.name === undefined ? {} : { ff: font.name }),
    ...(font?.size === undefined || font.size === 11 ? {} : { fs: font.size }),
    ...(colour === undefined || colour === '#000000' ? {} : { fc: colour }),
    ...(background === undefined ? {} : { bg: background }),
    ...(horizontal === undefined ? {} : { ht: horizontal }),
    ...(vertical === undefined ? {} : { vt: vertical }),
    ...(alignment?.wrapText === true ? { tb: '2' } : {}),
  };
}
