import type { ExchangeDetail, ExchangeRow, Header } from '../../../preload/contract.ts';
import { formatBytes, formatTime, shortId } from '../../ui/format.ts';
import { nameOfRequest } from '../plain-requests.ts';
import { decodeUtf7 } from '../utf7.ts';

/** What happened, for people: a title, and a sentence that can be pasted into a bug report. */
export interface Reading {
  title: string;
  words: string;
}

/** What the sentences are made of. */
export interface Facts {
  row: ExchangeRow;
  detail: ExchangeDetail | null;
  /** 'Olivia’s Sandbox Editor', 'Ann’s Word', 'A client' */
  who: string;
  /** The file or folder by its name; 'the file', 'the folder' when it has none. */
  file: string;
  /** As the specification spells it; what it is called otherwise, or method and path. */
  operation: string;
  /** The lock id that came with the request; null when it is not known (yet). */
  carried: string | null;
  /** The lock on the file before the request; null when it is not known (yet), '' when there was none. */
  held: string | null;
  /** A person by their id, as far as they are known. */
  nameOf: (personId: string) => string;
}

export function gather(row: ExchangeRow, detail: ExchangeDetail | null, nameOf: Facts['nameOf']): Facts {
  const requestLock = detail ? (headerOf(detail.requestHeaders, 'X-WOPI-Lock') ?? '') : null;
  const answerLock = detail ? headerOf(detail.responseHeaders, 'X-WOPI-Lock') : null;
  const held = detail?.before ? (detail.before.lockId ?? '') : null;
  return {
    row,
    detail,
    who: whoOf(row),
    file: row.fileName ?? (/\/(?:containers|folders)\//i.test(row.path) ? 'the folder' : 'the file'),
    operation: nameOfRequest(row) === row.method ? `${row.method} ${row.path}` : nameOfRequest(row),
    carried: requestLock,
    held: held ?? (row.status === 409 ? (answerLock ?? row.lockId) : answerLock),
    nameOf,
  };
}

export function headerOf(headers: readonly Header[], name: string): string | null {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? null;
}

export function asked({ detail }: Facts, name: string): string | null {
  return detail ? headerOf(detail.requestHeaders, name) : null;
}

export function answered({ detail }: Facts, name: string): string | null {
  return detail ? headerOf(detail.responseHeaders, name) : null;
}

/** A name from a header, decoded; null when it did not come or is empty. */
export function nameIn(value: string | null): string | null {
  return value === null || value === '' ? null : (decodeUtf7(value) ?? value);
}

const suites: readonly [extension: RegExp, app: string][] = [
  [/\.(?:docx?|docm|dotx?|odt|rtf|wopitest)$/i, 'Word'],
  [/\.(?:xlsx?|xlsm|xlsb|ods|csv)$/i, 'Excel'],
  [/\.(?:pptx?|pptm|ppsx?|odp)$/i, 'PowerPoint'],
];

function whoOf({ personName, client, fileName }: ExchangeRow): string {
  const app = /^Office (?:for the web|for Android)$/.test(client)
    ? suites.find(([extension]) => extension.test(fileName ?? ''))?.[1]
    : undefined;
  const program = app ?? client;
  if (personName === null) return program === '' || program === 'unknown' ? 'A client' : program;
  return `${personName}’s ${program === '' || program === 'unknown' ? 'client' : program}`;
}

export function quote(id: string | null): string {
  return `“${shortId(id ?? '', 40)}”`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** '; it lasts until 14:32:00' */
export function until({ detail }: Facts, verb = 'it lasts until'): string {
  const expiresAt = detail?.after?.lockExpiresAt ?? null;
  return expiresAt === null ? '' : `; ${verb} ${formatTime(expiresAt)}`;
}

/** ' (version 16, 184 KB)' */
export function versionAndSize({ detail }: Facts): string {
  const { version = null, size = null } = detail?.before ?? {};
  const parts = [version === null ? '' : `version ${version}`, size === null ? '' : formatBytes(size)];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : ` (${text})`;
}
