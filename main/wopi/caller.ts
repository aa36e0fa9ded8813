import type { IncomingMessage } from 'node:http';
import type { Staged } from '../store/staging.ts';
import type { Capture } from './middleware/capture.ts';
import { captureBytes, captureMissing, captureVersion, headerOf } from './middleware/capture.ts';
import type { Caller, Services } from './operation.ts';

/** Requests that carry no document: enough for every published operation, and a stop for everything else. */
const SMALL_BODY_BYTES = 64 * 1024;

interface CallerInput extends Pick<Caller, 'person' | 'token' | 'accessToken' | 'rights'> {
  request: IncomingMessage;
  capture: Capture | null;
}

/** What an operation sees of a request. */
export function createCaller({ request, capture, ...caller }: CallerInput, { blobs, settings }: Services): Caller {
  const contentType = headerOf(request, 'content-type') ?? null;
  const declared = Number(headerOf(request, 'content-length') ?? Number.NaN);
  return {
    ...caller,
    contentLength: Number.isFinite(declared) ? declared : undefined,
    header: (name) => headerOf(request, name.toLowerCase()),
    body: readBody(request, capture, contentType),
    async captured(staged: Staged) {
      if (capture && staged.size > 0 && staged.size <= settings().maxBodyBytes) {
        await blobs.adopt(staged);
        capture.requestBody = { ...captureVersion(staged.sha256, staged.size, contentType), cost: staged.size };
        return;
      }
      if (capture)
        capture.requestBody = captureMissing(
          staged.size,
          contentType,
          `Larger than the ${settings().maxBodyBytes} bytes kept of a body (Settings).`,
        );
      await blobs.discard(staged);
    },
    becameVersion(sha256, size) {
      if (capture) capture.requestBody = captureVersion(sha256, size, contentType);
    },
  };
}

/** Passes the body on as it arrives, counting it; a small one is kept for the capture. */
async function* readBody(
  request: IncomingMessage,
  capture: Capture | null,
  contentType: string | null,
): AsyncGenerator<Buffer> {
  let kept: Buffer[] | null = [];
  let size = 0;
  try {
    // An operation may stop reading; that must not break the connection its answer goes out on.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (capture) {
        capture.requestBytes = size;
        if (kept && size <= SMALL_BODY_BYTES) kept.push(chunk);
        else kept = null;
      }
      yield chunk;
    }
    if (capture && kept) capture.requestBody = captureBytes(Buffer.concat(kept), contentType);
  } finally {
    // Many clients send to the end before they look for an answer.
    if (!request.readableEnded) request.resume();
  }
}
