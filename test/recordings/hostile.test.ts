import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonElements } from '../../main/recordings/json-elements.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { openFile, save } from './support.ts';

let host: TestHost;
/** A good capture file of one request, to be spoilt. */
let good: Buffer;
beforeAll(async () => {
  host = await startHost();
  await host.write('a.txt', 'text');
  await host.wopi(await host.token('a.txt'), { at: '/contents' });
  await host.settled();
  good = await save(host, 'capture');
});
afterAll(() => host.stop());

const MANIFEST = {
  format: 'wopicapture',
  version: 1,
  product: 'x',
  productVersion: '1',
  name: '',
  createdAt: 1,
  firstAt: null,
  lastAt: null,
  exchanges: 0,
  bodies: 0,
  findings: 0,
  annotations: 0,
  hidden: [],
  remarks: [],
};
const EXCHANGE = {
  id: 1,
  realAt: 1,
  at: 1,
  method: 'GET',
  path: '/',
  operation: null,
  fileId: null,
  fileName: null,
  personId: null,
  personName: null,
  client: 'x',
  status: 200,
  outcome: 'ok',
  durationMs: 1,
  requestBytes: 0,
  responseBytes: 0,
  lockId: null,
  sessionId: null,
  correlationId: null,
  tokenId: null,
  url: '/',
  httpVersion: '1.1',
  remoteAddress: '',
  requestHeaders: [],
  responseHeaders: [],
  before: null,
  after: null,
  proof: { verdict: 'unsigned', explanation: '' },
  explanation: null,
  firstByteMs: null,
  requestBody: { size: 0, contentType: null, kept: 0, missing: null, sha256: null },
  responseBody: { size: 0, contentType: null, kept: 0, missing: null, sha256: null },
};

interface Parts {
  manifest?: object | string;
  exchanges?: (object | string)[];
  more?: Zippable;
}

function capture({ manifest = {}, exchanges = [], more = {} }: Parts = {}): Uint8Array {
  const head =
    typeof manifest === 'string' ? manifest : JSON.stringify({ ...MANIFEST, exchanges: exchanges.length, ...manifest });
  const lines = exchanges.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
  return zipSync({ 'manifest.json': strToU8(head), 'exchanges.ndjson': strToU8(lines), ...more });
}

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const har = (entries: string, head = '"version":"1.2","creator":{"name":"x","version":"1"},'): string =>
  `{"log":{${head}"entries":[${entries}]}}`;
const ENTRY =
  '{"startedDateTime":"2026-03-14T09:26:53Z","time":1,"request":{"method":"GET","url":"http://h/","headers":[]},"response":{"status":200,"headers":[]}}';
const hash = 'a'.repeat(64);

// oxfmt-ignore
const CASES: readonly (readonly [what: string, bytes: () => Uint8Array | string, sentence: RegExp])[] = [
  ['nothing at all',                  () => '',                                                   /is empty\.$/],
  ['a picture',                       () => Buffer.from('89504e470d0a1a0a', 'hex'),               /neither a capture file \(\.wopicapture\) nor a HAR/],
  ['plain text',                      () => 'GET / HTTP/1.1',                                     /neither a capture file/],
  ['a HAR cut off in the middle',     () => har(ENTRY).slice(0, -20),                             /incomplete: it ends in the middle/],
  ['a HAR that goes on',              () => `${har(ENTRY)}{}`,                                    /goes on after its end/],
  ['JSON that is no HAR',             () => '{"swagger":"2.0","paths":{}}',                       /has no list “log\.entries”/],
  ['entries that are no list',        () => '{"log":{"entries":{"0":1}}}',                        /has no list/],
  ['a HAR of a version to come',      () => har(ENTRY, '"version":"3.0",'),                       /versions 1\.1 and 1\.2 can be read/],
  ['a HAR with brackets crossed',     () => '{"log":{"entries":[}]}',                             /closes nothing/],
  ['a HAR with a broken entry',       () => har('{"request":nope}'),                              /Entry 1 of the HAR file is no correct JSON/],
  ['a HAR without requests',          () => har(''),                                              /holds no requests/],
  ['a HAR of wrong types',            () => har('{"startedDateTime":5,"request":[],"response":"x"}'), /holds no request that can be read\. Entry 1: startedDateTime/],
  ['a HAR nested very deep',          () => har(`{"x":${deep(100_000)}}`),                        /nests objects and lists more than 100 deep/],
  ['an archive cut off',              () => good.subarray(0, good.length - 40),                   /directory, which stands at the end, is missing/],
  ['an archive of something else',    () => zipSync({ 'word/document.xml': strToU8('<x/>') }),    /archive without manifest\.json, so it is no capture file/],
  ['a capture of a version to come',  () => capture({ manifest: { version: 99 } }),               /version 99 of the format and this WOPI Sandbox knows version 1\. Update the app/],
  ['a manifest of something else',    () => capture({ manifest: { format: 'tape' } }),            /does not say that this is a capture file/],
  ['a manifest of wrong types',       () => capture({ manifest: { exchanges: 'many' } }),         /manifest\.json is not what a capture file has there \(“exchanges”\)/],
  ['a manifest that is no JSON',      () => capture({ manifest: '{' }),                           /manifest\.json is no correct JSON/],
  ['fewer exchanges than announced',  () => capture({ manifest: { exchanges: 5 } }),              /announces 5 exchanges and holds 0/],
  ['an exchange of wrong types',      () => capture({ exchanges: [{ ...EXCHANGE, status: 'ok' }] }), /Line 1 of exchanges\.ndjson is not what a capture file has there \(“status”\)/],
  ['an exchange nested very deep',    () => capture({ exchanges: [deep(5000)] }),                 /nests objects and lists more than 100 deep/],
  ['exchanges out of order',          () => capture({ exchanges: [EXCHANGE, EXCHANGE] }),         /exchange 1 comes after exchange 1/],
  ['a body that is another one',      () => capture({ more: { 'bodies.ndjson': strToU8(`{"sha256":"${hash}","text":"x"}\n`) } }), /the body named aaaaaaaaaaaa… has other bytes/],
  ['a large body that is another one', () => capture({ more: { [`bodies/${hash}`]: strToU8('x') } }), /has other bytes/],
  ['a decompression bomb',            () => lie(good, 1024 ** 3), /refused as a decompression bomb/],
  ['an archive with a lying size',    () => lie(good, 10),                                        /is damaged/],
  ['an archive of bytes spoilt',      () => spoil(good),                                          /damaged|no correct JSON|not what a capture file/],
];

/** The directory promises another size than comes out. */
function lie(bytes: Buffer, size: number): Buffer {
  const copy = Buffer.from(bytes);
  for (
    let at = copy.indexOf('PK\u0001\u0002', 0, 'latin1');
    at !== -1;
    at = copy.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    if (copy.toString('utf8', at + 46, at + 46 + 16) !== 'exchanges.ndjson') continue;
    copy.writeUInt32LE(size, at + 24);
  }
  return copy;
}

function spoil(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 60; at < 90; at += 1) copy[at] = (copy[at] ?? 0) ^ 0x5a;
  return copy;
}

describe('a file that cannot be read', () => {
  it.each(CASES)('%s is told in one sentence and leaves nothing behind', async (_what, bytes, sentence) => {
    await expect(openFile(host, 'x.bin', Buffer.from(bytes()))).rejects.toThrow(sentence);
    expect((await host.api.getSnapshot()).captures).toEqual([]);
    expect(readdirSync(join(host.dataDirectory, 'captures'))).toEqual([]);
    expect(readdirSync(join(host.dataDirectory, 'exchange'))).toEqual([]);
  });

  it('is refused by its size before it is sent', async () => {
    await expect(host.api.beginCapture({ name: 'huge.har', size: 5 * 1024 ** 3 })).rejects.toThrow(
      /has 5 GiB; at most 4 GiB can be opened/,
    );
  });

  it('that changes while it is sent is refused', async () => {
    const { uploadId } = await host.api.beginCapture({ name: 'x.har', size: 4 });
    await expect(
      host.api.appendCapture({ uploadId, base64: Buffer.from('longer').toString('base64') }),
    ).rejects.toThrow(/changes while it is read/);
    const short = await host.api.beginCapture({ name: 'x.har', size: 4 });
    await expect(host.api.finishCapture({ uploadId: short.uploadId })).rejects.toThrow(/only 0 of 4 bytes arrived/);
  });
});

it('takes values that try to deceive as they are', async () => {
  const evil = '‮txt.exe\u0000<script>alert(1)</script>';
  const entry = {
    ...(JSON.parse(ENTRY) as object),
    request: { method: 'GET', url: 'http://h/x', headers: [{ name: '__proto__', value: evil }] },
  };
  const { id } = await openFile(host, '../../../etc/passwd.har', Buffer.from(har(JSON.stringify(entry))));
  const exchange = await host.api.getExchange({ id: 1, source: id });
  expect(exchange.requestHeaders).toContainEqual({ name: '__proto__', value: evil });
  expect(existsSync(join(host.dataDirectory, 'captures', `${id}.db`))).toBe(true);
  await host.api.closeCapture({ id });
  await expect(host.api.getExchange({ id: 1, source: '../traffic' })).rejects.toThrow(/not open any more/);
});

it('reads a HAR of any length entry by entry', async () => {
  const filler = 'x'.repeat(50_000);
  let taken = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from('{"log":{"version":"1.2","pages":[{"deep":[[1]]}],"entries":[');
    for (; taken < 4000; taken += 1) yield Buffer.from(`${taken ? ',' : ''}{"n":${taken},"t":"${filler}\\"]}"}`);
    yield Buffer.from(']}}');
  }
  let ahead = 0;
  let count = 0;
  for await (const { name, text } of jsonElements(chunks(), {
    outer: 'log',
    list: 'entries',
    what: 'The HAR file',
    largestElement: 1e6,
  })) {
    if (name !== null) continue;
    expect(text.endsWith('\\"]}"}')).toBe(true);
    count += 1;
    ahead = Math.max(ahead, taken - count);
  }
  expect(count).toBe(4000);
  // 200 MB went through, and never more of it was taken than what was handed on.
  expect(ahead).toBeLessThanOrEqual(2);
});

it.each([1, 2, 3, 7, 1000])('finds the same elements in pieces of %i bytes', async (size) => {
  const text = Buffer.from(
    '\ufeff{"log":{"creator":{"name":"é\\"}"},"entries":[{"a":[1,{"b":"]}"}]} , {"c":"ü"},7,"s"],"comment":"end"}}',
  );
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let start = 0; start < text.length; start += size) yield text.subarray(start, start + size);
  }
  const found: (string | null)[][] = [];
  for await (const { name, text: value } of jsonElements(chunks(), {
    outer: 'log',
    list: 'entries',
    what: 'x',
    largestElement: 100,
  }))
    found.push([name, value.trim()]);
  expect(found).toEqual([
    ['creator', '{"name":"é\\"}"}'],
    [null, '{"a":[1,{"b":"]}"}]}'],
    [null, '{"c":"ü"}'],
    [null, '7'],
    [null, '"s"'],
    ['comment', '"end"'],
  ]);
});
