// @ts-check
// The yardsticks: what Node and Koa do on this machine with the same bytes and nothing else.
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import Koa from 'koa';

const [kind, body, scratch] = process.argv.slice(2);
const text = body ?? '';

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function node(request, response) {
  response.setHeader('Content-Type', 'application/json');
  response.end(text);
}

function koa() {
  const app = new Koa();
  app.use((context) => {
    context.type = 'json';
    context.body = text;
  });
  return app.callback();
}

/** Sends and receives a large file as plainly as Node can. @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function stream(request, response) {
  if (request.method === 'GET') {
    const handle = await open(String(body), 'r');
    response.setHeader('Content-Length', (await handle.stat()).size);
    await handle.close();
    await pipeline(createReadStream(String(body), { highWaterMark: 256 * 1024 }), response);
    return;
  }
  await pipeline(request, createWriteStream(String(scratch)));
  response.end();
}

const handlers = { node: () => node, koa, stream: () => stream };
const handler = handlers[/** @type {keyof typeof handlers} */ (kind)]();
const server = createServer((request, response) => {
  void Promise.resolve(handler(request, response));
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` })}\n`,
  );
});
