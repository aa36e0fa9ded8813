import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element with everything a reader of a document needs: names and values decoded, order kept. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  /** Its own text and CDATA sections, one after another; runs of white space between elements are left out. */
  text: string;
}

export type XmlResult = { ok: true; root: XmlElement } | { ok: false; reason: string };

const MAX_DEPTH = 64;
const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** Reads a document of elements and attributes. The reason completes a sentence: "The file …". */
export function parseXml(xml: string): XmlResult {
  const text = xml.replace(/^\ufeff/, '').trimStart();
  if (text === '') return refused('is empty');
  if (!text.startsWith('<'))
    return refused(`begins with “${text.slice(0, 30).replace(/\s+/g, ' ').trim()}”, which is not XML`);
  // Without a document type there are no entities to define, so none to expand without end.
  if (/<!DOCTYPE/i.test(text)) return refused('contains a document type declaration (<!DOCTYPE), which is refused');
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { line, col, msg } = valid.err;
    return refused(
      `is not well-formed XML (line ${line}, column ${col}: ${msg.replace(/\s+/g, ' ').replace(/\.$/, '')})`,
    );
  }
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    cdataPropName: CDATA,
    parseTagValue: false,
    parseAttributeValue: false,
    // Decoded here, once, and with the numeric references the parser leaves alone.
    processEntities: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_DEPTH,
  });
  try {
    const [root] = toElements(parser.parse(text) as unknown[]);
    return root === undefined ? refused('has no element') : { ok: true, root };
  } catch (error) {
    return refused(`cannot be parsed (${error instanceof Error ? error.message : String(error)})`);
  }
}

function refused(reason: string): XmlResult {
  return { ok: false, reason };
}

function toElements(nodes: readonly unknown[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const fields = node as Record<string, unknown>;
    const name = Object.keys(fields).find((key) => key !== ATTRIBUTES && key !== TEXT && key !== CDATA);
    if (name === undefined) return [];
    const inner = fields[name] as unknown[];
    const attributes = Object.entries((fields[ATTRIBUTES] ?? {}) as Record<string, unknown>);
    return [
      {
        name,
        attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decodeReferences(String(value))])),
        children: toElements(inner),
        text: inner.map(textOf).join(''),
      },
    ];
  });
}

function textOf(node: unknown): string {
  const section = (node as Record<string, unknown>)[CDATA];
  if (Array.isArray(section)) return section.map(plainText).join('');
  const text = plainText(node);
  return text.trim() === '' ? '' : decodeReferences(text);
}

function plainText(node: unknown): string {
  const text = (node as Record<string, unknown>)[TEXT];
  return typeof text === 'string' ? text : '';
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** One pass, so that `&amp;lt;` stays `&lt;`; a reference that stands for nothing in XML is kept as text. */
function decodeReferences(raw: string): string {
  return raw.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][\w.-]{0,30}));/gi,
    (whole: string, decimal?: string, hex?: string, name = '') => {
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (NAMED.get(name) ?? whole);
    },
  );
}
