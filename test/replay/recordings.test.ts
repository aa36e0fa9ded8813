import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { openFile, save } from '../recordings/support.ts';
import { OPTIONS, replayed } from './support.ts';

let theirs: TestHost;
let ours: TestHost;
beforeEach(async () => {
  [theirs, ours] = await Promise.all([
    startHost({ files: { 'Plan.txt': 'first' } }),
    startHost({ files: { 'Mine.txt': 'first' } }),
  ]);
});
afterEach(() => Promise.all([theirs.stop(), ours.stop()]));

/** A session of theirs as a file, opened here. */
async function opened(format: 'capture' | 'har', person = 'owner'): Promise<{ source: string; ids: number[] }> {
  const token = await theirs.token('Plan.txt', person);
  const session = { 'X-WOPI-SessionId': 'S-1', 'X-WOPI-Lock': 'L' };
  await theirs.wopi(token, { headers: session });
  await theirs.wopi(token, { override: 'LOCK', headers: session });
  await theirs.wopi(token, { override: 'PUT', at: '/contents', headers: session, body: 'second' });
  await theirs.wopi(token, { override: 'UNLOCK', headers: session });
  await theirs.settled();
  const { id: source } = await openFile(ours, `theirs.${format}`, await save(theirs, format));
  const { rows } = await ours.api.listExchanges({ limit: 100, source });
  return { source, ids: rows.map(({ id }) => id).reverse() };
}

describe('an opened recording', () => {
  test.each(['capture', 'har'] as const)(
    'in a %s file is replayed on this host, about a file of this host',
    async (format) => {
      const { source, ids } = await opened(format);
      const what = { kind: 'session', exchangeId: ids[0] ?? 0 } as const;
      const plan = await ours.api.planReplay({ what, source });
      expect(plan).toMatchObject({ ids, files: [{ isHere: false }] });
      const replay = await replayed(ours, {
        what,
        source,
        pace: { kind: 'at-once' },
        target: {
          kind: 'host',
          personId: 'owner',
          files: [{ from: plan.files[0]?.id ?? '', to: await ours.fileId('Mine.txt') }],
        },
      });
      expect(replay).toMatchObject({ source, total: 4, skipped: 0, unanswered: 0 });
      expect(replay.steps.map(({ after }) => after?.status)).toEqual([200, 200, 200, 200]);
      const live = await ours.settled();
      expect(live.map(({ operation }) => operation)).toEqual(['CheckFileInfo', 'Lock', 'PutFile', 'Unlock']);
      // Their numbers mean other requests here.
      expect(live.every(({ replayOf }) => replayOf === undefined)).toBe(true);
      expect(await ours.api.listResends({ id: ids[0] ?? 0 })).toEqual([]);
    },
  );

  test('of somebody who is not known here needs a person, and says so', async () => {
    await theirs.api.savePerson({
      person: { id: 'zoe', name: 'Zoe', role: 'editor' },
      rights: { write: true, rename: true, create: true, delete: true },
      isAnonymous: false,
    });
    const { source, ids } = await opened('capture', 'zoe');
    const what = { kind: 'exchanges' as const, ids };
    expect(await ours.api.planReplay({ what, source })).toMatchObject({ needsPerson: true });
    const { steps } = await replayed(ours, { what, source, pace: { kind: 'at-once' }, target: { kind: 'host' } });
    expect(steps.map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
    expect(steps[0]?.problem).toMatch(/“zoe”, who is not among the people here. Choose another person./);
  });

  test('one request of it is edited and sent for a person of this host', async () => {
    const { source, ids } = await opened('capture');
    const id = ids[0] ?? 0;
    const { method, url, headers } = await ours.api.draftResend({ id, source });
    const request = {
      method,
      url: url.replace(/files\/[^?]+/, `files/${await ours.fileId('Mine.txt')}`),
      headers,
      body: { kind: 'none' as const },
      personId: 'reader',
    };
    const step = await ours.api.resend({ id, source, options: { ...OPTIONS, token: 'renew' }, request });
    expect(step.after?.status).toBe(200);
    expect(await ours.api.getExchange({ id: step.newExchangeId ?? 0 })).toMatchObject({
      fileName: 'Mine.txt',
      personId: 'reader',
    });
  });

  test('that was closed says so', async () => {
    const what = { kind: 'exchanges' as const, ids: [1] };
    await expect(ours.api.planReplay({ what, source: '0123456789abcdef' })).rejects.toThrow();
  });
});

test('repetitions are no part of a session', async () => {
  const token = await ours.token('Mine.txt');
  await ours.wopi(token, { headers: { 'X-WOPI-SessionId': 'S' } });
  const [original] = await ours.settled();
  const exchangeId = original?.id ?? 0;
  await ours.api.resend({ id: exchangeId, options: OPTIONS });
  expect((await ours.api.planReplay({ what: { kind: 'session', exchangeId } })).ids).toEqual([exchangeId]);
});
