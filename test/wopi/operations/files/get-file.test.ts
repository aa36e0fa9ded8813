import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import { HELD, OTHER, versionNow } from './lock-states.ts';

const LARGE = randomBytes(3 * 1024 * 1024 + 17);
const FILES = {
  'small.txt': 'hello wopi',
  'empty.docx': '',
  'large.bin': LARGE,
  'page.html': '<script>alert(1)</script>',
  none: 'x',
};

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: FILES });
});
afterAll(() => host.stop());

const get = async (path: string, headers: Record<string, string> = {}, person = 'owner') =>
  host.wopi(await host.token(path, person), { at: '/contents', headers });

describe('GetFile', () => {
  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['small.txt',  'text/plain',               'hello wopi'],
    ['empty.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ''],
    ['none',       'application/octet-stream', 'x'],
  ])('of %s answers its bytes and version', async (path, type, text) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.text()).toBe(text);
    expect(answer.header('X-WOPI-ItemVersion')).toBe(await versionNow(host, await host.token(path)));
    expect(answer.header('Content-Length')).toBe(String(text.length));
    expect(answer.header('Content-Type')).toContain(type);
    expect(answer.header('X-WOPI-Lock')).toBeUndefined();
  });

  it('streams a large file whole', async () => {
    const answer = await get('large.bin');
    expect(answer.header('Content-Length')).toBe(String(LARGE.length));
    expect(answer.body.equals(LARGE)).toBe(true);
  });

  it('ignores a Range, which is no part of the protocol', async () => {
    const answer = await get('small.txt', { Range: 'bytes=0-3' });
    expect([answer.status, answer.text()]).toEqual([200, 'hello wopi']);
  });

  // oxfmt-ignore
  it.each<[string, string, string, number]>([
    ['as large as the file is enough',   'small.txt', '10',                   200],
    ['one byte less is too little',      'small.txt', '9',                    412],
    ['0 takes an empty file',            'empty.docx', '0',                   200],
    ['0 refuses everything else',        'small.txt', '0',                    412],
    ['of 64 bits is a number, too',      'small.txt', '9223372036854775807',  200],
    ['that is no number is malformed',   'small.txt', 'many',                 400],
    ['that is negative is malformed',    'small.txt', '-1',                   400],
    ['with a fraction is malformed',     'small.txt', '10.5',                 400],
    ['that is empty is malformed',       'small.txt', '',                     400],
    ['in hexadecimal is malformed',      'small.txt', '0xff',                 400],
  ])('with an X-WOPI-MaxExpectedSize %s', async (_, path, size, status) => {
    const answer = await get(path, { 'X-WOPI-MaxExpectedSize': size });
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer.body.length).toBe(0);
  });

  it('is answered to everybody while the file is locked, whatever lock is sent', async () => {
    const path = 'locked.txt';
    await host.write(path, 'bytes');
    await host.wopi(await host.token(path), { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    for (const person of ['owner', 'editor', 'reader', 'guest']) {
      const answer = await get(path, { 'X-WOPI-Lock': OTHER }, person);
      expect([person, answer.status, answer.text()]).toEqual([person, 200, 'bytes']);
    }
  });

  it('leaves the version as it is', async () => {
    const token = await host.token('small.txt');
    const before = await versionNow(host, token);
    await get('small.txt');
    expect(await versionNow(host, token)).toBe(before);
  });

  it('after an edit outside answers the new bytes with their version', async () => {
    await host.write('changing.txt', 'one');
    await get('changing.txt');
    const token = await host.token('changing.txt');
    writeFileSync(join(host.folder, 'changing.txt'), 'three');
    const answer = await host.wopi(token, { at: '/contents' });
    expect([answer.text(), answer.header('X-WOPI-ItemVersion')]).toEqual(['three', '2']);
    expect(await versionNow(host, token)).toBe('2');
  });

  it('cannot be used to run a page of the folder on the origin of the host', async () => {
    const answer = await get('page.html');
    expect(answer.header('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.header('Content-Disposition')).toBe('attachment');
  });

  it('by a client that leaves in the middle is recorded as aborted and holds nothing up', async () => {
    const token = await host.token('large.bin');
    const path = `${new URL(token.wopiSrc).pathname}/contents?access_token=${token.accessToken}`;
    await new Promise<void>((resolve) => {
      const outgoing = request(`${host.base}${path}`, (response) => {
        response.once('data', () => response.destroy());
        response.once('close', resolve);
      });
      outgoing.end();
    });
    const row = (await host.settled()).at(-1);
    expect(row).toMatchObject({ operation: 'GetFile', status: null, outcome: 'aborted' });
    expect((await get('large.bin')).body.length).toBe(LARGE.length);
  });

  it('is recorded with the bytes that went out', async () => {
    await get('small.txt');
    const row = (await host.settled()).at(-1);
    expect(row).toMatchObject({
      operation: 'GetFile',
      outcome: 'ok',
      status: 200,
      responseBytes: 10,
      fileName: 'small.txt',
    });
    const slice = await host.api.getBody({ id: row?.id ?? 0, side: 'response', offset: 0, length: 100 });
    expect(Buffer.from(slice.base64, 'base64').toString()).toBe('hello wopi');
  });

  it('to HEAD says the length and sends nothing', async () => {
    for (const [path, length] of [
      ['small.txt', 10],
      ['large.bin', LARGE.length],
    ] as const) {
      const answer = await host.wopi(await host.token(path), { at: '/contents', method: 'HEAD' });
      expect([answer.status, answer.header('Content-Length'), answer.body.length]).toEqual([200, String(length), 0]);
    }
  });

  it('agrees with the hash that CheckFileInfo names', async () => {
    const info = (await host.wopi(await host.token('large.bin'))).json();
    const { body } = await get('large.bin');
    expect(info['SHA256']).toBe(createHash('sha256').update(body).digest('base64'));
  });
});
