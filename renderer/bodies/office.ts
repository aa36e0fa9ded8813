import type { ByteSource } from './source.ts';
import { listZip, type ZipEntry } from './zip.ts';
import { unpackPart } from './zip-part.ts';

export interface OfficePart extends ZipEntry {
  /** From [Content_Types].xml; null when it names none. */
  contentType: string | null;
}

export interface Relationship {
  id: string;
  /** The last word of the type: 'styles', 'image', 'hyperlink'. */
  kind: string;
  type: string;
  target: string;
  /** Name of the part it leads to; null for what lies outside of the document. */
  part: string | null;
}

export interface OfficePackage {
  /** What it is: 'Word document'; null for an archive that is none. */
  kind: string | null;
  parts: OfficePart[];
  /** Bytes of all parts, unpacked, as they say. */
  size: number;
  notices: string[];
}

const CONTENT_TYPES = '[Content_Types].xml';

const mains: readonly [pattern: RegExp, kind: string][] = [
  [/wordprocessingml.*main\+xml$|msword.*main\+xml$/i, 'Word document'],
  [/spreadsheetml.*main\+xml$|ms-excel.*main\+xml$/i, 'Excel workbook'],
  [/presentationml.*main\+xml$|ms-powerpoint.*main\+xml$/i, 'PowerPoint presentation'],
];

/** Lists the parts of an Office document, or of any other archive, without unpacking more than the table of types. */
export async function openPackage(source: ByteSource): Promise<OfficePackage> {
  const { entries, notices } = await listZip(source);
  const table = entries.find(({ name }) => name === CONTENT_TYPES);
  const types = table ? readTypes(new TextDecoder().decode((await unpackPart(source, table)).bytes)) : () => null;
  const parts = entries.map((entry) => ({ ...entry, contentType: types(entry.name) }));
  const kind = mains.find(([pattern]) => parts.some(({ contentType }) => pattern.test(contentType ?? '')))?.[1] ?? null;
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  return {
    kind,
    parts,
    size,
    notices: table ? notices : [`There is no ${CONTENT_TYPES}: this archive is no Office document.`, ...notices],
  };
}

function readTypes(xml: string): (name: string) => string | null {
  const byPart = new Map<string, string>();
  const byEnding = new Map<string, string>();
  for (const attributes of elements(xml, 'Override'))
    byPart.set((attributes['PartName'] ?? '').replace(/^\//, '').toLowerCase(), attributes['ContentType'] ?? '');
  for (const attributes of elements(xml, 'Default'))
    byEnding.set((attributes['Extension'] ?? '').toLowerCase(), attributes['ContentType'] ?? '');
  return (name) => byPart.get(name.toLowerCase()) ?? byEnding.get(name.split('.').at(-1)?.toLowerCase() ?? '') ?? null;
}

/** Where the relationships of a part are kept. */
export function relationshipsNameOf(part: string): string {
  const cut = part.lastIndexOf('/') + 1;
  return `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`;
}

/** What a part refers to; `part` is the one that the relationships belong to, '' for the package itself. */
export function readRelationships(xml: string, part: string): Relationship[] {
  return elements(xml, 'Relationship').map((attributes) => {
    const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode = '' } = attributes;
    const isOutside = mode.toLowerCase() === 'external';
    return { id, type, target, kind: type.split('/').at(-1) ?? type, part: isOutside ? null : resolve(part, target) };
  });
}

function resolve(from: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${from.slice(0, from.lastIndexOf('/') + 1)}${target}`;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

const MOST_ELEMENTS = 20_000;

/** Attributes of every element of this name. Read as text: nothing in a document may make a parser work. */
function elements(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  for (const [, text = ''] of xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^<>]*)>`, 'g'))) {
    if (found.length >= MOST_ELEMENTS) break;
    found.push(
      Object.fromEntries(
        [...text.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key = '', double, single]) => [
          key,
          unescape(double ?? single ?? ''),
        ]),
      ),
    );
  }
  return found;
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
