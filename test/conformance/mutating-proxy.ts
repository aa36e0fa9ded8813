import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to the host. Names of headers are in lower case. */
export interface Passing {
  method: string;
  /** Path and query. */
  url: string;
  /** Without the query. */
  path: string;
  /** The operation by its override, or by method and path: "LOCK", "GET /wopi/files/:id/contents". */
  operation: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Returned {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** One thing a host does wrong. */
export interface Mutation {
  /** Changes the request, or answers in place of the host. */
  request?(passing: Passing): Returned | void;
  /** Changes the answer. */
  answer?(passing: Passing, returned: Returned): void;
}

export interface MutatingProxy {
  base: string;
  /** From now on the host behind it is broken in this way; undefined: not at all. */
  use(mutation: Mutation | undefined): void;
  stop(): Promise<void>;
}

/** Stands in front of a host and makes it a broken one. */
export async function startMutatingProxy(host: () => string): Promise<MutatingProxy> {
  let mutation: Mutation | undefined;
  const server = createServer((request, response) => {
    pass(request, response, host(), mutation).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (next) => void (mutation = next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function answerOf(status: number, headers: Record<string, string> = {}, body: Buffer | string = ''): Returned {
  return { status, headers, body: Buffer.from(body) };
}

/** The JSON of an answer, changed. */
export function changeJson(returned: Returned, change: (body: Record<string, unknown>) => unknown): void {
  if (returned.status !== 200 || returned.body.length === 0) return;
  const body = JSON.parse(returned.body.toString('utf8')) as Record<string, unknown>;
  returned.body = Buffer.from(JSON.stringify(change(body) ?? body));
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  host: string,
  mutation: Mutation | undefined,
): Promise<void> {
  const passing = await read(request);
  const returned = mutation?.request?.(passing) ?? (await forward(host, passing));
  mutation?.answer?.(passing, returned);
  delete returned.headers['transfer-encoding'];
  response.writeHead(returned.status, { ...returned.headers, 'content-length': String(returned.body.length) });
  response.end(returned.body);
}

async function read(request: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET', url = '/' } = request;
  const path = url.split('?', 1)[0] ?? '';
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const shape = path.replace(/\/(files|containers)\/[^/]+/, '/$1/:id');
  return {
    method,
    url,
    path,
    operation: headers['x-wopi-override'] ?? `${method} ${shape}`,
    headers,
    body: Buffer.concat(chunks),
  };
}

function forward(host: string, { method, url, headers, body }: Passing): Promise<Returned> {
  const { 'content-length': _length, connection: _connection, ...rest } = headers;
  const { hostname, port } = new URL(host);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      hostname,
      port,
      method,
      path: url,
      headers: { ...rest, ...(method === 'POST' ? { 'content-length': String(body.length) } : {}) },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const { connection: _kept, 'keep-alive': _alive, ...kept } = incoming.headers;
        const given = Object.entries(kept).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        );
        resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(given), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}
