import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedToken, Mark } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'content' } });
  token = await host.token('a.txt');
});
afterEach(() => host.stop());

const rows = async () => (await host.api.listExchanges({ limit: 5000 })).rows.toReversed();
const ids = async (): Promise<number[]> => (await rows()).map(({ id }) => id);
const marks = async (): Promise<(Mark | undefined)[]> => (await rows()).map(({ mark }) => mark);
const checks = async (count: number): Promise<void> => {
  for (let done = 0; done < count; done += 1) await host.wopi(token);
  await host.settled();
};

describe('a mark', () => {
  it('is stored, told, and shown in the list, in the details and after a restart', async () => {
    await checks(2);
    const change = { pin: 'on', colour: 'amber', note: 'the one that went wrong', tags: ['lock', 'word'] } as const;
    const wanted = { isPinned: true, colour: 'amber', note: 'the one that went wrong', tags: ['lock', 'word'] };
    expect(await host.api.mark({ ids: [1], change: { ...change, tags: [...change.tags] } })).toEqual({ count: 1 });
    expect(host.events).toContainEqual({ type: 'marks', marks: [{ exchangeId: 1, mark: wanted }] });
    expect(await marks()).toEqual([wanted, undefined]);
    expect((await host.api.getExchange({ id: 1 })).mark).toEqual(wanted);
    expect((await host.api.listRows({ ids: [1, 2, 99] })).map(({ id, mark }) => [id, mark])).toEqual([
      [1, wanted],
      [2, undefined],
    ]);
    expect((await host.api.getSnapshot()).capture).toMatchObject({ count: 2, pinned: 1 });

    await host.app.stop();
    const again = await startHost({ again: host });
    expect((await again.api.getExchange({ id: 1 })).mark).toEqual(wanted);
    expect((await again.api.getSnapshot()).capture.pinned).toBe(1);
    await again.app.stop();
    host = await startHost();
  });

  it('changes part by part, and is gone with its last part', async () => {
    await checks(3);
    await host.api.mark({ ids: [1, 2], change: { addTags: ['a', 'b', 'a'] } });
    await host.api.mark({ ids: [2, 3], change: { addTags: ['c'], removeTags: ['a'], colour: 'blue' } });
    expect((await marks()).map((mark) => mark?.tags)).toEqual([['a', 'b'], ['b', 'c'], ['c']]);
    expect(await host.api.listTags()).toEqual([
      { tag: 'b', count: 2 },
      { tag: 'c', count: 2 },
      { tag: 'a', count: 1 },
    ]);
    host.forget();
    await host.api.mark({ ids: [1, 2, 3], change: { colour: null, note: '', tags: [] } });
    expect(await marks()).toEqual([undefined, undefined, undefined]);
    expect(host.events).toContainEqual({
      type: 'marks',
      marks: [1, 2, 3].map((exchangeId) => ({ exchangeId, mark: null })),
    });
  });

  it('by one key: pins unless all are pinned', async () => {
    await checks(2);
    const pinned = async () => (await marks()).map((mark) => mark?.isPinned ?? false);
    await host.api.mark({ ids: [1], change: { pin: 'toggle' } });
    await host.api.mark({ ids: [1, 2], change: { pin: 'toggle' } });
    expect(await pinned()).toEqual([true, true]);
    await host.api.mark({ ids: [1, 2], change: { pin: 'toggle' } });
    expect(await pinned()).toEqual([false, false]);
  });

  it('moves its exchange into lists that ask for marks, and out of them', async () => {
    await checks(3);
    const opened = await host.api.openView({ filter: 'tag:demo' });
    const found = async (): Promise<number> => {
      let view = await host.api.getView({ viewId: opened.viewId, version: 0 });
      while (view && !view.isComplete) view = await host.api.getView({ viewId: opened.viewId, version: view.version });
      return view?.matched ?? -1;
    };
    expect(await found()).toBe(0);
    await host.api.mark({ ids: [1, 3], change: { addTags: ['demo'] } });
    expect(await found()).toBe(2);
    expect(await host.api.listViewIds({ viewId: opened.viewId, limit: 100 })).toEqual([1, 3]);
    await host.api.mark({ ids: [1], change: { removeTags: ['demo'] } });
    expect(await found()).toBe(1);
    await host.api.deleteExchanges({ ids: [3] });
    expect(await found()).toBe(0);
  });

  it.each([
    ['a tag of two words', { addTags: ['two words'] }, 'A tag is one word'],
    ['an endless note', { note: 'x'.repeat(2001) }, 'A note has at most 2,000 characters.'],
    ['a colour there is not', { colour: 'pink' as 'red' }, 'colour'],
  ])('refuses %s', async (_what, change, words) => {
    await checks(1);
    await expect(host.api.mark({ ids: [1], change })).rejects.toThrow(words);
  });

  it('of what is not kept is refused', async () => {
    await expect(host.api.mark({ ids: [7], change: { pin: 'on' } })).rejects.toThrow('None of these requests is kept');
  });
});

describe('a pinned exchange', () => {
  it('survives retention by count, with its body and its findings', async () => {
    await host.api.updateSettings({ maxExchanges: 100 });
    const body = 'x'.repeat(40_000);
    await host.wopi(token, { at: '/contents', override: 'PUT', body });
    await host.settled();
    await host.api.mark({ ids: [1], change: { pin: 'on' } });
    await checks(130);
    expect((await ids()).slice(0, 2)).toEqual([1, 33]);
    expect((await ids()).length).toBe(100);
    const kept = await host.api.getExchange({ id: 1 });
    expect(kept.findings?.warnings).toBeGreaterThan(0);
    const slice = await host.api.getBody({ id: 1, side: 'request', offset: 0, length: 100_000 });
    expect(Buffer.from(slice.base64, 'base64').toString()).toBe(body);

    await host.api.mark({ ids: [1], change: { pin: 'off' } });
    await checks(1);
    expect((await ids())[0]).toBe(33);
  });

  it('survives retention by age and by bytes', async () => {
    await host.api.updateSettings({ maxAgeDays: 1 });
    await checks(3);
    await host.api.mark({ ids: [2], change: { pin: 'on' } });
    host.clock.advance(2 * 86_400_000);
    await host.api.updateSettings({ maxAgeDays: 1 });
    token = await host.token('a.txt');
    await checks(1);
    expect(await ids()).toEqual([2, 4]);

    await host.api.updateSettings({ maxCaptureBytes: 1024 * 1024 });
    for (let sent = 0; sent < 4; sent += 1)
      await host.wopi(token, { at: '/contents', override: 'PUT', body: String(sent).repeat(400_000) });
    await host.settled();
    expect((await ids())[0]).toBe(2);
    expect((await ids()).length).toBeLessThan(5);
  });

  it('is one of at most half of what may be kept', async () => {
    await host.api.updateSettings({ maxExchanges: 100 });
    await checks(51);
    await expect(host.api.mark({ ids: await ids(), change: { pin: 'on' } })).rejects.toThrow(
      '51 requests would be pinned; 50 are the most',
    );
  });

  it('stays when the record is cleared, if asked for', async () => {
    await checks(3);
    await host.api.mark({ ids: [2], change: { pin: 'on' } });
    await host.api.clearExchanges({ keepPinned: true });
    expect(host.events).toContainEqual({ type: 'exchanges-cleared', kept: 1 });
    expect(await ids()).toEqual([2]);
    expect((await rows())[0]).toMatchObject({ operation: 'CheckFileInfo', fileName: 'a.txt' });
    expect((await host.api.getSnapshot()).capture).toMatchObject({ count: 1, pinned: 1 });
    await host.api.clearExchanges();
    expect(await ids()).toEqual([]);
    expect((await host.api.getSnapshot()).capture).toMatchObject({ count: 0, pinned: 0, bytes: 0 });
    expect(await host.api.listTags()).toEqual([]);
  });
});

describe('deleting from the record', () => {
  it('takes exchanges, their marks, findings and bodies, and nothing else', async () => {
    const put = (body: string) => host.wopi(token, { at: '/contents', override: 'PUT', body });
    await put('a secret body');
    await put('shared');
    await put('shared');
    await host.settled();
    await host.api.mark({ ids: [1, 2], change: { pin: 'on', addTags: ['t'] } });
    host.forget();
    expect(await host.api.deleteExchanges({ ids: [1, 2, 77] })).toEqual({ count: 2 });
    expect(host.events).toContainEqual({ type: 'exchanges-removed', ids: [1, 2] });
    expect(await ids()).toEqual([3]);
    expect((await host.api.listFindings({ limit: 10 })).findings.map(({ exchangeId }) => exchangeId)).not.toContain(1);
    expect(await host.api.listTags()).toEqual([]);
    const slice = await host.api.getBody({ id: 3, side: 'request', offset: 0, length: 100 });
    expect(Buffer.from(slice.base64, 'base64').toString()).toBe('shared');
    // The same body again, which the host remembers as sent.
    await put('a secret body');
    await host.settled();
    const [last] = (await ids()).slice(-1);
    const again = await host.api.getBody({ id: last ?? 0, side: 'request', offset: 0, length: 100 });
    expect(Buffer.from(again.base64, 'base64').toString()).toBe('a secret body');
    await expect(host.api.deleteExchanges({ ids: [1] })).rejects.toThrow('None of these requests is kept');
  });
});

describe('facts that few columns show', () => {
  it('are told of stored exchanges', async () => {
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.wopi(token, { at: '/contents', override: 'PUT', body: 'x', headers: { 'X-WOPI-Lock': 'L' } });
    await host.settled();
    expect(await host.api.listRowFacts({ ids: [2, 5] })).toEqual([
      { id: 2, remoteAddress: '127.0.0.1', versionBefore: '1', versionAfter: '2' },
    ]);
  });
});
