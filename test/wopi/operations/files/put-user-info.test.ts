import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost, WopiRequest } from '../../../support/host.ts';
import { expectEmptyAnswer, HELD } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'a.txt': 'a', 'b.txt': 'b' } });
});
afterAll(() => host.stop());

const put = async (body: WopiRequest['body'], person = 'owner', headers: Record<string, string> = {}) =>
  host.wopi(await host.token('a.txt', person), { override: 'PUT_USER_INFO', body, headers });
const userInfo = async (person: string, path = 'a.txt') =>
  (await host.wopi(await host.token(path, person))).json()['UserInfo'];

describe('PutUserInfo', () => {
  // oxfmt-ignore
  it.each<[string, WopiRequest['body'], number]>([
    ['stores what the validator sends',       'PutUserInfoTest',                    200],
    ['stores JSON without reading it',        '{"a": [1,}\\ "&<',                   200],
    ['stores line breaks',                    'one\r\ntwo\tthree',                  200],
    ['stores 1,024 characters',               'x'.repeat(1024),                     200],
    ['stores a body without length',          { chunks: ['in ', 'pieces'] },        200],
    ['refuses 1,025 characters',              'x'.repeat(1025),                     413],
    ['refuses far too much without length',   { chunks: Array.from({ length: 64 }, () => 'x'.repeat(64 * 1024)) }, 413],
    ['refuses what is no ASCII',              'na\u00efve',                         400],
  ])('%s', async (_, body, status) => {
    const before = await userInfo('owner');
    const answer = await put(body);
    expect(answer.status).toBe(status);
    expectEmptyAnswer(answer);
    const sent = typeof body === 'object' && 'chunks' in body ? [...(body.chunks as string[])].join('') : body;
    expect(await userInfo('owner')).toBe(status === 200 ? sent : before);
  });

  it('keeps it for the person on every file, and for nobody else', async () => {
    await put('of the reader', 'reader');
    expect(await userInfo('reader', 'b.txt')).toBe('of the reader');
    expect(await userInfo('editor')).toBeUndefined();
  });

  it('with an empty body forgets it', async () => {
    await put('something', 'guest');
    await put('', 'guest');
    expect(await userInfo('guest')).toBeUndefined();
  });

  it('is taken whatever the content type and while others hold the lock', async () => {
    await host.wopi(await host.token('a.txt'), { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    const answer = await put('a=b&c=d', 'editor', { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(answer.status).toBe(200);
    expect(await userInfo('editor')).toBe('a=b&c=d');
  });

  it('outlives a change of the person and a restart', async () => {
    await put('lasting', 'reader');
    const rights = { write: true, rename: true, create: true, delete: true };
    await host.api.savePerson({ person: { id: 'reader', name: 'Rita', role: 'reader' }, rights, isAnonymous: false });
    await host.app.stop();
    host = await startHost({ again: host });
    expect(await userInfo('reader')).toBe('lasting');
  });
});
