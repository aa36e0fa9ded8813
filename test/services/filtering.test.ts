import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ViewShape } from '../../preload/contract.ts';
import { startHost, type TestHost } from '../support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'Budget 1.xlsx': 'one', 'Plan.docx': 'two' } });
});
afterAll(() => host.stop());

const shape: ViewShape = { filter: 'op:Lock', group: null, isCollapsed: false, sort: null, columns: null };

describe('suggestions', () => {
  const labels = async (text: string): Promise<string[]> =>
    (await host.api.suggestFilter({ text, caret: text.length })).items.map(({ label }) => label);

  test('values that occur come first, the most frequent at the top', async () => {
    const budget = await host.token('Budget 1.xlsx', 'olivia');
    const plan = await host.token('Plan.docx', 'olivia');
    await host.wopi(plan);
    await host.wopi(budget);
    await host.wopi(budget, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'lock "one"' } });
    await host.settled();

    expect(await labels('file:')).toEqual(['Budget 1.xlsx', 'Plan.docx']);
    expect((await labels('op:c')).slice(0, 4)).toEqual(['CheckFileInfo', 'Lock', 'locking', 'changing']);
    expect((await host.api.suggestFilter({ text: 'op:', caret: 3 })).items[0]).toMatchObject({
      label: 'CheckFileInfo',
      count: 2,
    });
    expect(await labels('status:2')).toEqual(['200']);
    expect(await labels('header:X-WOPI-Lo')).toEqual(['X-WOPI-Lock']);
    const lock = await host.api.suggestFilter({ text: 'lock:o', caret: 6 });
    expect(lock.items.map(({ insert }) => insert)).toEqual([String.raw`"lock \"one\"" `]);
  });

  test('rules and tags are suggested with what they mean', async () => {
    const [first] = await host.settled();
    await host.api.mark({ ids: [first?.id ?? 0], change: { addTags: ['for-ann'] } });
    expect(await labels('tag:')).toEqual(['for-ann']);
    expect((await host.api.suggestFilter({ text: 'finding:err', caret: 11 })).items).toEqual([
      { kind: 'value', label: 'error', meaning: 'a mistake that breaks clients', insert: 'error ', count: null },
    ]);
  });

  test('a recording that is not open is named', async () => {
    await expect(host.api.suggestFilter({ text: 'op:', caret: 3, source: 'gone' })).rejects.toThrow(
      'not open any more',
    );
  });
});

describe('saved views', () => {
  test('come with the app, are saved by name and survive a restart', async () => {
    expect((await host.api.listSavedViews()).map(({ name }) => name)).toEqual([
      'Refused',
      'Locks',
      'Saves',
      'Errors found',
      'Slow',
    ]);
    await host.api.saveView({ name: 'Mine', shape });
    const again = await host.api.saveView({
      name: 'mine',
      shape: { ...shape, filter: 'op:Unlock', columns: ['time', 'file'] },
    });
    const other = await host.api.saveView({ name: 'Alike', shape });
    await host.app.stop();
    host = await startHost({ again: host });
    expect((await host.api.listSavedViews()).slice(5)).toEqual([other, again]);
    expect(again).toMatchObject({
      name: 'mine',
      isBuiltIn: false,
      shape: { filter: 'op:Unlock', columns: ['time', 'file'] },
    });

    host.forget();
    await host.api.removeSavedView({ id: other.id });
    await expect(host.api.removeSavedView({ id: other.id })).rejects.toThrow('not there any more');
    await host.api.saveView({ name: 'New', shape });
    const told = host.events.flatMap((event) => (event.type === 'saved-views' ? [event.views.slice(5)] : []));
    expect(told.map((views) => views.map(({ name }) => name))).toEqual([['mine'], ['mine', 'New']]);
  });

  test('those of the app stay as they are', async () => {
    await expect(host.api.saveView({ name: 'locks', shape })).rejects.toThrow('Choose another name');
    await expect(host.api.removeSavedView({ id: 'locks' })).rejects.toThrow('cannot be removed');
  });

  test('names and shapes are checked at the door', async () => {
    const refused = await host.call('saveView', [{ name: ' ', shape }]);
    expect(refused.text()).toContain('Give the view a name.');
    expect(
      (await host.call('saveView', [{ name: 'x', shape: { ...shape, filter: 'x'.repeat(5_000) } }])).text(),
    ).toContain('at most 4000');
  });
});
