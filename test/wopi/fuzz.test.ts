import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ECOSYSTEM_OPERATIONS, OVERRIDES, WopiHeader } from '../../main/wopi/protocol/headers.ts';
import { httpRequest } from '../support/http.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { ancestors, fileUrl, follow, json } from './operations/walk.ts';
import { signIn } from './oauth/sign-in.ts';

/** The usual run takes a sample; WOPI_SANDBOX_FUZZ=100000 takes its time. */
const REQUESTS = Number(process.env['WOPI_SANDBOX_FUZZ'] ?? 5000);
const SEED = Number(process.env['WOPI_SANDBOX_FUZZ_SEED'] ?? 20_260_314);
const AT_ONCE = 16;
const BESIDE = 'a file beside the folder, which nobody may touch';

let host: TestHost;
let targets: string[];
let secrets: string[];

const DOCUMENTS = ['a.docx', 'Sub/b.docx', 'Sub/Deep/c.txt', 'empty.txt'];

beforeAll(async () => {
  host = await startHost({
    prepare: ({ folder }) => writeFileSync(join(dirname(folder), 'beside.txt'), BESIDE),
  });
  await replenish();
  secrets = [(await signIn(host)).access_token];
});
afterAll(() => host.stop());

/** Requests delete and rename what they are about, and so do not find much after a while. */
async function replenish(): Promise<void> {
  for (const path of DOCUMENTS) {
    if (existsSync(join(host.folder, path))) continue;
    mkdirSync(join(host.folder, dirname(path)), { recursive: true });
    writeFileSync(join(host.folder, path), path === 'empty.txt' ? '' : path);
  }
  await host.app.watching();
  const known = (await host.api.listFiles()).files;
  for (const path of DOCUMENTS) {
    if (!known.some((file) => file.path === path))
      await host.event((event) => event.type === 'file' && event.file.path === path);
  }
  host.forget();
  const own = await Promise.all(DOCUMENTS.map((path) => fileUrl(host, path)));
  const folders = (await ancestors(host, own[2] ?? '')).map(({ Url }) => Url);
  const { Url: ecosystem } = await json<{ Url: string }>(follow(host, own[0] ?? '', '/ecosystem_pointer'));
  const { HostViewUrl, FileUrl } = await json<{ HostViewUrl: string; FileUrl: string }>(follow(host, own[0] ?? ''));
  const readers = await fileUrl(host, 'a.docx', 'guest');
  targets = [...own, readers, ...folders, ecosystem, HostViewUrl, FileUrl].map((url) => url.slice(host.base.length));
}

/** Mulberry32: the same requests for the same seed, wherever it runs. */
function randomFrom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  return { next, below, pick };
}

const random = randomFrom(SEED);

const METHODS = ['GET', 'GET', 'POST', 'POST', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];
const PARTS = [
  '',
  '/contents',
  '/children',
  '/ancestry',
  '/ecosystem_pointer',
  '/root_container_pointer',
  '/',
  '/x',
  '/__proto__',
  '/constructor',
];
const PLACES = [
  '/wopi/files/',
  '/wopi/containers/',
  '/wopi/ecosystem',
  '/wopibootstrapper',
  '/oauth/authorize',
  '/oauth/token',
  '/oauth/x/token',
  '/page/',
  '/about/',
  '/launch/',
  '/closed',
  '/',
  '//',
  '/wopi',
  '/WOPI/files/',
  '/wopi/folders/',
];
const PIECES = [
  '..',
  '.',
  '%2e%2e',
  '%2f',
  '%5c',
  '%00',
  '%',
  '%zz',
  'a',
  'a.docx',
  'c',
  '0',
  '\u00e9',
  '%C3%A9',
  'x'.repeat(300),
  '{}',
  '*',
  '+',
  '~',
  'CON',
  ';',
  '&',
  '=',
  '?',
  '%3F',
];
const TEXTS = [
  '',
  ' ',
  'x',
  'true',
  'True',
  '0',
  '-1',
  '1e999',
  'NaN',
  '../../beside.txt',
  '..\\..\\beside.txt',
  '/etc/passwd',
  'C:\\x',
  'a\tb',
  '+AC8-etc+AC8-passwd',
  '+',
  '+-',
  '++',
  '+AAA-',
  '+2D0-',
  '.docx',
  '...',
  'CON.docx',
  'a.docx',
  'Sub',
  'x'.repeat(600),
  'é',
  '\u00ff\u00fe',
  '{"a":1}',
  '[]',
  'null',
  '__proto__',
  'ReadOnly',
  'ReadWrite',
  'Bearer x',
  'Bearer: y',
  '.docx,.txt',
  'https://localhost',
  '9'.repeat(30),
  '999999999999999999',
  '%s%n',
  "';--",
  '<script>',
];
const HEADERS = [
  ...Object.values(WopiHeader),
  'Authorization',
  'Content-Type',
  'X-HTTP-Method-Override',
  'Origin',
  'Cookie',
  'Range',
  'If-None-Match',
  'Expect',
  'X-Forwarded-Host',
  'X-Forwarded-For',
];
const BODIES = [
  '',
  'x',
  '{}',
  '[]',
  'null',
  '{"Activities":[]}',
  '{"Activities":[{"Id":"x"}]}',
  `{"Activities":[{"Id":"${'a'.repeat(8)}-1111-2222-3333-444444444444","Type":"comment"}]}`,
  'grant_type=authorization_code&code=x',
  'client_id=office&grant_type=refresh_token',
  '\u0000\u0001',
  'x'.repeat(70_000),
  '{"a":'.repeat(5000),
];

function word(): string {
  return random.next() < 0.6
    ? random.pick(TEXTS)
    : String.fromCodePoint(...Array.from({ length: random.below(20) }, () => 32 + random.below(95)));
}

function path(): string {
  const dice = random.next();
  if (dice < 0.7) {
    const [place = '', query = ''] = random.pick(targets).split('?');
    const changed = random.next() < 0.2 ? `?${query.slice(0, random.below(query.length))}` : `?${query}`;
    return place + (random.next() < 0.5 ? '' : random.pick(PARTS)) + (random.next() < 0.05 ? '' : changed);
  }
  const pieces = Array.from({ length: random.below(5) }, () => random.pick(PIECES));
  const query =
    random.next() < 0.5
      ? `?access_token=${encodeURIComponent(word())}&client_id=office&redirect_uri=${encodeURIComponent(word())}`
      : '';
  return random.pick(PLACES) + pieces.join(random.next() < 0.7 ? '/' : '') + query;
}

/** Deletions are rare, so that there is something left to try things on. */
function override(): string {
  const picked = random.pick(OVERRIDES);
  return picked.startsWith('DELETE') && random.next() < 0.9 ? 'LOCK' : picked;
}

interface Made {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

function make(): Made {
  const method = random.pick(METHODS);
  const headers: Record<string, string> = {};
  if (method === 'POST' && random.next() < 0.9) headers['X-WOPI-Override'] = random.next() < 0.95 ? override() : word();
  if (random.next() < 0.1) headers['X-WOPI-EcosystemOperation'] = random.pick(ECOSYSTEM_OPERATIONS);
  if (random.next() < 0.1) headers['Authorization'] = `Bearer ${random.pick(secrets)}`;
  if (random.next() < 0.1) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  for (let extra = random.below(5); extra > 0; extra -= 1) headers[random.pick(HEADERS)] = word();
  // Without these Node's own client would wait for what never comes.
  delete headers['Expect'];
  return {
    method,
    path: path().replaceAll(/[^\x21-\x7e]/g, (one) => encodeURIComponent(one)),
    headers,
    body: method === 'POST' ? random.pick(BODIES) : '',
  };
}

async function send({ method, path: target, headers, body }: Made): Promise<{ status: number; said: string }> {
  const encoded = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Buffer.from(value)
        .toString('latin1')
        .replaceAll(/[\x00-\x08\x0a-\x1f\x7f]/g, ''),
    ]),
  );
  const answer = await httpRequest(host.base, {
    method,
    path: target,
    headers: encoded,
    ...(body === '' ? {} : { body }),
  });
  return {
    status: answer.status,
    said: answer.rawHeaders.join('\n') + (answer.body.length < 200_000 ? answer.body.toString('latin1') : ''),
  };
}

/** What no HTTP client would send: bytes as they are. */
function sendRaw(bytes: string): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(host.base);
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes, 'latin1'));
    let said = '';
    socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 400), said }));
  });
}

function rawRequest(): string {
  const bytes = () => Array.from({ length: random.below(30) }, () => String.fromCodePoint(random.below(256))).join('');
  const [target = ''] = random.pick(targets).split('?');
  return random.pick([
    `GET ${target}?access_token=${bytes()} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    `POST ${target} HTTP/1.1\r\nHost: x\r\nX-WOPI-Lock: ${bytes()}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    `GET /${bytes()} HTTP/1.1\r\nConnection: close\r\n\r\n`,
    `${bytes()}\r\n\r\n`,
    `POST ${target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n`,
  ]);
}

/** Heap in use after everything that is garbage was collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it(
  `${REQUESTS} random requests break nothing, tell nothing and leave the folder alone`,
  { timeout: Math.max(120_000, REQUESTS * 20) },
  async () => {
    const logged: string[] = [];
    let heapAfterHalf = 0;
    for (let done = 0; done < REQUESTS; done += AT_ONCE) {
      const batch = Array.from({ length: AT_ONCE }, () => (random.next() < 0.03 ? rawRequest() : make()));
      const answers = await Promise.all(
        batch.map(async (made) => ({ made, answer: await (typeof made === 'string' ? sendRaw(made) : send(made)) })),
      );
      for (const { made, answer } of answers) {
        const shown = typeof made === 'string' ? made : `${made.method} ${made.path} ${JSON.stringify(made.headers)}`;
        // 501 is how the protocol says "not offered"; every other 5xx would be a fault of the host.
        if (answer.status >= 500 && answer.status !== 501) logged.push(`${answer.status} ← ${shown}`);
        if (
          /node_modules|\bat .*\.[cm]?[jt]s:\d+|SQLITE_|ENOENT|EACCES/.test(answer.said) ||
          answer.said.includes(host.folder)
        )
          logged.push(`said too much ← ${shown}`);
      }
      if (done % 1024 === 0) await replenish();
      if (done <= REQUESTS / 2 && done + AT_ONCE > REQUESTS / 2) heapAfterHalf = heapUsed();
    }
    expect(logged).toEqual([]);

    const around = dirname(host.folder);
    expect(readdirSync(around).sort()).toEqual(['beside.txt', 'data', 'shared', 'ui']);
    expect(readFileSync(join(around, 'beside.txt'), 'utf8')).toBe(BESIDE);
    await replenish();
    expect((await follow(host, await fileUrl(host, 'a.docx'))).status).toBe(200);
    // What was received half is gone, and what is kept does not grow with what was asked.
    const leftBehind = readdirSync(host.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.part'),
    );
    expect(leftBehind).toEqual([]);
    if (REQUESTS >= 50_000) expect(heapUsed() - heapAfterHalf).toBeLessThan(48 * 1024 * 1024);
  },
);
