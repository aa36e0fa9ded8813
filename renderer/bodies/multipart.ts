import type { Header } from '../../preload/contract.ts';

export interface MultipartPart {
  headers: Header[];
  name: string | null;
  fileName: string | null;
  contentType: string | null;
  /** Where its content lies in the body. */
  start: number;
  end: number;
}

export type MultipartReading = { parts: MultipartPart[]; notice: string | null } | { problem: string };

/** Nobody reads more by hand. */
const MOST_PARTS = 1_000;
const LONGEST_HEAD = 16 * 1024;

/** Takes a multipart body apart by its boundary. */
export function readMultipart(contentType: string | null, body: Uint8Array): MultipartReading {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '');
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return { problem: 'The Content-Type names no boundary, so the parts cannot be told apart.' };
  const delimiter = new TextEncoder().encode(`--${mark}`);
  let at = indexOf(body, delimiter, 0);
  if (at < 0) return { problem: `The boundary “${mark.slice(0, 80)}” does not occur in the body.` };
  const parts: MultipartPart[] = [];
  while (parts.length < MOST_PARTS) {
    const head = at + delimiter.length;
    if (body[head] === 0x2d && body[head + 1] === 0x2d) return { parts, notice: null };
    const next = indexOf(body, delimiter, head);
    const end = next < 0 ? body.length : next;
    parts.push(readPart(body, head, end));
    if (next < 0) return { parts, notice: 'The last boundary is missing: the body is cut, or was never finished.' };
    at = next;
  }
  return { parts, notice: `Only the first ${MOST_PARTS} parts are listed.` };
}

function readPart(body: Uint8Array, from: number, to: number): MultipartPart {
  const begin = afterLineEnd(body, from);
  const blank = blankLine(body, begin, Math.min(to, begin + LONGEST_HEAD));
  const headers = blank === null ? [] : readHead(new TextDecoder().decode(body.subarray(begin, blank.from)));
  const disposition = headers.find(({ name }) => /^content-disposition$/i.test(name))?.value ?? '';
  const start = blank?.to ?? begin;
  return {
    headers,
    name: parameter(disposition, 'name'),
    fileName: parameter(disposition, 'filename'),
    contentType: headers.find(({ name }) => /^content-type$/i.test(name))?.value ?? null,
    start,
    end: Math.max(start, beforeLineEnd(body, to)),
  };
}

function readHead(text: string): Header[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
}

function parameter(header: string, name: string): string | null {
  return new RegExp(`;\\s*${name}="?([^";]*)"?`, 'i').exec(header)?.[1] ?? null;
}

function blankLine(body: Uint8Array, from: number, to: number): { from: number; to: number } | null {
  for (let at = from; at < to; at += 1) {
    if (body[at] !== 0x0a) continue;
    if (body[at + 1] === 0x0a) return { from: at, to: at + 2 };
    if (body[at + 1] === 0x0d && body[at + 2] === 0x0a) return { from: at, to: at + 3 };
  }
  return body[from] === 0x0d || body[from] === 0x0a ? { from, to: afterLineEnd(body, from) } : null;
}

function afterLineEnd(body: Uint8Array, at: number): number {
  if (body[at] === 0x0d && body[at + 1] === 0x0a) return at + 2;
  return body[at] === 0x0a ? at + 1 : at;
}

function beforeLineEnd(body: Uint8Array, at: number): number {
  if (body[at - 2] === 0x0d && body[at - 1] === 0x0a) return at - 2;
  return body[at - 1] === 0x0a ? at - 1 : at;
}

function indexOf(body: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = body.indexOf(first, from); at >= 0; at = body.indexOf(first, at + 1))
    if (wanted.every((byte, index) => body[at + index] === byte)) return at;
  return -1;
}
