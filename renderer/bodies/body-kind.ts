import { charsetOf } from './charset.ts';

export type BodyView = 'json' | 'xml' | 'form' | 'multipart' | 'package' | 'text' | 'image' | 'hex';

const names: Record<BodyView, string> = {
  json: 'JSON',
  xml: 'XML',
  form: 'Form',
  multipart: 'Parts',
  package: 'Package',
  text: 'Text',
  image: 'Image',
  hex: 'Hex',
};

export function nameOfView(view: BodyView): string {
  return names[view];
}

/** How many bytes at the beginning tell what a body is. */
export const LOOKED_AT = 4_096;

type Found = 'json' | 'xml' | 'text' | 'zip' | 'image' | 'pdf' | 'ole' | 'gzip' | 'bytes' | 'nothing';
type Claim = 'json' | 'xml' | 'form' | 'multipart' | 'office' | 'image' | 'text' | 'pdf' | null;

const foundWords: Record<Found, string> = {
  json: 'JSON',
  xml: 'XML or HTML',
  text: 'plain text',
  zip: 'a ZIP archive (every docx, xlsx and pptx is one)',
  image: 'an image',
  pdf: 'a PDF document',
  ole: 'a binary Office document of the old kind (doc, xls, ppt)',
  gzip: 'compressed data (gzip)',
  bytes: 'bytes that are no text',
  nothing: 'nothing',
};

const claims: readonly [pattern: RegExp, claim: Exclude<Claim, null>, words: string][] = [
  [/^(?:application|text)\/(?:[\w.-]+\+)?json$/, 'json', 'JSON'],
  [/^image\/svg\+xml$/, 'image', 'a drawing (SVG)'],
  [/^image\//, 'image', 'an image'],
  [/^(?:text\/(?:html|xml)|application\/(?:[\w.-]+\+)?xml)$/, 'xml', 'XML or HTML'],
  [/^application\/x-www-form-urlencoded$/, 'form', 'a form'],
  [/^multipart\//, 'multipart', 'several parts'],
  [
    /^application\/vnd\.(?:openxmlformats|oasis\.opendocument|ms-[\w.-]+\.macroenabled)/,
    'office',
    'an Office document',
  ],
  [/^application\/pdf$/, 'pdf', 'a PDF document'],
  [/^text\//, 'text', 'text'],
];

export function bareType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function claimOf(contentType: string | null): { claim: Claim; words: string } {
  const found = claims.find(([pattern]) => pattern.test(bareType(contentType)));
  return found ? { claim: found[1], words: found[2] } : { claim: null, words: '' };
}

/** What the first bytes show, whatever the body is called. */
export function kindOf(start: Uint8Array, contentType: string | null): Found {
  if (start.length === 0) return 'nothing';
  if (imageTypeOf(start) !== null) return 'image';
  for (const [kind, ...signature] of SIGNATURES) if (signature.every((byte, at) => start[at] === byte)) return kind;
  const { label } = charsetOf(contentType, start);
  if (!isText(start, label)) return 'bytes';
  const text = decodeStart(start, label);
  if (/^[[{]/.test(text)) return 'json';
  if (/^<[!?a-z]/i.test(text)) return 'xml';
  return bareType(contentType).includes('json') && /^(?:"|-?\d|true|false|null)/.test(text) ? 'json' : 'text';
}

const SIGNATURES: readonly (readonly [Found, ...number[]])[] = [
  ['zip', 0x50, 0x4b, 3, 4],
  ['zip', 0x50, 0x4b, 5, 6],
  ['pdf', 0x25, 0x50, 0x44, 0x46],
  ['ole', 0xd0, 0xcf, 0x11, 0xe0],
  ['gzip', 0x1f, 0x8b],
];

/** How a body can be looked at, the best way first: by what it is, then by what it is called. */
export function viewsFor(contentType: string | null, start: Uint8Array): BodyView[] {
  const kind = kindOf(start, contentType);
  const { claim } = claimOf(contentType);
  const isReadable = kind === 'json' || kind === 'xml' || kind === 'text';
  const views: (BodyView | false)[] = [
    (kind === 'image' || claim === 'image') && (kind === 'image' || !isReadable || kind === 'xml') && 'image',
    kind === 'zip' && 'package',
    claim === 'form' && isReadable && 'form',
    claim === 'multipart' && 'multipart',
    kind === 'json' && 'json',
    kind === 'xml' && 'xml',
    isReadable && 'text',
    'hex',
    !isReadable && 'text',
  ];
  return views.filter((view) => view !== false);
}

/** A sentence where a body is not what its Content-Type says; null where it is, or where nothing was claimed. */
export function mismatchOf(contentType: string | null, start: Uint8Array): string | null {
  const { claim, words } = claimOf(contentType);
  const kind = kindOf(start, contentType);
  if (claim === null || kind === 'nothing' || fits(claim, kind, contentType)) return null;
  return `The Content-Type says ${words}, but the body begins like ${foundWords[kind]}.`;
}

function fits(claim: Exclude<Claim, null>, kind: Found, contentType: string | null): boolean {
  switch (claim) {
    case 'image':
      // Not every kind of image is known by its first bytes.
      return kind === 'image' || kind === 'bytes' || (kind === 'xml' && bareType(contentType) === 'image/svg+xml');
    case 'office':
      return kind === 'zip';
    case 'form':
      return kind === 'text';
    case 'multipart':
    case 'text':
      return kind === 'text' || kind === 'json' || kind === 'xml' || (claim === 'multipart' && kind === 'bytes');
    case 'json':
    case 'xml':
    case 'pdf':
      return kind === claim;
  }
}

/** By the first bytes; null when they are no image the page can draw. */
export function imageTypeOf(bytes: Uint8Array): string | null {
  const starts = (...wanted: number[]): boolean => wanted.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (starts(0, 0, 1, 0)) return 'image/x-icon';
  return null;
}

function decodeStart(start: Uint8Array, label: string): string {
  return new TextDecoder(label)
    .decode(start)
    .replace(/^\uFEFF/, '')
    .trimStart();
}

/** Few control characters, no NUL, and valid in its character set (a character cut at the end is forgiven). */
function isText(bytes: Uint8Array, label: string): boolean {
  const sample = bytes.subarray(0, LOOKED_AT);
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(sample, { stream: true });
    let odd = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0) return false;
      if (code < 9 || (code > 13 && code < 32)) odd += 1;
    }
    return odd * 20 <= text.length;
  } catch {
    return false;
  }
}
