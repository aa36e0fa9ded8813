import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { openReader } from '../../main/store/database.ts';
import type { CapturedBody } from '../../main/store/exchange-record.ts';
import type { Exchanges } from '../../main/store/exchanges.ts';
import type { RawExchange } from '../../main/store/raw-exchange.ts';
import { finished, openTraffic, pass } from '../support/traffic-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wopi-flood-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${'c2VjcmV0'.repeat(4)}.${'aGlkZGVu'.repeat(5)}`;
const BATCH = 250;

/** How many exchanges are stored without having been taken apart, and how many were. */
function stored(): { packed: number; rows: number } {
  const reader = openReader(join(directory, 'traffic.db'), undefined);
  try {
    return reader
      .prepare<[], { packed: number; rows: number }>(
        `SELECT (SELECT COALESCE(SUM(count), 0) FROM packed_batches) AS packed,
           (SELECT COUNT(*) FROM exchanges) AS rows`,
      )
      .get() as { packed: number; rows: number };
  } finally {
    reader.close();
  }
}

function bodyOf(text: string): CapturedBody {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const size = bytes.length;
  return { size, contentType: 'text/plain', kept: size, missing: null, sha256, bytes, cost: size };
}

async function everything(exchanges: Exchanges): Promise<ExchangeDetail[]> {
  const { rows } = await exchanges.list({ limit: 10_000 });
  const details = await Promise.all(rows.map(({ id }) => exchanges.get(id)));
  return details.flatMap((detail) => detail ?? []);
}

describe('a flood of requests that nobody watches', () => {
  it('is stored at once, taken apart when somebody asks, and counted all the time', async () => {
    const { exchanges } = openTraffic(directory);
    for (let count = 0; count < 4 * BATCH; count += 1) pass(exchanges);
    expect(stored()).toEqual({ packed: 4 * BATCH, rows: 0 });
    expect(exchanges.state().count).toBe(4 * BATCH);
    expect(await exchanges.get(1)).toMatchObject({ id: 1, operation: 'CheckFileInfo' });
    expect(stored()).toEqual({ packed: 0, rows: 4 * BATCH });
    expect(exchanges.state()).toMatchObject({ count: 4 * BATCH, dropped: 0, problem: null });
    await exchanges.stop();
  });

  it.each([
    { amount: 99, isFlood: false },
    { amount: 100, isFlood: true },
  ])('is $amount of them within the time of one batch: $isFlood', async ({ amount, isFlood }) => {
    const kept: boolean[] = [];
    const { exchanges } = openTraffic(directory, {
      between: (link) => ({
        ...link,
        send(order, answered) {
          if (order.kind === 'write') kept.push(order.keepPacked);
          link.send(order, answered);
        },
      }),
    });
    for (let count = 0; count < amount; count += 1) pass(exchanges);
    await expect.poll(() => stored()).toEqual({ packed: 0, rows: amount });
    expect(kept[0]).toBe(isFlood);
    await exchanges.stop();
  });

  it('is taken apart by itself once it is over', async () => {
    const { exchanges } = openTraffic(directory);
    for (let count = 0; count < 2 * BATCH; count += 1) pass(exchanges);
    expect(stored().packed).toBe(2 * BATCH);
    pass(exchanges);
    await expect.poll(() => stored()).toEqual({ packed: 0, rows: 2 * BATCH + 1 });
    await exchanges.stop();
  });

  it('does not keep those waiting who hear of the rest later', async () => {
    let held: (() => void)[] | null = null;
    const { exchanges } = openTraffic(directory, {
      between: (link) => ({
        ...link,
        send(order, answered) {
          const carryOut = (): void => link.send(order, answered);
          if (held) held.push(carryOut);
          else carryOut();
        },
      }),
    });
    for (let count = 0; count < 8 * BATCH; count += 1) pass(exchanges);
    const orders: (() => void)[] = (held = []);
    pass(exchanges);
    const asked = exchanges.flushWaiting();
    await expect.poll(() => orders.length).toBe(1);
    orders[0]?.();
    await asked;
    const { packed, rows } = stored();
    expect(packed).toBeGreaterThan(0);
    expect(packed + rows).toBe(8 * BATCH + 1);
    held = null;
    orders[1]?.();
    await exchanges.flush();
    expect(stored()).toEqual({ packed: 0, rows: 8 * BATCH + 1 });
    await exchanges.stop();
  });

  it('is not stored packed while somebody looks, and told request by request, once', async () => {
    const { exchanges, events } = openTraffic(directory, { isWatched: true });
    for (let count = 0; count < 2 * BATCH; count += 1) pass(exchanges);
    expect(stored()).toEqual({ packed: 0, rows: 2 * BATCH });
    const slow = finished({ id: exchanges.nextId() });
    exchanges.begin(slow);
    const told = (): number[] => events.flatMap((event) => (event.type === 'exchange' ? [event.row.id] : []));
    await expect.poll(() => told().includes(slow.id)).toBe(true);
    exchanges.finish(slow);
    const ids = Array.from({ length: 2 * BATCH + 1 }, (_, index) => index + 1);
    expect(told()).toEqual([...ids, slow.id]);
    await exchanges.stop();
  });

  it('leaves no secret on the disk', async () => {
    const { exchanges } = openTraffic(directory);
    const secrets = {
      url: `/wopi/files/a?access_token=${TOKEN}`,
      requestHeaders: ['Authorization', `Bearer ${TOKEN}`, 'Cookie', 'session=very-private'].join('\n'),
      responseHead: `HTTP/1.1 302 Found\r\nLocation: https://a.example/?access_token=${TOKEN}\r\n\r\n`,
    };
    for (let count = 0; count < BATCH; count += 1) pass(exchanges, secrets);
    expect(stored().packed).toBe(BATCH);
    const written = readdirSync(directory).flatMap((name) =>
      name.startsWith('traffic.db') ? [readFileSync(join(directory, name)).toString('latin1')] : [],
    );
    expect(written.join('')).toContain('Authorization');
    for (const secret of ['c2VjcmV0c2VjcmV0', 'aGlkZGVuaGlkZGVu', 'very-private'])
      expect(written.some((text) => text.includes(secret))).toBe(false);
    expect(await exchanges.get(1)).toMatchObject({ url: expect.stringContaining('access_token=‹token') });
    await exchanges.stop();
  });

  it('is there after the program was killed, and ids go on behind it', async () => {
    const killed = openTraffic(directory);
    for (let count = 0; count < 2 * BATCH; count += 1) pass(killed.exchanges, { tokenId: `t${count}` });
    await killed.link.close();

    const { exchanges } = openTraffic(directory);
    expect(exchanges.state().count).toBe(2 * BATCH);
    expect(exchanges.nextId()).toBe(2 * BATCH + 1);
    const all = await everything(exchanges);
    expect(all.map(({ tokenId }) => tokenId).reverse()).toEqual(
      Array.from({ length: 2 * BATCH }, (_, count) => `t${count}`),
    );
    await exchanges.stop();
  });

  it('does not keep the program from ending', async () => {
    const { exchanges } = openTraffic(directory);
    for (let count = 0; count < 2 * BATCH + 7; count += 1) pass(exchanges);
    await exchanges.stop();
    expect(stored()).toEqual({ packed: 2 * BATCH + 7, rows: 0 });
  });

  it('is not taken apart where retention would throw it away', async () => {
    const { exchanges } = openTraffic(directory, { retention: { maxExchanges: 300 } });
    for (let count = 0; count < 8 * BATCH; count += 1) pass(exchanges);
    expect(stored().packed).toBeLessThan(300 + BATCH);
    const all = await everything(exchanges);
    expect(all).toHaveLength(300);
    expect(all[0]?.id).toBe(8 * BATCH);
    expect(exchanges.state()).toMatchObject({ count: 300, dropped: 8 * BATCH - 300 });
    await exchanges.stop();
  });

  it('keeps a body that an exchange had before, when retention takes that one', async () => {
    const { exchanges } = openTraffic(directory, { retention: { maxExchanges: 2 * BATCH } });
    const responseBody = bodyOf('the answer');
    pass(exchanges, { responseBody });
    await exchanges.flush();
    for (let count = 1; count < 3 * BATCH; count += 1) pass(exchanges);
    for (let count = 0; count < BATCH; count += 1) pass(exchanges, { responseBody });
    expect(stored().packed).toBeGreaterThan(BATCH);
    const newest = exchanges.lastId();
    expect(await exchanges.body(newest, 'response', 0, 100)).toMatchObject({
      base64: Buffer.from('the answer').toString('base64'),
    });
    expect(await exchanges.get(1)).toBeUndefined();
    await exchanges.stop();
  });

  it('goes with everything else when the traffic is cleared', async () => {
    const { exchanges } = openTraffic(directory);
    for (let count = 0; count < 2 * BATCH; count += 1) pass(exchanges);
    await exchanges.clear();
    expect(stored()).toEqual({ packed: 0, rows: 0 });
    expect(exchanges.state().count).toBe(0);
    await exchanges.stop();
  });

  it('is said to be unreadable when another version packed it, and what follows is stored', async () => {
    const killed = openTraffic(directory);
    for (let count = 0; count < BATCH; count += 1) pass(killed.exchanges);
    killed.link.reader.prepare('UPDATE packed_batches SET layout = 0').run();
    await killed.link.close();

    const { exchanges, failures } = openTraffic(directory);
    pass(exchanges);
    expect(await everything(exchanges)).toHaveLength(1);
    expect(failures).toEqual([expect.stringContaining(`${BATCH} packed exchanges cannot be read`)]);
    await exchanges.stop();
  });
});

describe('packed exchanges', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', 'a', '¶', TOKEN));
  const moment = fc.record({
    version: fc.option(text),
    size: fc.option(fc.nat()),
    lockId: fc.option(text),
    lockExpiresAt: fc.option(fc.nat()),
  });
  const headerLines = fc
    .array(fc.tuple(fc.constantFrom('Host', 'Authorization', 'X-WOPI-Lock', 'User-Agent'), text))
    .map((headers) => headers.flat().map((part) => part.replaceAll(/[\r\n]/g, ' ')));
  const body = fc.oneof(
    fc.string({ minLength: 1, maxLength: 20 }).map(bodyOf),
    fc.record({
      size: fc.nat(),
      contentType: fc.option(text),
      kept: fc.constant(0),
      missing: fc.option(text),
      hidden: fc.integer({ min: 1, max: 3 }),
      sha256: fc.constant(null),
      bytes: fc.constant(null),
      cost: fc.constant(0),
    }),
  );
  const exchange: fc.Arbitrary<Partial<RawExchange>> = fc.record(
    {
      status: fc.option(fc.constantFrom(200, 401, 404, 409)),
      outcome: fc.constantFrom('ok' as const, 'aborted' as const),
      durationMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      firstByteMs: fc.option(fc.nat()),
      url: fc.oneof(
        text.map((part) => `/wopi/files/a?access_token=${encodeURIComponent(part)}`),
        fc.constant('/'),
      ),
      userAgent: fc.option(text),
      lockId: fc.option(text),
      sessionId: fc.option(text),
      correlationId: fc.option(text),
      requestHeaders: headerLines.map((lines) => lines.join('\n')),
      responseHead: headerLines.map((lines) => {
        const pairs = lines.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${lines[index + 1]}`] : []));
        return `${['HTTP/1.1 200 OK', ...pairs].join('\r\n')}\r\n\r\n`;
      }),
      operation: fc.option(fc.constantFrom('CheckFileInfo', 'Lock', 'PutFile')),
      fileName: fc.option(text),
      explanation: fc.option(text),
      replayOf: fc.option(fc.nat()),
      before: fc.option(moment),
      after: fc.option(moment),
      requestBody: body,
      responseBody: body,
    },
    { requiredKeys: [] },
  );

  it('are what they would have been without: rows, details, bodies and findings', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(exchange, { minLength: 1, maxLength: 20 }), async (some) => {
        run += 1;
        const [atOnce, packed] = [true, false].map((isWatched) => {
          const own = join(directory, `${run}-${isWatched}`);
          mkdirSync(own);
          return openTraffic(own, { isWatched });
        });
        if (!atOnce || !packed) throw new Error('Two stores are compared.');
        for (const store of [atOnce, packed])
          for (let count = 0; count < BATCH; count += 1) pass(store.exchanges, some[count % some.length]);
        expect(packed.link.reader.prepare('SELECT SUM(count) FROM packed_batches').pluck().get()).toBe(BATCH);
        expect(await everything(packed.exchanges)).toEqual(await everything(atOnce.exchanges));
        expect(packed.found).toEqual(atOnce.found);
        for (const store of [atOnce, packed]) await store.exchanges.stop();
      }),
      { numRuns: 15 },
    );
  });
});
