import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Answer } from './model.ts';
import { NO_ANSWER_STATUS } from './model.ts';
import type { HeaderPair } from './requests/kind.ts';

export interface Outgoing {
  method: string;
  url: string;
  headers: readonly HeaderPair[];
  body?: Buffer | undefined;
  isBinary?: boolean | undefined;
}

/** The way out: one request as it would stand on the wire. Never rejects; what went wrong is in the answer. */
export interface Transport {
  send(outgoing: Outgoing, signal?: AbortSignal): Promise<Answer>;
  close(): void;
}

const TIMEOUT_MS = 100_000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** No redirects, no cookies, no decompression, nothing added but Host and Connection. */
export function createTransport(): Transport {
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  return {
    async send(outgoing, signal) {
      try {
        return await attempt(outgoing, agents, signal);
      } catch (error) {
        // A kept connection may be closed by the host just as it is used again; nothing was received then.
        if (error instanceof StaleConnection) return attempt(outgoing, agents, signal).catch(noAnswer);
        return noAnswer(error);
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

class StaleConnection extends Error {}

interface Agents {
  'http:': HttpAgent;
  'https:': HttpsAgent;
}

function attempt(
  { method, url, headers, body, isBinary }: Outgoing,
  agents: Agents,
  signal?: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const outgoing = (isSecure ? httpsRequest : httpRequest)(target, {
      method,
      agent: isSecure ? agents['https:'] : agents['http:'],
      headers: Object.fromEntries([...headers, ...lengthOf(method, body)]),
      timeout: TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    let isAnswered = false;
    outgoing.on('response', (response) => {
      isAnswered = true;
      readAnswer(response, isBinary ?? false).then(resolve, reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} seconds`)));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (isAnswered) return;
      const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new StaleConnection(error.message) : error);
    });
    outgoing.end(body);
  });
}

function lengthOf(method: string, body: Buffer | undefined): HeaderPair[] {
  return method === 'POST' ? [['Content-Length', String(body?.length ?? 0)]] : [];
}

async function readAnswer(response: IncomingMessage, isBinary: boolean): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      response.destroy();
      throw new Error(`the body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  const { rawHeaders } = response;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks), problem: null, isBinary };
}

/** What upstream makes of a request without an answer. */
export function noAnswer(error: unknown): Answer {
  const problem = `There was no answer: ${describeError(error)}.`;
  return {
    status: NO_ANSWER_STATUS,
    headers: [['X-WOPI-ValidatorError', problem]],
    body: Buffer.alloc(0),
    problem,
    isBinary: false,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node tries several addresses of a name and wraps what went wrong with each.
  const [inner] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  if (inner !== undefined) return describeError(inner);
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : WORDS[code]) ?? error.message.replace(/\.$/, '');
}
