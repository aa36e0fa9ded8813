import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Sheet } from '@fortune-sheet/core';
import { openWorkbook } from '../../../renderer/sandbox/workbook/open-workbook.ts';
import { moveAreas, moveFormula, type Reshaping } from '../../../renderer/sandbox/workbook/shift.ts';

const ADDED: Reshaping = { sheet: 'Budget', axis: 'row', kind: 'insert', at: 3, count: 2 };
const REMOVED: Reshaping = { ...ADDED, kind: 'remove' };
const WIDER: Reshaping = { sheet: 'Budget', axis: 'column', kind: 'insert', at: 2, count: 1 };

describe('formulas of the sheet that was changed', () => {
  test.each([
    // formula                 2 rows added at 3          rows 3 to 4 removed       a column added at B
    ['SUM(B2:E2)', 'SUM(B2:E2)', 'SUM(B2:E2)', 'SUM(C2:F2)'],
    ['SUM(B2:B9)', 'SUM(B2:B11)', 'SUM(B2:B7)', 'SUM(C2:C9)'],
    ['SUM(B3:B4)', 'SUM(B5:B6)', 'SUM(#REF!)', 'SUM(C3:C4)'],
    ['A3', 'A5', '#REF!', 'A3'],
    ['$A$5+A2', '$A$7+A2', '$A$3+A2', '$A$5+A2'],
    ['LOG10(A5)', 'LOG10(A7)', 'LOG10(A3)', 'LOG10(A5)'],
    ['"A5"&B5', '"A5"&B7', '"A5"&B3', '"A5"&C5'],
    ['Other!A5', 'Other!A5', 'Other!A5', 'Other!A5'],
    ["'budget'!$B$5", "'budget'!$B$7", "'budget'!$B$3", "'budget'!$C$5"],
    ['[1]Budget!A5', '[1]Budget!A5', '[1]Budget!A5', '[1]Budget!A5'],
    ['Q1_sum+A5', 'Q1_sum+A7', 'Q1_sum+A3', 'Q1_sum+A5'],
    ['SUM(A:C)', 'SUM(A:C)', 'SUM(A:C)', 'SUM(A:D)'],
    ['SUM(3:6)', 'SUM(5:8)', 'SUM(3:4)', 'SUM(3:6)'],
    ['Sales[Col5]+B9', 'Sales[Col5]+B11', 'Sales[Col5]+B7', 'Sales[Col5]+C9'],
    ['1E5+B10%', '1E5+B12%', '1E5+B8%', '1E5+C10%'],
    ['XFD1048576', '#REF!', 'XFD1048574', '#REF!'],
  ])('%s', (formula, added, removed, wider) => {
    expect([ADDED, REMOVED, WIDER].map((change) => moveFormula(formula, 'Budget', change))).toEqual([
      added,
      removed,
      wider,
    ]);
  });

  test('elsewhere only what names the sheet moves', () => {
    expect(moveFormula('A5+Budget!A5', 'Other', ADDED)).toBe('A5+Budget!A7');
    expect(moveFormula('Budget!$A$1:$D$9', null, REMOVED)).toBe('Budget!$A$1:$D$7');
    expect(moveAreas('A1:B2 C4 D3:D4 E9', REMOVED)).toBe('A1:B2 E7');
  });
});

/** Merged cells, a note, widths, rules, links, frozen panes; a second sheet that refers to the first. */
async function makeBudget(): Promise<ArrayBuffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Budget', { views: [{ state: 'frozen', xSplit: 1, ySplit: 2 }] });
  sheet.getRow(1).values = ['Budget'];
  sheet.mergeCells('A1:C1');
  sheet.getRow(2).values = ['Item', 'Q1', 'Q2'];
  [3, 4, 5].forEach((row) => (sheet.getRow(row).values = [`Item ${String(row)}`, row * 10, row * 100]));
  sheet.getCell('A4').font = { bold: true, name: 'Calibri', size: 11 };
  sheet.getCell('B6').value = { formula: 'SUM(B3:B5)', result: 120 };
  sheet.getCell('B5').note = 'Fifty.';
  sheet.getCell('A5').value = { text: 'Link', hyperlink: 'https://example.net/' };
  sheet.getColumn(2).width = 30;
  sheet.getRow(4).height = 40;
  sheet.getCell('C5').dataValidation = { type: 'list', formulae: ['$A$3:$A$5'] };
  sheet.addConditionalFormatting({
    ref: 'B3:B5',
    rules: [{ type: 'expression', priority: 1, formulae: ['$B5>40'], style: { font: { bold: true } } }],
  });
  book.addWorksheet('Sums').getCell('A1').value = { formula: 'Budget!B5*2', result: 100 };
  book.definedNames.add('Budget!$B$3:$B$5', 'Quarter');
  return new Uint8Array(await book.xlsx.writeBuffer()).buffer;
}

const grid = (sheets: readonly Sheet[]): Sheet[] => sheets.map((sheet) => ({ ...structuredClone(sheet), data: [] }));

async function reshaped(bytes: ArrayBuffer, change: Omit<Reshaping, 'sheet'>) {
  const opened = await openWorkbook(bytes);
  const sheets = grid(opened.sheets);
  const [first] = sheets;
  if (first === undefined) throw new Error('The workbook has no sheet.');
  const saved = await opened.reshape(sheets, first, change);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(saved);
  const [sheet, sums] = book.worksheets;
  if (sheet === undefined || sums === undefined) throw new Error('A sheet is missing.');
  return { saved, sheet, sums, book, parts: unzipSync(new Uint8Array(saved)) };
}

test('two rows come in, and everything that points at cells follows', async () => {
  const { sheet, sums, book, parts } = await reshaped(await makeBudget(), {
    axis: 'row',
    kind: 'insert',
    at: 5,
    count: 2,
  });
  expect(sheet.getCell('A4').value).toBe('Item 4');
  expect([sheet.getCell('A5').value, sheet.getCell('A6').value]).toEqual([null, null]);
  expect(sheet.getCell('A7').value).toEqual({ text: 'Link', hyperlink: 'https://example.net/' });
  expect(sheet.getCell('B8').formula).toBe('SUM(B3:B7)');
  expect(sums.getCell('A1').formula).toBe('Budget!B7*2');
  // as the row above
  expect(sheet.getCell('A6').font.bold).toBe(true);
  expect(sheet.getRow(6).height).toBe(40);
  expect(sheet.getCell('B7').note).toBeTruthy();
  expect(sheet.getCell('C7').dataValidation.formulae).toEqual(['$A$3:$A$7']);
  expect(sheet.model.merges).toEqual(['A1:C1']);
  expect(book.definedNames.getRanges('Quarter').ranges).toEqual(['Budget!$B$3:$B$7']);
  const xml = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(xml).toContain('sqref="B3:B7"');
  expect(xml).toContain('<formula>$B7&gt;40</formula>');
  expect(strFromU8(parts['xl/drawings/vmlDrawing1.vml'] ?? new Uint8Array())).toContain('<x:Row>6</x:Row>');
});

test('a column comes in inside merged cells and behind the frozen one', async () => {
  const { sheet, sums } = await reshaped(await makeBudget(), { axis: 'column', kind: 'insert', at: 2, count: 1 });
  expect(sheet.getRow(3).values).toEqual([undefined, 'Item 3', undefined, 30, 300]);
  expect(sheet.model.merges).toEqual(['A1:D1']);
  expect(sheet.getColumn(3).width).toBe(30);
  expect(sheet.getCell('C6').formula).toBe('SUM(C3:C5)');
  expect(sums.getCell('A1').formula).toBe('Budget!C5*2');
  expect(sheet.views[0]).toMatchObject({ xSplit: 1, ySplit: 2 });
});

test('rows go away with their notes and links; what pointed at them says so', async () => {
  const { sheet, sums, parts } = await reshaped(await makeBudget(), { axis: 'row', kind: 'remove', at: 5, count: 1 });
  expect(sheet.getCell('A5').value).toBeNull();
  expect(sheet.getCell('B5').formula).toBe('SUM(B3:B4)');
  expect(sheet.getCell('B5').note).toBeUndefined();
  expect(sums.getCell('A1').formula).toBe('Budget!#REF!*2');
  const xml = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(xml).not.toContain('hyperlink');
  expect(strFromU8(parts['xl/comments1.xml'] ?? new Uint8Array())).not.toContain('ref="B5"');
});

test('what was typed before is kept, and the new rows are what is selected afterwards', async () => {
  const opened = await openWorkbook(await makeBudget());
  const sheets = opened.sheets.map((sheet) => {
    const data: NonNullable<Sheet['data']> = Array.from({ length: 20 }, () => Array.from({ length: 20 }, () => null));
    for (const { r, c, v } of sheet.celldata ?? []) (data[r] ?? [])[c] = structuredClone(v);
    return { ...sheet, data };
  });
  const [first] = sheets;
  if (first === undefined) throw new Error('The workbook has no sheet.');
  (first.data[2] ?? [])[1] = { v: 77, ct: { fa: 'General', t: 'n' } };
  const bytes = await opened.reshape(sheets, first, { axis: 'row', kind: 'insert', at: 3, count: 1 });
  const again = await openWorkbook(bytes, { axis: 'row', at: 3, count: 1, sheetId: first.id ?? '' });
  const cells = again.sheets[0]?.celldata ?? [];
  expect(cells.find(({ r, c }) => r === 3 && c === 1)?.v?.v).toBe(77);
  expect(again.sheets[0]?.luckysheet_select_save?.[0]).toMatchObject({ row: [2, 2], row_select: true });
});

test('a sheet with a table stays as it is, and says why', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Sales');
  sheet.addTable({ name: 'T', ref: 'A1', headerRow: true, columns: [{ name: 'A' }], rows: [[1], [2]] });
  book.addWorksheet('Free');
  const { sheets, whyFixed } = await openWorkbook(new Uint8Array(await book.xlsx.writeBuffer()).buffer);
  const [sales, free] = sheets;
  if (sales === undefined || free === undefined) throw new Error('A sheet is missing.');
  expect(whyFixed(sales)).toBe(
    '“Sales” holds a table, which this editor cannot move. Rows and columns of it can be changed in Excel.',
  );
  expect(whyFixed(free)).toBeNull();
});
