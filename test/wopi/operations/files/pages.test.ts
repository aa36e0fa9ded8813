import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../../../support/host.ts';
import type { TestHost } from '../../../support/host.ts';
import { fileUrl, follow, json } from '../walk.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'Sub/pl<a>n & "x".txt': 'first', 'Sub/other.docx': 'other' } });
});
afterAll(() => host.stop());

const NAME = 'pl<a>n & "x".txt';
const info = async (person = 'owner', ttlSeconds?: number): Promise<Record<string, string>> =>
  json(follow(host, await fileUrl(host, `Sub/${NAME}`, person, ttlSeconds)));

describe('FileUrl', () => {
  it('answers the bytes of the last save, with nothing of WOPI about it', async () => {
    const url = await fileUrl(host, `Sub/${NAME}`);
    const { FileUrl = '' } = await info();
    expect((await follow(host, FileUrl)).text()).toBe('first');
    const lock = { 'X-WOPI-Lock': 'mine' };
    await follow(host, url, '', { override: 'LOCK', headers: lock });
    expect((await follow(host, url, '/contents', { override: 'PUT', headers: lock, body: 'second' })).status).toBe(200);
    await follow(host, url, '', { override: 'UNLOCK', headers: lock });

    const answer = await follow(host, FileUrl);
    expect([answer.status, answer.text(), answer.header('Content-Length')]).toEqual([200, 'second', '6']);
    expect(answer.rawHeaders.join(' ')).not.toMatch(/x-wopi/i);
    expect(FileUrl).not.toContain('access_token');
    expect(answer.header('Content-Disposition')).toMatch(/^attachment; filename\*=UTF-8''pl%3Ca%3En/);
  });

  it('is for nobody who guesses, and for half an hour at most', async () => {
    const { FileUrl = '' } = await info();
    for (const changed of [
      FileUrl.slice(0, -2),
      FileUrl.replace(/\.[^.]+\.(?=[^.]+$)/, '.e30.'),
      `${host.base}/about/x`,
    ]) {
      expect((await follow(host, changed)).status).toBe(404);
    }
    await host.api.jumpClock({ milliseconds: 14 * 60_000 });
    expect((await follow(host, FileUrl)).status).toBe(200);
    await host.api.jumpClock({ milliseconds: 17 * 60_000 });
    expect((await follow(host, FileUrl)).status).toBe(404);
    expect((await follow(host, (await info())['FileUrl'] ?? '')).status).toBe(200);
  });

  it('is listed in the traffic by its name, with its secret hidden', async () => {
    const { FileUrl = '' } = await info();
    await follow(host, FileUrl);
    const row = (await host.settled()).at(-1);
    expect(row).toMatchObject({ operation: 'FileUrl', fileName: NAME });
    expect(JSON.stringify(row)).not.toContain(FileUrl.split('.').at(-1));
  });

  it('of a file that is gone answers 404', async () => {
    await host.write('gone.txt', 'gone');
    const url = await fileUrl(host, 'gone.txt');
    const { FileUrl } = await json<{ FileUrl: string }>(follow(host, url));
    expect((await follow(host, url, '', { override: 'DELETE' })).status).toBe(200);
    expect((await follow(host, FileUrl)).status).toBe(404);
  });
});

describe('The other addresses of CheckFileInfo', () => {
  it.each(['owner', 'reader', 'guest'])('all open for the %s, and none carries a token', async (person) => {
    const known = await info(person);
    const addresses = Object.entries(known).filter(([name]) => name.endsWith('Url'));
    expect(addresses.length).toBeGreaterThan(10);
    for (const [name, url] of addresses) {
      const answer = await follow(host, url);
      expect([name, answer.status]).toEqual([name, 200]);
      expect(url).not.toContain('access_token');
      if (answer.header('Content-Type')?.startsWith('text/html')) expect(answer.text()).not.toContain('<a>n');
    }
  });

  it('shut when their time is over', async () => {
    const { FileVersionUrl = '', DownloadUrl = '', HostViewUrl = '' } = await info('owner', 60);
    await host.api.jumpClock({ milliseconds: 2 * 3_600_000 });
    for (const url of [FileVersionUrl, DownloadUrl, HostViewUrl]) expect((await follow(host, url)).status).toBe(404);
  });

  it('DownloadUrl answers the document itself', async () => {
    const answer = await follow(host, (await info())['DownloadUrl'] ?? '');
    expect([answer.text(), answer.header('Content-Type')]).toEqual(['second', 'application/octet-stream']);
  });

  it('FileVersionUrl lists every version and who saved it', async () => {
    const text = (await follow(host, (await info())['FileVersionUrl'] ?? '')).text();
    expect(text).toContain('Version 2, the current one');
    expect(text).toContain('Olivia Owner');
    expect(text).toContain('Version 1');
  });

  it('BreadcrumbFolderUrl lists the folder, each document opening for this person', async () => {
    const text = (await follow(host, (await info('reader'))['BreadcrumbFolderUrl'] ?? '')).text();
    expect(text).toContain('other.docx');
    const link = /href="([^"]+)">other\.docx/.exec(text)?.[1] ?? '';
    const opened = await follow(host, link);
    expect([opened.status, opened.text().includes('name="user_id" value="reader"')]).toEqual([200, true]);
  });

  it('only HostEmbeddedViewUrl may be framed, and its token is for reading', async () => {
    const { HostEmbeddedViewUrl = '', HostViewUrl = '' } = await info();
    const framed = await follow(host, HostEmbeddedViewUrl);
    expect(framed.header('Content-Security-Policy')).toContain('frame-ancestors *');
    expect((await follow(host, HostViewUrl)).header('Content-Security-Policy')).toContain("frame-ancestors 'none'");
    const token = /name="access_token" value="([^"]+)"/.exec(framed.text())?.[1] ?? '';
    const url = (await fileUrl(host, `Sub/${NAME}`)).split('?')[0] ?? '';
    expect(await json(follow(host, `${url}?access_token=${token}`))).toMatchObject({ ReadOnly: true });
  });

  it('FileEmbedCommandUrl shows the element to embed', async () => {
    const text = (await follow(host, (await info())['FileEmbedCommandUrl'] ?? '')).text();
    expect(text).toContain('&lt;iframe src=');
  });

  it('guests are shown where to sign in', async () => {
    expect(await info('guest')).toHaveProperty('SignInUrl');
    expect(await info('owner')).not.toHaveProperty('SignInUrl');
  });
});

describe('.wopitest and .wopitestx', () => {
  it.each(['.wopitest', '.wopitestx'])('%s is a document like any other', async (extension) => {
    await host.write(`Sub/case${extension}`, '');
    const url = await fileUrl(host, `Sub/case${extension}`);
    expect((await follow(host, url, '/contents', { override: 'PUT', body: 'filled' })).status).toBe(200);
    expect(await json(follow(host, url))).toMatchObject({
      BaseFileName: `case${extension}`,
      FileExtension: extension,
      Size: 6,
      UserCanWrite: true,
    });
    for (const name of ['HostViewUrl', 'HostEditUrl']) {
      const known = await json<Record<string, string>>(follow(host, url));
      expect((await follow(host, known[name] ?? '')).status).toBe(200);
    }
  });
});
