import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import type { AdminApi } from '../../preload/contract.ts';
import type { Bus } from '../bus.ts';
import type { Download } from '../services/recordings.ts';
import type { Log } from '../log.ts';
import { batchEvents } from './batcher.ts';
import { BadCall, callApi } from './call.ts';
import { forwardingHeader } from './forwarding.ts';

export interface AdminServerOptions {
  api: AdminApi;
  bus: Bus;
  log: Log;
  /** Whoever has it may do everything. */
  key: string;
  uiDirectory: string;
  /** A file that was written for the page; its address is known to nobody else and works once. */
  download: (id: string) => Download | undefined;
  /** Known once the listener has its port. */
  port: () => number;
}

export interface AdminServer {
  handler: ReturnType<Koa['callback']>;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every live connection; an open one would keep the process alive. */
  stop(): void;
}

const MAX_CALL_BYTES = 16 * 1024 * 1024;
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The door over HTTP and WebSocket: this machine only, exact Host and Origin, session key. Serves the built screen. */
export function createAdminServer({
  api,
  bus,
  log,
  key,
  uiDirectory,
  download,
  port,
}: AdminServerOptions): AdminServer {
  const hosts = (): string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];

  /** Why a request is not for this listener, or null. */
  const refusal = (request: IncomingMessage): string | null => {
    if (!LOOPBACK.has(request.socket.remoteAddress ?? ''))
      return 'The screen and its API answer only on the machine they run on.';
    const forwarded = forwardingHeader(request.headers);
    if (forwarded !== null)
      return `The request came through a proxy or tunnel (${forwarded}); the screen and its API are reachable only directly.`;
    const { host, origin } = request.headers;
    if (host === undefined || !hosts().includes(host.toLowerCase()))
      return `The Host header is “${(host ?? '').slice(0, 200)}”; ${hosts()[0]} is expected.`;
    if (origin !== undefined && !hosts().some((own) => origin === `http://${own}`))
      return `Pages of “${origin.slice(0, 200)}” may not call this API.`;
    return null;
  };
  const isKey = (given: string | undefined): boolean =>
    given !== undefined && timingSafeEqual(digest(given), digest(key));

  const assets = existsSync(uiDirectory)
    ? sirv(uiDirectory, {
        etag: true,
        setHeaders: (response) => response.setHeader('X-Content-Type-Options', 'nosniff'),
      })
    : (_request: IncomingMessage, _response: ServerResponse, next: () => void) => next();
  const page = readPage(join(uiDirectory, 'index.html'));

  const app = new Koa();
  app.on('error', (error: unknown) => log.debug({ err: error }, 'A connection of the admin listener failed'));
  app.use(async (context, next) => {
    const reason = refusal(context.req);
    if (reason === null) return next();
    context.status = 403;
    context.body = { error: reason };
  });
  app.use(async (context, next) => {
    if (context.path !== '/api/call') return next();
    if (context.method !== 'POST')
      return void Object.assign(context, { status: 405, body: { error: 'Calls are sent with POST.' } });
    if (!isKey(/^Bearer (\S+)$/i.exec(context.get('authorization'))?.[1])) {
      return void Object.assign(context, {
        status: 401,
        body: { error: 'The session key is missing or wrong. It is in the address the app printed when it started.' },
      });
    }
    try {
      const { method, args } = parseCall(await readText(context.req));
      context.body = { result: (await callApi(api, method, args)) ?? null };
    } catch (error) {
      context.status = error instanceof BadCall ? 400 : 422;
      context.body = { error: error instanceof Error ? error.message : String(error) };
    }
  });
  app.use(async (context, next) => {
    const id = /^\/download\/([\w-]{32})$/.exec(context.path)?.[1];
    if (id === undefined || context.method !== 'GET') return next();
    sendDownload(context, download(id));
  });
  app.use(async (context) => {
    if (context.path === '/' || context.path === '/index.html') return showPage(context, page);
    // The list of files was made at the start; reading one that an update took away since would end the process.
    if (!existsSync(join(uiDirectory, context.path)))
      return void Object.assign(context, { status: 404, body: 'Not found' });
    context.respond = false;
    context.res.statusCode = 200;
    assets(context.req, context.res, () => {
      context.res.statusCode = 404;
      context.res.end('Not found');
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CALL_BYTES,
    handleProtocols: () => 'wopi-sandbox',
  });
  const live = new Set<WebSocket>();
  const serve = (socket: WebSocket): void => {
    live.add(socket);
    const stop = batchEvents(bus, (events) => socket.send(JSON.stringify({ events })));
    socket.on('close', () => {
      stop();
      live.delete(socket);
    });
    socket.on('error', (error) => log.debug({ err: error }, 'A live connection failed'));
    socket.on('message', (data) => void answer(socket, textOf(data), api));
  };

  return {
    handler: app.callback(),
    onUpgrade(request, socket, head) {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      const given = offered.find((name) => name.startsWith('key.'))?.slice('key.'.length);
      const isAllowed =
        refusal(request) === null && request.headers.origin !== undefined && request.url === '/live' && isKey(given);
      if (!isAllowed) return refuseUpgrade(socket);
      sockets.handleUpgrade(request, socket, head, serve);
    },
    stop() {
      for (const socket of live) socket.terminate();
      sockets.close();
    },
  };
}

async function answer(socket: WebSocket, text: string, api: AdminApi): Promise<void> {
  let id: unknown;
  try {
    const frame = parseCall(text);
    ({ id } = frame);
    const result = await callApi(api, frame.method, frame.args);
    socket.send(JSON.stringify({ id, result: result ?? null }));
  } catch (error) {
    socket.send(JSON.stringify({ id, error: error instanceof Error ? error.message : String(error) }));
  }
}

function textOf(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  return bytes.toString('utf8');
}

function parseCall(text: string): { id?: unknown; method?: unknown; args?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through to the same message.
  }
  throw new BadCall('A call is a JSON object {"method": …, "args": […]}.');
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The refusal of a body that is too large goes out on the same connection, so that must not be broken.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_CALL_BYTES) throw new BadCall(`A call has at most ${MAX_CALL_BYTES} bytes.`);
      chunks.push(chunk);
    }
  } finally {
    request.resume();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendDownload(context: Koa.Context, file: Download | undefined): void {
  context.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  if (!file) {
    context.status = 404;
    context.body = 'This download was taken already, or is too old. Save it again.';
    return;
  }
  context.attachment(file.fileName);
  context.type = 'application/octet-stream';
  context.length = file.size;
  context.body = createReadStream(file.path);
  context.res.once('close', file.taken);
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readPage(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function showPage(context: Koa.Context, page: string | null): void {
  const nonce = randomBytes(16).toString('base64');
  context.set({
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      `connect-src 'self' ws://${context.host}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  });
  context.type = 'text/html; charset=utf-8';
  context.body =
    page?.replace(/(<meta name="csp-nonce" content=")[^"]*/, `$1${nonce}`) ??
    'The screen is not built. Run "npm run build" and start again.';
}
