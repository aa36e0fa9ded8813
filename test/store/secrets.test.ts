import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

/** Every file below a directory with its bytes. */
function contentsOf(directory: string): [path: string, bytes: Buffer][] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(directory, path), readFileSync(path)]);
}

const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
];

describe('what is secret', () => {
  const logged: string[] = [];
  const secrets: Record<string, string> = {};
  let host: TestHost;
  let dataDirectory: string;

  /** A secret counts as leaked when its telling part is found, not only the whole of it. */
  const remember = (name: string, secret: string): void => void (secrets[name] = secret);
  const rememberToken = (name: string, { accessToken }: IssuedToken): void => {
    const [, payload = '', signature = ''] = accessToken.split('.');
    remember(`${name} (signature)`, signature.slice(0, 30));
    remember(`${name} (whole)`, `${payload}.${signature}`);
  };

  beforeAll(async () => {
    host = await startHost({
      files: { 'a.docx': 'a', 'b.txt': 'b' },
      config: { logLevel: 'trace' },
      logTo: (line) => void logged.push(line),
    });
    ({ dataDirectory } = host);
    const token = await host.token('a.docx');
    const other = await host.token('b.txt', 'editor');
    rememberToken('a token', token);
    rememberToken('another token', other);
    remember('session key', host.app.key);
    const path = new URL(token.wopiSrc).pathname;
    const lock = { 'X-WOPI-Lock': 'L' };

    await host.wopi(token);
    await host.wopi(token, { at: '/contents' });
    await host.wopi(token, { override: 'LOCK', headers: lock });
    await host.wopi(token, { at: '/contents', override: 'PUT', headers: lock, body: 'x'.repeat(100_000) });
    await host.wopi(token, {
      at: '/contents',
      override: 'PUT',
      headers: { 'X-WOPI-Lock': 'no' },
      body: 'y'.repeat(100_000),
    });
    await host.wopi(token, { override: 'PUT_USER_INFO', body: 'harmless' });
    await host.wopi(token, { override: 'UNLOCK', headers: lock });

    const relative = await host.wopi(token, {
      override: 'PUT_RELATIVE',
      headers: { 'X-WOPI-SuggestedTarget': '.bak' },
      body: 'copy',
    });
    const { Url, HostEditUrl } = relative.json() as Record<string, string>;
    remember('token of PutRelativeFile', new URL(Url ?? '').searchParams.get('access_token')?.split('.')[2] ?? '');
    remember('grant of a host page', new URL(HostEditUrl ?? '').pathname.split('.')[2] ?? '');
    await host.wopi(new URL(HostEditUrl ?? '').pathname);

    const { pageUrl } = await host.api.launch({
      fileId: token.token.fileId,
      personId: 'owner',
      sourceId: 'editor',
      app: '',
      action: 'view',
    });
    const page = await host.wopi(new URL(pageUrl).pathname);
    remember('token of a host page', /name="access_token" value="[^"]*\.([^".]+)"/.exec(page.text())?.[1] ?? '');

    const asked: Record<string, string> = {
      'basic authorization': 'Basic Y2FuYXJ5OmJhc2lj',
      'bearer of another kind': 'Bearer canary-bearer-value',
      'bearer with a token behind it': `Bearer canary-prefix-${token.accessToken}`,
    };
    for (const [name, authorization] of Object.entries(asked)) {
      remember(name, authorization.split(' ')[1]?.slice(0, 13) ?? '');
      await host.wopi(path, { headers: { Authorization: authorization } });
    }
    remember('cookie', 'canary-cookie');
    await host.wopi(token, {
      headers: { Cookie: 'session=canary-cookie', 'Proxy-Authorization': 'Basic canary-proxy' },
    });
    remember('proxy authorization', 'canary-proxy');
    await host.wopi(token, { headers: { Referer: `${host.base}${path}?access_token=${token.accessToken}` } });

    remember('token somebody made up', 'canary-made-up-token');
    await host.wopi(`${path}?access_token=canary-made-up-token`);
    await host.wopi(`${path}?x=1&ACCESS_TOKEN=canary-made-up-token`);
    await host.wopi(`${path}?access%5Ftoken=canary-made-up-token`);
    await host.wopi(`${path}?access%5ftoken=${other.accessToken.replaceAll('.', '%2E')}`);
    await host.wopi(`${path}?other=${token.accessToken.replaceAll('.', '%2e')}`);
    await host.wopi(`${path}/${token.accessToken}`);
    await host.wopi(`/nowhere/${other.accessToken}?q=${token.accessToken}`);
    await host.wopi(`/page/${token.accessToken}`);

    await host.wopi(`${path}?access_token=${token.accessToken}`, { override: 'LOCK' });
    await host.api.revokeToken({ tokenId: token.token.id });
    await host.wopi(token);
    await host.call('getSnapshot');
    await host.call('decodeToken', [{ accessToken: other.accessToken }]);
    await host.call('decodeToken', [{ accessToken: 'canary-made-up-token' }]);
    await host.call('issueToken', [{ fileId: 'nothing', personId: 'owner', ttlSeconds: 60 }]);

    await host.settled();
    expect((await host.api.listExchanges({ limit: 1000 })).rows.length).toBeGreaterThan(20);
  });
  afterAll(() => host.stop());

  const expectNowhere = (files: [string, Buffer][]): void => {
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(8);
      const found = files.filter(([, bytes]) => encodings(secret).some((form) => bytes.includes(form)));
      expect([name, found.map(([path]) => path)]).toEqual([name, []]);
    }
  };
  const allButInstance = (): [string, Buffer][] =>
    contentsOf(dataDirectory).filter(([path]) => path !== 'instance.json');

  it('is not in the data directory while the host runs', () => {
    const files = allButInstance();
    expect(files.map(([path]) => path)).toEqual(expect.arrayContaining(['sandbox.db', 'traffic.db', 'traffic.db-wal']));
    expectNowhere(files);
  });

  it('is not in the log', () => {
    expectNowhere([['log', Buffer.from(logged.join(''))]]);
  });

  it('is not in what the screen is told of the traffic', async () => {
    const details = JSON.stringify(await host.settled());
    const events = JSON.stringify(host.events.filter(({ type }) => type === 'exchange'));
    expectNowhere([
      ['details', Buffer.from(details)],
      ['events', Buffer.from(events)],
    ]);
    expect(details).toContain('‹token');
  });

  it('is readable by this user only, where it has to be', () => {
    expect(statSync(join(dataDirectory, 'instance.json')).mode & 0o077).toBe(0);
    expect(statSync(dataDirectory).mode & 0o077).toBe(0);
  });

  it('is not in the data directory after the host has stopped', async () => {
    await host.app.stop();
    const files = contentsOf(dataDirectory);
    expect(files.map(([path]) => path)).not.toContain('instance.json');
    expectNowhere(files);
    host = await startHost({ again: host });
  });
});
