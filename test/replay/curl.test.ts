import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExchangeDetail, IssuedToken } from '../../preload/contract.ts';
import { copiedRequest } from '../../renderer/replay/copy/copied-request.ts';
import { writeCurl } from '../../renderer/replay/copy/curl.ts';
import { writeFetch } from '../../renderer/replay/copy/fetch-code.ts';
import { startHost } from '../support/host.ts';
import type { TestHost, WopiRequest } from '../support/host.ts';

const run = promisify(execFile);

let host: TestHost;
let token: IssuedToken;
let directory: string;
beforeEach(async () => {
  host = await startHost({ files: { 'Plan.txt': 'first' } });
  token = await host.token('Plan.txt', 'owner');
  directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-curl-'));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await host.stop();
});

async function last(): Promise<ExchangeDetail> {
  const found = (await host.settled()).at(-1);
  if (!found) throw new Error('Nothing was recorded.');
  return found;
}

/** Records a request, writes it out, lets a shell run it, and answers both as they were recorded. */
async function pasted(request: WopiRequest): Promise<{ original: ExchangeDetail; copy: ExchangeDetail }> {
  await host.wopi(token, request);
  const original = await last();
  const { base64 } = await host.api.getBody({ id: original.id, side: 'request', offset: 0, length: 1_000_000 });
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const copied = copiedRequest(original, { base: host.base, bytes, token: await host.token('Plan.txt', 'owner') });
  if (copied.body.kind === 'file') writeFileSync(join(directory, copied.body.name), bytes);
  await run('sh', ['-c', writeCurl(copied)], { cwd: directory });
  return { original, copy: await last() };
}

const OF_CONNECTION = /^(host|connection|content-length)$/i;
const shape = ({ method, path, status, outcome, operation, requestBody, requestHeaders }: ExchangeDetail) => ({
  method,
  path,
  status,
  outcome,
  operation,
  size: requestBody.size,
  headers: requestHeaders.filter(({ name }) => !OF_CONNECTION.test(name)).map(({ name, value }) => [name, value]),
});

const BYTES = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 256));

test.each<[string, WopiRequest]>([
  ['CheckFileInfo', {}],
  ['a lock id with every kind of quote', { override: 'LOCK', headers: { 'X-WOPI-Lock': `'"$HOME\`id\`\\!{}` } }],
  ['an empty header', { override: 'GET_LOCK', headers: { 'X-WOPI-Lock': '', 'User-Agent': 'Office "16"' } }],
  ['a body of text', { override: 'PUT_USER_INFO', body: "@it's\nnot a file; $(rm)\ttab ü" }],
  ['a body of bytes', { override: 'PUT', at: '/contents', headers: { 'X-WOPI-Lock': 'x' }, body: BYTES }],
])('the cURL command of %s sends the same request', async (_what, request) => {
  const { original, copy } = await pasted(request);
  expect(copy.id).not.toBe(original.id);
  expect(shape(copy)).toEqual(shape(original));
});

test('the fetch call runs as it is', async () => {
  await host.wopi(token, { override: 'PUT_USER_INFO', headers: { 'X-Odd': '"`\\' }, body: 'two\n"lines"' });
  const original = await last();
  const copied = copiedRequest(original, {
    base: host.base,
    bytes: new TextEncoder().encode('two\n"lines"'),
    token: await host.token('Plan.txt', 'owner'),
  });
  const script = join(directory, 'call.mjs');
  writeFileSync(script, writeFetch(copied));
  const { stdout } = await run(process.execPath, [script]);
  expect(stdout).toMatch(/^200 /);
  const copy = await last();
  expect(shape({ ...copy, requestHeaders: [] })).toEqual(shape({ ...original, requestHeaders: [] }));
  expect(copy.requestHeaders).toContainEqual({ name: 'X-Odd', value: '"`\\' });
});

test('without a fresh token the command holds no secret', async () => {
  await host.wopi(token, { headers: { Authorization: `Bearer ${token.accessToken}` } });
  const text = writeCurl(copiedRequest(await last(), { base: host.base, bytes: new Uint8Array() }));
  expect(text).not.toContain(token.accessToken);
  expect(text).toContain('access_token=‹token …');
});
