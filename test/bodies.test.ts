import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ExchangeDetail } from '../preload/contract.ts';
import { kindOf, LOOKED_AT, mismatchOf, viewsFor } from '../renderer/bodies/body-kind.ts';
import { momentsIn } from '../renderer/bodies/times.ts';
import { openPackage } from '../renderer/bodies/office.ts';
import { recordedBody, type ByteSource } from '../renderer/bodies/source.ts';
import { unpackPart } from '../renderer/bodies/zip-part.ts';
import { compareBytes } from '../renderer/compare/bytes.ts';
import { startHost, type TestHost } from './support/host.ts';

// The viewers of the screen over bodies that really went through the host, read as the page reads them.

const SAMPLES = resolve(import.meta.dirname, '../resources/samples');
const signal = new AbortController().signal;

async function record(host: TestHost, name: string, bytes: Uint8Array, contentType?: string): Promise<ExchangeDetail> {
  await host.write(name, 'x');
  const token = await host.token(name);
  const headers = { 'X-WOPI-Lock': 'l', ...(contentType === undefined ? {} : { 'Content-Type': contentType }) };
  await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'l' } });
  await host.wopi(token, { override: 'PUT', at: '/contents', headers, body: bytes });
  await host.wopi(token, { at: '/contents' });
  const saved = (await host.settled()).findLast(({ operation }) => operation === 'PutFile');
  if (!saved) throw new Error('The save was not recorded.');
  return saved;
}

function bodyOf(host: TestHost, { id, ...detail }: ExchangeDetail, side: 'request' | 'response'): ByteSource {
  return recordedBody(host.api, { id, side, kept: detail[`${side}Body`].kept });
}

async function open(): Promise<TestHost> {
  const host = await startHost();
  onTestFinished(() => host.stop());
  return host;
}

test.each([
  ['Report.docx', 'Nested/Report.docx', 'Word document', 'word/document.xml'],
  ['Budget.xlsx', 'Budget.xlsx', 'Excel workbook', 'xl/workbook.xml'],
  ['Roadmap.pptx', 'Roadmap.pptx', 'PowerPoint presentation', 'ppt/presentation.xml'],
])('%s: every part unpacks, with its type and checksum', async (name, path, kind, main) => {
  const host = await open();
  const saved = await record(host, name, readFileSync(join(SAMPLES, path)));
  const source = bodyOf(host, saved, 'request');
  expect(viewsFor(saved.requestBody.contentType, await source.read(0, LOOKED_AT))[0]).toBe('package');
  const content = await openPackage(source);
  expect(content.kind).toBe(kind);
  expect(content.parts.map((part) => part.name)).toContain(main);
  for (const part of content.parts.filter(({ name: partName }) => !partName.endsWith('/'))) {
    const { bytes, notice } = await unpackPart(source, part);
    expect([part.name, bytes.length, notice, part.contentType === null]).toEqual([part.name, part.size, null, false]);
  }
});

test('what was saved and what was read back are the same, byte for byte; another document is not', async () => {
  const host = await open();
  const bytes = readFileSync(join(SAMPLES, 'Budget.xlsx'));
  const saved = await record(host, 'Budget.xlsx', bytes);
  const read = (await host.settled()).findLast(({ operation }) => operation === 'GetFile');
  if (!read) throw new Error('The reading was not recorded.');
  const [left, right] = [bodyOf(host, saved, 'request'), bodyOf(host, read, 'response')];
  expect(await compareBytes(left, right, signal)).toEqual({ firstDifference: null, around: null });
  const other = Buffer.from(bytes);
  other[5_000] = (other[5_000] ?? 0) ^ 1;
  const changed = bodyOf(host, await record(host, 'Other.xlsx', other), 'request');
  expect((await compareBytes(left, changed, signal)).firstDifference).toBe(5_000);
});

test('a body that is called otherwise is recognized by what it is', async () => {
  const host = await open();
  const saved = await record(host, 'a.json', Buffer.from('<html>502</html>'), 'application/json');
  const start = await bodyOf(host, saved, 'request').read(0, LOOKED_AT);
  expect(kindOf(start, saved.requestBody.contentType)).toBe('xml');
  expect(mismatchOf(saved.requestBody.contentType, start)).toMatch(/says JSON, but the body begins like XML or HTML/);
});

test('a body of several slices arrives whole, and any stretch of it by itself', async () => {
  const host = await open();
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 11, 'abcdefghij');
  const source = bodyOf(host, await record(host, 'big.bin', bytes), 'request');
  expect(source.size).toBe(bytes.length);
  expect(Buffer.compare(await source.read(0, source.size), bytes)).toBe(0);
  const stretch = await source.read(262_140, 10);
  expect(Buffer.compare(stretch, bytes.subarray(262_140, 262_150))).toBe(0);
  expect(await source.read(source.size - 3, 99)).toHaveLength(3);
});

test('times in CheckFileInfo are told', async () => {
  const host = await open();
  await host.write('a.txt', 'x');
  await host.wopi(await host.token('a.txt'), {});
  const check = (await host.settled()).findLast(({ operation }) => operation === 'CheckFileInfo');
  if (!check) throw new Error('CheckFileInfo was not recorded.');
  const source = bodyOf(host, check, 'response');
  const text = new TextDecoder().decode(await source.read(0, source.size));
  expect(momentsIn(text).map(({ path }) => path)).toContain('LastModifiedTime');
});
