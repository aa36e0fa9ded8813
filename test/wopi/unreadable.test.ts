import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'one' } });
});
afterEach(() => host.stop());

/** Sends bytes as they are, and answers what came back until the connection ended. */
function send(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(host.base).port), '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    let received = '';
    socket.on('data', (bytes) => (received += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}
async function recorded(): Promise<ExchangeDetail> {
  const [only, ...more] = await host.settled();
  expect(more).toEqual([]);
  if (only === undefined) throw new Error('Nothing was recorded.');
  return only;
}
const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n');

describe('requests that could not be read are answered as Node does, and recorded', () => {
  it('a head that is too large: 431, with what is known of it and no secret', async () => {
    const token = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ';
    const answer = await send(
      head(
        `GET /wopi/files/abc?access_token=${token} HTTP/1.1`,
        'Host: localhost',
        'User-Agent: probe',
        `Authorization: Bearer ${token}`,
        'X-WOPI-CorrelationId: 4711',
        `Cookie: ${'x'.repeat(20_000)}`,
      ),
    );
    expect(answer).toBe('HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n');
    const exchange = await recorded();
    expect(exchange).toMatchObject({
      method: 'GET',
      path: '/wopi/files/abc',
      status: 431,
      outcome: 'bad-request',
      client: 'probe',
      correlationId: '4711',
      explanation: expect.stringContaining('larger than 16,384 bytes'),
    });
    expect(exchange.responseHeaders).toEqual([{ name: 'Connection', value: 'close' }]);
    expect(JSON.stringify(exchange)).not.toContain(token);
  });

  it.each([
    ['no method', head('HELLO-THERE'), 'does not begin with a method', ''],
    ['a header with a space in its name', head('GET /x HTTP/1.1', 'Host: a', 'Bad Name: 1'), 'not allowed', '/x'],
    ['two lengths', head('POST /x HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 2'), 'twice', '/x'],
    ['a length that is no number', head('POST /x HTTP/1.1', 'Host: a', 'Content-Length: many'), 'no number', '/x'],
    ['https on a port for http', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 'http://', ''],
  ])('%s: 400', async (_, bytes, words, path) => {
    expect(await send(bytes)).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    expect(await recorded()).toMatchObject({
      status: 400,
      outcome: 'bad-request',
      path,
      explanation: expect.stringContaining(words),
    });
  });

  it('no Host header: 400, in words and recorded', async () => {
    expect(await send(head('GET /wopi/files/abc HTTP/1.1', 'Connection: close'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await recorded()).toMatchObject({ status: 400, explanation: expect.stringContaining('Host header') });
    expect(await send(head('GET /privacy HTTP/1.0'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('a body that breaks off in the middle is one request, not two', async () => {
    const { accessToken, wopiSrc } = await host.token('a.txt');
    const path = `${new URL(wopiSrc).pathname}/contents?access_token=${accessToken}`;
    await send(
      head(`POST ${path} HTTP/1.1`, 'Host: a', 'X-WOPI-Override: PUT', 'Transfer-Encoding: chunked'),
      'zz\r\n',
    );
    expect(await recorded()).toMatchObject({ operation: 'PutFile' });
  });

  it('nothing is recorded while capturing is paused, and a connection without a word is none', async () => {
    await host.api.setCapturePaused({ paused: true });
    expect(await send(head('HELLO-THERE'))).toContain('400');
    await host.api.setCapturePaused({ paused: false });
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(host.base).port), '127.0.0.1', () => socket.end());
      socket.on('close', () => resolve()).resume();
    });
    expect(await host.settled()).toEqual([]);
  });
});

it('an expectation nobody knows keeps no request from being answered and recorded', async () => {
  const { accessToken, wopiSrc } = await host.token('a.txt');
  const target = `${new URL(wopiSrc).pathname}?access_token=${accessToken}`;
  const answer = await send(head(`GET ${target} HTTP/1.1`, 'Host: localhost', 'Expect: wonders', 'Connection: close'));
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(await recorded()).toMatchObject({ operation: 'CheckFileInfo', status: 200 });
});

it('a request for a connection elsewhere is answered 405 and recorded', async () => {
  const answer = await send(head('CONNECT elsewhere.example:443 HTTP/1.1', 'Host: elsewhere.example', 'X-Secret: no'));
  expect(answer).toBe('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n');
  expect(await recorded()).toMatchObject({
    method: 'CONNECT',
    status: 405,
    outcome: 'bad-request',
    explanation: expect.stringContaining('This host is no proxy'),
  });
});
