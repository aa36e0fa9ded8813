import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { HostEvent, RecordingFormat, SaveProgress } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { ALL, makeTraffic, NOTHING_HIDDEN, openFile, save } from './support.ts';

let host: TestHost;
afterEach(() => host.stop());

/** Long enough to be told of and stopped on its way. */
const LARGE = 24 * 1024 * 1024;

const files = (): string[] => readdirSync(join(host.dataDirectory, 'exchange'));
const told = (): SaveProgress[] =>
  host.events.flatMap((event) => (event.type === 'save-progress' ? [event.progress] : []));
const isOnItsWay = (event: HostEvent): boolean => event.type === 'save-progress' && event.progress.bytes > 0;

async function startWithLargeTraffic(): Promise<void> {
  host = await startHost();
  await makeTraffic(host);
  const token = await host.token('Budget.xlsx');
  const headers = { 'X-WOPI-Lock': '{"S":"1","F":4}' };
  await host.wopi(token, { override: 'PUT', at: '/contents', headers, body: randomBytes(LARGE) });
  await host.settled();
}

it.each<RecordingFormat>(['capture', 'har', 'support'])(
  'a save as %s that is stopped leaves no file',
  async (format) => {
    host = await startHost();
    await makeTraffic(host);
    const begun = host.next((event) => event.type === 'save-progress');
    const saving = host.api.saveRecording({ selection: ALL, format, saveId: 'mine' });
    await begun;
    await host.api.cancelSaving({ saveId: 'mine' });
    expect(files()).toEqual([]);
    expect(await saving).toMatchObject({ state: 'cancelled', link: null, path: null });
  },
);

it('tells how far it is, answers others meanwhile, and stops in the middle of a large body', async () => {
  await startWithLargeTraffic();
  const count = (await host.api.previewRecording({ selection: ALL })).exchangeCount;
  const onItsWay = host.next(isOnItsWay);
  const wish = { selection: ALL, redaction: NOTHING_HIDDEN, format: 'capture', saveId: 'mine' } as const;
  const saving = host.api.saveRecording(wish);
  await onItsWay;
  await expect(host.api.saveRecording(wish)).rejects.toThrow(/id of its own/);
  expect((await host.wopi(await host.token('Budget.xlsx'))).status).toBe(200);
  expect(files()).not.toEqual([]);
  await host.api.cancelSaving({ saveId: 'mine' });
  expect(files()).toEqual([]);
  expect((await saving).state).toBe('cancelled');
  expect(told()[0]).toEqual({ saveId: 'mine', total: count, exchanges: 0, bytes: 0 });
  expect(told().every(({ saveId, exchanges, total }) => saveId === 'mine' && exchanges <= total)).toBe(true);

  // The next one begins anew, and one that is done is not taken back.
  const file = await save(host, 'capture');
  expect(file.length).toBeGreaterThan(LARGE);
  await host.api.cancelSaving({ saveId: 'mine' });
});

it('an opened capture is not closed while it is saved, and is afterwards', async () => {
  host = await startHost();
  await makeTraffic(host);
  const { id } = await openFile(host, 'mine.wopicapture', await save(host, 'capture'));
  const saving = host.api.saveRecording({ selection: ALL, format: 'har', saveId: 'mine', source: id });
  await expect(host.api.closeCapture({ id })).rejects.toThrow(/“mine” is being saved.*cancel it/);
  expect((await saving).state).toBe('download');
  await host.api.closeCapture({ id });
  await expect(host.api.openView({ filter: '', source: id })).rejects.toThrow('not open any more');
});

it('a host that ends stops what it saves', async () => {
  await startWithLargeTraffic();
  const onItsWay = host.next(isOnItsWay);
  const saving = host.api.saveRecording({ selection: ALL, redaction: NOTHING_HIDDEN, format: 'capture' });
  await onItsWay;
  await host.app.stop();
  expect((await saving).state).toBe('cancelled');
  host = await startHost({ again: host });
});
