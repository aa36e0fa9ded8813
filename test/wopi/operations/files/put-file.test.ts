import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../../../preload/contract.ts';
import { LOCK_DURATION_MS } from '../../../../main/wopi/protocol/lock-rules.ts';
import { deferred } from '../../../support/deferred.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost, WopiRequest } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, HELD, lockNow, OTHER, outcomeOf, versionNow } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.stop());

const put = (
  token: IssuedToken,
  lock: string | undefined,
  body: WopiRequest['body'],
  headers: Record<string, string> = {},
) => host.wopi(token, { at: '/contents', override: 'PUT', headers: { 'X-WOPI-Lock': lock, ...headers }, body });
const contentOf = (token: IssuedToken): string => readFileSync(join(host.folder, token.token.fileName), 'utf8');
const leftBehind = (): string[] => readdirSync(host.folder).filter((name) => name.startsWith('.'));
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('PutFile', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string, string | undefined, string, string]>([
    ['with the held lock writes',                            'locked',   'old', HELD,                'new', '200'],
    ['with the held lock writes an empty file',              'locked',   '',    HELD,                'new', '200'],
    ['with the held lock may empty a file',                  'locked',   'old', HELD,                '',    '200'],
    ['with another lock answers the held one',               'locked',   'old', OTHER,               'new', `409 ${HELD}`],
    ['with the held lock in another case is refused',        'locked',   'old', HELD.toUpperCase(),  'new', `409 ${HELD}`],
    ['without lock answers the held one',                    'locked',   'old', undefined,           'new', `409 ${HELD}`],
    ['with an empty lock answers the held one',              'locked',   'old', '',                  'new', `409 ${HELD}`],
    ['on an empty locked file still needs the lock',         'locked',   '',    undefined,           'new', `409 ${HELD}`],
    ['on an empty locked file refuses another lock',         'locked',   '',    OTHER,               'new', `409 ${HELD}`],
    ['fills an empty unlocked file without lock',            'unlocked', '',    undefined,           'new', '200'],
    ['fills an empty unlocked file with any lock',           'unlocked', '',    OTHER,               'new', '200'],
    ['fills an empty file whose lock expired',               'expired',  '',    HELD,                'new', '200'],
    ['on unlocked content answers an empty lock',            'unlocked', 'old', undefined,           'new', '409 (empty)'],
    ['on unlocked content answers an empty lock to any id',  'unlocked', 'old', HELD,                'new', '409 (empty)'],
    ['after the lock expired answers an empty lock',         'expired',  'old', HELD,                'new', '409 (empty)'],
  ])('%s', async (_, state, before, lock, body, expected) => {
    const token = await documentThatIs(host, state, before);
    const version = await versionNow(host, token);
    const answer = await put(token, lock, body);
    expect(outcomeOf(answer)).toBe(expected);
    if (answer.status !== 200) {
      expect([contentOf(token), await versionNow(host, token)]).toEqual([before, version]);
      expect(answer.body.length).toBe(0);
      expect(answer.header('X-WOPI-LockFailureReason')).toBeTruthy();
      return;
    }
    expect(contentOf(token)).toBe(body);
    expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, token));
    expect(answer.header('X-WOPI-ItemVersion')).not.toBe(version);
    const info = (await host.wopi(token)).json();
    expect(info).toMatchObject({ Size: body.length, SHA256: Buffer.from(sha256(body), 'hex').toString('base64') });
    expect(answer.json()).toEqual({ LastModifiedTime: String(info['LastModifiedTime']).replace('0000Z', 'Z') });
    expect(await lockNow(host, token)).toBe(state === 'locked' ? HELD : '');
  });

  it('leaves no half-received file behind, whether it is taken or refused', async () => {
    const token = await documentThatIs(host, 'locked');
    await put(token, HELD, 'taken');
    await put(token, OTHER, 'refused');
    await put(token, HELD, randomBytes(200_000));
    await put(token, OTHER, randomBytes(200_000));
    expect(leftBehind()).toEqual([]);
  });

  it('never repeats a version, also for the same bytes', async () => {
    const token = await documentThatIs(host, 'locked', 'same');
    const versions = [await versionNow(host, token)];
    for (const body of ['same', 'same', 'other', 'same']) {
      versions.push((await put(token, HELD, body)).header('X-WOPI-ItemVersion') ?? '');
    }
    expect(new Set(versions).size).toBe(5);
  });

  it('does not repeat a version after an old one was restored', async () => {
    const token = await documentThatIs(host, 'unlocked', 'first');
    const { fileId } = token.token;
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    const second = (await put(token, HELD, 'second')).header('X-WOPI-ItemVersion');
    await host.wopi(token, { override: 'UNLOCK', headers: { 'X-WOPI-Lock': HELD } });
    const restored = await host.api.restoreVersion({ fileId, version: '1' });
    expect(contentOf(token)).toBe('first');
    expect(['1', second]).not.toContain(restored.version);
  });

  it('does not extend the lock', async () => {
    const token = await documentThatIs(host, 'locked');
    host.clock.advance(LOCK_DURATION_MS - 1);
    expect((await put(token, HELD, 'just in time')).status).toBe(200);
    host.clock.advance(1);
    expect(outcomeOf(await put(token, HELD, 'too late'))).toBe('409 (empty)');
  });

  it('takes a body without Content-Length', async () => {
    const token = await documentThatIs(host, 'locked');
    const chunks = Array.from({ length: 40 }, () => randomBytes(10_000));
    expect((await put(token, HELD, { chunks })).status).toBe(200);
    expect(readFileSync(join(host.folder, token.token.fileName)).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('takes an empty body without Content-Length', async () => {
    const token = await documentThatIs(host, 'locked');
    expect((await put(token, HELD, { chunks: [] })).status).toBe(200);
    expect(contentOf(token)).toBe('');
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain; charset=utf-16',
    'nonsense',
    '',
  ])('keeps the bytes of a body called “%s”', async (contentType) => {
    const token = await documentThatIs(host, 'locked');
    const body = Buffer.from('access=1&b=%20\r\n\0\xff{"not": json', 'latin1');
    expect((await put(token, HELD, body, { 'Content-Type': contentType })).status).toBe(200);
    expect(readFileSync(join(host.folder, token.token.fileName)).equals(body)).toBe(true);
  });

  it.each(['gzip', 'deflate', 'br'])('does not unpack a body called %s', async (encoding) => {
    const token = await documentThatIs(host, 'locked');
    await put(token, HELD, 'not packed at all', { 'Content-Encoding': encoding });
    expect(contentOf(token)).toBe('not packed at all');
  });

  it('receives a large body whole', async () => {
    const token = await documentThatIs(host, 'locked');
    const body = randomBytes(5 * 1024 * 1024 + 3);
    expect((await put(token, HELD, body)).status).toBe(200);
    expect(sha256(readFileSync(join(host.folder, token.token.fileName)))).toBe(sha256(body));
  });

  it.each([
    ['the editors it names', 'owner,editor', ['owner', 'editor']],
    ['the editors it names, without spaces around them', ' editor , guest7 ', ['editor', 'guest7']],
    ['the person of the token when it names none', undefined, ['owner']],
    ['the person of the token when it names nobody', ' , ', ['owner']],
  ])('attributes the version to %s', async (_, editors, people) => {
    const token = await documentThatIs(host, 'locked');
    await put(token, HELD, 'new', editors === undefined ? {} : { 'X-WOPI-Editors': editors });
    const [newest] = await host.api.listVersions({ fileId: token.token.fileId });
    expect(newest).toMatchObject({ isCurrent: true, source: 'wopi', people, sha256: sha256('new') });
  });

  it('keeps what it replaces', async () => {
    const token = await documentThatIs(host, 'locked', 'one');
    for (const body of ['two', 'three']) await put(token, HELD, body);
    const versions = await host.api.listVersions({ fileId: token.token.fileId });
    expect(versions.map(({ version, sha256: hash, unavailable }) => [version, hash, unavailable])).toEqual([
      ['3', sha256('three'), null],
      ['2', sha256('two'), null],
      ['1', sha256('one'), null],
    ]);
  });

  it('by many at the same time loses nothing: every save is a version, one of them is the file', async () => {
    const token = await documentThatIs(host, 'locked', 'start');
    const bodies = Array.from({ length: 12 }, (_, index) => `save ${index} `.repeat(5_000));
    const answers = await Promise.all(bodies.map((body) => put(token, HELD, body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const versions = answers.map((answer) => Number(answer.header('X-WOPI-ItemVersion')));
    expect([...versions].sort((a, b) => a - b)).toEqual(bodies.map((_, index) => index + 2));
    const last = versions.indexOf(Math.max(...versions));
    expect(contentOf(token)).toBe(bodies[last]);
    const kept = await host.api.listVersions({ fileId: token.token.fileId });
    expect(new Set(kept.map((version) => version.sha256))).toEqual(new Set(['start', ...bodies].map(sha256)));
  });

  it('that arrives while the lock changes hands is judged by the lock at its end', async () => {
    const token = await documentThatIs(host, 'locked');
    const changed = deferred();
    const chunks = (async function* () {
      yield 'first half, ';
      await changed.promise;
      yield 'second half';
    })();
    const saving = put(token, HELD, { chunks });
    await host.event(
      (event) =>
        event.type === 'exchange' && event.row.operation === 'PutFile' && event.row.fileId === token.token.fileId,
    );
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-OldLock': HELD, 'X-WOPI-Lock': OTHER } });
    changed.resolve();
    expect(outcomeOf(await saving)).toBe(`409 ${OTHER}`);
    expect(contentOf(token)).toBe('content');
  });

  it('to a file that goes meanwhile is answered 404 and brings nothing back', async () => {
    const token = await documentThatIs(host, 'unlocked', '');
    const gone = deferred();
    const chunks = (async function* () {
      yield 'half';
      await gone.promise;
    })();
    const saving = put(token, undefined, { chunks });
    await host.event(
      (event) =>
        event.type === 'exchange' && event.row.operation === 'PutFile' && event.row.fileId === token.token.fileId,
    );
    await host.wopi(token, { override: 'DELETE' });
    gone.resolve();
    expect((await saving).status).toBe(404);
    expect(readdirSync(host.folder)).not.toContain(token.token.fileName);
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    ['a broken chunk', '5\r\nhello\r\nZZ\r\n'],
    ['a chunk that is longer than it says', '2\r\nhello\r\n0\r\n\r\n'],
  ])('with %s leaves the file as it was', async (_, chunks) => {
    const token = await documentThatIs(host, 'locked');
    const path = `${new URL(token.wopiSrc).pathname}/contents?access_token=${token.accessToken}`;
    const socket = connect({ port: Number(new URL(host.base).port), host: '127.0.0.1' });
    socket.end(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-WOPI-Override: PUT\r\nX-WOPI-Lock: ${HELD}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
    socket.resume();
    await once(socket, 'close');
    await host.settled();
    expect([contentOf(token), await versionNow(host, token), leftBehind()]).toEqual(['content', '1', []]);
    expect(await lockNow(host, token)).toBe(HELD);
  });

  it.each(['reader', 'guest'])('by a %s is answered 404', async (person) => {
    const { token } = await documentThatIs(host, 'locked');
    const theirs = await host.api.issueToken({ fileId: token.fileId, personId: person, ttlSeconds: 600 });
    expect(outcomeOf(await put(theirs, HELD, 'mine'))).toBe('404');
    expect(contentOf(theirs)).toBe('content');
  });

  it('by another person under the same lock is taken', async () => {
    const { token } = await documentThatIs(host, 'locked');
    const theirs = await host.api.issueToken({ fileId: token.fileId, personId: 'editor', ttlSeconds: 600 });
    expect(outcomeOf(await put(theirs, HELD, 'by Emil'))).toBe('200');
    expect((await host.api.listVersions({ fileId: token.fileId }))[0]).toMatchObject({ people: ['editor'] });
  });

  it('keeps the permissions of the file', async () => {
    const token = await documentThatIs(host, 'locked');
    const path = join(host.folder, token.token.fileName);
    chmodSync(path, 0o640);
    await put(token, HELD, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });
});

describe('PutFile beyond the largest file allowed', () => {
  let small: TestHost;
  beforeAll(async () => {
    small = await startHost({ files: { 'a.txt': '' } });
    await small.api.updateSettings({ maxFileBytes: 1000 });
  });
  afterAll(() => small.stop());

  // oxfmt-ignore
  it.each<[string, WopiRequest['body'], number]>([
    ['with a length that says so is answered 413',        Buffer.alloc(1001),                                     413],
    ['without length is answered 413',                    { chunks: [Buffer.alloc(600), Buffer.alloc(600)] },     413],
    ['by far and without length is answered 413',         { chunks: Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024)) }, 413],
    ['by nothing is taken',                               Buffer.alloc(1000),                                     200],
  ])('%s', async (_, body, status) => {
    const id = await small.write(`${Math.random()}.txt`, '');
    const token = await small.api.issueToken({ fileId: id, personId: 'owner', ttlSeconds: 600 });
    const answer = await small.wopi(token, { at: '/contents', override: 'PUT', body });
    expect(answer.status).toBe(status);
    const { files } = await small.api.listFiles();
    expect(files.find((file) => file.id === id)?.size).toBe(status === 200 ? 1000 : 0);
    expect(readdirSync(small.folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
