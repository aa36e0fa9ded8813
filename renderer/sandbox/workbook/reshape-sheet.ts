import { columnName, columnNumber, spellOutSharedFormulas } from './patch-sheet.ts';
import { moveAreas, moveFormula, movePosition, moveReference, moveSpan, type Reshaping } from './shift.ts';
import { children } from './xml.ts';

/** Elements whose text is a formula: of a cell, of a rule for formats or entries, of a chart, a name for cells. */
const FORMULAS = new Set(['f', 'formula', 'formula1', 'formula2', 'definedName']);
/** Attributes that name cells of the sheet they stand in. */
const PLACES = ['ref', 'sqref', 'activeCell', 'topLeftCell'];
/** Lists that must not stand in the file empty, and the ones that count their members. */
const LISTS = ['mergeCells', 'hyperlinks', 'dataValidations', 'ignoredErrors', 'protectedRanges'];

/** Formulas that point at the changed sheet, wherever they stand. `own` is the sheet they stand in, if any. */
export function moveFormulas(document: Document, own: string | null, change: Reshaping): boolean {
  let isChanged = false;
  for (const element of document.getElementsByTagName('*')) {
    const formula = FORMULAS.has(element.localName) && element.children.length === 0 ? element.textContent : '';
    const moved = formula === '' ? '' : moveFormula(formula, own, change);
    if (moved === formula) continue;
    element.textContent = moved;
    isChanged = true;
  }
  return isChanged;
}

/** The sheet itself: its cells, widths, breaks, frozen panes, and everything that names cells of it. */
export function reshapeSheet(
  document: Document,
  change: Reshaping,
  formulaAt: (reference: string) => string | null,
): void {
  const root = document.documentElement;
  const data = children(root, 'sheetData')[0];
  if (data === undefined) throw new Error('A sheet of the workbook has no sheetData, so it cannot be written.');
  spellOutSharedFormulas(data, formulaAt);
  moveFormulas(document, change.sheet, change);
  if (change.axis === 'row') moveRows(data, change);
  else {
    moveCells(data, change);
    moveWidths(root, change);
  }
  moveBreaks(root, change);
  moveFrozen(root, change);
  movePlaces(root, change);
  for (const dimension of children(root, 'dimension')) dimension.remove();
}

function moveRows(data: Element, change: Reshaping): void {
  const rows = children(data, 'row');
  const template = rows.find((row) => numberOf(row) === Math.max(1, change.at - 1));
  for (const row of rows) {
    const moved = movePosition(numberOf(row), change);
    if (moved === null) row.remove();
    else renumber(row, moved);
  }
  if (change.kind === 'remove' || template === undefined || change.at === 1) return;
  // What comes in looks like the row above, as it does in Excel.
  const following = children(data, 'row').find((row) => numberOf(row) >= change.at) ?? null;
  for (let number = change.at; number < change.at + change.count; number += 1) {
    const row = template.cloneNode(true) as Element;
    for (const cell of children(row, 'c')) {
      if (cell.hasAttribute('s')) emptied(cell);
      else cell.remove();
    }
    renumber(row, number);
    data.insertBefore(row, following);
  }
}

function moveCells(data: Element, change: Reshaping): void {
  for (const row of children(data, 'row')) {
    row.removeAttribute('spans');
    const cells = children(row, 'c');
    const left = cells.find((cell) => columnOf(cell) === change.at - 1);
    const number = numberOf(row);
    for (const cell of cells) {
      const moved = movePosition(columnOf(cell), change);
      if (moved === null) cell.remove();
      else cell.setAttribute('r', `${columnName(moved)}${String(number)}`);
    }
    if (change.kind === 'remove' || left?.hasAttribute('s') !== true) continue;
    for (let step = change.count - 1; step >= 0; step -= 1) {
      const cell = emptied(left.cloneNode(true) as Element);
      cell.setAttribute('r', `${columnName(change.at + step)}${String(number)}`);
      left.after(cell);
    }
  }
}

/** Widths are kept for stretches of columns; what comes in is as wide as its left neighbour. */
function moveWidths(root: Element, change: Reshaping): void {
  for (const list of children(root, 'cols')) {
    for (const column of children(list, 'col')) {
      const [min, max] = [Number(column.getAttribute('min')), Number(column.getAttribute('max'))];
      const reached = change.kind === 'insert' && max === change.at - 1 ? max + change.count : null;
      const moved = reached === null ? moveSpan(min, max, change) : [min, reached];
      if (moved === null) {
        column.remove();
        continue;
      }
      column.setAttribute('min', String(moved[0]));
      column.setAttribute('max', String(moved[1]));
    }
    if (list.children.length === 0) list.remove();
  }
}

function moveBreaks(root: Element, change: Reshaping): void {
  for (const list of children(root, change.axis === 'row' ? 'rowBreaks' : 'colBreaks')) {
    for (const mark of children(list, 'brk')) {
      const moved = movePosition(Number(mark.getAttribute('id')), change);
      if (moved === null) mark.remove();
      else mark.setAttribute('id', String(moved));
    }
    const marks = children(list, 'brk');
    list.setAttribute('count', String(marks.length));
    list.setAttribute('manualBreakCount', String(marks.filter((mark) => mark.getAttribute('man') === '1').length));
    if (marks.length === 0) list.remove();
  }
}

function moveFrozen(root: Element, change: Reshaping): void {
  const name = change.axis === 'row' ? 'ySplit' : 'xSplit';
  for (const pane of root.getElementsByTagName('*')) {
    if (pane.localName !== 'pane' || !(pane.getAttribute('state') ?? '').startsWith('frozen')) continue;
    const split = Number(pane.getAttribute(name) ?? 0);
    if (split === 0) continue;
    const moved = moveSpan(1, split, change);
    pane.setAttribute(name, String(moved === null ? 1 : moved[1]));
  }
}

function movePlaces(root: Element, change: Reshaping): void {
  for (const element of Array.from(root.getElementsByTagName('*'))) {
    if (element.localName === 'sqref' && element.children.length === 0) {
      const moved = moveAreas(element.textContent, change);
      if (moved === null) element.parentElement?.remove();
      else element.textContent = moved;
    }
    for (const name of PLACES) {
      const place = element.getAttribute(name);
      if (place === null) continue;
      const moved = name === 'sqref' ? moveAreas(place, change) : moveReference(place, change);
      const isView = element.localName === 'selection' || element.localName === 'pane' || name === 'topLeftCell';
      // Two cells merged, and one of them taken away, are no merged cells any more.
      const isGone = moved === null || (element.localName === 'mergeCell' && isOneCell(moved));
      if (!isGone) element.setAttribute(name, moved);
      else if (isView) element.setAttribute(name, 'A1');
      else element.remove();
    }
  }
  for (const name of LISTS)
    for (const list of children(root, name)) {
      if (list.hasAttribute('count')) list.setAttribute('count', String(list.children.length));
      if (list.children.length === 0) list.remove();
    }
}

function isOneCell(reference: string): boolean {
  const [first, last = first] = reference.split(':');
  return first === last;
}

function numberOf(row: Element): number {
  return Number(row.getAttribute('r'));
}

function columnOf(cell: Element): number {
  return columnNumber(cell.getAttribute('r') ?? '');
}

function renumber(row: Element, number: number): void {
  row.setAttribute('r', String(number));
  for (const cell of children(row, 'c')) cell.setAttribute('r', `${columnName(columnOf(cell))}${String(number)}`);
}

/** A cell with its format and nothing in it. */
function emptied(cell: Element): Element {
  for (const child of Array.from(cell.children)) child.remove();
  for (const name of ['t', 'cm', 'vm']) cell.removeAttribute(name);
  return cell;
}
