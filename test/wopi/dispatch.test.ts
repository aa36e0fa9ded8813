import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost, WopiRequest } from '../support/host.ts';
import type { Answer } from '../support/http.ts';

let host: TestHost;
let token: IssuedToken;
let other: IssuedToken;
beforeAll(async () => {
  host = await startHost({ files: { 'a.txt': 'a', 'b.txt': 'b', 'locked.txt': 'x' } });
  token = await host.token('a.txt');
  other = await host.token('b.txt');
});
afterAll(() => host.stop());

const path = (id: string, rest = '', query = `?access_token=${token.accessToken}`): string =>
  `/wopi/files/${id}${rest}${query}`;
const get = (target: string, request: WopiRequest = {}): Promise<Answer> => host.wopi(target, request);
const own = (): string => token.token.fileId;

describe('an address below /wopi/files', () => {
  // oxfmt-ignore
  it.each<[string, () => string, number]>([
    ['of a file',                           () => path(own()),                                200],
    ['of its contents',                     () => path(own(), '/contents'),                   200],
    ['with other parameters',               () => `${path(own())}&sc=x&access_token_ttl=0&unknown=1`, 200],
    ['with a percent-encoded id',           () => path(own().replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)), 200],
    ['that ends with a slash',              () => path(own(), '/'),                           404],
    ['of contents that end with a slash',   () => path(own(), '/contents/'),                  404],
    ['of something else of the file',       () => path(own(), '/children'),                   404],
    ['without id',                          () => '/wopi/files/',                             404],
    ['in upper case',                       () => path(own()).replace('/wopi/', '/WOPI/'),    404],
    ['with an id in another case',          () => path(own().toUpperCase().padEnd(21, 'X')),  401],
    ['with a prefix',                       () => `/prefix${path(own())}`,                    404],
    ['of a folder',                         () => path(own()).replace('/files/', '/folders/'), 501],
    ['of an id that never was',             () => path('00000000000000000000'),               401],
    ['of an id of 65 characters',           () => path('a'.repeat(65)),                       404],
    ['of an id with a dot',                 () => path('a.txt'),                              404],
    ['of two dots',                         () => path('..'),                                 404],
    ['of encoded dots',                     () => path('%2e%2e'),                             404],
    ['of an encoded path',                  () => path('..%2f..%2fetc%2fpasswd'),             404],
    ['of an encoded Windows path',          () => path('..%5c..%5cboot.ini'),                 404],
    ['of a path encoded twice',             () => path('%252e%252e%252fa.txt'),               404],
    ['of an encoded NUL',                   () => path(`${own()}%00`),                        404],
    ['of a stream',                         () => path(`${own()}::$DATA`),                    404],
    ['of broken percent-encoding',          () => path('%E0%A4%A'),                           404],
    ['of an id with a space at its end',    () => path(`${own()}%20`),                        404],
  ])('%s', async (_, target, status) => {
    const answer = await get(target());
    expect(answer.status).toBe(status);
    expect(answer.header('X-WOPI-ServerVersion')).toMatch(/^WOPI Sandbox /);
    expect(answer.header('Location')).toBeUndefined();
  });
});

describe('the access token', () => {
  const flipped = (): string => token.accessToken.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const unsigned = (): string => {
    const [, payload] = token.accessToken.split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  };
  const query = (value: string): string => path(own(), '', `?access_token=${value}`);

  // oxfmt-ignore
  it.each<[string, () => string, Record<string, string>, number, string]>([
    ['missing',                          () => path(own(), '', ''),             {}, 401, 'token-missing'],
    ['empty',                            () => query(''),                       {}, 401, 'token-missing'],
    ['made up',                          () => query('secret'),                 {}, 401, 'token-forged'],
    ['changed at its end',               () => query(flipped()),                {}, 401, 'token-forged'],
    ['without signature',                () => query(unsigned()),               {}, 401, 'token-forged'],
    ['cut short',                        () => query(token.accessToken.slice(0, -5)), {}, 401, 'token-forged'],
    ['of 8,000 characters',              () => query('x'.repeat(8000)),         {}, 401, 'token-forged'],
    ['of another file',                  () => query(other.accessToken),        {}, 401, 'token-other-file'],
    ['in the header only',               () => path(own(), '', ''),             { Authorization: 'BEARER' }, 200, 'ok'],
    ['in the header, scheme in lower case', () => path(own(), '', ''),          { Authorization: 'bearer' }, 200, 'ok'],
    ['in the header with another scheme', () => path(own(), '', ''),            { Authorization: 'Basic' }, 401, 'token-missing'],
    ['right in the query, wrong in the header', () => query(token.accessToken), { Authorization: 'Bearer nonsense' }, 200, 'ok'],
    ['wrong in the query, right in the header', () => query('nonsense'),        { Authorization: 'BEARER' }, 401, 'token-forged'],
    ['twice: the first one counts',      () => `${query(token.accessToken)}&access_token=x`, {}, 200, 'ok'],
    ['under another name',               () => path(own(), '', `?Access_Token=${token.accessToken}`), {}, 401, 'token-missing'],
  ])('%s', async (_, target, headers, status, outcome) => {
    const { Authorization: scheme } = headers;
    const sent = scheme === undefined || scheme.includes(' ') ? headers : { Authorization: `${scheme.toLowerCase() === 'basic' ? 'Basic' : scheme} ${token.accessToken}` };
    const answer = await get(target(), { headers: sent });
    expect(answer.status).toBe(status);
    expect((await host.settled()).at(-1)).toMatchObject({ outcome, status });
    if (status === 401) expect(answer.body.length).toBe(0);
  });

  it('opens nothing more once it expired, to the millisecond', async () => {
    const short = await host.token('a.txt', 'owner', 60);
    host.clock.advance(59_999);
    expect((await host.wopi(short)).status).toBe(200);
    host.clock.advance(1);
    expect((await host.wopi(short)).status).toBe(401);
    expect((await host.settled()).at(-1)).toMatchObject({ outcome: 'token-expired', personName: 'Olivia Owner' });
  });

  it('opens nothing more once it was expired or revoked by hand', async () => {
    for (const [end, outcome] of [
      ['expireToken', 'token-expired'],
      ['revokeToken', 'token-revoked'],
    ] as const) {
      const issued = await host.token('a.txt');
      expect((await host.wopi(issued)).status).toBe(200);
      await host.api[end]({ tokenId: issued.token.id });
      expect((await host.wopi(issued)).status).toBe(401);
      expect((await host.settled()).at(-1)).toMatchObject({ outcome });
    }
  });

  it('is short, needs no encoding and announces its end in milliseconds', async () => {
    const person = { id: 'P'.repeat(64), name: 'Long Id', role: 'owner' as const };
    await host.api.savePerson({
      person,
      rights: { write: true, rename: true, create: true, delete: true },
      isAnonymous: false,
    });
    const issued = await host.token('a.txt', person.id, 36_000);
    expect(issued.accessToken).toMatch(/^[A-Za-z0-9._~-]+$/);
    expect(issued.accessToken.length).toBeLessThan(400);
    expect(issued.accessTokenTtl).toBe(host.clock.now() + 36_000_000);
    expect((await host.wopi(issued)).status).toBe(200);
  });

  it('says of itself what it is', async () => {
    const read = (accessToken: string) => host.api.decodeToken({ accessToken });
    expect(await read(token.accessToken)).toMatchObject({ verdict: 'valid', length: token.accessToken.length });
    expect(await read(flipped())).toMatchObject({ verdict: 'forged' });
    expect(await read('nothing of the kind')).toMatchObject({ verdict: 'unreadable', claims: null });
  });
});

describe('X-WOPI-Override', () => {
  // oxfmt-ignore
  it.each<[string, string | undefined, '' | '/contents', number]>([
    ['missing on the file',             undefined,        '',          400],
    ['missing on the contents',         undefined,        '/contents', 400],
    ['empty',                           '',               '',          400],
    ['unknown',                         'FROBNICATE',     '',          501],
    ['in lower case',                   'lock',           '',          501],
    ['in mixed case',                   'Get_Lock',       '',          501],
    ['of an object\u2019s own property', '__proto__',     '',          501],
    ['LOCK on the contents',            'LOCK',           '/contents', 501],
    ['PUT on the file',                 'PUT',            '',          501],
    ['COBALT',                          'COBALT',         '',          501],
    ['READ_SECURE_STORE',               'READ_SECURE_STORE', '',       501],
    ['GET_RESTRICTED_LINK',             'GET_RESTRICTED_LINK', '',     501],
    ['REVOKE_RESTRICTED_LINK',          'REVOKE_RESTRICTED_LINK', '',  501],
    ['of a container',                  'CREATE_CHILD_FILE', '',       501],
    ['GET_COAUTH_LOCK',                 'GET_COAUTH_LOCK', '',         501],
  ])('%s', async (_, override, at, status) => {
    const headers = override === undefined ? {} : { 'X-WOPI-Override': override };
    const answer = await host.wopi(token, { method: 'POST', at, headers });
    expect(answer.status).toBe(status);
    expect(answer.body.length).toBe(0);
    expect((await host.settled()).at(-1)?.explanation).toBeTruthy();
  });

  // oxfmt-ignore
  it.each([
    ['COBALT',               'ExecuteCellStorageRequest'],
    ['READ_SECURE_STORE',    'ReadSecureStore'],
    ['PUT_CHUNKED_FILE',     'PutChunkedFile'],
  ])('%s is named in Traffic though nobody offers it', async (override, name) => {
    await host.wopi(token, { override });
    expect((await host.settled()).at(-1)).toMatchObject({ operation: name, status: 501, explanation: expect.stringContaining(name) });
  });

  it.each([
    ['', 'CheckFolderInfo'],
    ['/children', 'EnumerateChildren (folders)'],
  ])('so are the folders of OneNote (/wopi/folders/id%s)', async (at, name) => {
    const answer = await host.wopi(`/wopi/folders/x${at}?access_token=${token.accessToken}`);
    expect(answer.status).toBe(501);
    expect((await host.settled()).at(-1)).toMatchObject({ operation: name, outcome: 'not-implemented' });
  });

  it('is found whatever the case of the header name', async () => {
    expect((await host.wopi(token, { method: 'POST', headers: { 'x-wopi-OVERRIDE': 'GET_LOCK' } })).status).toBe(200);
  });

  it('is not looked at on GET', async () => {
    const answer = await host.wopi(token, { method: 'GET', override: 'DELETE' });
    expect(answer.json()).toMatchObject({ BaseFileName: 'a.txt' });
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('cannot be sent with %s', async (method) => {
    const answer = await host.wopi(token, { method, headers: { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'L' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.header('X-WOPI-ServerVersion')).toMatch(/^WOPI Sandbox /);
    const row = (await host.settled()).at(-1);
    expect(row?.method).toBe(method);
    expect(['pending', 'ok']).not.toContain(row?.outcome);
  });
});

describe('what is wrong is said in the order of the specification', () => {
  const put = (accessToken: string, request: WopiRequest): Promise<Answer> =>
    host.wopi(`/wopi/files/${own()}?access_token=${accessToken}`, { method: 'POST', ...request });
  const reader = async () => (await host.token('a.txt', 'reader')).accessToken;

  // oxfmt-ignore
  it.each<[string, () => Promise<string> | string, Record<string, string>, number]>([
    ['a bad token before a missing override',              () => 'bad',               {},                                                     401],
    ['a bad token before an unknown override',             () => 'bad',               { 'X-WOPI-Override': 'NO' },                            401],
    ['a bad token before a missing lock',                  () => 'bad',               { 'X-WOPI-Override': 'LOCK' },                          401],
    ['a bad token before a right lock',                    () => 'bad',               { 'X-WOPI-Override': 'LOCK', 'X-WOPI-Lock': 'mine' },   401],
    ['an operation not offered before a missing right',    reader,                    { 'X-WOPI-Override': 'COBALT' },                        501],
    ['a missing header before a missing right',            reader,                    { 'X-WOPI-Override': 'LOCK' },                          400],
    ['a missing right before a lock that does not fit',    reader,                    { 'X-WOPI-Override': 'UNLOCK', 'X-WOPI-Lock': 'no' },   404],
  ])('%s', async (_, accessToken, headers, status) => {
    expect((await put(await accessToken(), { headers })).status).toBe(status);
  });

  it('an invalid id before a bad token', async () => {
    expect((await get(path('a.b', '', '?access_token=bad'))).status).toBe(404);
  });

  it('a bad token with the right lock on a locked file is 401, not 409', async () => {
    const locked = await host.token('locked.txt');
    await host.wopi(locked, { override: 'LOCK', headers: { 'X-WOPI-Lock': 'L' } });
    const target = `${new URL(locked.wopiSrc).pathname}?access_token=${locked.accessToken.slice(0, -3)}`;
    for (const lock of ['L', 'other']) {
      const answer = await host.wopi(target, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': lock } });
      expect([answer.status, answer.header('X-WOPI-Lock')]).toEqual([401, undefined]);
    }
  });
});

describe('headers of an unusual size', () => {
  it('of up to 15 KB are taken', async () => {
    const answer = await host.wopi(token, { headers: { 'X-WOPI-SessionContext': 's'.repeat(15_000) } });
    expect(answer.status).toBe(200);
  });

  it('beyond what a server can take are refused, and the host answers on', async () => {
    expect((await host.wopi(token, { headers: { 'X-WOPI-SessionContext': 's'.repeat(40_000) } })).status).toBe(431);
    expect((await host.wopi(token)).status).toBe(200);
  });

  it('are recorded in their order and spelling', async () => {
    await host.wopi(token, { headers: { 'x-WOPI-correlationID': 'c-1', 'X-WOPI-SessionId': 's-1', 'X-Empty': '' } });
    const row = (await host.settled()).at(-1);
    expect(row).toMatchObject({ correlationId: 'c-1', sessionId: 's-1' });
    expect(row?.requestHeaders.slice(0, 3)).toEqual([
      { name: 'x-WOPI-correlationID', value: 'c-1' },
      { name: 'X-WOPI-SessionId', value: 's-1' },
      { name: 'X-Empty', value: '' },
    ]);
  });
});
