import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrafficLine, TrafficView, TrafficWish } from '../../preload/contract.ts';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;

beforeAll(async () => {
  host = await startHost({ files: { 'Plan.txt': 'plan', 'Notes.txt': 'notes' } });
  const plan = await host.token('Plan.txt', 'owner');
  const notes = await host.token('Notes.txt', 'editor');
  const lock = { 'X-WOPI-Lock': 'a', 'X-WOPI-SessionId': 'first' };
  await host.wopi(plan, { headers: lock });
  await host.wopi(plan, { override: 'LOCK', headers: lock });
  for (let round = 0; round < 4; round += 1) await host.wopi(plan, { override: 'REFRESH_LOCK', headers: lock });
  await host.wopi(notes, { headers: { 'X-WOPI-SessionId': 'second' } });
  await host.wopi(plan, { override: 'LOCK', headers: { ...lock, 'X-WOPI-Lock': 'b' } });
  await host.wopi(plan, { override: 'UNLOCK', headers: lock });
});
afterAll(() => host.stop());

async function whole(wish: TrafficWish): Promise<TrafficView> {
  let view: TrafficView | null = await host.api.openView(wish);
  while (view && !view.isComplete && view.problem === null)
    view = await host.api.getView({ viewId: view.viewId, version: view.version });
  if (!view) throw new Error('The view is gone.');
  return view;
}

async function linesOf(view: TrafficView): Promise<(TrafficLine | null)[]> {
  return (await host.api.listViewLines({ viewId: view.viewId, from: view.first, count: 1000 }))?.lines ?? [];
}

function words(line: TrafficLine | null): string {
  if (!line) return 'gone';
  const { operation } = line.row;
  if (line.kind === 'row') return `${line.isInside ? '– ' : ''}${operation ?? ''}`;
  return line.kind === 'repeats' ? `${operation ?? ''} × ${line.count}` : `${line.row.fileName ?? ''}: ${line.count}`;
}

const shown = async (wish: TrafficWish): Promise<string[]> => (await linesOf(await whole(wish))).map(words);

describe('a view', () => {
  test('holds everything, oldest first, or the other way round', async () => {
    const all = [
      'CheckFileInfo',
      'Lock',
      'RefreshLock',
      'RefreshLock',
      'RefreshLock',
      'RefreshLock',
      'CheckFileInfo',
      'Lock',
      'Unlock',
    ];
    expect(await shown({ filter: '' })).toEqual(all);
    expect(await shown({ filter: '', sort: { column: 'time', descending: true } })).toEqual(all.toReversed());
  });

  test('holds what the filter matches, and tells how much was looked at', async () => {
    const view = await whole({ filter: 'Unlock' });
    expect(view).toMatchObject({ lines: 1, matched: 1, lookedAt: 9, toLookAt: 9, isComplete: true, problem: null });
  });

  test('is sorted by any column, the same ones in the order of time', async () => {
    expect(await shown({ filter: '', sort: { column: 'operation', descending: false } })).toEqual([
      'CheckFileInfo', 'CheckFileInfo', 'Lock', 'Lock', 'RefreshLock', 'RefreshLock', 'RefreshLock', 'RefreshLock', 'Unlock',
    ]); // oxfmt-ignore
  });

  test('makes one line of repeats, which opens and closes', async () => {
    const view = await whole({ filter: '', collapse: true });
    const closed = ['CheckFileInfo', 'Lock', 'RefreshLock × 4', 'CheckFileInfo', 'Lock', 'Unlock'];
    const lines = await linesOf(view);
    expect(lines.map(words)).toEqual(closed);
    const repeats = lines[2];
    if (repeats?.kind !== 'repeats') throw new Error('There are no repeats.');
    const { viewId } = view;
    await host.api.toggleViewLine({ viewId, key: repeats.key, isOpen: true });
    expect((await linesOf(view)).map(words)).toEqual(closed.toSpliced(3, 0, ...Array<string>(4).fill('– RefreshLock')));
    expect(await host.api.findInView({ viewId, id: repeats.row.id })).toEqual({ position: 6 });
    await host.api.toggleViewLine({ viewId, key: repeats.key, isOpen: false });
    expect((await linesOf(view)).map(words)).toEqual(closed);
    expect(await host.api.findInView({ viewId, id: repeats.row.id })).toEqual({ position: 2 });
  });

  test('groups by file with counts, times and outcomes; a group opens', async () => {
    const view = await whole({ filter: '', group: 'file', collapse: true });
    const lines = await linesOf(view);
    expect(lines.map(words)).toEqual(['Plan.txt: 8', 'Notes.txt: 1']);
    expect(lines[0]).toMatchObject({ kind: 'group', count: 8, refused: 1, wrong: 0, isOpen: false });
    const [plan] = lines;
    if (plan?.kind !== 'group') throw new Error('There is no group.');
    await host.api.toggleViewLine({ viewId: view.viewId, key: plan.key, isOpen: true });
    expect((await linesOf(view)).map(words)).toEqual([
      'Plan.txt: 8', 'CheckFileInfo', 'Lock', 'RefreshLock × 4', 'Lock', 'Unlock', 'Notes.txt: 1',
    ]); // oxfmt-ignore
  });

  test.each(['session', 'person', 'correlation'] as const)('groups by %s', async (group) => {
    const lines = await linesOf(await whole({ filter: '', group }));
    expect(lines.map((line) => line?.kind)).toContain('group');
    expect(lines.reduce((sum, line) => sum + (line?.kind === 'group' ? line.count : 0), 0)).toBe(9);
  });

  test('counts stretches of time', async () => {
    const { viewId } = await whole({ filter: '' });
    const histogram = await host.api.getViewHistogram({ viewId, bars: 4 });
    expect(histogram?.bars.reduce((sum, { count }) => sum + count, 0)).toBe(9);
    expect(histogram?.bars.reduce((sum, { refused }) => sum + refused, 0)).toBe(1);
  });

  test('that was closed is not kept any more', async () => {
    const { viewId } = await whole({ filter: '' });
    await host.api.closeView({ viewId });
    expect(await host.api.getView({ viewId, version: 1 })).toBeNull();
    expect(await host.api.listViewLines({ viewId, from: 0, count: 10 })).toBeNull();
  });

  test('of a capture that is not open is refused in words', async () => {
    await expect(host.api.openView({ filter: '', source: 'nowhere' })).rejects.toThrow(/not open any more/);
  });

  test('grows with what is stored, and its lines keep their places; clearing empties it', async () => {
    const view = await whole({ filter: '' });
    const before = await linesOf(view);
    const notes = await host.token('Notes.txt');
    host.forget();
    await host.wopi(notes);
    await host.event((event) => event.type === 'exchanges-stored');
    const grown = await host.api.getView({ viewId: view.viewId, version: view.version });
    expect(grown).toMatchObject({ first: view.first, lines: view.lines + 1, changedFrom: view.first + view.lines });
    const after = grown ? await linesOf(grown) : [];
    expect(after.slice(0, before.length)).toEqual(before);
    await host.api.clearExchanges();
    expect(await host.api.getView({ viewId: view.viewId, version: 0 })).toMatchObject({ lines: 0, isComplete: true });
  });
});
