import { strFromU8, strToU8, unzipSync, type Unzipped } from 'fflate';
import { packed, recalculateOnLoad, relationsOf, sheetPaths, textOf } from './package.ts';
import { spellOutSharedFormulas } from './patch-sheet.ts';
import { moveFormulas, reshapeSheet } from './reshape-sheet.ts';
import { movePosition, moveReference, type Reshaping } from './shift.ts';
import { children, parseXml, writeXml } from './xml.ts';

/** Parts that hold cells in an order of their own; moving cells under them would break them. */
const FIXED: Record<string, string> = { table: 'a table', pivotTable: 'a pivot table' };

/** Why no row or column of the sheet can be added or removed here; null when they can. */
export function whyFixed(parts: Unzipped, sheet: string): string | null {
  const path = sheetPaths(parts).get(sheet);
  const kinds = path === undefined ? [] : relationsOf(parts, path).map(({ type }) => type);
  const what = Object.keys(FIXED).find((kind) => kinds.includes(kind));
  return what === undefined
    ? null
    : `“${sheet}” holds ${FIXED[what] ?? what}, which this editor cannot move. Rows and columns of it can be changed in Excel.`;
}

/**
 * Adds or removes rows or columns in the package itself, with all that points at cells: formulas of every sheet, names,
 * charts, merged cells, rules, links, notes, pictures.
 */
export function reshapeWorkbook(
  bytes: ArrayBuffer,
  change: Reshaping,
  formulaAt: (sheet: string, reference: string) => string | null,
): ArrayBuffer {
  const parts = unzipSync(new Uint8Array(bytes));
  const paths = sheetPaths(parts);
  for (const [name, path] of paths) {
    const document = parseXml(textOf(parts, path));
    if (name !== change.sheet) {
      // The members of a shared formula follow its first cell, which is wrong once some of them have to move further.
      const data = children(document.documentElement, 'sheetData')[0];
      if (data?.textContent.includes('!') === true)
        spellOutSharedFormulas(data, (reference) => formulaAt(name, reference));
      if (moveFormulas(document, name, change)) parts[path] = strToU8(writeXml(document));
      continue;
    }
    reshapeSheet(document, change, (reference) => formulaAt(name, reference));
    parts[path] = strToU8(writeXml(document));
    for (const { type, target } of relationsOf(parts, path)) reshapeBeside(parts, type, target, change);
  }
  for (const path of Object.keys(parts).filter((name) => /^xl\/(workbook|charts\/[^/]+)\.xml$/.test(name))) {
    const document = parseXml(textOf(parts, path));
    if (moveFormulas(document, null, change)) parts[path] = strToU8(writeXml(document));
  }
  recalculateOnLoad(parts);
  return packed(parts);
}

/** What belongs to the sheet in parts of their own. */
function reshapeBeside(parts: Unzipped, type: string, path: string, change: Reshaping): void {
  const part = parts[path];
  if (part === undefined) return;
  if (type === 'vmlDrawing') parts[path] = strToU8(moveNoteBoxes(strFromU8(part), change));
  const move = { comments: moveNotes, threadedComment: moveNotes, drawing: moveAnchors }[type];
  if (move === undefined) return;
  const document = parseXml(strFromU8(part));
  move(document, change);
  parts[path] = strToU8(writeXml(document));
}

function moveNotes(document: Document, change: Reshaping): void {
  for (const note of Array.from(document.getElementsByTagName('*'))) {
    const place = note.getAttribute('ref');
    if (place === null) continue;
    const moved = moveReference(place, change);
    if (moved === null) note.remove();
    else note.setAttribute('ref', moved);
  }
}

/** Pictures and charts hang on cells, counted from 0. */
function moveAnchors(document: Document, change: Reshaping): void {
  const name = change.axis === 'row' ? 'row' : 'col';
  for (const anchor of document.documentElement.children) {
    if (anchor.getAttribute('editAs') === 'absolute') continue;
    const marks = ['from', 'to'].flatMap((end) => children(anchor, end)).flatMap((end) => children(end, name));
    const start = Number(marks[0]?.textContent ?? 0);
    const shift = placeFrom0(start, change) - start;
    const isCarried = anchor.getAttribute('editAs') === 'oneCell';
    for (const mark of marks) {
      const position = Number(mark.textContent);
      mark.textContent = String(isCarried ? position + shift : placeFrom0(position, change));
    }
  }
}

/** What hung on a cell that was taken away hangs on the one that took its place. */
function placeFrom0(position: number, change: Reshaping): number {
  return (movePosition(position + 1, change) ?? change.at) - 1;
}

/** The boxes of notes are drawn in an old form that is not always well-formed XML, so it is changed as text. */
function moveNoteBoxes(text: string, change: Reshaping): string {
  const name = change.axis === 'row' ? 'Row' : 'Column';
  return text.replaceAll(/<v:shape\b[\s\S]*?<\/v:shape>/g, (shape) => {
    const place = new RegExp(`<x:${name}>\\s*(\\d+)\\s*</x:${name}>`).exec(shape);
    if (place === null) return shape;
    const moved = movePosition(Number(place[1]) + 1, change);
    if (moved === null) return '';
    return shape
      .replace(place[0], `<x:${name}>${String(moved - 1)}</x:${name}>`)
      .replace(/(<x:Anchor>)([^<]*)(<\/x:Anchor>)/, (_, open: string, anchor: string, close: string) => {
        // left column, offset, top row, offset, right column, offset, bottom row, offset
        const numbers = anchor.split(',').map((part) => Number(part.trim()));
        const moving = change.axis === 'row' ? [2, 6] : [0, 4];
        const by = moved - 1 - Number(place[1]);
        return `${open}${numbers.map((number, index) => (moving.includes(index) ? Math.max(0, number + by) : number)).join(', ')}${close}`;
      });
  });
}
