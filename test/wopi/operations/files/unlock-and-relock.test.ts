import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCK_DURATION_MS } from '../../../../main/wopi/protocol/lock-rules.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, expectEmptyAnswer, HELD, lockNow, OTHER, outcomeOf, versionNow } from './lock-states.ts';

const NEW = '{"S":"new","E":2,"M":"m","P":"p"}';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const swap = (token: Parameters<TestHost['wopi']>[0], oldId: string | undefined, newId: string | undefined) =>
  host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-OldLock': oldId, 'X-WOPI-Lock': newId } });

describe('UnlockAndRelock', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string | undefined, string, string]>([
    ['with the held id swaps it',                          'locked',   HELD,             NEW,              '200',         NEW],
    ['to the same id keeps it',                            'locked',   HELD,             HELD,             '200',         HELD],
    ['with another old id answers the held one',           'locked',   OTHER,            NEW,              `409 ${HELD}`, HELD],
    ['with the new id already held is still a mismatch',   'locked',   OTHER,            HELD,             `409 ${HELD}`, HELD],
    ['on an unlocked file takes no lock',                  'unlocked', HELD,             NEW,              '409 (empty)', ''],
    ['on an expired lock takes no lock',                   'expired',  HELD,             NEW,              '409 (empty)', ''],
    ['with an empty old id matches nothing when locked',   'locked',   '',               NEW,              `409 ${HELD}`, HELD],
    ['with an empty old id matches nothing when unlocked', 'unlocked', '',               NEW,              '409 (empty)', ''],
    ['without new id is malformed',                        'locked',   HELD,             undefined,        '400',         HELD],
    ['with an empty new id is malformed',                  'locked',   HELD,             '',               '400',         HELD],
    ['with a new id of 1,025 characters is malformed',     'locked',   HELD,             'x'.repeat(1025), '400',         HELD],
    ['with an old id of 1,025 characters is malformed',    'locked',   'x'.repeat(1025), NEW,              '400',         HELD],
    ['without old id is a Lock',                           'locked',   undefined,        HELD,             '200',         HELD],
  ])('%s', async (_, state, oldId, newId, expected, after) => {
    const token = await documentThatIs(host, state);
    const answer = await swap(token, oldId, newId);
    expect(outcomeOf(answer)).toBe(expected);
    expectEmptyAnswer(answer);
    expect(await lockNow(host, token)).toBe(after);
    if (answer.status === 200) expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, token));
  });

  it('starts the thirty minutes again', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect((await swap(token, HELD, NEW)).status).toBe(200);
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect(await lockNow(host, token)).toBe(NEW);
  });

  it('leaves the old id good for nothing', async () => {
    const token = await documentThatIs(host, 'locked');
    await swap(token, HELD, NEW);
    expect(outcomeOf(await host.wopi(token, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': HELD } }))).toBe(
      `409 ${NEW}`,
    );
  });

  it('never shows the file unlocked in between', async () => {
    const token = await documentThatIs(host, 'locked');
    host.forget();
    await swap(token, HELD, NEW);
    const changes = host.events.flatMap((event) => (event.type === 'lock' ? [event.change.change] : []));
    expect(changes).toEqual(['swapped']);
  });

  it('by a reader is answered 404', async () => {
    const { token } = await documentThatIs(host, 'locked');
    const reader = await host.api.issueToken({ fileId: token.fileId, personId: 'reader', ttlSeconds: 600 });
    expect(outcomeOf(await swap(reader, HELD, NEW))).toBe('404');
  });

  it('is named so in the traffic, apart from Lock', async () => {
    const token = await documentThatIs(host, 'locked');
    await swap(token, HELD, NEW);
    expect((await host.settled()).at(-1)).toMatchObject({
      operation: 'UnlockAndRelock',
      outcome: 'ok',
      before: { lockId: HELD },
      after: { lockId: NEW },
    });
  });
});
