import { strToU8, unzipSync } from 'fflate';
import { packed, recalculateOnLoad, sheetPaths, textOf } from './package.ts';
import { patchSheet } from './patch-sheet.ts';
import { StyleSheet } from './style-sheet.ts';
import type { CellStyle } from './style-change.ts';
import { parseXml, writeXml } from './xml.ts';

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

const STYLES = 'xl/styles.xml';

/**
 * Writes changed cells into the package itself. Everything else, from charts to print settings, keeps its bytes;
 * a library that reads and writes whole workbooks would lose what it does not know.
 */
export function patchWorkbook(bytes: ArrayBuffer, changes: readonly SheetChanges[]): ArrayBuffer {
  if (changes.length === 0) return bytes;
  const parts = unzipSync(new Uint8Array(bytes));
  const paths = sheetPaths(parts);
  const styleSheet = new StyleSheet(parseXml(textOf(parts, STYLES)));
  for (const sheet of changes) {
    const path = paths.get(sheet.name);
    if (path === undefined)
      throw new Error(`The sheet “${sheet.name}” was not found in the file, so its changes cannot be written.`);
    const document = parseXml(textOf(parts, path));
    patchSheet(document, sheet, styleSheet);
    parts[path] = strToU8(writeXml(document));
  }
  if (styleSheet.isChanged) parts[STYLES] = strToU8(writeXml(styleSheet.document));
  recalculateOnLoad(parts);
  return packed(parts);
}
