export interface Charset {
  /** As TextDecoder knows it. */
  label: string;
  /** A sentence where the body had to be read in another way than it says. */
  notice: string | null;
}

const MARKS: readonly (readonly [label: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/** In which character set a text body is written: its byte order mark decides, then what it says, then UTF-8. */
export function charsetOf(contentType: string | null, start: Uint8Array): Charset {
  const said = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
  const marked = MARKS.find(([, ...bytes]) => bytes.every((byte, at) => start[at] === byte))?.[0];
  const known = said === undefined ? null : labelOf(said);
  if (marked !== undefined) {
    const differs = known !== null && known !== marked && !(known.startsWith('utf-16') && marked.startsWith('utf-16'));
    return {
      label: marked,
      notice: differs
        ? `The Content-Type says ${said}, but the body begins with the mark of ${marked}; that counts.`
        : null,
    };
  }
  if (said !== undefined && known === null)
    return { label: 'utf-8', notice: `The character set “${said.slice(0, 40)}” is unknown; shown as UTF-8.` };
  return { label: known ?? 'utf-8', notice: null };
}

function labelOf(name: string): string | null {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null;
  }
}
