import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** A body that is sent in pieces, without a Content-Length. */
export interface Chunked {
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/** A body of which only a part arrives before the client goes away. */
export interface CutOff {
  announced: number;
  /** Sent before the connection breaks. */
  sent: string | Uint8Array;
  /** The connection breaks once this has happened. */
  until?: Promise<unknown>;
}

export interface Sent {
  method?: string;
  path?: string;
  /** As they go onto the wire: '' is an empty header, undefined none at all. */
  headers?: Record<string, string | string[] | undefined>;
  body?: string | Uint8Array | Chunked | CutOff;
}

export interface Answer {
  status: number;
  /** Name, value, name, value, as received. */
  rawHeaders: string[];
  body: Buffer;
  /** Value of a header, '' when it came empty, undefined when it did not come. */
  header(name: string): string | undefined;
  text(): string;
  json(): Record<string, unknown>;
}

/** The client went away itself, or the server hung up without an answer. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** One HTTP request as it would stand on the wire; follows no redirect and adds nothing. @throws NoAnswer */
export function httpRequest(base: string, { method = 'GET', path = '/', headers = {}, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers: { ...lengthOf(body), ...given } });
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      readAnswer(response).then(resolve, reject);
    });
    outgoing.on('error', (error) => {
      // A server may answer and hang up before it has taken the whole body.
      if (!answered) reject(new NoAnswer(error.message));
    });
    send(outgoing, body).catch((error: unknown) => reject(error instanceof Error ? error : new Error(String(error))));
  });
}

function lengthOf(body: Sent['body']): Record<string, string> {
  if (body === undefined || isChunked(body)) return {};
  return { 'Content-Length': String(isCutOff(body) ? body.announced : Buffer.byteLength(body)) };
}

async function send(outgoing: ClientRequest, body: Sent['body']): Promise<void> {
  if (isCutOff(body)) {
    await new Promise<void>((written) => outgoing.write(body.sent, () => written()));
    await body.until;
    outgoing.destroy(new Error('The client went away on purpose.'));
    return;
  }
  if (!isChunked(body)) {
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  for await (const chunk of body.chunks) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    throw new NoAnswer(`The answer broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
  const bytes = Buffer.concat(chunks);
  const { rawHeaders } = response;
  return {
    status: response.statusCode ?? 0,
    rawHeaders,
    body: bytes,
    header: (name) => {
      const index = rawHeaders.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name.toLowerCase());
      return index === -1 ? undefined : rawHeaders[index + 1];
    },
    text: () => bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')) as Record<string, unknown>,
  };
}

function isChunked(body: Sent['body']): body is Chunked {
  return typeof body === 'object' && 'chunks' in body;
}

function isCutOff(body: Sent['body']): body is CutOff {
  return typeof body === 'object' && 'announced' in body;
}
