import type { Outcome } from '../../preload/contract.ts';
import type { LockMismatch } from './protocol/lock-rules.ts';
import { WopiHeader } from './protocol/headers.ts';

/** A file's bytes, exactly `size` of them, read while they are sent. */
export interface FileBody {
  kind: 'file';
  size: number;
  chunks: AsyncIterable<Buffer>;
  /** To be called whether the chunks were read or not: the file is open already. */
  close(): Promise<void>;
  /** Set when the bytes are kept under this hash anyway, so that capturing them costs nothing. */
  sha256: string | null;
}

export type ResultBody =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Buffer; sha256: string | null }
  | FileBody;

/** What an operation answers: a plain value; one place writes it to HTTP. */
export interface Result {
  status: number;
  headers: Record<string, string>;
  contentType: string | null;
  body: ResultBody;
  outcome: Outcome;
  /** The host's reason, one sentence; shown in Traffic, sent as an error header where the specification has one. */
  explanation: string | null;
}

type Headers = Record<string, string>;

const NONE: ResultBody = { kind: 'none' };

function result(status: number, outcome: Outcome, explanation: string | null, headers: Headers = {}): Result {
  return { status, headers, contentType: null, body: NONE, outcome, explanation };
}

export const ok = (headers: Headers = {}): Result => result(200, 'ok', null, headers);

export const okJson = (value: unknown, headers: Headers = {}): Result => ({
  ...ok(headers),
  contentType: 'application/json; charset=utf-8',
  body: { kind: 'text', text: JSON.stringify(value) },
});

export const okBytes = (body: ResultBody, contentType: string, headers: Headers = {}): Result => ({
  ...ok(headers),
  contentType,
  body,
});

export const badRequest = (explanation: string, headers: Headers = {}, outcome: Outcome = 'bad-request'): Result =>
  result(400, outcome, explanation, headers);

export const unauthorized = (outcome: Outcome, explanation: string, headers: Headers = {}): Result =>
  result(401, outcome, explanation, headers);

export const notFound = (explanation: string): Result => result(404, 'not-found', explanation);

/** The protocol has no 403: a person without the right is told that there is nothing. */
export const noPermission = (explanation: string): Result => result(404, 'no-permission', explanation);

/** 409 carries X-WOPI-Lock always, also when it is empty. */
export const lockMismatch = ({ current, reason }: LockMismatch): Result =>
  result(409, current === '' ? 'not-locked' : 'locked-by-other', reason, {
    [WopiHeader.Lock]: current,
    [WopiHeader.LockFailureReason]: oneAsciiLine(reason),
  });

export const nameTaken = (explanation: string, headers: Headers): Result =>
  result(409, 'name-taken', explanation, headers);

export const notEmpty = (explanation: string, headers: Headers): Result =>
  result(409, 'not-empty', explanation, headers);

/** What Collabora understands as "the document was changed in storage". */
export const staleSave = (explanation: string, lockId: string): Result => ({
  ...result(409, 'changed-meanwhile', explanation, { [WopiHeader.Lock]: lockId }),
  contentType: 'application/json; charset=utf-8',
  body: { kind: 'text', text: JSON.stringify({ COOLStatusCode: 1010 }) },
});

export const preconditionFailed = (explanation: string): Result => result(412, 'too-large', explanation);

export const tooLarge = (explanation: string): Result => result(413, 'too-large', explanation);

export const notImplemented = (explanation: string): Result => result(501, 'not-implemented', explanation);

export const serverError = (explanation: string, outcome: Outcome = 'server-error'): Result =>
  result(500, outcome, explanation, { [WopiHeader.ServerError]: oneAsciiLine(explanation) });

/** Header values are one line of visible ASCII; anything else would break the answer. */
export function oneAsciiLine(text: string): string {
  return text
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[–—]/g, '-')
    .replaceAll('…', '...')
    .replaceAll(/[^\x20-\x7e]+/g, '?')
    .slice(0, 1000);
}
