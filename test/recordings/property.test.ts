import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { BodyInfo, ExchangeDetail } from '../../preload/contract.ts';
import { OUTCOMES } from '../../main/recordings/capture-format.ts';
import { readCapture } from '../../main/recordings/capture-read.ts';
import { writeCapture } from '../../main/recordings/capture-write.ts';
import { createRedactor } from '../../main/recordings/redaction.ts';
import { createArchive } from '../../main/recordings/zip-write.ts';
import type { RecordedTraffic } from '../../main/store/recorded-traffic.ts';
import { NOTHING_HIDDEN } from './support.ts';

const directory = mkdtempSync(join(tmpdir(), 'wopi-sandbox-property-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Kept {
  exchange: ExchangeDetail;
  request: Uint8Array;
  response: Uint8Array;
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const maybe = fc.option(text, { nil: null });
const time = fc.integer({ min: 0, max: 4e12 });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  text.map((one) => new Uint8Array(Buffer.from(one))),
);
const headers = fc.array(fc.record({ name: text, value: text }), { maxLength: 4 });
const moment = fc.option(
  fc.record({
    version: maybe,
    lockId: maybe,
    lockExpiresAt: fc.option(time, { nil: null }),
    size: fc.option(fc.nat(), { nil: null }),
  }),
  { nil: null },
);

const info = (contentType: string | null, { length }: Uint8Array): BodyInfo => ({
  size: length,
  contentType,
  kept: length,
  missing: null,
});

const kept: fc.Arbitrary<Kept> = fc
  .record({
    row: fc.record({
      realAt: time,
      at: time,
      method: text,
      path: text,
      operation: maybe,
      fileId: maybe,
      fileName: maybe,
      personId: maybe,
      personName: maybe,
      client: text,
      status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
      outcome: fc.constantFrom(...OUTCOMES),
      durationMs: fc.option(fc.nat(), { nil: null }),
      lockId: maybe,
      sessionId: maybe,
      correlationId: maybe,
      tokenId: maybe,
      url: text,
      httpVersion: text,
      remoteAddress: text,
      requestHeaders: headers,
      responseHeaders: headers,
      before: moment,
      after: moment,
      explanation: maybe,
      firstByteMs: fc.option(fc.nat(), { nil: null }),
    }),
    verdict: fc.constantFrom('verified' as const, 'failed' as const, 'unsigned' as const, 'unchecked' as const),
    request: bytes,
    response: bytes,
    contentType: maybe,
  })
  .map(({ row, verdict, request, response, contentType }) => ({
    exchange: {
      id: 0,
      ...row,
      proof: { verdict, explanation: '' },
      requestBytes: request.length,
      responseBytes: response.length,
      requestBody: info(contentType, request),
      responseBody: info(contentType, response),
    },
    request,
    response,
  }));

/** Traffic as it stands in a list. */
function trafficOf(all: readonly Kept[]): RecordedTraffic {
  return {
    totals: async () => ({ count: all.length, firstAt: null, lastAt: null }),
    ids: (_selection, after, limit) =>
      all
        .map(({ exchange }) => exchange.id)
        .filter((id) => id > after)
        .slice(0, limit),
    *exchanges(ids) {
      for (const { exchange, request, response } of all.filter((one) => ids.includes(one.exchange.id)))
        yield { exchange, bodies: { request, response }, findings: [] };
    },
    bytes: async (id, side, offset, length) =>
      (all[id - 1]?.[side] ?? new Uint8Array()).subarray(offset, offset + length),
    names: () => ({ files: [], people: [] }),
  };
}

async function written(traffic: RecordedTraffic): Promise<string> {
  const parts: Uint8Array[] = [];
  await writeCapture({
    traffic,
    selection: { kind: 'all' },
    redactor: createRedactor(NOTHING_HIDDEN),
    archive: createArchive(async (part) => void parts.push(part)),
    spool() {
      const lines: string[] = [];
      return {
        write: async (line) => void lines.push(`${line}\n`),
        async *read() {
          yield Buffer.from(lines.join(''));
        },
      };
    },
    name: 'x',
    product: { name: 'x', version: '1' },
    now: 1,
  });
  const path = join(directory, 'x.wopicapture');
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

it('whatever is written to a capture file is read from it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(kept, { maxLength: 8 }), async (list) => {
      const all = list.map((one, index) => ({ ...one, exchange: { ...one.exchange, id: index + 1 } }));
      const bodies = new Map<string, Uint8Array>();
      const read: Kept[] = [];
      for await (const item of readCapture(await written(trafficOf(all)))) {
        if (item.kind === 'small-body') bodies.set(item.sha256, new Uint8Array(item.bytes));
        if (item.kind !== 'exchange') continue;
        const { requestBody, responseBody, ...rest } = item.exchange;
        const part = ({ sha256, ...body }: typeof requestBody) => ({
          body,
          content: sha256 === null ? new Uint8Array() : (bodies.get(sha256) ?? new Uint8Array()),
        });
        const [request, response] = [part(requestBody), part(responseBody)];
        read.push({
          exchange: { ...rest, requestBody: request.body, responseBody: response.body },
          request: request.content,
          response: response.content,
        });
      }
      expect(read).toEqual(all);
    }),
    { numRuns: 60 },
  );
});

it('hiding twice is hiding once', () => {
  fc.assert(
    fc.property(kept, ({ exchange }) => {
      const once = createRedactor({}).exchange(exchange);
      const again = createRedactor({}).exchange(once);
      expect([again.fileName, again.personName, again.remoteAddress]).toEqual([
        once.fileName,
        once.personName,
        once.remoteAddress,
      ]);
    }),
    { numRuns: 100 },
  );
});
