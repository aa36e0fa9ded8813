import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrafficView } from '../../preload/contract.ts';
import { openFile, save } from '../recordings/support.ts';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;
const lock = { 'X-WOPI-Lock': 'a' };

beforeAll(async () => {
  host = await startHost({ files: { 'Plan.txt': 'the first draft', 'Large.bin': 'x' } });
  const plan = await host.token('Plan.txt', 'owner');
  await host.wopi(plan, { override: 'LOCK', headers: lock });
  for (const body of ['the Second draft, öffentlich', 'the third draft'])
    await host.wopi(plan, { override: 'PUT', at: '/contents', headers: lock, body });
  await host.wopi(plan, { at: '/contents' });
});
afterAll(() => host.stop());

/** An answer is out a moment before its exchange has ended. */
async function whole(filter: string, source?: string): Promise<TrafficView> {
  await host.settled();
  let view: TrafficView | null = await host.api.openView({ filter, ...(source === undefined ? {} : { source }) });
  while (view && !view.isComplete && view.problem === null)
    view = await host.api.getView({ viewId: view.viewId, version: view.version });
  if (!view) throw new Error('The view is gone.');
  return view;
}

async function operations(filter: string, source?: string): Promise<(string | null)[]> {
  const { viewId, first, lines } = await whole(filter, source);
  const page = await host.api.listViewLines({ viewId, from: first, count: lines });
  return page?.lines.map((line) => line?.row.operation ?? null) ?? [];
}

test('body: finds documents that are kept as file versions: those replaced, and what the file holds now', async () => {
  expect(await operations('body:"second DRAFT"')).toEqual(['PutFile']);
  expect(await operations('body:"third draft"')).toEqual(['PutFile', 'GetFile']);
  expect(await operations('body:ÖFFENT')).toEqual(['PutFile']);
  expect(await operations('body:/third\\s+d/')).toEqual(['PutFile', 'GetFile']);
  expect(await operations('body:*third*draft')).toEqual(['PutFile', 'GetFile']);
  expect(await operations('op:PutFile -body:second')).toEqual(['PutFile']);
});

test('a view that is open finds what is saved later', async () => {
  const view = await whole('body:"fourth draft"');
  expect(view).toMatchObject({ matched: 0, note: null });
  const plan = await host.token('Plan.txt', 'owner');
  await host.wopi(plan, { override: 'PUT', at: '/contents', headers: lock, body: 'the fourth draft' });
  expect(await host.api.getView({ viewId: view.viewId, version: 0 })).toMatchObject({ matched: 1 });
});

test('documents of an opened capture are searched too', async () => {
  const { id } = await openFile(host, 'a.wopicap', await save(host, 'capture'));
  expect(await operations('body:"second draft"', id)).toEqual(['PutFile']);
});

test('a document too large to be searched is told', async () => {
  const large = await host.token('Large.bin', 'owner');
  await host.wopi(large, { override: 'LOCK', headers: lock });
  const body = Buffer.concat([randomBytes(8 * 1024 * 1024), Buffer.from('a word at the end')]);
  await host.wopi(large, { override: 'PUT', at: '/contents', headers: lock, body });
  const { matched, note } = await whole('body:"a word at the end"');
  expect(matched).toBe(0);
  expect(note).toContain('1 is larger than 8 MB');
});
