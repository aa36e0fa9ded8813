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

/** Where each field stands; looked up by name once, because this runs for every request. */
const INDEX = Object.fromEntries(PLAIN.map((field, index) => [field, index])) as Record<keyof Plain, number>;

/** An exchange as it is shown and kept, every secret replaced by a marker; bodies without their bytes. */
export function digest(values: readonly RawValue[], start = 0): FinishedExchange {
  const text = (index: number): string => values[start + index] as string;
  const textOrNull = (index: number): string | null => values[start + index] as string | null;
  const number = (index: number): number => values[start + index] as number;
  const numberOrNull = (index: number): number | null => values[start + index] as number | null;
  const url = redactUrl(text(INDEX.url));
  const query = url.indexOf('?');
  const replayOf = numberOrNull(INDEX.replayOf);
  return {
    row: {
      id: number(INDEX.id),
      realAt: number(INDEX.realAt),
      at: number(INDEX.at),
      status: numberOrNull(INDEX.status),
      outcome: text(INDEX.outcome) as Outcome,
      durationMs: numberOrNull(INDEX.durationMs),
      requestBytes: number(INDEX.requestBytes),
      responseBytes: number(INDEX.responseBytes),
      method: text(INDEX.method),
      path: (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST_PATH),
      operation: textOrNull(INDEX.operation),
      fileId: textOrNull(INDEX.fileId),
      fileName: textOrNull(INDEX.fileName),
      personId: textOrNull(INDEX.personId),
      personName: textOrNull(INDEX.personName),
      client: clientName(textOrNull(INDEX.userAgent) ?? ''),
      lockId: textOrNull(INDEX.lockId),
      sessionId: textOrNull(INDEX.sessionId),
      correlationId: textOrNull(INDEX.correlationId),
      tokenId: textOrNull(INDEX.tokenId),
    },
    facts: {
      url,
      httpVersion: text(INDEX.httpVersion),
      remoteAddress: text(INDEX.remoteAddress),
      before: momentAt(values, start + AT.before),
      after: momentAt(values, start + AT.after),
      proof: {
        verdict: text(INDEX.proofVerdict) as ProofReading['verdict'],
        explanation: text(INDEX.proofExplanation),
      },
      explanation: textOrNull(INDEX.explanation),
      firstByteMs: numberOrNull(INDEX.firstByteMs),
      ...(replayOf === null ? {} : { replayOf }),
    },
    requestHeaders: redactHeaders(text(INDEX.requestHeaders).split('\n')),
    responseHeaders: redactHeaders(linesOf(text(INDEX.responseHead))),
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
  const size = values[at + 1] as number | null;
  if (size === NO_MOMENT) return null;
  return {
    version: values[at] as string | null,
    size,
    lockId: values[at + 2] as string | null,
    lockExpiresAt: values[at + 3] as number | null,
  };
}

function bodyAt(values: readonly RawValue[], at: number): CapturedBody {
  const hidden = values[at + 5] as number;
  const body: CapturedBody = {
    sha256: values[at] as string | null,
    size: values[at + 1] as number,
    contentType: values[at + 2] as string | null,
    kept: values[at + 3] as number,
    missing: values[at + 4] as string | null,
    cost: values[at + 6] as number,
    bytes: null,
  };
  if (hidden > 0) body.hidden = hidden;
  return body;
}

/** Names and values in turn, out of "HTTP/1.1 200 OK\r\nName: value\r\n\r\n". */
function linesOf(head: string): string[] {
  const lines: string[] = [];
  // The first line is the status, the last two are empty.
  let begin = head.indexOf('\r\n') + 2;
  for (let end = head.indexOf('\r\n', begin); end > begin; end = head.indexOf('\r\n', begin)) {
    const colon = head.indexOf(': ', begin);
    lines.push(head.slice(begin, colon), head.slice(colon + 2, end));
    begin = end + 2;
  }
  return lines;
}
