import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HeaderPair } from '../../preload/editor-contract.ts';

export interface WireRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: Uint8Array;
  /** A longer answer is cut off and reported, never kept. */
  maxBodyBytes: number;
  timeoutMs: number;
}

export type WireAnswer =
  | { kind: 'answer'; status: number; headers: HeaderPair[]; body: Uint8Array }
  /** No usable answer; `reason` is a full sentence. */
  | { kind: 'none'; reason: string };

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/**
 * One HTTP exchange with the exact URL that is given: it is what was signed. Redirects are answers like any other,
 * because WOPI knows none and a followed one would carry the token elsewhere.
 */
export function exchange(wire: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const { url } = wire;
    const isSecure = url.protocol === 'https:';
    const none = (reason: string): void => resolve({ kind: 'none', reason });
    const request: ClientRequest = (isSecure ? httpsRequest : httpRequest)(
      {
        agent: agents[isSecure ? 'https:' : 'http:'],
        method: wire.method,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: `${url.pathname}${url.search}`,
        headers: {
          ...wire.headers,
          'Accept-Encoding': 'identity',
          ...(wire.method === 'POST' ? { 'Content-Length': String(wire.body?.byteLength ?? 0) } : {}),
        },
      },
      (response) => receive(response, wire, resolve),
    );
    const timer = setTimeout(() => {
      none(`No complete answer came within ${Math.round(wire.timeoutMs / 1000)} seconds.`);
      request.destroy();
    }, wire.timeoutMs);
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error) => none(`The connection to ${url.origin} failed: ${error.message}.`));
    request.end(wire.body);
  });
}

function receive(response: IncomingMessage, wire: WireRequest, resolve: (answer: WireAnswer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= wire.maxBodyBytes) {
      chunks.push(chunk);
      return;
    }
    resolve({
      kind: 'none',
      reason: `The answer is longer than the ${wire.maxBodyBytes.toLocaleString('en')} bytes this editor reads.`,
    });
    response.destroy();
  });
  response.on('end', () => {
    resolve({
      kind: 'answer',
      status: response.statusCode ?? 0,
      headers: pairs(response.rawHeaders),
      body: Buffer.concat(chunks),
    });
  });
  response.on('close', () => {
    if (!response.complete)
      resolve({ kind: 'none', reason: `The connection to ${wire.url.origin} broke off in the middle of the answer.` });
  });
  response.on('error', () => response.destroy());
}

function pairs(raw: string[]): HeaderPair[] {
  const found: HeaderPair[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    found.push({ name: raw[index] ?? '', value: raw[index + 1] ?? '' });
  }
  return found;
}
