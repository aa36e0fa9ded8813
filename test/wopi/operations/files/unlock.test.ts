import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, expectEmptyAnswer, HELD, lockNow, OTHER, outcomeOf, versionNow } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const unlock = (token: Parameters<TestHost['wopi']>[0], id: string | undefined) =>
  host.wopi(token, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': id } });

describe('Unlock', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string, string]>([
    ['with the held id removes the lock',            'locked',   HELD,               '200',         ''],
    ['with another id answers the held one',         'locked',   OTHER,              `409 ${HELD}`, HELD],
    ['with a trailing part missing is another id',   'locked',   HELD.slice(0, -1),  `409 ${HELD}`, HELD],
    ['on an unlocked file answers an empty lock',    'unlocked', HELD,               '409 (empty)', ''],
    ['on an expired lock answers an empty lock',     'expired',  HELD,               '409 (empty)', ''],
    ['without id is malformed',                      'locked',   undefined,          '400',         HELD],
    ['without id is malformed on an unlocked file',  'unlocked', undefined,          '400',         ''],
    ['with an empty id is malformed',                'locked',   '',                 '400',         HELD],
    ['with 1,025 characters is malformed',           'locked',   'x'.repeat(1025),   '400',         HELD],
  ])('%s', async (_, state, id, expected, after) => {
    const token = await documentThatIs(host, state);
    const answer = await unlock(token, id);
    expect(outcomeOf(answer)).toBe(expected);
    expectEmptyAnswer(answer);
    expect(await lockNow(host, token)).toBe(after);
    if (answer.status === 200) expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, token));
  });

  it('by another person who may edit is honoured', async () => {
    const { token } = await documentThatIs(host, 'locked');
    const editor = await host.api.issueToken({ fileId: token.fileId, personId: 'editor', ttlSeconds: 600 });
    expect(outcomeOf(await unlock(editor, HELD))).toBe('200');
  });

  it('by a reader is answered 404 and the lock stays', async () => {
    const token = await documentThatIs(host, 'locked');
    const { fileId } = token.token;
    const reader = await host.api.issueToken({ fileId, personId: 'reader', ttlSeconds: 600 });
    expect(outcomeOf(await unlock(reader, HELD))).toBe('404');
    expect(await lockNow(host, token)).toBe(HELD);
  });

  it('of a 1,024 character lock works', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const long = `{"S":"${'long '.repeat(202)}ends"}`.padEnd(1024, '.');
    expect(long).toHaveLength(1024);
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': long } });
    expect(outcomeOf(await unlock(token, `${long.slice(0, -1)}!`))).toBe(`409 ${long}`);
    expect(outcomeOf(await unlock(token, long))).toBe('200');
  });
});
