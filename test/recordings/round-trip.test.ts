import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { harProblems, makeTraffic, openFile, save } from './support.ts';

let host: TestHost;
afterEach(() => host.stop());

interface Whole {
  exchange: ExchangeDetail;
  request: string;
  response: string;
}

async function everything(source?: string): Promise<Whole[]> {
  const from = source === undefined ? {} : { source };
  const { rows } = await host.api.listExchanges({ limit: 1000, ...from });
  return await Promise.all(
    rows.map(async ({ id }) => {
      const body = async (side: 'request' | 'response'): Promise<string> =>
        (await host.api.getBody({ id, side, offset: 0, length: 8_000_000, ...from })).base64;
      const exchange = await host.api.getExchange({ id, ...from });
      return { exchange, request: await body('request'), response: await body('response') };
    }),
  );
}

describe('a capture file', () => {
  it('brings back every exchange, body and finding as it was', async () => {
    host = await startHost();
    await makeTraffic(host);
    const before = await everything();
    const file = await save(host, 'capture');
    const capture = await openFile(host, 'morning.wopicapture', file);
    expect(capture).toMatchObject({
      name: 'morning',
      format: 'capture',
      hidden: ['tokens'],
      exchangeCount: before.length,
    });
    expect(await everything(capture.id)).toEqual(before);
    const found = async (source?: string) =>
      (await host.api.listFindings({ limit: 100, ...(source ? { source } : {}) })).findings;
    expect(await found(capture.id)).toEqual(await found());
    expect((await found()).length).toBeGreaterThan(0);
  });

  it('is an archive that other programs read', async () => {
    host = await startHost();
    await makeTraffic(host);
    const parts = unzipSync(await save(host, 'capture'));
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(['manifest.json', 'exchanges.ndjson', 'bodies.ndjson', 'findings.ndjson']),
    );
    expect(JSON.parse(Buffer.from(parts['manifest.json'] ?? []).toString())).toMatchObject({
      format: 'wopicapture',
      version: 1,
    });
  });

  it('is still there after a restart, read only, until it is closed', async () => {
    host = await startHost();
    await makeTraffic(host);
    const { id } = await openFile(host, 'a.wopicapture', await save(host, 'capture'));
    const before = await everything(id);
    await host.app.stop();
    host = await startHost({ again: host });
    expect((await host.api.getSnapshot()).captures.map((one) => one.id)).toEqual([id]);
    expect(await everything(id)).toEqual(before);
    expect(await host.api.renameCapture({ id, name: 'Tuesday' })).toMatchObject({ name: 'Tuesday' });
    await host.api.closeCapture({ id });
    expect((await host.api.getSnapshot()).captures).toEqual([]);
    await expect(host.api.getExchange({ id: 1, source: id })).rejects.toThrow(/not open any more/);
  });

  it('can be read when it was opened by the version before floods were stored packed', async () => {
    host = await startHost();
    await makeTraffic(host);
    const { id } = await openFile(host, 'a.wopicapture', await save(host, 'capture'));
    const before = await everything(id);
    await host.app.stop();
    const database = new Sqlite(join(host.dataDirectory, 'captures', `${id}.db`));
    database.exec('DROP TABLE packed_batches; PRAGMA user_version = 3');
    database.close();
    host = await startHost({ again: host });
    expect(await everything(id)).toEqual(before);
  });

  it('can be saved again from the capture, and answers questions', async () => {
    host = await startHost();
    await makeTraffic(host);
    const first = await openFile(host, 'a.wopicapture', await save(host, 'capture'));
    const second = await openFile(host, 'b.wopicapture', await save(host, 'capture', { source: first.id }));
    expect(await everything(second.id)).toEqual(await everything(first.id));
    const refused = (await everything(second.id)).find(({ exchange }) => exchange.outcome === 'locked-by-other');
    const answer = await host.api.explain({
      exchangeId: refused?.exchange.id ?? 0,
      question: 'refused',
      source: second.id,
    });
    expect(answer.sentence).toContain('taken by Olivia Owner');
  });

  it('tells its sessions until it is closed, and leaves nothing behind', async () => {
    host = await startHost();
    await makeTraffic(host);
    const { sessions } = await host.api.listSessions({ limit: 10 });
    const { id } = await openFile(host, 'a.wopicapture', await save(host, 'capture'));
    const files = (): string[] => readdirSync(join(host.dataDirectory, 'captures'));
    const recorded = await host.api.listSessions({ limit: 10, source: id });
    expect(recorded.sessions.map(({ requests }) => requests)).toEqual(sessions.map(({ requests }) => requests));
    expect(await host.api.listRelated({ id: 1, source: id })).toMatchObject({ groups: expect.any(Array) });
    expect(files()).toContain(`${id}.db`);
    await host.api.closeCapture({ id });
    expect(files()).toEqual([]);
    await expect(host.api.listSessions({ limit: 10, source: id })).rejects.toThrow(/not open any more/);
  });
});

describe('a HAR', () => {
  it('is what the HAR 1.2 schemas say', async () => {
    host = await startHost();
    await makeTraffic(host);
    const har = JSON.parse((await save(host, 'har')).toString()) as { log: { entries: Record<string, unknown>[] } };
    expect(harProblems(har)).toEqual([]);
    expect(har.log.entries).toHaveLength(9);
    expect(har.log.entries[3]?.['_wopi']).toMatchObject({
      operation: 'PutFile',
      outcome: 'ok',
      person: { name: 'Olivia Owner' },
    });
    expect(har.log.entries[6]?.['_wopi']).toMatchObject({ outcome: 'locked-by-other', lock: '{"S":"1","F":4}' });
  });

  it('opens again with the same requests, answers and decoding', async () => {
    host = await startHost();
    await makeTraffic(host);
    const before = await everything();
    const { id } = await openFile(host, 'morning.har', await save(host, 'har'));
    const essence = (all: Whole[]) =>
      all.map(({ exchange, request, response }) => ({
        what: [exchange.method, exchange.url, exchange.status, exchange.operation, exchange.fileId, exchange.lockId],
        when: exchange.realAt,
        who: [exchange.personName, exchange.client, exchange.sessionId, exchange.correlationId],
        file: exchange.fileName,
        headers: [
          exchange.requestHeaders.map(({ name, value }) => [name, value]),
          exchange.responseHeaders.map(({ name, value }) => [name, value]),
        ],
        request,
        response,
      }));
    const after = await everything(id);
    // An answer that was refused tells nothing of the person and the file; both are learned from the others.
    expect(essence(after).slice(1)).toEqual(essence(before).slice(1));
    expect(after.map(({ exchange }) => exchange.outcome)).toEqual(before.map(({ exchange }) => exchange.outcome));
  });
});

describe('a selection', () => {
  it('holds what was chosen', async () => {
    host = await startHost();
    const { sessionId } = await makeTraffic(host);
    await host.wopi(await host.token('Budget.xlsx'));
    const count = async (selection: Parameters<typeof host.api.previewRecording>[0]['selection']) =>
      (await host.api.previewRecording({ selection })).exchangeCount;
    await host.settled();
    expect(await count({ kind: 'all' })).toBe(10);
    expect(await count({ kind: 'session', sessionId })).toBe(9);
    expect(await count({ kind: 'ids', ids: [2, 3] })).toBe(2);
    expect(await count({ kind: 'file', fileId: await host.fileId('Budget.xlsx') })).toBe(7);
    expect(await count({ kind: 'filter', text: 'status:409 op:Lock' })).toBe(1);
    await expect(count({ kind: 'filter', text: 'status:(' })).rejects.toThrow(/./);
    const now = host.clock.now();
    expect(await count({ kind: 'span', from: now, to: now })).toBe(10);
    expect(await count({ kind: 'span', from: now + 1, to: now + 2 })).toBe(0);
    await expect(save(host, 'har', { selection: { kind: 'ids', ids: [4711] } })).rejects.toThrow(/Nothing is chosen/);
  });
});
