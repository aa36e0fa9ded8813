import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../../../preload/contract.ts';
import { encodeUtf7 } from '../../../../main/wopi/protocol/names.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import type { LockState } from './lock-states.ts';
import { documentThatIs, HELD, OTHER, outcomeOf, versionNow } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'taken.txt': 'taken', 'sub/inner.txt': 'inner', README: 'readme' } });
});
afterAll(() => host.stop());

const rename = (token: IssuedToken, name: string | undefined, lock?: string) =>
  host.wopi(token, { override: 'RENAME_FILE', headers: { 'X-WOPI-RequestedName': name, 'X-WOPI-Lock': lock } });

let count = 0;
const unused = (): string => `renamed ${(count += 1)}`;

describe('RenameFile', () => {
  // oxfmt-ignore
  it.each<[string, LockState, string | undefined, string]>([
    ['of an unlocked file without lock renames',            'unlocked', undefined, '200'],
    ['of an unlocked file with an empty lock renames',      'unlocked', '',        '200'],
    ['of an unlocked file with any lock renames',           'unlocked', OTHER,     '200'],
    ['of a file whose lock expired renames',                'expired',  OTHER,     '200'],
    ['of a locked file with its lock renames',              'locked',   HELD,      '200'],
    ['of a locked file with another lock is refused',       'locked',   OTHER,     `409 ${HELD}`],
    ['of a locked file without lock is refused',            'locked',   undefined, `409 ${HELD}`],
    ['of a locked file with an empty lock is refused',      'locked',   '',        `409 ${HELD}`],
  ])('%s', async (_, state, lock, expected) => {
    const token = await documentThatIs(host, state);
    const version = await versionNow(host, token);
    const name = unused();
    const answer = await rename(token, name, lock);
    expect(outcomeOf(answer)).toBe(expected);
    const info = (await host.wopi(token)).json();
    const path = expected === '200' ? `${name}.txt` : token.token.fileName;
    expect(info['BaseFileName']).toBe(path);
    expect(readFileSync(join(host.folder, path), 'utf8')).toBe('content');
    if (expected !== '200') return;
    expect(answer.json()).toEqual({ Name: name });
    expect(answer.header('X-WOPI-ItemVersion')).toBe(version);
    expect(info['Version']).toBe(version);
    expect(existsSync(join(host.folder, token.token.fileName))).toBe(false);
  });

  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['in UTF-7 is decoded',                               'B+APw-cher+IBM-2024',              'B\u00fccher\u20132024'],
    ['in decomposed form becomes composed',               encodeUtf7('de\u0301compose\u0301'), 'd\u00e9compos\u00e9'],
    ['with dots in it is all base name',                  'v1.2.3',                           'v1.2.3'],
    ['that already ends with the extension gets another', 'double.txt',                       'double.txt'],
    ['with a slash is made legal',                        'a/b',                              'a_b'],
    ['with a Windows path is made legal',                 'c\\d',                             'c_d'],
    ['that climbs out is made legal',                     '../../up',                         '_.._up'],
    ['of a stream is made legal',                         'e:f',                              'e_f'],
    ['of a device is made legal',                         'lpt1',                             'lpt1_'],
    ['that is taken gets a number',                       'taken',                            'taken (2)'],
    ['that is taken in another case gets a number',       'Taken',                            'Taken (3)'],
  ])('to a name %s', async (_, requested, expected) => {
    const token = await documentThatIs(host, 'unlocked');
    const answer = await rename(token, requested);
    expect([answer.status, answer.json()]).toEqual([200, { Name: expected }]);
    expect((await host.wopi(token)).json()).toMatchObject({ BaseFileName: `${expected}.txt` });
    expect(readFileSync(join(host.folder, 'taken.txt'), 'utf8')).toBe('taken');
  });

  it('to 300 characters is cut, keeping the extension', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const answer = await rename(token, 'y'.repeat(300));
    expect(answer.status).toBe(200);
    expect(String(answer.json()['Name'])).toMatch(/^y{200,251}$/);
    expect((await host.wopi(token)).json()).toMatchObject({ FileExtension: '.txt' });
  });

  it('to its own name keeps it', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const own = token.token.fileName.replace('.txt', '');
    expect((await rename(token, own)).json()).toEqual({ Name: own });
  });

  it('to its own name in another case takes it', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const upper = token.token.fileName.replace('.txt', '').toUpperCase();
    expect((await rename(token, upper)).json()).toEqual({ Name: upper });
  });

  it.each(['...', '   .', '+AAA-', 'lone+', 'half+A', 'caf\u00e9'])(
    'to %j, which names nothing, is answered 400 with the reason',
    async (requested) => {
      const token = await documentThatIs(host, 'unlocked');
      const answer = await rename(token, requested);
      expect(answer.status).toBe(400);
      expect(answer.header('X-WOPI-InvalidFileNameError')).toBeTruthy();
      expect((await host.wopi(token)).json()).toMatchObject({ BaseFileName: token.token.fileName });
    },
  );

  it.each([undefined, ''])('without a name (%j) is malformed', async (requested) => {
    expect((await rename(await documentThatIs(host, 'unlocked'), requested)).status).toBe(400);
  });

  it('of a file without extension keeps it without one', async () => {
    const token = await host.token('README');
    expect((await rename(token, 'LIESMICH')).json()).toEqual({ Name: 'LIESMICH' });
    const answer = await rename(token, 'notes.v2');
    expect(answer.status).toBe(200);
    const { BaseFileName, FileExtension } = (await host.wopi(token)).json();
    expect([BaseFileName, FileExtension]).toEqual([answer.json()['Name'], '']);
    expect(BaseFileName).toBe('notes_v2');
  });

  it('keeps id, tokens, lock, versions and folder', async () => {
    const token = await host.token('sub/inner.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    expect((await rename(token, 'moved', HELD)).status).toBe(200);
    expect(await host.fileId('sub/moved.txt')).toBe(token.token.fileId);
    expect((await host.wopi(token, { override: 'GET_LOCK' })).header('X-WOPI-Lock')).toBe(HELD);
    expect(await host.api.listVersions({ fileId: token.token.fileId })).toHaveLength(1);
    expect((await host.wopi(token, { at: '/contents' })).text()).toBe('inner');
  });

  it.each(['editor', 'reader', 'guest'])('by the %s, who may not rename, is answered 404', async (person) => {
    const { token } = await documentThatIs(host, 'unlocked');
    const theirs = await host.api.issueToken({ fileId: token.fileId, personId: person, ttlSeconds: 600 });
    expect((await rename(theirs, unused())).status).toBe(404);
    expect((await host.wopi(theirs)).json()).toMatchObject({ BaseFileName: token.fileName });
  });

  it('ignores the empty coauthoring lock that the validator sends', async () => {
    const token = await documentThatIs(host, 'unlocked');
    const headers = { 'X-WOPI-RequestedName': unused(), 'X-WOPI-CoauthLockId': '' };
    expect((await host.wopi(token, { override: 'RENAME_FILE', headers })).status).toBe(200);
  });
});
