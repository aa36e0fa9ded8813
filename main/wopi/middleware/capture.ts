import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileMoment, Outcome, ProofReading } from '../../../preload/contract.ts';
import type { CapturedBody } from '../../store/exchange-record.ts';
import type { RawExchange } from '../../store/raw-exchange.ts';
import { WopiHeader } from '../protocol/headers.ts';
import { redact } from '../protocol/redact.ts';
import type { Result } from '../results.ts';

/**
 * What is known of one request: what it brought from the start, what the middlewares learn while it runs, and how it
 * ended. One object for all of it, because every answer pays for it.
 */
export class Capture implements RawExchange {
  status: number | null = null;
  outcome: Outcome = 'pending';
  durationMs: number | null = null;
  firstByteMs: number | null = null;
  requestBytes = 0;
  responseBytes = 0;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly remoteAddress: string;
  readonly userAgent: string | null;
  lockId: string | null;
  readonly sessionId: string | null;
  readonly correlationId: string | null;
  readonly requestHeaders: string;
  responseHead = '';
  operation: string | null = null;
  fileId: string | null = null;
  fileName: string | null = null;
  personId: string | null = null;
  personName: string | null = null;
  tokenId: string | null = null;
  explanation: string | null = null;
  proof: ProofReading = UNCHECKED;
  replayOf: number | null = null;
  before: FileMoment | null = null;
  after: FileMoment | null = null;
  requestBody: CapturedBody = NO_BODY;
  responseBody: CapturedBody = NO_BODY;
  /** What the operation came to; the outcome once the answer is out. */
  #result: Outcome = 'pending';
  readonly #started = performance.now();

  constructor(
    readonly id: number,
    readonly realAt: number,
    readonly at: number,
    request: IncomingMessage,
  ) {
    this.method = request.method ?? '';
    this.url = request.url ?? '';
    this.httpVersion = request.httpVersion;
    // A socket that is gone does not tell any more.
    this.remoteAddress = request.socket.remoteAddress ?? '';
    this.userAgent = headerOf(request, 'user-agent') ?? null;
    this.lockId = headerOf(request, 'x-wopi-lock') ?? null;
    this.sessionId = headerOf(request, 'x-wopi-sessionid') ?? null;
    this.correlationId = headerOf(request, 'x-wopi-correlationid') ?? null;
    this.requestHeaders = linesOf(request.rawHeaders);
  }

  answered({ outcome, explanation, headers, status }: Result): void {
    this.#result = outcome;
    this.explanation = explanation;
    this.firstByteMs = round(performance.now() - this.#started);
    // A 409 names the lock that is in the way.
    if (status === 409) this.lockId = headers[WopiHeader.Lock] || this.lockId;
  }

  /** The answer is out, or nobody takes it any more. */
  ended(request: IncomingMessage, response: ServerResponse): void {
    const isAnswered = response.writableFinished;
    this.status = isAnswered ? response.statusCode : null;
    this.outcome = isAnswered ? this.#result : 'aborted';
    this.durationMs = round(performance.now() - this.#started);
    this.responseHead = sentHead(response);
    if (this.requestBody === NO_BODY) this.requestBody = bodyNotRead(request);
  }
}

/** Clients send the same headers with one request after the other: comparing is cheaper than joining. */
let latest = { headers: [] as readonly string[], lines: '' };

function linesOf(headers: readonly string[]): string {
  const known = latest.headers;
  if (headers.length === known.length && headers.every((text, index) => text === known[index])) return latest.lines;
  latest = { headers, lines: headers.join('\n') };
  return latest.lines;
}

const UNCHECKED: ProofReading = { verdict: 'unchecked', explanation: 'Proof checking is off (Settings).' };

export const NO_BODY: CapturedBody = {
  size: 0,
  contentType: null,
  kept: 0,
  missing: null,
  sha256: null,
  bytes: null,
  cost: 0,
};

/** The same answer goes out again and again: its redacted form and hash are remembered. */
const texts = new Map<string, CapturedBody>();
const MAX_TEXTS = 300;
const REMEMBERED_LENGTH = 8192;

/** A textual body with its secrets replaced. */
export function captureText(text: string, contentType: string | null): CapturedBody {
  const known = texts.get(text);
  if (known) return known;
  const { text: shown, hidden } = redact(text);
  const captured = { ...captureBytes(Buffer.from(shown), contentType), size: Buffer.byteLength(text), hidden };
  if (text.length <= REMEMBERED_LENGTH) {
    if (texts.size >= MAX_TEXTS) texts.clear();
    texts.set(text, captured);
  }
  return captured;
}

/** A small body, kept whole. */
export function captureBytes(bytes: Buffer, contentType: string | null, sha256?: string): CapturedBody {
  if (bytes.length === 0) return { ...NO_BODY, contentType };
  const hash = sha256 ?? createHash('sha256').update(bytes).digest('hex');
  return {
    size: bytes.length,
    contentType,
    kept: bytes.length,
    missing: null,
    sha256: hash,
    bytes,
    cost: bytes.length,
  };
}

/** A body that is a kept file version: nothing is stored twice. */
export function captureVersion(sha256: string, size: number, contentType: string | null): CapturedBody {
  return { size, contentType, kept: size, missing: null, sha256, bytes: null, cost: 0 };
}

export function captureMissing(size: number, contentType: string | null, missing: string): CapturedBody {
  return { ...NO_BODY, size, contentType, missing };
}

function bodyNotRead(request: IncomingMessage): CapturedBody {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced === 0 && request.headers['transfer-encoding'] === undefined) return NO_BODY;
  return captureMissing(
    announced,
    headerOf(request, 'content-type') ?? null,
    'The request was answered without reading its body.',
  );
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * The head as it went out, with what Node adds itself (Date, Connection) and no public method tells; the documented
 * names are the fallback.
 */
function sentHead(response: ServerResponse): string {
  const sent = (response as ServerResponse & { _header?: string | null })._header;
  if (typeof sent === 'string') return sent;
  const lines = response.getHeaderNames().map((name) => `${name}: ${String(response.getHeader(name) ?? '')}`);
  return ['', ...lines, '', ''].join('\r\n');
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
