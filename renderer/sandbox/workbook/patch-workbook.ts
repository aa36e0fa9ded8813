import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import { patchSheet } from './patch-sheet.ts';
import { StyleSheet } from './style-sheet.ts';
import type { CellStyle } from './style-change.ts';
import { children, parseXml, writeXml } from './xml.ts';

export interface CellChange {
  /** From 1, as in the file. */
  row: number;
  column: number;
  value: string | number | boolean | null;
  /** Without the equals sign; null for a plain value. */
  formula: string | null;
  isFormulaNew: boolean;
  isValueNew: boolean;
  style: CellStyle | null;
}

export interface SheetChanges {
  name: string;
  cells: CellChange[];
  /** The formula of a cell as it was read, with shared ones spelled out. */
  formulaAt(reference: string): string | null;
}

const WORKBOOK = 'xl/workbook.xml';
const WORKBOOK_RELATIONS = 'xl/_rels/workbook.xml.rels';
const STYLES = 'xl/styles.xml';

/**
 * Writes changed cells into the package itself. Everything else, from charts to print settings, keeps its bytes;
 * a library that reads and writes whole workbooks would lose what it does not know.
 */
export function patchWorkbook(bytes: ArrayBuffer, changes: readonly SheetChanges[]): ArrayBuffer {
  if (changes.length === 0) return bytes;
  const parts = unzipSync(new Uint8Array(bytes));
  const paths = sheetPaths(parts);
  const styleSheet = new StyleSheet(parseXml(text(parts, STYLES)));
  for (const sheet of changes) {
    const path = paths.get(sheet.name);
    if (path === undefined)
      throw new Error(`The sheet “${sheet.name}” was not found in the file, so its changes cannot be written.`);
    const document = parseXml(text(parts, path));
    patchSheet(document, sheet, styleSheet);
    parts[path] = strToU8(writeXml(document));
  }
  if (styleSheet.isChanged) parts[STYLES] = strToU8(writeXml(styleSheet.document));
  recalculateOnLoad(parts);
  const written = zipSync(parts, { level: 6 });
  return written.buffer.slice(written.byteOffset, written.byteOffset + written.byteLength);
}

/** Sheet name → part of the package. */
function sheetPaths(parts: Unzipped): Map<string, string> {
  const targets = new Map(
    [...parseXml(text(parts, WORKBOOK_RELATIONS)).getElementsByTagName('*')]
      .filter(({ localName }) => localName === 'Relationship')
      .map((relation) => [relation.getAttribute('Id') ?? '', relation.getAttribute('Target') ?? '']),
  );
  const sheets = [...parseXml(text(parts, WORKBOOK)).getElementsByTagName('*')].filter(
    ({ localName }) => localName === 'sheet',
  );
  return new Map(
    sheets.map((sheet) => {
      const id = [...sheet.attributes].find(({ name }) => name.endsWith(':id'))?.value ?? '';
      const target = targets.get(id) ?? '';
      return [sheet.getAttribute('name') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`];
    }),
  );
}

/** The chain of calculations may name cells that hold no formula any more; Excel makes a new one when it is gone. */
function recalculateOnLoad(parts: Unzipped): void {
  delete parts['xl/calcChain.xml'];
  for (const [path, element] of [
    [WORKBOOK_RELATIONS, 'Relationship'],
    ['[Content_Types].xml', 'Override'],
  ] as const) {
    const document = parseXml(text(parts, path));
    const stale = [...document.getElementsByTagName('*')].filter(
      (found) =>
        found.localName === element &&
        (found.getAttribute('Target') ?? found.getAttribute('PartName') ?? '').endsWith('calcChain.xml'),
    );
    if (stale.length === 0) continue;
    for (const found of stale) found.remove();
    parts[path] = strToU8(writeXml(document));
  }
  const workbook = parseXml(text(parts, WORKBOOK));
  const root = workbook.documentElement;
  const calculation =
    children(root, 'calcPr')[0] ??
    root.insertBefore(workbook.createElementNS(root.namespaceURI, 'calcPr'), afterSheets(root));
  calculation.setAttribute('fullCalcOnLoad', '1');
  parts[WORKBOOK] = strToU8(writeXml(workbook));
}

/** The schema fixes the order of elements: calcPr stands after these and before everything else. */
const BEFORE_CALC = new Set([
  'fileVersion',
  'fileSharing',
  'workbookPr',
  'workbookProtection',
  'bookViews',
  'sheets',
  'functionGroups',
  'externalReferences',
  'definedNames',
  'AlternateContent',
  'revisionPtr',
]);

function afterSheets(root: Element): Element | null {
  return [...root.children].find(({ localName }) => !BEFORE_CALC.has(localName)) ?? null;
}

function text(parts: Unzipped, path: string): string {
  const part = parts[path];
  if (part === undefined) throw new Error(`The workbook has no part ${path}, so it cannot be written.`);
  return strFromU8(part);
}
