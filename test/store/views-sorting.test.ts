import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrafficView } from '../../preload/contract.ts';
import { startHost, type TestHost } from '../support/host.ts';

/** As `renderer/inspector/columns.tsx` names them, in the order the host knows them. */
const COLUMNS = [
  'time', 'operation', 'method', 'path', 'file', 'person', 'client', 'status', 'outcome', 'findings', 'lock', 'session', 'token',
  'correlation', 'duration', 'request', 'response', 'mark', 'tags', 'note', 'version', 'address',
]; // oxfmt-ignore

let host: TestHost;
let ids: number[];

beforeAll(async () => {
  host = await startHost({ files: { 'Plan.txt': 'plan' } });
  const token = await host.token('Plan.txt', 'owner');
  const lock = { 'X-WOPI-Lock': 'a' };
  await host.wopi(token, { path: '/wopi' });
  await host.wopi(token, { override: 'LOCK', headers: lock });
  for (const body of ['one', 'two']) await host.wopi(token, { override: 'PUT', at: '/contents', headers: lock, body });
  await host.wopi(token);
  ids = (await host.settled()).map(({ id }) => id);
});
afterAll(() => host.stop());

async function sorted(column: string, descending = false): Promise<number[]> {
  const view = await host.api.openView({ filter: '', sort: { column, descending } });
  return orderOf(view);
}

/** Places of the exchanges in the order they came, 0 the first. */
async function orderOf(opened: TrafficView): Promise<number[]> {
  let view: TrafficView | null = await host.api.getView({ viewId: opened.viewId, version: 0 });
  while (view && !view.isComplete && view.problem === null)
    view = await host.api.getView({ viewId: view.viewId, version: view.version });
  const lines = await host.api.listViewLines({ viewId: opened.viewId, from: view?.first ?? 0, count: 100 });
  return lines?.lines.map((line) => ids.indexOf(line?.row.id ?? 0)) ?? [];
}

describe('the list', () => {
  test('can be sorted by every column there is', async () => {
    for (const id of COLUMNS) expect(new Set(await sorted(id)), id).toEqual(new Set([0, 1, 2, 3, 4]));
    await expect(sorted('colour')).rejects.toThrow(COLUMNS.slice(1).join(', '));
  });

  test('by tags and notes: those that have none come last in either direction', async () => {
    await host.api.mark({ ids: [ids[3] ?? 0], change: { addTags: ['beta'], note: 'second' } });
    await host.api.mark({ ids: [ids[1] ?? 0], change: { addTags: ['Alpha'], note: 'third' } });
    expect(await sorted('tags')).toEqual([1, 3, 0, 2, 4]);
    expect(await sorted('tags', true)).toEqual([3, 1, 0, 2, 4]);
    expect(await sorted('note')).toEqual([3, 1, 0, 2, 4]);
  });

  test('by marks: pinned ones first, then colours in their order, and a mark set later moves its row', async () => {
    await host.api.mark({ ids: [ids[4] ?? 0], change: { colour: 'red' } });
    await host.api.mark({ ids: [ids[2] ?? 0], change: { colour: 'blue' } });
    const view = await host.api.openView({ filter: '', sort: { column: 'mark', descending: false } });
    expect(await orderOf(view)).toEqual([4, 2, 1, 3, 0]);
    await host.api.mark({ ids: [ids[0] ?? 0], change: { pin: 'on' } });
    expect(await orderOf(view)).toEqual([0, 4, 2, 1, 3]);
  });

  test('by version: that of the file before the request, and by the address it came from', async () => {
    const facts = await host.api.listRowFacts({ ids });
    expect(facts.map(({ versionBefore, versionAfter }) => [versionBefore, versionAfter])).toEqual([
      [null, null], ['1', '1'], ['1', '2'], ['2', '3'], ['3', '3'],
    ]); // oxfmt-ignore
    expect(await sorted('version')).toEqual([1, 2, 3, 4, 0]);
    expect(await sorted('version', true)).toEqual([4, 3, 1, 2, 0]);
    expect(await sorted('address', true)).toEqual([0, 1, 2, 3, 4]);
  });

  test('by findings: what muted rules found does not count', async () => {
    const { findings } = await host.api.listFindings({ limit: 10 });
    const places = new Set(findings.map(({ exchangeId }) => ids.indexOf(exchangeId)));
    expect(places.size).toBeGreaterThan(0);
    expect(new Set((await sorted('findings')).slice(0, places.size))).toEqual(places);
    for (const { rule } of findings) await host.api.muteRule({ rule, reason: 'Known' });
    expect(await sorted('findings', true)).toEqual([0, 1, 2, 3, 4]);
  });
});
