import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeError } from '../conformance/http.ts';

export type HeaderPair = readonly [name: string, value: string];

export interface Body {
  size: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface Shipment {
  method: string;
  /** Scheme, host and port. */
  origin: string;
  /** Path and query, as they stand in the first line. */
  target: string;
  /** In this order and spelling; Host, Connection and Content-Length are added. */
  headers: readonly HeaderPair[];
  body: Body | null;
}

export interface Arrival {
  status: number;
  headers: HeaderPair[];
  size: number;
  sha256: string;
  /** As much of the body as is looked at. */
  beginning: Buffer;
  durationMs: number;
}

export interface SendOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** The connection is made and nothing is sent yet. */
  onConnected?(socket: Socket): void;
}

/** Bodies are compared as JSON up to this size, above it by their hash. */
export const LOOKED_AT_BYTES = 4 * 1024 * 1024;
const MAX_ANSWER_BYTES = 2 * 1024 * 1024 * 1024;

/** No answer, or one that cannot be used; the message is a sentence for the user. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/**
 * One request over a connection of its own, as it stands: nothing is followed, unpacked or kept for the next one.
 * @throws NoAnswer
 */
export async function send(shipment: Shipment, options: SendOptions): Promise<Arrival> {
  const { origin } = shipment;
  const { signal, timeoutMs } = options;
  const started = performance.now();
  // One limit for all of it: a host that sends a byte now and then would never be silent.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  const stop = (): void => limit.abort();
  signal?.addEventListener('abort', stop);
  try {
    const response = await open(shipment, { ...options, signal: limit.signal });
    const body = await readBody(response);
    const durationMs = Math.round((performance.now() - started) * 1000) / 1000;
    return { status: response.statusCode ?? 0, headers: pairsOf(response.rawHeaders), ...body, durationMs };
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.signal.aborted) throw new NoAnswer(`${origin} did not answer within ${seconds(timeoutMs)}.`);
    throw new NoAnswer(`${origin} gave no answer: ${inWords(error)}.`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // Whatever is still open is of no use any more.
    limit.abort();
  }
}

function open(shipment: Shipment, { signal, onConnected }: SendOptions): Promise<IncomingMessage> {
  const { method, origin, target, body } = shipment;
  const url = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      method,
      path: target,
      agent: false,
      // A flat list goes out as it is: order, spelling and repetitions stay.
      headers: flatHeaders(shipment, url),
      ...(signal ? { signal } : {}),
    });
    outgoing.on('response', resolve);
    // After an answer these mean nothing: a host may answer and hang up before it has taken the whole body.
    outgoing.on('error', reject);
    outgoing.on('socket', (socket) => socket.once('connect', () => onConnected?.(socket)));
    if (body) pipeline(Readable.from(body.read(), { objectMode: false }), outgoing).catch(reject);
    else outgoing.end();
  });
}

function flatHeaders({ method, headers, body }: Shipment, { host }: URL): string[] {
  const needsLength = body !== null || !/^(GET|HEAD|OPTIONS|DELETE|TRACE)$/.test(method);
  return [
    'Host',
    host,
    ...headers.flat(),
    ...(needsLength ? ['Content-Length', String(body?.size ?? 0)] : []),
    'Connection',
    'close',
  ];
}

async function readBody(response: IncomingMessage): Promise<Pick<Arrival, 'size' | 'sha256' | 'beginning'>> {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (size < LOOKED_AT_BYTES) kept.push(chunk.subarray(0, LOOKED_AT_BYTES - size));
    size += chunk.length;
    hash.update(chunk);
    if (size > MAX_ANSWER_BYTES) throw new Error('its answer is larger than 2 GiB and was broken off');
  }
  return { size, sha256: hash.digest('hex'), beginning: Buffer.concat(kept) };
}

function pairsOf(raw: readonly string[]): HeaderPair[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^HPE_HEADER_OVERFLOW$/, 'the headers of its answer are larger than 16 KB'],
  [/^HPE_/, 'what it sent is no HTTP'],
  [/^ERR_UNESCAPED_CHARACTERS$/, 'the path holds a character that has to be percent-encoded'],
  [/^(ERR_SSL|EPROTO)/, 'it does not speak TLS there; try http in place of https'],
];

function inWords(error: unknown): string {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  if (code === 'ECONNRESET' && error instanceof Error && error.message === 'aborted')
    return 'it broke off in the middle of its answer';
  return WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? describeError(error);
}

function seconds(milliseconds: number): string {
  return milliseconds === 1000 ? '1 second' : `${milliseconds / 1000} seconds`;
}
