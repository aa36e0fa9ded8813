import type { DocumentKind } from '../../preload/editor-contract.ts';
import { TextDocument } from './text-document.ts';
import type { Encoding } from './text-format.ts';

/** What a room holds: a shared text, or the bytes of an Office file that pages replace as a whole. */
export type Content =
  | { kind: 'text'; document: TextDocument }
  | { kind: 'bytes'; bytes: Uint8Array; revision: number; by: string | null };

export type ContentOpening = { ok: true; content: Content } | { ok: false; reason: string };

export function openContent(kind: DocumentKind, bytes: Uint8Array): ContentOpening {
  if (kind === 'text') {
    const opening = TextDocument.open(bytes);
    return opening.ok ? { ok: true, content: { kind: 'text', document: opening.document } } : opening;
  }
  const reason = packageProblem(bytes);
  return reason === undefined
    ? { ok: true, content: { kind: 'bytes', bytes, revision: 1, by: null } }
    : { ok: false, reason };
}

/** Office files are zip packages. Undefined when these bytes are one. */
export function packageProblem(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 0) {
    return 'The file is empty (0 bytes), and an empty file is no Office document. Open it with the action editnew, which writes a blank document first.';
  }
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isZip
    ? undefined
    : 'The file is no Office document: it does not begin like a zip package. It may be encrypted or have the wrong extension.';
}

/** Counts changes; equal numbers mean equal content. */
export function changeCount(content: Content): number {
  return content.kind === 'text' ? content.document.version : content.revision;
}

export function encodeContent(content: Content): { bytes: Uint8Array; encoding: Encoding | null } {
  return content.kind === 'text' ? content.document.encode() : { bytes: content.bytes, encoding: null };
}
