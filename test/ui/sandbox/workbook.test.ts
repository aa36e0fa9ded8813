import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Cell, Sheet } from '@fortune-sheet/core';
import { openWorkbook } from '../../../renderer/sandbox/workbook/open-workbook.ts';

const BUDGET = await makeBudget();
const toBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Formats, formulas, frozen panes, a note, a second sheet. */
async function makeBudget(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Budget', { views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }] });
  sheet.getRow(1).values = ['Item', 'Q1', 'Q2', 'Q3', 'Q4', 'Year', 'Share'];
  const items = { Licences: [1200, 1200, 1350, 1350], Hosting: [480, 495, 510, 530], Training: [900, 0, 600, 0] };
  Object.entries(items).forEach(([name, quarters], index) => {
    const row = index + 2;
    sheet.getRow(row).values = [name, ...quarters];
    const result = quarters.reduce((sum, value) => sum + value, 0);
    sheet.getCell(`F${String(row)}`).value = { formula: `SUM(B${String(row)}:E${String(row)})`, result };
    sheet.getCell(`G${String(row)}`).value = result / 10_715;
    for (const column of ['B', 'C', 'D', 'E', 'F']) sheet.getCell(`${column}${String(row)}`).numFmt = '#,##0';
    sheet.getCell(`G${String(row)}`).numFmt = '0.0%';
  });
  const head = sheet.getCell('A1');
  head.font = { name: 'Calibri', size: 11, bold: true };
  head.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8F2FB' } };
  sheet.getCell('B9').value = 11_000;
  sheet.getCell('B9').note = 'Kept.';
  sheet.getCell('C9').numFmt = '#,##0';
  book.addWorksheet('What to try').getCell('A1').value = 'Change a number.';
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function isEqual(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The sheets as the grid holds them: `data` in place of `celldata`. */
function asGrid(sheets: readonly Sheet[]): Sheet[] {
  return sheets.map((sheet) => {
    const data: (Cell | null)[][] = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => null));
    for (const { r, c, v } of sheet.celldata ?? []) {
      const row = data[r];
      if (row !== undefined) row[c] = v === null ? null : structuredClone(v);
    }
    return { ...sheet, data };
  });
}

/** Changes cells by reference (`B2`), saves, and reads the result with an independent reader. */
async function edit(bytes: Uint8Array, change: (set: (reference: string, cell: Partial<Cell> | null) => void) => void) {
  const opened = await openWorkbook(toBuffer(bytes));
  const grid = asGrid(opened.sheets);
  change((reference, cell) => {
    const c = reference.charCodeAt(0) - 65;
    const r = Number(reference.slice(1)) - 1;
    const row = grid[0]?.data?.[r];
    if (row !== undefined) row[c] = cell === null ? null : { ...row[c], ...cell };
  });
  const saved = await opened.save(grid);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(saved);
  const sheet = book.worksheets[0];
  if (sheet === undefined) throw new Error('The saved workbook has no sheet.');
  return { parts: unzipSync(new Uint8Array(saved)), sheet, saved: new Uint8Array(saved) };
}

test('nothing changed: the very same bytes', async () => {
  const { saved } = await edit(BUDGET, () => undefined);
  expect(isEqual(saved, BUDGET)).toBe(true);
});

test('a workbook is shown with its formats, formulas and frozen panes', async () => {
  const { sheets } = await openWorkbook(toBuffer(BUDGET));
  const [budget] = sheets;
  expect(sheets.map(({ name }) => name)).toEqual(['Budget', 'What to try']);
  const at = (r: number, c: number) => budget?.celldata?.find((cell) => cell.r === r && cell.c === c)?.v;
  expect(at(0, 0)).toMatchObject({ v: 'Item', bl: 1, bg: '#e8f2fb' });
  expect(at(1, 5)).toMatchObject({ v: 5100, m: '5,100', f: '=SUM(B2:E2)', ct: { fa: '#,##0', t: 'n' } });
  expect(at(1, 6)).toMatchObject({ m: '47.6%' });
  expect(budget?.frozen).toEqual({ type: 'rangeBoth', range: { row_focus: 0, column_focus: 0 } });
  expect(budget?.calcChain).toContainEqual({ r: 1, c: 5, id: budget?.id });
});

test('changed cells are written, everything else keeps its bytes', async () => {
  const { parts, sheet } = await edit(BUDGET, (set) => {
    set('B2', { v: '1300' });
    set('F2', { v: 5200 });
    set('C9', { v: ' a <b> & "c" ', ct: { fa: '#,##0', t: 'g' } });
    set('D12', { f: '=B2*2', v: 2600, ct: { fa: 'General', t: 'n' } });
    set('A4', null);
  });
  expect(sheet.getCell('B2').value).toBe(1300);
  expect(sheet.getCell('F2').value).toEqual({ formula: 'SUM(B2:E2)', result: 5200 });
  expect(sheet.getCell('C9').value).toBe(' a <b> & "c" ');
  expect(sheet.getCell('D12').value).toEqual({ formula: 'B2*2', result: 2600 });
  expect(sheet.getCell('A4').value).toBeNull();
  expect(sheet.getCell('B2').numFmt).toBe('#,##0');
  expect(sheet.getCell('B9').note).toBeTruthy();
  const before = unzipSync(BUDGET);
  const touched = Object.keys(before).filter((path) => !isEqual(before[path], parts[path]));
  expect(touched.sort()).toEqual(['xl/workbook.xml', 'xl/worksheets/sheet1.xml']);
});

test('formats of the toolbar get a style of their own; others stay as they are', async () => {
  const { sheet } = await edit(BUDGET, (set) => {
    set('A2', { bl: 1, it: 1, un: 1, cl: 1, fc: '#ff0000', bg: 'rgb(0, 128, 0)', ht: 0 });
    set('C2', { ct: { fa: '0.000', t: 'n' } });
  });
  const { font, fill, alignment } = sheet.getCell('A2');
  expect(font).toMatchObject({ bold: true, italic: true, underline: true, strike: true, color: { argb: 'FFFF0000' } });
  expect(fill).toMatchObject({ pattern: 'solid', fgColor: { argb: 'FF008000' } });
  expect(alignment.horizontal).toBe('center');
  expect(sheet.getCell('C2').numFmt).toBe('0.000');
  expect(sheet.getCell('A3').font?.bold).toBeFalsy();
  expect(sheet.getCell('B2').numFmt).toBe('#,##0');
});

test('a shared formula is spelled out when its first cell is overwritten', async () => {
  const parts = unzipSync(BUDGET);
  const path = 'xl/worksheets/sheet1.xml';
  const shared = strFromU8(parts[path] ?? new Uint8Array())
    .replace('<f>SUM(B2:E2)</f>', '<f t="shared" ref="F2:F4" si="0">SUM(B2:E2)</f>')
    .replace('<f>SUM(B3:E3)</f>', '<f t="shared" si="0"/>')
    .replace('<f>SUM(B4:E4)</f>', '<f t="shared" si="0"/>');
  const { sheet } = await edit(zipSync({ ...parts, [path]: strToU8(shared) }), (set) =>
    set('F2', { f: '', v: 7, ct: { fa: 'General', t: 'n' } }),
  );
  expect(sheet.getCell('F2').value).toBe(7);
  expect(sheet.getCell('F3').formula).toBe('SUM(B3:E3)');
  expect(sheet.getCell('F4').formula).toBe('SUM(B4:E4)');
});

test('the chain of calculations is dropped, and the workbook recalculated when it is opened', async () => {
  const parts = unzipSync(BUDGET);
  const types = strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array());
  const relations = strFromU8(parts['xl/_rels/workbook.xml.rels'] ?? new Uint8Array());
  const chained = zipSync({
    ...parts,
    'xl/calcChain.xml': strToU8(
      '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="F2" i="1"/></calcChain>',
    ),
    '[Content_Types].xml': strToU8(
      types.replace(
        '</Types>',
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
      ),
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      relations.replace(
        '</Relationships>',
        '<Relationship Id="rIdChain" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>',
      ),
    ),
  });
  const { parts: saved } = await edit(chained, (set) => set('B2', { v: 1 }));
  expect(Object.keys(saved)).not.toContain('xl/calcChain.xml');
  for (const path of ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels'])
    expect(strFromU8(saved[path] ?? new Uint8Array())).not.toContain('calcChain');
  expect(strFromU8(saved['xl/workbook.xml'] ?? new Uint8Array())).toContain('fullCalcOnLoad="1"');
});

test('what is no workbook is refused in words', async () => {
  await expect(openWorkbook(toBuffer(strToU8('PK, but not a zip')))).rejects.toThrow();
});
