import type { CellChange, SheetChanges } from './patch-workbook.ts';
import type { StyleSheet } from './style-sheet.ts';
import { children, create } from './xml.ts';

/** Writes changed cells into the XML of one sheet, making rows and cells where there are none yet. */
export function patchSheet(document: Document, { cells, formulaAt }: SheetChanges, styles: StyleSheet): void {
  const data = children(document.documentElement, 'sheetData')[0];
  if (data === undefined) throw new Error('A sheet of the workbook has no sheetData, so it cannot be written.');
  if (cells.some(({ isFormulaNew }) => isFormulaNew)) spellOutSharedFormulas(data, formulaAt);
  const rows = byPosition(children(data, 'row'), (row) => Number(row.getAttribute('r')));
  for (const change of cells) {
    const row = rows.get(change.row) ?? insertRow(data, rows, change.row);
    const cell = findCell(row, change.row, change.column);
    if (change.style !== null)
      cell.setAttribute('s', String(styles.derive(Number(cell.getAttribute('s') ?? 0), change.style)));
    writeValue(cell, change);
  }
  // A hint only, and wrong once a cell beyond it is used.
  for (const dimension of children(document.documentElement, 'dimension')) dimension.remove();
}

function writeValue(cell: Element, { value, formula, isFormulaNew, isValueNew }: CellChange): void {
  if (!isFormulaNew && !isValueNew) return;
  // A list of its own: the element's changes while its members are removed.
  for (const child of Array.from(cell.children)) {
    const isKeptFormula = child.localName === 'f' && !isFormulaNew;
    if (!isKeptFormula && child.localName !== 'extLst') child.remove();
  }
  // References to rich value and cell metadata belong to the value that was there.
  for (const name of ['t', 'cm', 'vm']) cell.removeAttribute(name);
  if (formula !== null && isFormulaNew) cell.append(withText(create(cell, 'f'), formula));
  if (value === null) return;
  if (typeof value === 'string' && formula === null) {
    cell.setAttribute('t', 'inlineStr');
    const inline = create(cell, 'is');
    const text = withText(create(cell, 't'), value);
    // Without this, spaces at the ends and line breaks are lost.
    text.setAttributeNS('http://www.w3.org/XML/1998/namespace', 'xml:space', 'preserve');
    inline.append(text);
    cell.append(inline);
    return;
  }
  if (typeof value === 'string') cell.setAttribute('t', value.startsWith('#') ? 'e' : 'str');
  if (typeof value === 'boolean') cell.setAttribute('t', 'b');
  cell.append(withText(create(cell, 'v'), typeof value === 'boolean' ? String(Number(value)) : String(value)));
}

/** The members of a shared formula depend on its first cell; on their own they survive any change. */
export function spellOutSharedFormulas(data: Element, formulaAt: SheetChanges['formulaAt']): void {
  for (const row of children(data, 'row')) {
    for (const cell of children(row, 'c')) {
      const shared = children(cell, 'f').find((formula) => formula.getAttribute('t') === 'shared');
      const spelled = shared === undefined ? null : formulaAt(cell.getAttribute('r') ?? '');
      if (shared !== undefined && spelled !== null) shared.replaceWith(withText(create(cell, 'f'), spelled));
    }
  }
}

function insertRow(data: Element, rows: Map<number, Element>, number: number): Element {
  const row = create(data, 'row', { r: String(number) });
  const next = [...rows.keys()].filter((other) => other > number).sort((a, b) => a - b)[0];
  data.insertBefore(row, next === undefined ? null : (rows.get(next) ?? null));
  rows.set(number, row);
  return row;
}

function findCell(row: Element, rowNumber: number, column: number): Element {
  const cells = children(row, 'c');
  const positions = cells.map((cell) => columnNumber(cell.getAttribute('r') ?? ''));
  const found = cells[positions.indexOf(column)];
  if (found !== undefined) return found;
  const cell = create(row, 'c', { r: `${columnName(column)}${String(rowNumber)}` });
  row.insertBefore(cell, cells[positions.findIndex((position) => position > column)] ?? null);
  row.removeAttribute('spans');
  return cell;
}

function byPosition(elements: Element[], position: (element: Element) => number): Map<number, Element> {
  return new Map(elements.map((element) => [position(element), element]));
}

function withText(element: Element, text: string): Element {
  element.textContent = text;
  return element;
}

/** AB12 → 28 */
export function columnNumber(reference: string): number {
  let number = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

/** 28 → AB */
export function columnName(number: number): string {
  let name = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}
