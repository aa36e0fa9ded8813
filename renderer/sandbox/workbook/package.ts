import { strFromU8, strToU8, zipSync, type Unzipped } from 'fflate';
import { children, parseXml, writeXml } from './xml.ts';

const WORKBOOK = 'xl/workbook.xml';
const WORKBOOK_RELATIONS = 'xl/_rels/workbook.xml.rels';

export function textOf(parts: Unzipped, path: string): string {
  const part = parts[path];
  if (part === undefined) throw new Error(`The workbook has no part ${path}, so it cannot be written.`);
  return strFromU8(part);
}

export function packed(parts: Unzipped): ArrayBuffer {
  const written = zipSync(parts, { level: 6 });
  return written.buffer.slice(written.byteOffset, written.byteOffset + written.byteLength);
}

interface Relation {
  id: string;
  /** The last word of the address that stands for its kind: `comments`, `drawing`, `table`. */
  type: string;
  /** Path in the package. */
  target: string;
}

/** What a part points at inside the package. */
export function relationsOf(parts: Unzipped, path: string): Relation[] {
  const slash = path.lastIndexOf('/') + 1;
  const relations = `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`;
  if (parts[relations] === undefined) return [];
  return [...parseXml(textOf(parts, relations)).getElementsByTagName('*')]
    .filter((element) => element.localName === 'Relationship' && element.getAttribute('TargetMode') !== 'External')
    .map((relation) => ({
      id: relation.getAttribute('Id') ?? '',
      type: (relation.getAttribute('Type') ?? '').split('/').at(-1) ?? '',
      target: decodeURIComponent(new URL(relation.getAttribute('Target') ?? '', `package:///${path}`).pathname).slice(
        1,
      ),
    }));
}

/** Sheet name → part of the package. */
export function sheetPaths(parts: Unzipped): Map<string, string> {
  const targets = new Map(relationsOf(parts, WORKBOOK).map(({ id, target }) => [id, target]));
  const sheets = [...parseXml(textOf(parts, WORKBOOK)).getElementsByTagName('*')].filter(
    ({ localName }) => localName === 'sheet',
  );
  return new Map(
    sheets.map((sheet) => {
      const id = [...sheet.attributes].find(({ name }) => name.endsWith(':id'))?.value ?? '';
      return [sheet.getAttribute('name') ?? '', targets.get(id) ?? ''];
    }),
  );
}

/** The chain of calculations may name cells that hold no formula any more; Excel makes a new one when it is gone. */
export function recalculateOnLoad(parts: Unzipped): void {
  delete parts['xl/calcChain.xml'];
  for (const [path, element] of [
    [WORKBOOK_RELATIONS, 'Relationship'],
    ['[Content_Types].xml', 'Override'],
  ] as const) {
    const document = parseXml(textOf(parts, path));
    const stale = [...document.getElementsByTagName('*')].filter(
      (found) =>
        found.localName === element &&
        (found.getAttribute('Target') ?? found.getAttribute('PartName') ?? '').endsWith('calcChain.xml'),
    );
    if (stale.length === 0) continue;
    for (const found of stale) found.remove();
    parts[path] = strToU8(writeXml(document));
  }
  const workbook = parseXml(textOf(parts, WORKBOOK));
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
