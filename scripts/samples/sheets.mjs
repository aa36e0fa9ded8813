/** The Excel sample and the empty Excel template. */
import ExcelJS from 'exceljs';

function workbook(madeAt) {
  const book = new ExcelJS.Workbook();
  book.creator = 'WOPI Sandbox';
  book.lastModifiedBy = 'WOPI Sandbox';
  book.created = madeAt;
  book.modified = madeAt;
  return book;
}

const bytes = async (book) => new Uint8Array(await book.xlsx.writeBuffer());

/** Named in full: a font without a name is shown in whatever the viewer falls back to. */
const FONT = { name: 'Calibri', family: 2, size: 11 };

const ITEMS = [
  ['Licences', 1200, 1200, 1350, 1350],
  ['Hosting', 480, 495, 510, 530],
  ['Training', 900, 0, 600, 0],
  ['Travel', 350, 720, 180, 410],
  ['Coffee', 96, 104, 111, 127],
];

export async function budget(madeAt) {
  const book = workbook(madeAt);
  budgetSheet(book);
  const help = book.addWorksheet('What to try');
  help.getColumn(1).width = 92;
  help.getCell('A1').value = 'What to try';
  help.getCell('A1').font = { ...FONT, bold: true, size: 14 };
  [
    'Change a number on the sheet "Budget": the sums follow, and a second later the workbook is saved with PutFile.',
    'Open the workbook as a second person. Both hold the same lock; a save based on an older revision is refused.',
    'Everything the editor does not show (comments, print settings, conditional formats) stays in the file.',
  ].forEach((line, index) => {
    help.getCell(index + 2, 1).value = line;
  });
  return bytes(book);
}

function budgetSheet(book) {
  const sheet = book.addWorksheet('Budget', { views: [{ state: 'frozen', ySplit: 1, xSplit: 1 }] });
  sheet.columns = [{ width: 18 }, ...Array.from({ length: 5 }, () => ({ width: 12 })), { width: 12 }];
  sheet.getRow(1).values = ['Item', 'Q1', 'Q2', 'Q3', 'Q4', 'Year', 'Share'];
  const total = ITEMS.flatMap((item) => item.slice(1)).reduce((sum, value) => sum + value, 0);
  ITEMS.forEach((item, index) => {
    const row = index + 2;
    const year = item.slice(1).reduce((sum, value) => sum + value, 0);
    sheet.getRow(row).values = item;
    sheet.getCell(`F${row}`).value = { formula: `SUM(B${row}:E${row})`, result: year };
    sheet.getCell(`G${row}`).value = { formula: `F${row}/$F$${ITEMS.length + 2}`, result: year / total };
  });
  const last = ITEMS.length + 2;
  sheet.getCell(`A${last}`).value = 'Total';
  ['B', 'C', 'D', 'E'].forEach((column, index) => {
    sheet.getCell(`${column}${last}`).value = {
      formula: `SUM(${column}2:${column}${last - 1})`,
      result: ITEMS.reduce((sum, item) => sum + item[index + 1], 0),
    };
  });
  sheet.getCell(`F${last}`).value = { formula: `SUM(B${last}:E${last})`, result: total };
  sheet.getCell(`A${last + 2}`).value = 'Limit per year';
  sheet.getCell(`B${last + 2}`).value = 11000;
  sheet.getCell(`A${last + 3}`).value = 'Left';
  sheet.getCell(`B${last + 3}`).value = { formula: `B${last + 2}-F${last}`, result: 11000 - total };
  sheet.getCell(`B${last + 2}`).note = 'Typed in by hand. The editor does not show this note, and keeps it.';
  format(sheet, last);
}

function format(sheet, last) {
  for (const row of [1, last]) sheet.getRow(row).font = { ...FONT, bold: true };
  sheet.getRow(1).eachCell((cell) => {
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8F2FB' } };
    cell.border = { bottom: { style: 'thin', color: { argb: 'FF0F6CBD' } } };
  });
  for (let row = 2; row <= last + 3; row += 1) {
    for (let column = 2; column <= 6; column += 1) sheet.getCell(row, column).numFmt = '#,##0';
    sheet.getCell(row, 7).numFmt = '0.0%';
  }
}

export async function emptyWorkbook(madeAt) {
  const book = workbook(madeAt);
  book.addWorksheet('Sheet1');
  return bytes(book);
}
