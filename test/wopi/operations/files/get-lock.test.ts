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

describe('GetLock', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string]>([
    ['on an unlocked file answers an empty lock',    'unlocked', undefined, '200 (empty)'],
    ['on an expired lock answers an empty lock',     'expired',  undefined, '200 (empty)'],
    ['on a locked file answers its lock',            'locked',   undefined, `200 ${HELD}`],
    ['compares nothing with a lock that is sent',    'locked',   OTHER,     `200 ${HELD}`],
  ])('%s', async (_, state, sent, expected) => {
    const token = await documentThatIs(host, state);
    const answer = await host.wopi(token, { override: 'GET_LOCK', headers: { 'X-WOPI-Lock': sent } });
    expect(outcomeOf(answer)).toBe(expected);
    expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, token));
    expectEmptyAnswer(answer);
  });

  it('puts the empty lock on the wire as an empty header', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const answer = await host.wopi(token, { override: 'GET_LOCK' });
    expect(answer.rawHeaders).toContain('X-WOPI-Lock');
  });

  it('changes nothing: the thirty minutes run on', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect(await lockNow(host, token)).toBe(HELD);
    host.clock.advance(1);
    expect(await lockNow(host, token)).toBe('');
  });

  it('needs the right to edit, as every lock operation does', async () => {
    const { token } = await documentThatIs(host, 'locked');
    const reader = await host.api.issueToken({ fileId: token.fileId, personId: 'reader', ttlSeconds: 600 });
    expect(outcomeOf(await host.wopi(reader, { override: 'GET_LOCK' }))).toBe('404');
  });
});
