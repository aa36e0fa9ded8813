import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ParameterizedContext } from 'koa';
import type { CapturedBody } from '../store/exchange-record.ts';
import { captureBytes, captureMissing, captureText, captureVersion, NO_BODY } from './middleware/capture.ts';
import type { HostState } from './middleware/recorder.ts';
import type { FileBody, Result, ResultBody } from './results.ts';

/** Small answers are kept whole; what is larger is kept only when it is a file version anyway. */
const SMALL_BYTES = 64 * 1024;

/**
 * Writes an operation's answer to HTTP and tells the capture what went out. The head goes out in one piece, past Koa's
 * own answering: that is the difference between half and two thirds of bare Koa's rate.
 */
export function writeResult(context: ParameterizedContext<HostState>, result: Result): Promise<void> | void {
  const { capture, identity } = context.state;
  const { body, contentType } = result;
  const { req: request, res: response } = context;
  context.respond = false;
  const length = lengthOf(body);
  const head: OutgoingHttpHeaders = { ...identity, ...result.headers };
  if (contentType) head['Content-Type'] = contentType;
  head['Content-Length'] = length;
  if (capture) {
    capture.answered(result);
    capture.responseBody = captureBody(body, contentType);
    if (body.kind !== 'file') capture.responseBytes = length;
  }
  response.writeHead(result.status, head);
  if (body.kind === 'file') return sendFile(context, body);
  if (request.method === 'HEAD' || body.kind === 'none') response.end();
  // Plain ASCII is the same in both, and leaves in one piece with the head, without being converted.
  else if (body.kind === 'text') response.end(body.text, length === body.text.length ? 'latin1' : 'utf8');
  else response.end(body.bytes);
}

function lengthOf(body: ResultBody): number {
  if (body.kind === 'text') return Buffer.byteLength(body.text);
  if (body.kind === 'bytes') return body.bytes.length;
  return body.kind === 'file' ? body.size : 0;
}

function captureBody(body: ResultBody, contentType: string | null): CapturedBody {
  if (body.kind === 'none') return NO_BODY;
  if (body.kind === 'text') return captureText(body.text, contentType);
  if (body.kind === 'file') return bodyOfFile(body, contentType);
  return body.bytes.length <= SMALL_BYTES
    ? captureBytes(body.bytes, contentType, body.sha256 ?? undefined)
    : captureMissing(body.bytes.length, contentType, 'The body is larger than what is kept in memory.');
}

function bodyOfFile(body: FileBody, contentType: string | null): CapturedBody {
  return body.sha256 === null
    ? captureMissing(
        body.size,
        contentType,
        'These bytes were not kept: the file had been written outside the app and was read for the first time.',
      )
    : captureVersion(body.sha256, body.size, contentType);
}

/** Sends the announced number of bytes or breaks the connection: a short answer must never look complete. */
async function sendFile(context: ParameterizedContext<HostState>, body: FileBody): Promise<void> {
  try {
    if (context.method !== 'HEAD') await sendChunks(context, body);
    context.res.end();
  } finally {
    await body.close();
  }
}

async function sendChunks({ res, state }: ParameterizedContext<HostState>, body: FileBody): Promise<void> {
  for await (const chunk of body.chunks) {
    if (res.destroyed) return;
    if (state.capture) state.capture.responseBytes += chunk.length;
    if (!res.write(chunk)) await drained(res);
  }
}

/** Resolves when more may be written, or when nobody listens any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
