import type { ExchangeRow, FileMoment, Outcome, ProofReading } from '../../preload/contract.ts';
import { clientName } from '../wopi/protocol/client-name.ts';
import { redactHeaders, redactUrl } from '../wopi/protocol/redact.ts';
import type { CapturedBody, FinishedExchange } from './exchange-record.ts';

/**
 * What the host knows of a request, as it came. The thread that answers does no more than hand this over; taking it
 * apart, hiding its secrets and looking for names happens beside it ({@link digest}). Secrets are still in it, so it
 * only ever is in memory.
 */
export interface RawExchange {
  id: number;
  realAt: number;
  at: number;
  status: number | null;
  outcome: Outcome;
  durationMs: number | null;
  firstByteMs: number | null;
  requestBytes: number;
  responseBytes: number;
  method: string;
  url: string;
  httpVersion: string;
  remoteAddress: string;
  userAgent: string | null;
  lockId: string | null;
  sessionId: string | null;
  correlationId: string | null;
  /** Names and values in turn, one a line. */
  requestHeaders: string;
  /** The head of the answer as it went out, status line first; empty when none did. */
  responseHead: string;
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  personId: string | null;
  personName: string | null;
  tokenId: string | null;
  explanation: string | null;
  proofVerdict: ProofReading['verdict'];
  proofExplanation: string;
  /** The exchange this one repeats. */
  replayOf: number | null;
  before: FileMoment | null;
  after: FileMoment | null;
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}

export type RawValue = string | number | null;
type Plain = Omit<RawExchange, 'before' | 'after' | 'requestBody' | 'responseBody'>;

// oxfmt-ignore
const PLAIN = [
  'id', 'realAt', 'at', 'status', 'outcome', 'durationMs', 'firstByteMs', 'requestBytes', 'responseBytes',
  'method', 'url', 'httpVersion', 'remoteAddress', 'userAgent', 'lockId', 'sessionId', 'correlationId', 'requestHeaders',
  'responseHead', 'operation', 'fileId', 'fileName', 'personId', 'personName', 'tokenId', 'explanation', 'proofVerdict',
  'proofExplanation', 'replayOf',
] as const satisfies readonly (keyof Plain)[];
/** Fields of a moment and of a body. */
const MOMENT_WIDTH = 4;
const BODY_WIDTH = 7;
const AT = {
  before: PLAIN.length,
  after: PLAIN.length + MOMENT_WIDTH,
  requestBody: PLAIN.length + 2 * MOMENT_WIDTH,
  responseBody: PLAIN.length + 2 * MOMENT_WIDTH + BODY_WIDTH,
};
/** Values of one exchange. */
export const RAW_WIDTH = PLAIN.length + 2 * MOMENT_WIDTH + 2 * BODY_WIDTH;

/** A size that stands for no moment at all. */
const NO_MOMENT = -1;
const LONGEST_PATH = 2000;

/** Flat, because one array per batch crosses to the writing thread many times faster than objects do. */
export function pushRaw(raw: RawExchange, values: RawValue[]): void {
  for (const field of PLAIN) values.push(raw[field]);
  pushMoment(raw.before, values);
  pushMoment(raw.after, values);
  pushBody(raw.requestBody, values);
  pushBody(raw.responseBody, values);
}

function pushMoment(moment: FileMoment | null, values: RawValue[]): void {
  if (moment) values.push(moment.version, moment.size, moment.lockId, moment.lockExpiresAt);
  else values.push(null, NO_MOMENT, null, null);
}

function pushBody({ sha256, size, contentType, kept, missing, hidden, cost }: CapturedBody, values: RawValue[]): void {
  values.push(sha256, size, contentType, kept, missing, hidden ?? 0, cost);
}

/** An exchange as it is shown and kept, every secret replaced by a marker; bodies without their bytes. */
export function digest(values: readonly RawValue[], start = 0): FinishedExchange {
  const raw: Record<string, RawValue | undefined> = {};
  for (const [index, field] of PLAIN.entries()) raw[field] = values[start + index];
  const { userAgent, requestHeaders, responseHead, proofVerdict, proofExplanation, ...plain } = raw as unknown as Plain;
  const { url: sentUrl, httpVersion, remoteAddress, explanation, firstByteMs, replayOf, ...named } = plain;
  const url = redactUrl(sentUrl);
  const query = url.indexOf('?');
  const path = (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST_PATH);
  return {
    row: { ...named, path, client: clientName(userAgent ?? '') },
    facts: {
      url,
      httpVersion,
      remoteAddress,
      before: momentAt(values, start + AT.before),
      after: momentAt(values, start + AT.after),
      proof: { verdict: proofVerdict, explanation: proofExplanation },
      explanation,
      firstByteMs,
      ...(replayOf === null ? {} : { replayOf }),
    },
    requestHeaders: redactHeaders(requestHeaders),
    responseHeaders: redactHeaders(linesOf(responseHead)),
    requestBody: bodyAt(values, start + AT.requestBody),
    responseBody: bodyAt(values, start + AT.responseBody),
  };
}

/** The line of a list, for those who look on live. */
export function rowOf(raw: RawExchange): ExchangeRow {
  const values: RawValue[] = [];
  pushRaw(raw, values);
  return digest(values).row;
}

function momentAt(values: readonly RawValue[], at: number): FileMoment | null {
  const [version, size, lockId, lockExpiresAt] = values.slice(at, at + MOMENT_WIDTH);
  if (size === NO_MOMENT) return null;
  return { version, size, lockId, lockExpiresAt } as FileMoment;
}

function bodyAt(values: readonly RawValue[], at: number): CapturedBody {
  const [sha256, size, contentType, kept, missing, hidden, cost] = values.slice(at, at + BODY_WIDTH);
  return { sha256, size, contentType, kept, missing, cost, bytes: null, ...(hidden ? { hidden } : {}) } as CapturedBody;
}

/** Names and values in turn, one a line, out of "HTTP/1.1 200 OK\r\nName: value\r\n\r\n". */
function linesOf(head: string): string {
  // The first line is the status, the last two are empty.
  const lines = head.split('\r\n').slice(1, -2);
  return lines.map((line) => line.replace(': ', '\n')).join('\n');
}
