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

const lock = (token: Parameters<TestHost['wopi']>[0], id: string | undefined) =>
  host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': id } });

describe('Lock', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string, string]>([
    ['on an unlocked file takes it',                  'unlocked', OTHER,               '200',          OTHER],
    ['on an expired lock takes it',                   'expired',  OTHER,               '200',          OTHER],
    ['with the expired id takes it again',            'expired',  HELD,                '200',          HELD],
    ['with the held id renews it',                    'locked',   HELD,                '200',          HELD],
    ['with another id answers the held one',          'locked',   OTHER,               `409 ${HELD}`,  HELD],
    ['with the held id in another case is another',   'locked',   HELD.toUpperCase(),  `409 ${HELD}`,  HELD],
    ['with other spaces in the JSON is another',      'locked',   HELD.replace(',', ', '), `409 ${HELD}`, HELD],
    ['without id is malformed on an unlocked file',   'unlocked', undefined,           '400',          ''],
    ['without id is malformed on a locked file',      'locked',   undefined,           '400',          HELD],
    ['with an empty id is malformed',                 'unlocked', '',                  '400',          ''],
    ['with an empty id is malformed when locked',     'locked',   '',                  '400',          HELD],
    ['takes 1,024 characters',                        'unlocked', 'x'.repeat(1024),    '200',          'x'.repeat(1024)],
    ['refuses 1,025 characters',                      'unlocked', 'x'.repeat(1025),    '400',          ''],
    ['refuses characters beyond ASCII',               'unlocked', 'caf\u00e9',         '400',          ''],
    ['refuses a tab inside',                          'unlocked', 'a\tb',              '400',          ''],
  ])('%s', async (_, state, id, expected, after) => {
    const token = await documentThatIs(host, state);
    const version = await versionNow(host, token);
    const answer = await lock(token, id);
    expect(outcomeOf(answer)).toBe(expected);
    expectEmptyAnswer(answer);
    expect(await lockNow(host, token)).toBe(after);
    expect(await versionNow(host, token)).toBe(version);
    if (answer.status === 200) expect(answer.header('X-WOPI-ItemVersion')).toBe(version);
  });

  it('says in the log why it was refused', async () => {
    const token = await documentThatIs(host, 'locked');
    const answer = await lock(token, OTHER);
    expect(answer.header('X-WOPI-LockFailureReason')).toContain('locked');
  });

  it('lasts exactly thirty minutes', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect(await lockNow(host, token)).toBe(HELD);
    host.clock.advance(1);
    expect(await lockNow(host, token)).toBe('');
  });

  it('with the held id starts the thirty minutes again', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect((await lock(token, HELD)).status).toBe(200);
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect(await lockNow(host, token)).toBe(HELD);
  });

  it('belongs to the file, not to the person', async () => {
    const token = await documentThatIs(host, 'locked');
    const { fileId } = token.token;
    const editor = await host.api.issueToken({ fileId, personId: 'editor', ttlSeconds: 600 });
    expect(outcomeOf(await lock(editor, HELD))).toBe('200');
    expect(outcomeOf(await lock(editor, OTHER))).toBe(`409 ${HELD}`);
  });

  it.each(['reader', 'guest'])('by a %s is answered 404', async (person) => {
    const { token } = await documentThatIs(host, 'unlocked');
    const theirs = await host.api.issueToken({ fileId: token.fileId, personId: person, ttlSeconds: 600 });
    expect(outcomeOf(await lock(theirs, HELD))).toBe('404');
    expect(host.events).not.toContainEqual(expect.objectContaining({ type: 'lock', fileId: token.fileId }));
  });

  it('twice at the same moment has one winner, and the loser learns its id', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const ids = Array.from({ length: 8 }, (_, index) => `lock-${index}`);
    const answers = await Promise.all(ids.map((id) => lock(token, id)));
    const winner = await lockNow(host, token);
    expect(ids).toContain(winner);
    expect(answers.map(outcomeOf).sort()).toEqual(['200', ...ids.slice(1).map(() => `409 ${winner}`)]);
  });

  it('is told with who took it and until when', async () => {
    const token = await documentThatIs(host, 'locked');
    const { locks } = await host.api.getSnapshot();
    expect(locks).toContainEqual({
      fileId: token.token.fileId,
      fileName: token.token.fileName,
      lockId: HELD,
      personId: 'owner',
      personName: 'Olivia Owner',
      takenAt: host.clock.now(),
      refreshedAt: host.clock.now(),
      expiresAt: host.clock.now() + LOCK_DURATION_MS,
    });
  });
});
