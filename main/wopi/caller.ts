import type { IncomingMessage } from 'node:http';
import { isDiskFull } from '../store/errors.ts';
import type { Staged } from '../store/staging.ts';
import type { Capture } from './middleware/capture.ts';
import { captureBytes, captureMissing, captureVersion, headerOf } from './middleware/capture.ts';
import type { Caller, Services } from './operation.ts';
import type { WopiHeaderName } from './protocol/headers.ts';

/** Requests that carry no document: enough for every published operation, and a stop for everything else. */
const SMALL_BODY_BYTES = 64 * 1024;

interface CallerInput extends Pick<Caller, 'person' | 'token' | 'accessToken' | 'rights'> {
  request: IncomingMessage;
  capture: Capture | null;
}

/** What an operation sees of a request. A class, because one is made for every request. */
export class HttpCaller implements Caller {
  readonly person: Caller['person'];
  readonly token: Caller['token'];
  readonly accessToken: string;
  readonly rights: Caller['rights'];
  readonly #request: IncomingMessage;
  readonly #capture: Capture | null;
  readonly #services: Pick<Services, 'blobs' | 'settings'>;
  #body: AsyncIterable<Buffer> | undefined;
  /** Operations take it out of the call. */
  readonly header = (name: WopiHeaderName): string | undefined => headerOf(this.#request, name.toLowerCase());

  constructor({ request, capture, person, token, accessToken, rights }: CallerInput, services: Services) {
    this.person = person;
    this.token = token;
    this.accessToken = accessToken;
    this.rights = rights;
    this.#request = request;
    this.#capture = capture;
    this.#services = services;
  }

  get contentLength(): number | undefined {
    const declared = Number(headerOf(this.#request, 'content-length') ?? Number.NaN);
    return Number.isFinite(declared) ? declared : undefined;
  }

  get body(): AsyncIterable<Buffer> {
    return (this.#body ??= readBody(this.#request, this.#capture, this.#contentType));
  }

  get #contentType(): string | null {
    return headerOf(this.#request, 'content-type') ?? null;
  }

  async captured(staged: Staged): Promise<void> {
    const { blobs, settings } = this.#services;
    const { maxBodyBytes } = settings();
    let missing = `Larger than the ${maxBodyBytes} bytes kept of a body (Settings).`;
    if (this.#capture && staged.size > 0 && staged.size <= maxBodyBytes) {
      try {
        await blobs.adopt(staged);
        const version = captureVersion(staged.sha256, staged.size, this.#contentType);
        this.#capture.requestBody = { ...version, cost: staged.size };
        return;
      } catch (error) {
        // What Traffic keeps of a body changes no answer.
        missing = isDiskFull(error)
          ? 'It was not kept: the disk of the data directory is full.'
          : `It could not be kept (${error instanceof Error ? error.message : String(error)}).`;
      }
    }
    if (this.#capture) this.#capture.requestBody = captureMissing(staged.size, this.#contentType, missing);
    await blobs.discard(staged);
  }

  becameVersion(sha256: string, size: number): void {
    if (this.#capture) this.#capture.requestBody = captureVersion(sha256, size, this.#contentType);
  }
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
