import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { LOCK_DURATION_MS } from '../../main/wopi/protocol/lock-rules.ts';
import { START, startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
let token: IssuedToken;
beforeEach(async () => {
  host = await startHost({ files: { 'a.txt': 'a' } });
  token = await host.token('a.txt');
});
afterEach(() => host.stop());

const lock = () => host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
const held = async () => (await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock');

describe('the clock of the host', () => {
  it('is the wall clock until it is told otherwise', async () => {
    expect((await host.api.getSnapshot()).clock).toEqual({ offsetMs: 0, heldAt: null });
    host.clock.advance(5000);
    await host.wopi(token);
    expect((await host.settled()).at(-1)).toMatchObject({ at: START + 5000, realAt: START + 5000 });
  });

  it('can be held: nothing expires, however long it takes', async () => {
    await lock();
    await host.api.holdClock();
    host.clock.advance(10 * LOCK_DURATION_MS);
    expect(await held()).toBe('L');
    expect((await host.settled()).at(-1)).toMatchObject({ at: START, realAt: START + 10 * LOCK_DURATION_MS });
    expect(await host.api.resumeClock()).toEqual({ offsetMs: -10 * LOCK_DURATION_MS, heldAt: null });
    expect(await held()).toBe('L');
    host.clock.advance(LOCK_DURATION_MS);
    expect(await held()).toBe('');
  });

  it('can jump, held or not: what is due expires at once, and the screen is told', async () => {
    await lock();
    host.forget();
    await host.api.jumpClock({ milliseconds: LOCK_DURATION_MS });
    await host.event((event) => event.type === 'lock' && event.change.change === 'expired');
    expect(await held()).toBe('');
    await lock();
    await host.api.holdClock();
    await host.api.jumpClock({ milliseconds: LOCK_DURATION_MS - 1 });
    expect(await held()).toBe('L');
    await host.api.jumpClock({ milliseconds: 1 });
    expect(await held()).toBe('');
    expect(host.events.filter((event) => event.type === 'clock').length).toBeGreaterThan(3);
  });

  it('takes tokens along', async () => {
    await host.api.jumpClock({ milliseconds: 36_000_000 });
    await host.event(
      (event) => event.type === 'token' && event.token.id === token.token.id && event.token.state === 'expired',
    );
    expect((await host.wopi(token)).status).toBe(401);
  });

  it('goes back to the wall clock when reset; what is gone stays gone', async () => {
    await lock();
    await host.api.jumpClock({ milliseconds: LOCK_DURATION_MS });
    await host.event((event) => event.type === 'lock' && event.change.change === 'expired');
    expect(await host.api.resetClock()).toEqual({ offsetMs: 0, heldAt: null });
    expect(await held()).toBe('');
  });

  it('lets tokens go from the list a week after they ended', async () => {
    const day = 24 * 60 * 60 * 1000;
    const listed = async (jump: number) => {
      await host.api.jumpClock({ milliseconds: jump });
      await host.app.stop();
      host = await startHost({ again: host });
      return (await host.api.getSnapshot()).tokens.map(({ id }) => id);
    };
    expect(await listed(7 * day)).toEqual([token.token.id]);
    expect(await listed(day)).toEqual([]);
  });

  it('is remembered over a restart', async () => {
    await host.api.holdClock();
    await host.api.jumpClock({ milliseconds: 1234 });
    await host.app.stop();
    const again = await startHost({ again: host });
    expect((await again.api.getSnapshot()).clock).toEqual({ offsetMs: 0, heldAt: START + 1234 });
    await again.app.stop();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e15, '60000'])('does not jump by %s', async (milliseconds) => {
    await expect(host.api.jumpClock({ milliseconds: milliseconds as number })).rejects.toThrow();
    expect((await host.api.getSnapshot()).clock).toEqual({ offsetMs: 0, heldAt: null });
  });

  it('lets a lock expire by itself while it runs', async () => {
    await lock();
    host.clock.advance(LOCK_DURATION_MS);
    const expired = await host.event((event) => event.type === 'lock' && event.change.change === 'expired');
    expect(expired).toMatchObject({ lock: null, change: { by: 'clock', lockId: 'L' } });
  });
});

describe('the history of a lock', () => {
  it('has every change and refusal, newest first, with who, when and why', async () => {
    const { fileId } = token.token;
    await lock();
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'other' } });
    await host.wopi(token, { at: '/contents', override: 'PUT', headers: { 'X-WOPI-Lock': 'third' }, body: 'x' });
    host.clock.advance(1000);
    await host.wopi(token, { override: 'REFRESH_LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    await host.api.changeLock({ fileId, lockId: 'changed' });
    await host.api.expireLock({ fileId });
    await host.api.takeLock({ fileId, lockId: 'mine' });
    await host.api.releaseLock({ fileId });
    const history = await host.api.listLockHistory({ fileId });
    expect(
      history.map(({ change, lockId, previousLockId, by, personName, at }) => [
        change,
        lockId,
        previousLockId,
        by,
        personName,
        at - START,
      ]),
    ).toEqual([
      ['released', 'mine', null, 'screen', null, 1000],
      ['taken', 'mine', null, 'screen', null, 1000],
      ['expired', 'changed', null, 'screen', 'Olivia Owner', 1000],
      ['swapped', 'changed', 'L', 'screen', 'Olivia Owner', 1000],
      ['refreshed', 'L', null, 'wopi', 'Olivia Owner', 1000],
      ['refused', 'third', 'L', 'wopi', 'Olivia Owner', 0],
      ['refused', 'other', 'L', 'wopi', 'Olivia Owner', 0],
      ['taken', 'L', null, 'wopi', 'Olivia Owner', 0],
    ]);
    expect(history.filter(({ reason }) => reason !== null)).toHaveLength(2);
    expect(new Set(history.map(({ id }) => id)).size).toBe(8);
  });

  it('outlives a restart', async () => {
    await lock();
    const before = await host.api.listLockHistory({ fileId: token.token.fileId });
    await host.app.stop();
    const again = await startHost({ again: host });
    expect(await again.api.listLockHistory({ fileId: token.token.fileId })).toEqual(before);
    await again.app.stop();
  });

  it('from the screen keeps to the same rules', async () => {
    const { fileId } = token.token;
    await lock();
    await expect(host.api.takeLock({ fileId, lockId: 'steal' })).rejects.toThrow('locked');
    await host.api.releaseLock({ fileId });
    for (const call of [
      host.api.releaseLock({ fileId }),
      host.api.expireLock({ fileId }),
      host.api.changeLock({ fileId, lockId: 'x' }),
    ]) {
      await expect(call).rejects.toThrow('not locked');
    }
    await expect(host.api.takeLock({ fileId, lockId: '' })).rejects.toThrow('lock id');
    await expect(host.api.takeLock({ fileId, lockId: 'x'.repeat(1025) })).rejects.toThrow('1024');
    await expect(host.api.takeLock({ fileId: 'nothing', lockId: 'x' })).rejects.toThrow('does not exist');
  });
});
