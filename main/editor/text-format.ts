/**
 * How a text file is written down: its encoding, byte order mark and line endings. The editor works on text with
 * '\n'; what is read here is put back on saving, so that an unchanged line keeps its bytes.
 */

export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'ISO-8859-1';
export type LineEnding = '\n' | '\r\n' | '\r';

export interface TextFormat {
  encoding: Encoding;
  hasMark: boolean;
  /** What new lines get: the ending most lines have. */
  lineEnding: LineEnding;
}

export type DecodedText =
  | { ok: true; format: TextFormat; text: string; /** One per line break, in order. */ endings: LineEnding[] }
  | { ok: false; reason: string };

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['UTF-8', [0xef, 0xbb, 0xbf]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

export function decodeText(bytes: Uint8Array): DecodedText {
  const mark = MARKS.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  const encoding = mark?.[0] ?? (isUtf8(bytes) ? 'UTF-8' : 'ISO-8859-1');
  const content = bytes.subarray(mark?.[1].length ?? 0);
  const raw = read(content, encoding);
  if (raw === undefined) {
    return {
      ok: false,
      reason: `The file begins with the byte order mark of ${encoding}, but is not ${encoding} throughout.`,
    };
  }
  if (raw.includes('\0')) {
    return {
      ok: false,
      reason: 'The file contains zero bytes, so it is not text; editing it as text would destroy it.',
    };
  }
  const endings = (raw.match(/\r\n|\r|\n/g) ?? []) as LineEnding[];
  return {
    ok: true,
    format: { encoding, hasMark: mark !== undefined, lineEnding: mostFrequent(endings) },
    text: raw.replace(/\r\n|\r/g, '\n'),
    endings,
  };
}

/**
 * The bytes of `lines` in the given format. `endings` has one entry per line break. ISO-8859-1 cannot hold every
 * character; when one does not fit, the whole text becomes UTF-8 and `encoding` says so.
 */
export function encodeText(
  lines: Iterable<string>,
  endings: readonly LineEnding[],
  format: TextFormat,
): { bytes: Uint8Array; encoding: Encoding } {
  const parts: string[] = [];
  let index = 0;
  let written = '';
  for (const line of lines) {
    const ending = endings[index - 1] ?? format.lineEnding;
    // A CR, an empty line and an LF would be read back as one CRLF.
    if (index > 0) parts.push(ending === '\n' && written === '\r' ? '\r\n' : ending);
    parts.push(line);
    written = line === '' ? ending : line;
    index += 1;
  }
  const text = parts.join('');
  const encoding = format.encoding === 'ISO-8859-1' && /[^\0-\xff]/.test(text) ? 'UTF-8' : format.encoding;
  const mark = format.hasMark ? (MARKS.find(([name]) => name === encoding)?.[1] ?? []) : [];
  return { bytes: Buffer.concat([Buffer.from(mark), write(text, encoding)]), encoding };
}

export function lineEndingName(ending: LineEnding): string {
  return { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' }[ending];
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Undefined when the bytes are not of that encoding. */
function read(bytes: Uint8Array, encoding: Encoding): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === 'ISO-8859-1') return buffer.toString('latin1');
  if (encoding === 'UTF-8') return isUtf8(bytes) ? buffer.toString('utf8') : undefined;
  if (bytes.byteLength % 2 !== 0) return undefined;
  return (encoding === 'UTF-16LE' ? buffer : Buffer.from(buffer).swap16()).toString('utf16le');
}

function write(text: string, encoding: Encoding): Buffer {
  if (encoding === 'ISO-8859-1') return Buffer.from(text, 'latin1');
  if (encoding === 'UTF-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'UTF-16LE' ? bytes : bytes.swap16();
}

function mostFrequent(endings: readonly LineEnding[]): LineEnding {
  const counts = new Map<LineEnding, number>();
  for (const ending of endings) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '\n';
}
