import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeDetail, ExchangeRow, IssuedToken } from '../../preload/contract.ts';
import { deferred } from '../support/deferred.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'content' } });
  token = await host.token('a.txt');
});
afterEach(() => host.stop());

const LOCK = { 'X-WOPI-Lock': 'L' };
const lock = () => host.wopi(token, { override: 'LOCK', headers: LOCK });
const put = (body: Parameters<TestHost['wopi']>[1] & object, headers = LOCK) =>
  host.wopi(token, { at: '/contents', override: 'PUT', headers, ...body });

const bodyOf = async (row: ExchangeRow | undefined, side: 'request' | 'response'): Promise<Buffer> => {
  const slice = await host.api.getBody({ id: row?.id ?? 0, side, offset: 0, length: 16 * 1024 * 1024 });
  return Buffer.from(slice.base64, 'base64');
};
const rows = async (): Promise<ExchangeRow[]> => (await host.api.listExchanges({ limit: 1000 })).rows;
const blobOf = (bytes: Uint8Array): string => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return join(host.dataDirectory, 'blobs', sha256.slice(0, 2), sha256);
};
const last = async (): Promise<ExchangeDetail | undefined> => (await host.settled()).at(-1);

describe('a request', () => {
  it('is shown while it runs and once it has ended', async () => {
    await lock();
    const more = deferred();
    const chunks = (async function* () {
      yield 'half';
      await more.promise;
    })();
    host.forget();
    const answered = put({ body: { chunks } });
    await host.event((event) => event.type === 'exchange');
    const [running] = await rows();
    expect(running).toMatchObject({
      operation: 'PutFile',
      outcome: 'pending',
      status: null,
      durationMs: null,
      fileName: 'a.txt',
    });
    expect((await host.api.getExchange({ id: running?.id ?? 0 })).outcome).toBe('pending');
    expect(await host.api.getBody({ id: running?.id ?? 0, side: 'request', offset: 0, length: 10 })).toMatchObject({
      total: 0,
    });
    more.resolve();
    await answered;
    expect(await last()).toMatchObject({ id: running?.id, outcome: 'ok', status: 200, requestBytes: 4 });
    const shown = host.events.flatMap((event) => (event.type === 'exchange' ? [event.row.outcome] : []));
    expect(shown).toEqual(['pending', 'ok']);
  });

  it('is told with everything about it', async () => {
    await lock();
    await put({ body: 'new content' }, {
      ...LOCK,
      'X-WOPI-CorrelationId': 'corr',
      'User-Agent': 'curl/8',
    } as typeof LOCK);
    const detail = await last();
    expect(detail).toMatchObject({
      method: 'POST',
      path: `/wopi/files/${token.token.fileId}/contents`,
      operation: 'PutFile',
      fileId: token.token.fileId,
      fileName: 'a.txt',
      personId: 'owner',
      personName: 'Olivia Owner',
      client: 'curl',
      status: 200,
      outcome: 'ok',
      requestBytes: 11,
      lockId: 'L',
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      tokenId: token.token.id,
      correlationId: 'corr',
      realAt: host.clock.now(),
      at: host.clock.now(),
      before: { version: '1', size: 7, lockId: 'L' },
      after: { version: '2', size: 11, lockId: 'L' },
      requestBody: { size: 11, kept: 11, missing: null },
    });
    expect(detail?.durationMs).toBeGreaterThan(0);
    expect(detail?.responseHeaders.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['X-WOPI-ItemVersion', 'Content-Type', 'Content-Length']),
    );
    expect((await bodyOf(detail, 'request')).toString()).toBe('new content');
    expect((await bodyOf(detail, 'response')).toString()).toContain('LastModifiedTime');
  });

  it('that was refused keeps the body that was not taken', async () => {
    await lock();
    const body = randomBytes(300_000);
    expect((await put({ body }, { 'X-WOPI-Lock': 'other' })).status).toBe(409);
    const detail = await last();
    expect(detail).toMatchObject({
      outcome: 'locked-by-other',
      status: 409,
      lockId: 'L',
      requestBody: { size: 300_000, kept: 300_000 },
    });
    expect(detail?.explanation).toContain('locked');
    expect((await bodyOf(detail, 'request')).equals(body)).toBe(true);
  });

  it('that breaks off keeps what had arrived, and nothing else happened', async () => {
    await lock();
    const sent = randomBytes(200_000);
    host.forget();
    const arrived = host.event((event) => event.type === 'exchange');
    await expect(put({ body: { announced: 400_000, sent, until: arrived } })).rejects.toThrow('on purpose');
    const detail = await last();
    expect(detail).toMatchObject({ operation: 'PutFile', outcome: 'aborted', status: null, after: null });
    expect(detail?.requestBody.size).toBeLessThanOrEqual(200_000);
    expect((await bodyOf(detail, 'request')).equals(sent.subarray(0, detail?.requestBody.kept))).toBe(true);
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('content');
    expect(readdirSync(host.folder)).toEqual(['a.txt']);
  });

  it('with a body larger than what is kept says so', async () => {
    await host.api.updateSettings({ maxBodyBytes: 1000 });
    await lock();
    await put({ body: randomBytes(100_000) }, { 'X-WOPI-Lock': 'other' });
    const detail = await last();
    expect(detail?.requestBody).toMatchObject({ size: 100_000, kept: 0 });
    expect(detail?.requestBody.missing).toContain('1000 bytes');
    expect(readdirSync(host.folder)).toEqual(['a.txt']);
  });

  it('whose body nobody read says so', async () => {
    await host.wopi(`/wopi/files/${token.token.fileId}/contents?access_token=bad`, {
      override: 'PUT',
      body: 'x'.repeat(500),
    });
    expect((await last())?.requestBody).toMatchObject({
      size: 500,
      kept: 0,
      missing: expect.stringContaining('without reading'),
    });
  });

  it('is not recorded while capturing is paused, and answered all the same', async () => {
    await host.api.setCapturePaused({ paused: true });
    expect((await lock()).status).toBe(200);
    expect((await put({ body: 'x' })).status).toBe(200);
    expect(await rows()).toEqual([]);
    await host.api.setCapturePaused({ paused: false });
    await host.wopi(token);
    expect((await rows()).map(({ operation }) => operation)).toEqual(['CheckFileInfo']);
  });

  it('outlives a restart, and numbers go on', async () => {
    await lock();
    await put({ body: 'new' });
    const before = await host.settled();
    await host.app.stop();
    host = await startHost({ again: host });
    expect(await host.settled()).toEqual(before);
    await host.wopi(token);
    expect((await last())?.id).toBeGreaterThan(before.at(-1)?.id ?? 0);
  });

  it('is listed newest first, in pages', async () => {
    for (let count = 0; count < 7; count += 1) await host.wopi(token);
    const first = await host.api.listExchanges({ limit: 3 });
    const second = await host.api.listExchanges({ limit: 3, before: first.rows.at(-1)?.id });
    const third = await host.api.listExchanges({ limit: 3, before: second.rows.at(-1)?.id });
    expect([first, second, third].map(({ rows: page, hasOlder }) => [page.length, hasOlder])).toEqual([
      [3, true],
      [3, true],
      [1, false],
    ]);
    const ids = [first, second, third].flatMap(({ rows: page }) => page.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});

describe('retention', () => {
  const state = async () => (await host.api.getSnapshot()).capture;

  it('by count drops the oldest and says how many', async () => {
    await host.api.updateSettings({ maxExchanges: 100 });
    for (let count = 0; count < 130; count += 1) await host.wopi(token);
    await host.settled();
    expect((await rows()).length).toBe(100);
    expect(await state()).toMatchObject({ count: 100, dropped: 30, maxCount: 100 });
    expect(host.events.filter((event) => event.type === 'exchanges-trimmed')).not.toEqual([]);
    expect((await rows()).at(-1)?.id).toBe(31);
  });

  it('by age drops what is too old', async () => {
    await host.wopi(token);
    await host.settled();
    host.clock.advance(29 * 86_400_000);
    await host.wopi(await host.token('a.txt'));
    await host.settled();
    host.clock.advance(2 * 86_400_000);
    await host.wopi(await host.token('a.txt'));
    await host.settled();
    expect((await rows()).map(({ id }) => id)).toEqual([3, 2]);
  });

  it('by bytes drops exchanges together with their bodies', async () => {
    await host.api.updateSettings({ maxCaptureBytes: 1024 * 1024 });
    await lock();
    const bodies = Array.from({ length: 6 }, () => randomBytes(300_000));
    for (const body of bodies) await put({ body }, { 'X-WOPI-Lock': 'other' });
    await host.settled();
    expect((await state()).bytes).toBeLessThanOrEqual(1024 * 1024);
    expect(bodies.map((body) => existsSync(blobOf(body)))).toEqual([false, false, false, true, true, true]);
  });

  it('keeps a body that a younger exchange has as well', async () => {
    await host.api.updateSettings({ maxExchanges: 100 });
    await lock();
    const body = randomBytes(100_000);
    await put({ body }, { 'X-WOPI-Lock': 'other' });
    for (let count = 0; count < 60; count += 1) await host.wopi(token);
    await put({ body }, { 'X-WOPI-Lock': 'other' });
    for (let count = 0; count < 60; count += 1) await host.wopi(token);
    const kept = (await host.settled()).filter(({ operation }) => operation === 'PutFile');
    expect(kept).toHaveLength(1);
    expect((await bodyOf(kept[0], 'request')).equals(body)).toBe(true);
  });

  it('keeps a body that is a version of a file', async () => {
    await lock();
    const body = randomBytes(100_000);
    await put({ body }, { 'X-WOPI-Lock': 'other' });
    await put({ body });
    await host.settled();
    await host.api.clearExchanges();
    const [current] = await host.api.listVersions({ fileId: token.token.fileId });
    expect(current).toMatchObject({ isCurrent: true });
    await put({ body: 'later' });
    await host.wopi(token, { override: 'UNLOCK', headers: LOCK });
    await host.api.restoreVersion({ fileId: token.token.fileId, version: current?.version ?? '' });
    expect((await host.wopi(token, { at: '/contents' })).body.equals(body)).toBe(true);
  });

  it('of everything: clearing leaves no row, no body, and counts from nothing', async () => {
    await lock();
    const body = randomBytes(100_000);
    await put({ body }, { 'X-WOPI-Lock': 'other' });
    await host.settled();
    expect(existsSync(blobOf(body))).toBe(true);
    await host.api.clearExchanges();
    expect(await rows()).toEqual([]);
    expect(await state()).toMatchObject({ count: 0, bytes: 0, dropped: 0 });
    expect(existsSync(blobOf(body))).toBe(false);
    expect(host.events.some((event) => event.type === 'exchanges-cleared')).toBe(true);
    await host.wopi(token);
    expect((await bodyOf((await rows())[0], 'response')).toString()).toContain('BaseFileName');
  });
});
