import type { ServerResponse } from 'node:http';
import type { ParameterizedContext } from 'koa';
import { captureBytes, captureMissing, captureText, captureVersion } from './middleware/capture.ts';
import type { HostState } from './middleware/recorder.ts';
import type { FileBody, Result } from './results.ts';

/** Small answers are kept whole; what is larger is kept only when it is a file version anyway. */
const SMALL_BYTES = 64 * 1024;

/** Writes an operation's answer to HTTP and tells the capture what went out. */
export function writeResult(context: ParameterizedContext<HostState>, result: Result): Promise<void> | void {
  const { capture } = context.state;
  const { body, contentType } = result;
  for (const [name, value] of Object.entries(result.headers)) context.res.setHeader(name, value);
  if (contentType) context.res.setHeader('Content-Type', contentType);
  if (capture) {
    capture.outcome = result.outcome;
    capture.explanation = result.explanation;
    capture.firstByte = performance.now();
  }
  context.status = result.status;
  switch (body.kind) {
    case 'none':
      context.body = null;
      // Koa turns an empty body into 204, which no WOPI client expects.
      context.status = result.status;
      return;
    case 'text':
      context.body = body.text;
      if (capture) {
        capture.responseBody = captureText(body.text, contentType);
        capture.responseBytes = capture.responseBody.size;
      }
      return;
    case 'bytes':
      context.body = body.bytes;
      if (contentType) context.res.setHeader('Content-Type', contentType);
      if (capture) {
        capture.responseBytes = body.bytes.length;
        capture.responseBody =
          body.bytes.length <= SMALL_BYTES
            ? captureBytes(body.bytes, contentType, body.sha256 ?? undefined)
            : captureMissing(body.bytes.length, contentType, 'The body is larger than what is kept in memory.');
      }
      return;
    case 'file':
      if (capture) capture.responseBody = bodyOfFile(body, contentType);
      return sendFile(context, body);
  }
}

function bodyOfFile(body: FileBody, contentType: string | null) {
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
  const { res, req } = context;
  context.respond = false;
  res.statusCode = 200;
  res.setHeader('Content-Length', body.size);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  for await (const chunk of body.chunks) {
    if (res.destroyed) return;
    if (context.state.capture) context.state.capture.responseBytes += chunk.length;
    if (!res.write(chunk)) await drained(res);
  }
  res.end();
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
