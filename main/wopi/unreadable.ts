import { maxHeaderSize } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { RawExchange } from '../store/raw-exchange.ts';
import { NO_BODY } from './middleware/capture.ts';

/** What Node says of a request that it could not read. */
interface ReadingError extends Error {
  code?: string;
  reason?: string;
  /** What arrived last, as it came. */
  rawPacket?: Buffer;
}

/** Node's own words for the statuses, without a body. */
const STATUS: Record<number, string> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};

/** Status and explanation by Node's code; everything else is a 400 in the words of Node's parser. */
const CODES: Record<string, [number, string]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    `The address and headers of the request are together larger than ${maxHeaderSize.toLocaleString('en')} bytes, the most this host reads. Look for a cookie or token that has grown, or a proxy that adds headers; what arrived last is below, as far as it can be read.`,
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The body comes in pieces whose descriptions are too long to be read.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The head of the request did not arrive completely within 60 seconds.'],
  CONNECT: [
    405,
    'The request asks for a connection to another host, as a proxy makes it. This host is no proxy; send it the request itself.',
  ],
  HPE_INVALID_METHOD: [400, 'The request does not begin with a method of HTTP, as GET and POST are.'],
  HPE_INVALID_VERSION: [400, 'The request line names a version of HTTP that there is none of; HTTP/1.1 is expected.'],
  HPE_INVALID_URL: [400, 'The address in the request line holds a character that is not allowed there, as a space is.'],
  HPE_INVALID_HEADER_TOKEN: [400, 'A header has a name or value with a character that is not allowed there.'],
  HPE_INVALID_CONTENT_LENGTH: [400, 'Content-Length is no number.'],
  HPE_UNEXPECTED_CONTENT_LENGTH: [400, 'Content-Length came twice, or together with Transfer-Encoding.'],
  HPE_INVALID_TRANSFER_ENCODING: [
    400,
    'Transfer-Encoding came together with Content-Length, or ends in something else than chunked.',
  ],
  HPE_INVALID_EOF_STATE: [400, 'The connection was closed before the head of the request was complete.'],
};

const ENCRYPTED =
  'An encrypted connection (https) was begun on this port, which speaks plain http. Use an address with http://, or let a tunnel or reverse proxy end the encryption.';

interface UnreadableOptions {
  exchanges: Exchanges;
  clock: Clock;
  wallNow: () => number;
}

/**
 * Answers what Node's parser could not read, as Node would, and records it: a request that a client sent and this host refused
 * belongs into Traffic, also when there never was a request object.
 */
export function unreadableRequests({ exchanges, clock, wallNow }: UnreadableOptions) {
  return (error: ReadingError, socket: Socket): void => {
    // The answer of a request whose body broke off; that request is recorded already.
    const underway = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? null;
    // A connection that is gone, between two requests or in one, has nothing to be answered.
    if (!socket.writable || (error.code === 'ECONNRESET' && error.rawPacket === undefined)) {
      socket.destroy(error);
      return;
    }
    const packet = error.rawPacket ?? Buffer.alloc(0);
    const [status, explanation] = explain(error, packet);
    const head = `HTTP/1.1 ${String(status)} ${STATUS[status] ?? ''}\r\nConnection: close\r\n\r\n`;
    if (underway?.headersSent !== true) socket.write(head, 'latin1');
    if (underway === null && !exchanges.isPaused()) record({ status, explanation, head, packet, socket });
    socket.destroy(error);
  };

  function record(known: { status: number; explanation: string; head: string; packet: Buffer; socket: Socket }): void {
    const { status, explanation, head, packet, socket } = known;
    const raw: RawExchange = {
      ...UNKNOWN,
      ...readHead(packet),
      id: exchanges.nextId(),
      realAt: wallNow(),
      at: clock.now(),
      status,
      remoteAddress: socket.remoteAddress ?? '',
      responseHead: head,
      explanation,
    };
    exchanges.begin(raw);
    exchanges.finish(raw);
  }
}

const UNKNOWN = {
  outcome: 'bad-request',
  durationMs: 0,
  firstByteMs: null,
  requestBytes: 0,
  responseBytes: 0,
  operation: null,
  fileId: null,
  fileName: null,
  personId: null,
  personName: null,
  tokenId: null,
  proof: { verdict: 'unchecked', explanation: 'The request could not be read, so nothing of it was checked.' },
  replayOf: null,
  before: null,
  after: null,
  requestBody: NO_BODY,
  responseBody: NO_BODY,
} satisfies Partial<RawExchange>;

function explain({ code, reason, message }: ReadingError, packet: Buffer): [number, string] {
  // The first bytes of a TLS handshake.
  if (packet[0] === 0x16 && packet[1] === 0x03) return [400, ENCRYPTED];
  const known = CODES[code ?? ''];
  if (known) return known;
  return [400, `The request is not HTTP as this host reads it (${reason ?? message}).`];
}

/** More of one header than this is not worth keeping, and says so. */
const LONGEST_VALUE = 2_000;

/** What can be read of a head that could not be read whole. What is not in the form of a head is not kept: it may hold secrets. */
function readHead(packet: Buffer) {
  const [first = '', ...lines] = packet.toString('latin1').split(/\r?\n/);
  const [, method = '', url = '', httpVersion = ''] = /^([A-Z]{3,20}) (\S+)(?: HTTP\/(\d\.\d))?$/.exec(first) ?? [];
  const end = lines.indexOf('');
  const headers = (method === '' ? [] : lines.slice(0, end === -1 ? undefined : end)).flatMap((line) => {
    const [, name, value = ''] = /^([!#$%&'*+.^`|~\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, value: shortened(value) }];
  });
  const valueOf = (wanted: string): string | null =>
    headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? null;
  return {
    method,
    url,
    httpVersion,
    userAgent: valueOf('user-agent'),
    lockId: valueOf('x-wopi-lock'),
    sessionId: valueOf('x-wopi-sessionid'),
    correlationId: valueOf('x-wopi-correlationid'),
    requestHeaders: headers.flatMap(({ name, value }) => [name, value]).join('\n'),
  };
}

function shortened(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  return `${value.slice(0, LONGEST_VALUE)} … (${value.length.toLocaleString('en')} characters arrived; the rest is not kept)`;
}
