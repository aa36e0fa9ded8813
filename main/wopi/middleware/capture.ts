import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExchangeRow, FileMoment, Outcome, ProofReading } from '../../../preload/contract.ts';
import type { CapturedBody, FinishedExchange } from '../../store/exchange-record.ts';
import { clientName } from '../client-name.ts';
import { WopiHeader } from '../protocol/headers.ts';
import { redact, redactHeaders, redactUrl } from '../redact.ts';
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
  replayOf: number | undefined;
  /** The lock id of a 409. */
  private refusedBy: string | null = null;
  private shownUrl: string | undefined;

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

  /** Address with its secrets replaced. */
  private get url(): string {
    this.shownUrl ??= redactUrl(this.request.url ?? '');
    return this.shownUrl;
  }

  answered({ outcome, explanation, headers, status }: Result): void {
    this.outcome = outcome;
    this.explanation = explanation;
    this.firstByte = performance.now();
    if (status === 409) this.refusedBy = headers[WopiHeader.Lock] || null;
  }

  row(response?: ServerResponse): ExchangeRow {
    const { request } = this;
    const { url } = this;
    const query = url.indexOf('?');
    const isAnswered = response?.writableFinished ?? false;
    return {
      id: this.id,
      realAt: this.realAt,
      at: this.at,
      method: request.method ?? '',
      path: (query === -1 ? url : url.slice(0, query)).slice(0, 2000),
      operation: this.operation,
      fileId: this.file?.id ?? null,
      fileName: this.file?.name ?? null,
      personId: this.person?.id ?? null,
      personName: this.person?.name ?? null,
      client: clientName(request.headers['user-agent'] ?? ''),
      status: isAnswered && response ? response.statusCode : null,
      outcome: response ? (isAnswered ? this.outcome : 'aborted') : 'pending',
      durationMs: response ? round(performance.now() - this.started) : null,
      requestBytes: this.requestBytes,
      responseBytes: this.responseBytes,
      lockId: this.refusedBy ?? headerOf(request, 'x-wopi-lock') ?? null,
      sessionId: headerOf(request, 'x-wopi-sessionid') ?? null,
      correlationId: headerOf(request, 'x-wopi-correlationid') ?? null,
      tokenId: this.tokenId,
    };
  }

  finish(response: ServerResponse): FinishedExchange {
    const { request } = this;
    return {
      row: this.row(response),
      facts: {
        url: this.url,
        httpVersion: request.httpVersion,
        remoteAddress: this.remoteAddress,
        before: this.before,
        after: this.after,
        proof: this.proof,
        explanation: this.explanation,
        firstByteMs: this.firstByte === null ? null : round(this.firstByte - this.started),
        ...(this.replayOf === undefined ? {} : { replayOf: this.replayOf }),
      },
      requestHeaders: redactHeaders(request.rawHeaders),
      responseHeaders: redactHeaders(flatHeaders(response)),
      requestBody: this.requestBody ?? bodyNotRead(request),
      responseBody: this.responseBody,
    };
  }
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
 * The header lines as they went out, with those Node adds itself (Date, Connection), which no public method tells;
 * the documented names are the fallback.
 */
function flatHeaders(response: ServerResponse): string[] {
  const sent = (response as ServerResponse & { _header?: string | null })._header;
  if (!sent) return response.getHeaderNames().flatMap((name) => [name, String(response.getHeader(name) ?? '')]);
  const flat: string[] = [];
  // The first line is the status, the last two are empty.
  for (const line of sent.split('\r\n').slice(1, -2)) {
    const colon = line.indexOf(': ');
    flat.push(line.slice(0, colon), line.slice(colon + 2));
  }
  return flat;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
