import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import type { Cell, Op, Sheet } from '@fortune-sheet/core';
import { patchWorkbook, type CellChange, type SheetChanges } from './patch-workbook.ts';
import { usualAlignment } from './read-cell.ts';
import { readSheet } from './read-sheet.ts';
import { reshapeWorkbook, whyFixed } from './reshape-workbook.ts';
import type { Reshaping } from './shift.ts';
import { differs, STYLE_KEYS, type CellStyle } from './style-change.ts';

export interface OpenWorkbook {
  /** As the grid takes them. */
  sheets: Sheet[];
  /** Whether operations of the grid change the document, not only what is seen of it. */
  isChange(operations: readonly Op[]): boolean;
  /** The original file with the changed cells written into it. */
  save(sheets: readonly Sheet[]): Promise<ArrayBuffer>;
  /** Why no row or column of a sheet can be added or removed; null when they can. */
  whyFixed(sheet: Sheet): string | null;
  /** The file as `save` makes it, with rows or columns more or less. */
  reshape(sheets: readonly Sheet[], sheet: Sheet, change: Omit<Reshaping, 'sheet'>): Promise<ArrayBuffer>;
}

/** What is selected when the workbook is shown: whole rows or columns of one sheet. */
export type Shown = Pick<Reshaping, 'axis' | 'at' | 'count'> & { sheetId: string };

/** Reads a workbook for the grid, and remembers what every cell was, so that only changed ones are written back. */
export async function openWorkbook(bytes: ArrayBuffer, shown: Shown | null = null): Promise<OpenWorkbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const sheets = book.worksheets.map((sheet, order) => readSheet(sheet, order, book.properties.date1904));
  if (sheets.length === 0) throw new Error('The workbook has no worksheet.');
  if (shown !== null) for (const sheet of sheets) select(sheet, shown);
  // The grid changes what it is given; the copy stays as it was read.
  const originals = new Map(
    sheets.map(({ id, celldata }) => [id ?? '', new Map((celldata ?? []).map(({ r, c, v }) => [key(r, c), { ...v }]))]),
  );
  const formulas = new Map(
    book.worksheets.map((sheet) => [sheet.name, (reference: string) => sheet.getCell(reference).formula || null]),
  );
  function save(current: readonly Sheet[]): ArrayBuffer {
    const changes = current.flatMap((sheet): SheetChanges[] => {
      const cells = changedCells(sheet, originals.get(sheet.id ?? '') ?? new Map());
      return cells.length === 0
        ? []
        : [{ name: nameOf(sheets, sheet), cells, formulaAt: formulas.get(nameOf(sheets, sheet)) ?? (() => null) }];
    });
    return patchWorkbook(bytes, changes);
  }

  return {
    sheets,
    isChange: (operations) => operations.some(({ path }) => path[0] === 'data' || path[0] === 'celldata'),
    save: async (current) => save(current),
    whyFixed: (sheet) => whyFixed(unzipSync(new Uint8Array(bytes)), nameOf(sheets, sheet)),
    reshape: async (current, sheet, change) =>
      reshapeWorkbook(
        save(current),
        { ...change, sheet: nameOf(sheets, sheet) },
        (name, reference) => formulas.get(name)?.(reference) ?? null,
      ),
  };
}

/** Whole rows or columns selected, on the sheet in front. */
function select(sheet: Sheet, { sheetId, axis, at, count }: Shown): void {
  const isShown = sheet.id === sheetId;
  sheet.status = isShown ? 1 : 0;
  if (!isShown) return;
  const chosen = [at - 1, at + count - 2];
  const all = [0, (axis === 'row' ? (sheet.column ?? 1) : (sheet.row ?? 1)) - 1];
  sheet.luckysheet_select_save = [
    axis === 'row'
      ? { row: chosen, column: all, row_focus: at - 1, column_focus: 0, row_select: true }
      : { row: all, column: chosen, row_focus: 0, column_focus: at - 1, column_select: true },
  ];
}

/** The name in the file: sheets are found by it there. */
function nameOf(sheets: readonly Sheet[], { id, name }: Sheet): string {
  return sheets.find((sheet) => sheet.id === id)?.name ?? name;
}

function changedCells(sheet: Sheet, originals: ReadonlyMap<string, Cell>): CellChange[] {
  const changes: CellChange[] = [];
  const seen = new Set<string>();
  (sheet.data ?? []).forEach((row, r) =>
    row.forEach((cell, c) => {
      const before = originals.get(key(r, c));
      seen.add(key(r, c));
      const change = compare(before ?? null, cell);
      if (change !== undefined) changes.push({ row: r + 1, column: c + 1, ...change });
    }),
  );
  return changes;
}

/** What has to be written for a cell; undefined when it is as it was. */
function compare(before: Cell | null, after: Cell | null): Omit<CellChange, 'row' | 'column'> | undefined {
  const formula = after?.f === undefined || after.f === '' ? null : after.f.replace(/^=/, '');
  const formulaBefore = before?.f?.replace(/^=/, '') ?? null;
  const value = valueOf(after);
  const style = styleChange(before, after);
  const isSameValue = value === valueOf(before);
  if (formula === formulaBefore && isSameValue && style === null) return undefined;
  return { value, formula, isFormulaNew: formula !== formulaBefore, isValueNew: !isSameValue, style };
}

/** Numbers typed over come back from the grid as text. */
function valueOf(cell: Cell | null): string | number | boolean | null {
  const value = cell?.v;
  if (value === undefined || value === null || value === '') return null;
  const isNumber =
    typeof value === 'string' && (cell?.ct?.t === 'n' || cell?.ct?.t === 'd') && Number.isFinite(Number(value));
  return isNumber ? Number(value) : value;
}

function styleChange(before: Cell | null, after: Cell | null): CellStyle | null {
  const changed: CellStyle = {};
  for (const name of STYLE_KEYS)
    if (differs(before?.[name], after?.[name])) Object.assign(changed, { [name]: after?.[name] ?? null });
  if (before?.ht !== after?.ht && ownAlignment(before) !== ownAlignment(after)) changed.ht = after?.ht ?? null;
  const format = after?.ct?.fa;
  if (format !== undefined && format !== (before?.ct?.fa ?? 'General')) changed.format = format;
  return Object.keys(changed).length === 0 ? null : changed;
}

/** The grid notes the usual alignment as well; only another one is a format. */
function ownAlignment(cell: Cell | null): string | null {
  // As text, because the grid's own buttons write it as such.
  const alignment = cell?.ht === undefined ? null : String(cell.ht);
  return alignment === String(usualAlignment(cell)) ? null : alignment;
}

function key(r: number, c: number): string {
  return `${String(r)}_${String(c)}`;
}
