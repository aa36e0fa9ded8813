import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ProofKeys } from './proof.ts';
import { quote } from './quote.ts';
import { replaceLoneSurrogates } from './unicode.ts';

/**
 * WOPI discovery: the XML in which a client tells which files it opens, at which addresses, and with which keys it
 * signs. Unknown zones, apps, actions and attributes are normal and never a failure.
 */

export type DiscoveryAction = {
  name: string;
  /** Lower case, without the full stop. Absent for actions on a folder type (`progid`) or on no type at all. */
  ext?: string;
  progid?: string;
  /** The template of the action URL, XML-decoded once: see action-url.ts. */
  urlsrc: string;
  requires: string[];
  targetext?: string;
  isDefault: boolean;
  useParent: boolean;
  newext?: string;
  newprogid?: string;
};

export type DiscoveryApp = {
  /** "Word" for Microsoft; a MIME type for Collabora and part of ONLYOFFICE. Not unique. */
  name: string;
  favIconUrl?: string;
  checkLicense: boolean;
  bootstrapperUrl?: string;
  applicationBaseUrl?: string;
  staticResourceOrigin?: string;
  actions: DiscoveryAction[];
};

export type DiscoveryZone = { name: string; apps: DiscoveryApp[] };

export type Discovery = { zones: DiscoveryZone[]; proofKeys?: ProofKeys };

export type DiscoveryResult =
  /** `text`: what was read, whatever encoding it came in. */
  { ok: true; discovery: Discovery; text: string; warnings: string[] } | { ok: false; reason: string };

/** Microsoft's document has about 100 kB; a parser is not to be shown more than a generous multiple. */
export const MAX_DISCOVERY_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 32;
const MAX_WARNINGS = 50;
const CHECK_ADDRESS = 'Check the address: it usually ends with /hosting/discovery.';

// ---- reading -------------------------------------------------------------------------------------------------

export function parseDiscovery(xml: string | Uint8Array): DiscoveryResult {
  const warnings = new Warnings();
  const size = typeof xml === 'string' ? Buffer.byteLength(xml) : xml.length;
  if (size > MAX_DISCOVERY_BYTES) {
    return refused(`has ${size} bytes; at most ${MAX_DISCOVERY_BYTES} are read. ${CHECK_ADDRESS}`);
  }
  const decoded = typeof xml === 'string' ? { text: xml } : decodeXml(xml, warnings);
  if ('problem' in decoded) return refused(decoded.problem);
  // Some servers put blank lines before the XML declaration, which no parser accepts and no reader minds.
  const text = decoded.text.replace(/^\ufeff/, '').trimStart();
  const problem = problemOf(text);
  if (problem !== undefined) return refused(problem);

  const tree = parseTree(text);
  if ('problem' in tree) return refused(tree.problem);
  const root = children(tree.root, 'wopi-discovery')[0];
  if (root === undefined)
    return refused(`has the root element ${quote(rootName(text))}; "wopi-discovery" is expected. ${CHECK_ADDRESS}`);
  return { ok: true, discovery: readDiscovery(root, warnings), text, warnings: warnings.list() };
}

function refused(problem: string): DiscoveryResult {
  return { ok: false, reason: `The discovery document ${problem}` };
}

/** What speaks against parsing at all, before a parser sees the text. */
function problemOf(text: string): string | undefined {
  if (text === '') return `is empty. ${CHECK_ADDRESS}`;
  if (!text.startsWith('<')) return `begins with ${quote(text.slice(0, 40))}, which is not XML. ${CHECK_ADDRESS}`;
  const beginning = text.slice(0, 4096);
  if (/<(!doctype\s+html|html|head|body)[\s>]/i.test(beginning) && !beginning.includes('<wopi-discovery')) {
    const title = /<title[^>]*>([^<]*)/i.exec(beginning)?.[1]?.trim() ?? '';
    return `is an HTML page${title === '' ? '' : ` titled ${quote(title)}`}, probably an error or a sign-in page. ${CHECK_ADDRESS}`;
  }
  // Without a document type there are no entities to define, so none to expand without end.
  if (/<!DOCTYPE/i.test(text))
    return 'contains a document type declaration (<!DOCTYPE), which is refused. Remove the declaration.';
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { line, col, msg } = valid.err;
    return `is not well-formed XML (line ${line}, column ${col}: ${shortened(msg)}). ${CHECK_ADDRESS}`;
  }
  return undefined;
}

function parseTree(text: string): { root: unknown } | { problem: string } {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributesGroupName: ATTRIBUTES,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    // Decoded here, once, and with the numeric references the parser leaves alone.
    processEntities: false,
    trimValues: false,
    maxNestedTags: MAX_DEPTH,
  });
  try {
    return { root: parser.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: `cannot be parsed (${shortened(message)}). ${CHECK_ADDRESS}` };
  }
}

function shortened(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 160).replace(/\.$/, '');
}

function rootName(text: string): string {
  return /<([^\s?!/>]+)/.exec(text)?.[1] ?? '';
}

// ---- encoding ------------------------------------------------------------------------------------------------

function decodeXml(bytes: Uint8Array, warnings: Warnings): { text: string } | { problem: string } {
  const beginning = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const declared = /^\s*(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(beginning)?.[1];
  const encoding = encodingFromBytes(beginning) ?? declared ?? 'utf-8';
  // .NET's StringWriter declares UTF-16 for text that is then sent as UTF-8; readable ASCII cannot be UTF-16.
  const isMisdeclared = encoding === declared && /^utf-?16/i.test(declared);
  if (isMisdeclared)
    warnings.add(`The XML declaration names ${quote(declared)}, but the bytes are not; they are read as UTF-8.`);
  const used = isMisdeclared ? 'utf-8' : encoding;
  try {
    return { text: new TextDecoder(used, { fatal: true }).decode(bytes) };
  } catch (error) {
    // The constructor throws a RangeError for a name it does not know, decode() a TypeError for bytes it cannot read.
    return {
      problem:
        error instanceof RangeError
          ? `declares the encoding ${quote(used)}, which is not known. Send it in UTF-8.`
          : `is not valid ${used.toUpperCase()}. Send it in UTF-8 or declare its encoding.`,
    };
  }
}

/** A byte order mark, or the pattern that "<?" leaves in 16-bit text without one. */
function encodingFromBytes(beginning: string): string | undefined {
  if (/^(\u00ff\u00fe|<\u0000)/.test(beginning)) return 'utf-16le';
  if (/^(\u00fe\u00ff|\u0000<)/.test(beginning)) return 'utf-16be';
  return beginning.startsWith('\u00ef\u00bb\u00bf') ? 'utf-8' : undefined;
}

// ---- from tree to discovery ----------------------------------------------------------------------------------

const ATTRIBUTES = '@';

function readDiscovery(root: unknown, warnings: Warnings): Discovery {
  const zones = children(root, 'net-zone').map((zone) => readZone(zone, warnings));
  if (zones.length === 0) warnings.add('The document has no net-zone, so no action can be used.');
  const [proofKey] = children(root, 'proof-key');
  if (proofKey === undefined) {
    warnings.add('The document has no proof-key, so proofs of this client cannot be checked.');
    return { zones };
  }
  return { zones, proofKeys: readProofKeys(proofKey, warnings) };
}

function readZone(zone: unknown, warnings: Warnings): DiscoveryZone {
  const read = attributeReader(zone, warnings);
  return { name: read('name') ?? '', apps: children(zone, 'app').map((app) => readApp(app, warnings)) };
}

function readApp(app: unknown, warnings: Warnings): DiscoveryApp {
  const read = attributeReader(app, warnings);
  const name = read('name') ?? '';
  return {
    name,
    ...optional('favIconUrl', read('favIconUrl')),
    checkLicense: isTrue(read('checkLicense')),
    ...optional('bootstrapperUrl', read('bootstrapperUrl')),
    ...optional('applicationBaseUrl', read('applicationBaseUrl')),
    ...optional('staticResourceOrigin', read('staticResourceOrigin')),
    actions: children(app, 'action').flatMap((action) => readAction(action, name, warnings)),
  };
}

function readAction(action: unknown, app: string, warnings: Warnings): DiscoveryAction[] {
  const read = attributeReader(action, warnings);
  const name = read('name');
  const urlsrc = read('urlsrc');
  if (name === undefined || urlsrc === undefined) {
    warnings.add(
      `An action of ${quote(app)} has no ${name === undefined ? 'name' : `urlsrc (${quote(name)})`} and is left out.`,
    );
    return [];
  }
  const requires = (read('requires') ?? '').split(',').map((one) => one.trim());
  return [
    {
      name,
      ...optional('ext', read('ext')?.replace(/^\./, '').toLowerCase()),
      ...optional('progid', read('progid')),
      urlsrc,
      requires: requires.filter((one) => one !== ''),
      ...optional('targetext', read('targetext')),
      isDefault: isTrue(read('default')),
      useParent: isTrue(read('useParent')),
      ...optional('newext', read('newext')),
      ...optional('newprogid', read('newprogid')),
    },
  ];
}

function readProofKeys(proofKey: unknown, warnings: Warnings): ProofKeys {
  const read = attributeReader(proofKey, warnings);
  const keys = {
    value: read('value') ?? '',
    modulus: read('modulus') ?? '',
    exponent: read('exponent') ?? '',
    oldValue: read('oldvalue') ?? '',
    oldModulus: read('oldmodulus') ?? '',
    oldExponent: read('oldexponent') ?? '',
  };
  if (keys.value === '' && keys.modulus === '') {
    warnings.add('The proof-key element holds no current key, so proofs of this client cannot be checked.');
  }
  return keys;
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  const found: { [K in Key]?: string } = {};
  if (value !== undefined && value !== '') found[key] = value;
  return found;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

/** The child elements of one name. The parser gives '' for an empty element, and an array only where one repeats. */
function children(node: unknown, name: string): unknown[] {
  const found = own(node, name);
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** Reads attributes decoded and trimmed; an empty one counts as absent. */
function attributeReader(node: unknown, warnings: Warnings): (name: string) => string | undefined {
  const attributes = own(node, ATTRIBUTES);
  return (name) => {
    const raw = own(attributes, name);
    if (typeof raw !== 'string') return undefined;
    const value = decodeReferences(raw, warnings).trim();
    return value === '' ? undefined : value;
  };
}

function own(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as Record<string, unknown>)[key]
    : undefined;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

const NAME_OF: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', '&': 'amp', '"': 'quot' };

/** One pass, so that `&amp;lt;` stays `&lt;`: action URLs must never be decoded twice. */
function decodeReferences(raw: string, warnings: Warnings): string {
  return raw.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][\w.-]{0,30}));/gi,
    (whole: string, decimal?: string, hex?: string, name = '') => {
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      const decoded = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : NAMED.get(name);
      if (decoded === undefined)
        warnings.add(`The reference ${quote(whole)} stands for nothing in XML and is kept as text.`);
      return decoded ?? whole;
    },
  );
}

/** Each warning once, and not without end: a broken document may break the same rule a thousand times. */
class Warnings {
  private readonly found = new Set<string>();

  add(warning: string): void {
    this.found.add(warning);
  }

  list(): string[] {
    const all = [...this.found];
    const more = all.length - MAX_WARNINGS;
    return more > 0 ? [...all.slice(0, MAX_WARNINGS), `There are ${more} more warnings of this kind.`] : all;
  }
}

// ---- writing -------------------------------------------------------------------------------------------------

/** The discovery document of a client of our own. */
export function writeDiscovery({ zones, proofKeys }: Discovery): string {
  const body = zones.map((zone) => element('net-zone', { name: zone.name }, zone.apps.map(writeApp)));
  if (proofKeys !== undefined) body.push(writeProofKeys(proofKeys));
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('wopi-discovery', {}, body)}\n`;
}

function writeApp({ actions, checkLicense, ...texts }: DiscoveryApp): string {
  return element('app', { ...texts, checkLicense: checkLicense ? 'true' : undefined }, actions.map(writeAction));
}

function writeAction({ requires, isDefault, useParent, ...texts }: DiscoveryAction): string {
  return element('action', {
    ...texts,
    requires: requires.join(',') || undefined,
    default: isDefault ? 'true' : undefined,
    useParent: useParent ? 'true' : undefined,
  });
}

/** Empty attributes of the old key are left out, as a client does that has never rotated its key. */
function writeProofKeys(keys: ProofKeys): string {
  return element('proof-key', {
    oldvalue: keys.oldValue || undefined,
    oldmodulus: keys.oldModulus || undefined,
    oldexponent: keys.oldExponent || undefined,
    value: keys.value || undefined,
    modulus: keys.modulus || undefined,
    exponent: keys.exponent || undefined,
  });
}

function element(name: string, attributes: Record<string, string | undefined>, inner: string[] = []): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(value)}"`],
  );
  const open = `<${name}${written.join('')}`;
  if (inner.length === 0) return `${open}/>`;
  return [`${open}>`, ...inner.map((one) => one.replace(/^/gm, '  ')), `</${name}>`].join('\n');
}

/** Line breaks and tabs as references, because a parser turns bare ones into spaces; what XML cannot hold is dropped. */
function escaped(value: string): string {
  return replaceLoneSurrogates(value, '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (character) => `&${NAME_OF[character]};`)
    .replace(/[\t\n\r\u2028\u2029]/g, (character) => `&#${character.charCodeAt(0)};`);
}
