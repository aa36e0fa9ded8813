import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { httpRequest } from '../support/http.ts';
import type { Answer } from '../support/http.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'a.txt': 'a' } });
});
afterAll(() => host.stop());

const own = (): string => new URL(host.admin).host;
const call = (
  headers: Record<string, string | undefined>,
  body = '{"method":"getSnapshot","args":[]}',
): Promise<Answer> =>
  httpRequest(host.admin, {
    method: 'POST',
    path: '/api/call',
    headers: { Authorization: `Bearer ${host.app.key}`, ...headers },
    body,
  });

const FORWARDING: [string, string][] = [
  ['Forwarded', 'for=192.0.2.1'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'wopi.example.com'],
  ['X-Forwarded-Proto', 'https'],
  ['x-forwarded-anything', ''],
  ['Via', '1.1 proxy'],
  ['X-Real-IP', '127.0.0.1'],
  ['CF-Connecting-IP', '192.0.2.1'],
  ['CF-Ray', 'x'],
  ['Cdn-Loop', 'cloudflare'],
  ['ngrok-skip-browser-warning', '1'],
  ['X-Original-Host', 'x'],
  ['X-Envoy-External-Address', 'x'],
  ['True-Client-IP', 'x'],
  ['X-Tunnel-Forwarded', 'x'],
  ['Proxy-Connection', 'keep-alive'],
];

describe('the API', () => {
  it('answers with the session key', async () => {
    const answer = await call({});
    expect(answer.status).toBe(200);
    expect(answer.json()).toHaveProperty('result.host.folder', host.folder);
  });

  // oxfmt-ignore
  it.each<[string, () => string | undefined]>([
    ['missing',                    () => undefined],
    ['empty',                      () => 'Bearer '],
    ['wrong',                      () => 'Bearer wrong'],
    ['cut short',                  () => `Bearer ${host.app.key.slice(0, -1)}`],
    ['longer',                     () => `Bearer ${host.app.key}x`],
    ['in another case',            () => `Bearer ${host.app.key.toUpperCase()}`],
    ['of another scheme',          () => `Basic ${host.app.key}`],
    ['very long',                  () => `Bearer ${'k'.repeat(10_000)}`],
  ])('with a key that is %s is refused', async (_, authorization) => {
    const answer = await call({ Authorization: authorization() });
    expect(answer.status).toBe(401);
    expect(answer.json()['error']).toContain('session key');
    expect(answer.text()).not.toContain(host.app.key);
  });

  it('does not take the key from the address, a cookie or the body', async () => {
    const { key } = host.app;
    for (const path of [`/api/call?key=${key}`, `/api/call#key=${key}`]) {
      const answer = await httpRequest(host.admin, {
        method: 'POST',
        path,
        headers: { Cookie: `key=${key}` },
        body: JSON.stringify({ key, method: 'getSnapshot' }),
      });
      expect(answer.status).toBe(401);
    }
  });

  // oxfmt-ignore
  it.each<[string, (port: string) => string]>([
    ['of a page that rebinds its name',  (port) => `evil.example:${port}`],
    ['without port',                     () => '127.0.0.1'],
    ['with another port',                () => '127.0.0.1:1'],
    ['of another loopback address',      (port) => `127.0.0.2:${port}`],
    ['of all addresses',                 (port) => `0.0.0.0:${port}`],
    ['that only begins right',           (port) => `localhost:${port}.evil.example`],
    ['with a user name',                 (port) => `x@127.0.0.1:${port}`],
  ])('with a Host %s is refused', async (_, name) => {
    const answer = await call({ Host: name(new URL(host.admin).port) });
    expect(answer.status).toBe(403);
    expect(answer.json()['error']).toContain('Host');
  });

  it('without Host is refused', async () => {
    const socket = connect({ port: Number(new URL(host.admin).port), host: '127.0.0.1' });
    socket.write(`POST /api/call HTTP/1.0\r\nAuthorization: Bearer ${host.app.key}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST'])('with the Host %s is answered', async (name) => {
    expect((await call({ Host: `${name}:${new URL(host.admin).port}` })).status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost:1', 'file://', 'app://sandbox'])(
    'with the Origin %s is refused',
    async (origin) => {
      const answer = await call({ Origin: origin });
      expect(answer.status).toBe(403);
      expect(answer.header('Access-Control-Allow-Origin')).toBeUndefined();
    },
  );

  it('with the Origin of the host listener or the editor is refused', async () => {
    const { addresses } = (await host.api.getSnapshot()).host;
    for (const origin of [addresses.host, addresses.editor]) expect((await call({ Origin: origin })).status).toBe(403);
  });

  it('with its own Origin is answered', async () => {
    expect((await call({ Origin: host.admin })).status).toBe(200);
    expect((await call({ Origin: host.admin.replace('127.0.0.1', 'localhost') })).status).toBe(200);
  });

  it('answers no preflight', async () => {
    const answer = await httpRequest(host.admin, {
      method: 'OPTIONS',
      path: '/api/call',
      headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(answer.status).toBe(403);
    expect(answer.header('Access-Control-Allow-Origin')).toBeUndefined();
  });

  it.each(FORWARDING)('that came through a proxy (%s) is refused', async (name, value) => {
    const answer = await call({ [name]: value });
    expect(answer.status).toBe(403);
    expect(answer.json()['error']).toContain(name.toLowerCase());
  });

  it.each(['GET', 'PUT', 'DELETE'])('is not called with %s', async (method) => {
    const answer = await httpRequest(host.admin, {
      method,
      path: '/api/call',
      headers: { Authorization: `Bearer ${host.app.key}` },
    });
    expect(answer.status).toBe(405);
  });

  // oxfmt-ignore
  it.each<[string, string]>([
    ['is empty',              ''],
    ['is no JSON',            '{"method":'],
    ['is a number',           '7'],
    ['is null',               'null'],
    ['is a list',             '[]'],
    ['names no call',         '{}'],
    ['names a constructor',   '{"method":"constructor","args":[]}'],
    ['names a prototype',     '{"method":"__proto__","args":[]}'],
    ['pollutes a prototype',  '{"__proto__":{"method":"getSnapshot"},"method":"nothing"}'],
    ['is not text',           '\u0000\u0001\u0002'],
  ])('refuses a body that %s', async (_, body) => {
    const answer = await call({}, body);
    expect(answer.status).toBe(400);
    expect(answer.json()['error']).toMatch(/call/);
  });

  it('refuses a body of 17 MiB', async () => {
    const answer = await call({}, JSON.stringify({ method: 'listFiles', args: ['x'.repeat(17 * 1024 * 1024)] }));
    expect(answer.status).toBe(400);
    expect(answer.json()['error']).toContain('at most');
  });

  it('is reached on this machine only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (!outside) return process.stdout.write('There is no other network to try the admin listener from.\n');
    const { port } = new URL(host.admin);
    const socket = connect({ host: outside.address, port: Number(port) });
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    return undefined;
  });
});

describe('the live connection', () => {
  /** Status of the answer to an upgrade, 101 when it was taken. */
  const upgrade = (
    path: string,
    protocols: string[],
    options: { origin?: string; headers?: Record<string, string> } = {},
  ): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(host.admin.replace('http', 'ws') + path, protocols, options);
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });
  const key = (): string => `key.${host.app.key}`;

  it('is opened with key and own Origin', async () => {
    expect(await upgrade('/live', ['wopi-sandbox', key()], { origin: host.admin })).toBe(101);
  });

  it('never says the key back', async () => {
    const socket = new WebSocket(host.admin.replace('http', 'ws') + '/live', ['wopi-sandbox', key()], {
      origin: host.admin,
    });
    await once(socket, 'open');
    expect(socket.protocol).toBe('wopi-sandbox');
    socket.close();
  });

  // oxfmt-ignore
  it.each<[string, () => Promise<number>]>([
    ['without key',                     () => upgrade('/live', ['wopi-sandbox'], { origin: host.admin })],
    ['with a wrong key',                () => upgrade('/live', ['wopi-sandbox', 'key.wrong'], { origin: host.admin })],
    ['with the key in the address',     () => upgrade(`/live?key=${host.app.key}`, ['wopi-sandbox'], { origin: host.admin })],
    ['with a query',                    () => upgrade('/live?x=1', ['wopi-sandbox', key()], { origin: host.admin })],
    ['without Origin',                  () => upgrade('/live', ['wopi-sandbox', key()])],
    ['with the Origin of another page', () => upgrade('/live', ['wopi-sandbox', key()], { origin: 'https://evil.example' })],
    ['with another Host',               () => upgrade('/live', ['wopi-sandbox', key()], { origin: host.admin, headers: { Host: 'evil.example' } })],
    ['through a proxy',                 () => upgrade('/live', ['wopi-sandbox', key()], { origin: host.admin, headers: { 'X-Forwarded-For': '1.2.3.4' } })],
    ['at another address',              () => upgrade('/', ['wopi-sandbox', key()], { origin: host.admin })],
    ['at the address of the API',       () => upgrade('/api/call', ['wopi-sandbox', key()], { origin: host.admin })],
  ])('%s is refused', async (_, attempt) => {
    expect(await attempt()).toBe(403);
  });

  it('of another protocol than WebSocket is refused', async () => {
    const outgoing = request({
      port: new URL(host.admin).port,
      path: '/live',
      headers: { Connection: 'Upgrade', Upgrade: 'h2c', Host: own() },
    });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  it('survives nonsense and answers the next call', async () => {
    const socket = new WebSocket(host.admin.replace('http', 'ws') + '/live', ['wopi-sandbox', key()], {
      origin: host.admin,
    });
    await once(socket, 'open');
    for (const frame of ['', 'x', '[]', 'null', '{"id":1}', '{"id":2,"method":"constructor"}', Buffer.from([0, 1, 2])])
      socket.send(frame);
    const answered = new Promise<unknown>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const answer = JSON.parse(data.toString('utf8')) as { id?: number; result?: unknown };
        if (answer.id === 99) resolve(answer.result);
      });
    });
    socket.send('{"id":99,"method":"listFiles","args":[]}');
    expect(await answered).toHaveProperty('files');
    socket.close();
  });
});

describe('the screen', () => {
  it('is served with a policy that lets nothing strange in', async () => {
    const answer = await httpRequest(host.admin, { path: '/' });
    const policy = answer.header('Content-Security-Policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(answer.status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(answer.text()).toContain(`content="${nonce}"`);
    expect(answer.header('Cache-Control')).toBe('no-store');
    expect(answer.header('Referrer-Policy')).toBe('no-referrer');
    expect(answer.text()).not.toContain(host.app.key);
  });

  it.each([
    '/nothing.js',
    '/../package.json',
    '/%2e%2e/data/sandbox.db',
    '/..%2f..%2fdata%2finstance.json',
    '/data/instance.json',
    '/sandbox.db',
  ])('gives nothing away at %s', async (path) => {
    const answer = await httpRequest(host.admin, { path });
    expect(answer.status).toBe(404);
    expect(answer.text()).not.toContain(host.app.key);
  });

  it('is not shown through a proxy or under another name', async () => {
    expect((await httpRequest(host.admin, { path: '/', headers: { Host: 'evil.example' } })).status).toBe(403);
    expect((await httpRequest(host.admin, { path: '/', headers: { Via: '1.1 x' } })).status).toBe(403);
  });

  it('that is not built is said to be not built', async () => {
    const bare = startHost({ config: { uiDirectory: '/nowhere/at/all' } });
    await expect(bare).rejects.toThrow(/npm run build/);
  });
});
