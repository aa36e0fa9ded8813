import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK_DURATION_MS } from '../../../../main/wopi/protocol/lock-rules.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, expectEmptyAnswer, HELD, lockNow, OTHER, outcomeOf, versionNow } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const refresh = (token: Parameters<TestHost['wopi']>[0], id: string | undefined) =>
  host.wopi(token, { override: 'REFRESH_LOCK', headers: { 'X-WOPI-Lock': id } });

describe('RefreshLock', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string, string]>([
    ['with the held id renews it',                     'locked',   HELD,             '200',         HELD],
    ['with another id answers the held one',           'locked',   OTHER,            `409 ${HELD}`, HELD],
    ['with a made-up id reads the lock from the 409',  'locked',   'probe',          `409 ${HELD}`, HELD],
    ['on an unlocked file answers an empty lock',      'unlocked', HELD,             '409 (empty)', ''],
    ['on an expired lock answers an empty lock',       'expired',  HELD,             '409 (empty)', ''],
    ['without id is malformed',                        'locked',   undefined,        '400',         HELD],
    ['without id is malformed on an unlocked file',    'unlocked', undefined,        '400',         ''],
    ['with an empty id is malformed',                  'locked',   '',               '400',         HELD],
    ['with 1,025 characters is malformed',             'locked',   'x'.repeat(1025), '400',         HELD],
  ])('%s', async (_, state, id, expected, after) => {
    const token = await documentThatIs(host, state);
    const answer = await refresh(token, id);
    expect(outcomeOf(answer)).toBe(expected);
    expectEmptyAnswer(answer);
    expect(await lockNow(host, token)).toBe(after);
    if (answer.status === 200) expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, token));
  });

  it('starts the thirty minutes again', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect((await refresh(token, HELD)).status).toBe(200);
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect(await lockNow(host, token)).toBe(HELD);
    host.clock.advance(1);
    expect(await lockNow(host, token)).toBe('');
  });

  it('with another id does not extend the lock', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect((await refresh(token, OTHER)).status).toBe(409);
    host.clock.advance(1);
    expect(await lockNow(host, token)).toBe('');
  });

  it('by another person keeps the name of who took the lock', async () => {
    const token = await documentThatIs(host, 'locked');
    const { fileId } = token.token;
    const editor = await host.api.issueToken({ fileId, personId: 'editor', ttlSeconds: 600 });
    expect((await refresh(editor, HELD)).status).toBe(200);
    const { locks } = await host.api.getSnapshot();
    expect(locks.find((lock) => lock.fileId === fileId)?.personId).toBe('owner');
  });

  it('by a reader is answered 404', async () => {
    const { token } = await documentThatIs(host, 'locked');
    const reader = await host.api.issueToken({ fileId: token.fileId, personId: 'reader', ttlSeconds: 600 });
    expect(outcomeOf(await refresh(reader, HELD))).toBe('404');
  });
});
