export type BodyView = 'json' | 'xml' | 'text' | 'image' | 'hex';

const names: Record<BodyView, string> = { json: 'JSON', xml: 'XML', text: 'Text', image: 'Image', hex: 'Hex' };

export function nameOfView(view: BodyView): string {
  return names[view];
}

const images = /^image\/(?:png|jpeg|gif|webp|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon|avif)$/;

/** How the bytes can be looked at, the best way first. Judged by what they are, then by what they are called. */
export function viewsFor(contentType: string | null, start: Uint8Array): BodyView[] {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (images.test(type) || imageTypeOf(start) !== null)
    return type === 'image/svg+xml' ? ['image', 'xml', 'hex'] : ['image', 'hex'];
  if (!isText(start)) return ['hex'];
  const text = new TextDecoder()
    .decode(start)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (type.includes('json') || text.startsWith('{') || text.startsWith('[')) return ['json', 'text', 'hex'];
  if (type.includes('xml') || type === 'text/html' || text.startsWith('<')) return ['xml', 'text', 'hex'];
  return ['text', 'hex'];
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

/** No NUL, few control characters, and valid UTF-8 (a character cut at the end is forgiven). */
function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4_096);
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 9 || (byte > 13 && byte < 32)) odd += 1;
  }
  if (odd * 20 > sample.length) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Laid out for reading; as it came when it is not whole or not JSON. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
