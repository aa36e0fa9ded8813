import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileMoment, Outcome, ProofReading } from '../../../preload/contract.ts';
import type { CapturedBody } from '../../store/exchange-record.ts';
import type { RawExchange } from '../../store/raw-exchange.ts';
import { WopiHeader } from '../protocol/headers.ts';
import { redact } from '../protocol/redact.ts';
import type { Result } from '../results.ts';

/** What the middlewares learn of one request while it runs. */
export class Capture {
  operation: string | null = null;
  file: { id: string; name: string | null } | null = null;
  person: { id: string; name: string } | null = null;
  tokenId: string | null = null;
  outcome: Outcome = 'pending';
  explanation: string | null = null;
  proof: ProofReading = UNCHECKED;
  before: FileMoment | null = null;
  after: FileMoment | null = null;
  requestBody: CapturedBody | null = null;
  requestBytes = 0;
  responseBody: CapturedBody = NO_BODY;
  responseBytes = 0;
  /** performance.now() of the moments that make up the timing. */
  readonly started = performance.now();
  firstByte: number | null = null;
  /** The exchange this request repeats. */
  replayOf: number | null = null;
  /** The lock id of a 409. */
  private refusedBy: string | null = null;

  /** A socket that is gone does not tell any more. */
  private readonly remoteAddress: string;

  constructor(
    readonly id: number,
    readonly realAt: number,
    readonly at: number,
    private readonly request: IncomingMessage,
  ) {
    this.remoteAddress = request.socket.remoteAddress ?? '';
  }

  answered({ outcome, explanation, headers, status }: Result): void {
    this.outcome = outcome;
    this.explanation = explanation;
    this.firstByte = performance.now();
    if (status === 409) this.refusedBy = headers[WopiHeader.Lock] || null;
  }

  /** What is known by now; all of it once the response has ended. */
  raw(response?: ServerResponse): RawExchange {
    const { request, file, person } = this;
    const isAnswered = response?.writableFinished ?? false;
    return {
      id: this.id,
      realAt: this.realAt,
      at: this.at,
      status: isAnswered && response ? response.statusCode : null,
      outcome: response ? (isAnswered ? this.outcome : 'aborted') : 'pending',
      durationMs: response ? round(performance.now() - this.started) : null,
      firstByteMs: this.firstByte === null ? null : round(this.firstByte - this.started),
      requestBytes: this.requestBytes,
      responseBytes: this.responseBytes,
      method: request.method ?? '',
      url: request.url ?? '',
      httpVersion: request.httpVersion,
      remoteAddress: this.remoteAddress,
      userAgent: headerOf(request, 'user-agent') ?? null,
      lockId: this.refusedBy ?? headerOf(request, 'x-wopi-lock') ?? null,
      sessionId: headerOf(request, 'x-wopi-sessionid') ?? null,
      correlationId: headerOf(request, 'x-wopi-correlationid') ?? null,
      requestHeaders: linesOf(request.rawHeaders),
      responseHead: response ? sentHead(response) : '',
      operation: this.operation,
      fileId: file ? file.id : null,
      fileName: file ? file.name : null,
      personId: person ? person.id : null,
      personName: person ? person.name : null,
      tokenId: this.tokenId,
      explanation: this.explanation,
      proofVerdict: this.proof.verdict,
      proofExplanation: this.proof.explanation,
      before: this.before,
      after: this.after,
      replayOf: this.replayOf,
      requestBody: this.requestBody ?? bodyNotRead(request),
      responseBody: this.responseBody,
    };
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
