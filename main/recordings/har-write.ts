import { STATUS_CODES } from 'node:http';
import type { BodyInfo, ExchangeDetail, Finding, Header } from '../../preload/contract.ts';
import { isUtf8Text } from './body-nature.ts';

export interface HarEntryInput {
  exchange: ExchangeDetail;
  /** null: not kept, or left out; the reason is in the body's `missing`. */
  request: Uint8Array | null;
  response: Uint8Array | null;
  findings: readonly Finding[];
}

/** What stands before the first entry; `notes` become the comment of the whole file. */
export function harHead(version: string, notes: readonly string[]): string {
  const creator = JSON.stringify({ name: 'WOPI Sandbox', version });
  const comment = notes.length === 0 ? '' : `"comment":${JSON.stringify(notes.join(' '))},`;
  return `{"log":{"version":"1.2","creator":${creator},${comment}"entries":[\n`;
}

export const HAR_TAIL = '\n]}}\n';

/** One entry of HAR 1.2. What HAR has no place for stands in `_wopi`; what is missing is said in `comment`. */
export function harEntry({ exchange, request, response, findings }: HarEntryInput): Record<string, unknown> {
  const { durationMs, firstByteMs } = exchange;
  const time = durationMs ?? 0;
  const wait = Math.min(firstByteMs ?? time, time);
  const comment = [
    missingWords('request', exchange.requestBody),
    missingWords('response', exchange.responseBody),
    exchange.status === null ? 'The client went away before the answer; status 0 stands for it.' : null,
  ].filter((words) => words !== null);
  return {
    startedDateTime: new Date(exchange.realAt).toISOString(),
    time,
    request: requestOf(exchange, request),
    response: responseOf(exchange, response),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait, receive: rounded(time - wait), ssl: -1 },
    ...(comment.length > 0 ? { comment: comment.join(' ') } : {}),
    _wopi: {
      id: exchange.id,
      operation: exchange.operation,
      outcome: exchange.outcome,
      lock: exchange.lockId,
      file: named(exchange.fileId, exchange.fileName),
      person: named(exchange.personId, exchange.personName),
      client: exchange.client,
      explanation: exchange.explanation,
      proof: exchange.proof,
      correlationId: exchange.correlationId,
      sessionId: exchange.sessionId,
      tokenId: exchange.tokenId,
      virtualTime: new Date(exchange.at).toISOString(),
      before: exchange.before,
      after: exchange.after,
      remoteAddress: exchange.remoteAddress,
      findings: findings.map(({ rule, severity, evidence }) => ({ rule, severity, evidence })),
    },
  };
}

function requestOf(exchange: ExchangeDetail, bytes: Uint8Array | null): Record<string, unknown> {
  const { requestHeaders, requestBody, method, url, httpVersion } = exchange;
  return {
    method,
    url: absolute(url, requestHeaders),
    httpVersion: `HTTP/${httpVersion || '1.1'}`,
    cookies: [],
    headers: requestHeaders.map(toHarHeader),
    queryString: queryOf(url),
    headersSize: -1,
    bodySize: requestBody.size,
    ...(requestBody.size === 0 ? {} : { postData: postDataOf(requestBody, bytes) }),
  };
}

function postDataOf({ contentType, missing }: BodyInfo, bytes: Uint8Array | null): Record<string, unknown> {
  const mimeType = contentType ?? '';
  if (bytes === null) return { mimeType, text: '', comment: missing ?? '' };
  if (isUtf8Text(bytes)) return { mimeType, text: Buffer.from(bytes).toString('utf8') };
  // HAR 1.2 knows no encoding here; without one the bytes would be lost.
  return { mimeType, text: Buffer.from(bytes).toString('base64'), _encoding: 'base64' };
}

function responseOf(exchange: ExchangeDetail, bytes: Uint8Array | null): Record<string, unknown> {
  const { responseHeaders, responseBody, status, httpVersion } = exchange;
  return {
    status: status ?? 0,
    statusText: STATUS_CODES[status ?? 0] ?? '',
    httpVersion: `HTTP/${httpVersion || '1.1'}`,
    cookies: [],
    headers: responseHeaders.map(toHarHeader),
    content: contentOf(responseBody, bytes),
    redirectURL: responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value ?? '',
    headersSize: -1,
    bodySize: responseBody.size,
  };
}

function contentOf({ contentType, missing, size }: BodyInfo, bytes: Uint8Array | null): Record<string, unknown> {
  const content = { size, mimeType: contentType ?? '' };
  if (size === 0) return content;
  if (bytes === null) return { ...content, comment: missing ?? '' };
  if (isUtf8Text(bytes)) return { ...content, text: Buffer.from(bytes).toString('utf8') };
  return { ...content, text: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
}

function absolute(url: string, headers: readonly Header[]): string {
  if (/^https?:/i.test(url)) return url;
  const header = (wanted: string): string => headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? '';
  const scheme = header('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${scheme}://${header('x-forwarded-host') || header('host') || 'host.invalid'}${url}`;
}

/** As written, one pair each: repeated names stay. */
function queryOf(url: string): { name: string; value: string }[] {
  const query = url.indexOf('?');
  if (query === -1) return [];
  return [...new URLSearchParams(url.slice(query + 1))].map(([name, value]) => ({ name, value }));
}

function toHarHeader({ name, value, hidden }: Header): Record<string, string> {
  return hidden ? { name, value, comment: 'A secret was replaced by a marker.' } : { name, value };
}

function missingWords(side: string, { missing, size }: BodyInfo): string | null {
  return missing === null || size === 0 ? null : `The ${side} body is not whole: ${missing}`;
}

function named(id: string | null, name: string | null): { id: string | null; name: string | null } | null {
  return id === null && name === null ? null : { id, name };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
