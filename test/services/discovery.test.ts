import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

const GOOD = readFileSync(join(import.meta.dirname, '../fixtures/discovery/collabora.xml'));
const bombs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
const BOMB = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${bombs}]><wopi-discovery>&l9;</wopi-discovery>`;
const MIB = 1024 * 1024;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What a server at some address might send in place of a discovery document. */
const HOSTILE: Record<string, Handler> = {
  '/doctype': (_, response) => response.end('<!DOCTYPE wopi-discovery SYSTEM "file:///etc/passwd"><wopi-discovery/>'),
  '/external': (_, response) =>
    response.end('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/x">]><wopi-discovery>&e;</wopi-discovery>'),
  '/bomb': (_, response) => response.end(BOMB),
  '/text': (_, response) => response.end('hello, this is no XML at all'),
  '/empty': (_, response) => response.end(''),
  '/binary': (_, response) => response.end(Buffer.from([0, 1, 2, 0xff, 0xfe, 0, 0x3c])),
  '/cut': (_, response) => response.end(GOOD.subarray(0, GOOD.length / 2)),
  '/json': (_, response) => response.setHeader('Content-Type', 'application/json').end('{"error": "not here"}'),
  '/html': (_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><html><body><h1>It works!</h1></body></html>'),
  '/other': (_, response) => response.end('<?xml version="1.0"?><rss><channel/></rss>'),
  '/large': (_, response) => response.end(Buffer.alloc(11 * MIB, 'x')),
  '/large-xml': (_, response) => response.end(`<wopi-discovery>${' '.repeat(10 * MIB)}</wopi-discovery>`),
  '/deep': (_, response) => response.end('<a>'.repeat(100_000) + '</a>'.repeat(100_000)),
  '/error-page': (_, response) => response.writeHead(500, { 'Content-Type': 'text/html' }).end('<html>broken</html>'),
  '/not-found': (_, response) => response.writeHead(404).end(),
  '/redirect': (_, response) => response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/no-content': (_, response) => response.writeHead(204).end(),
  '/hang-up': (_, response) => response.destroy(),
  '/half': (_, response) => {
    response.writeHead(200, { 'Content-Length': GOOD.length });
    response.write(GOOD.subarray(0, 500), () => response.destroy());
  },
  '/endless': (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('<app name="Word"/>'.repeat(5000)));
    };
    response.on('drain', more);
    response.write('<wopi-discovery><net-zone name="external-https">');
    more();
  },
};

let host: TestHost;
let server: Server;
let base: string;
let good: Handler = (_, response) => response.end(GOOD);
beforeAll(async () => {
  server = createServer((request, response) => (HOSTILE[request.url ?? ''] ?? good)(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  host = await startHost({ files: { 'a.docx': 'a', 'a.odt': 'o', 'page.html': 'p' } });
});
afterEach(() => {
  good = (_, response) => response.end(GOOD);
});
afterAll(async () => {
  await host.stop();
  server.closeAllConnections();
  server.close();
});

const sources = async () => (await host.api.getSnapshot()).sources;

describe('discovery from an address', () => {
  it.each(Object.keys(HOSTILE))('that answers as %s is refused in a sentence and adds nothing', async (path) => {
    const before = await sources();
    const refusal = host.api.addDiscoveryUrl({ url: base + path });
    await expect(refusal).rejects.toThrow(/^.{20,600}[.)”]$/s);
    await expect(refusal).rejects.not.toThrow(/<html|<h1|root:/);
    expect(await sources()).toEqual(before);
    expect((await host.wopi(await host.token('a.docx'))).status).toBe(200);
  });

  // oxfmt-ignore
  it.each<[string, string, RegExp]>([
    ['of a file',                 'file:///etc/passwd',                      /only http: and https:/],
    ['of a script',               'javascript:alert(1)',                     /only http: and https:/],
    ['of an FTP server',          'ftp://example.com/discovery',             /only http: and https:/],
    ['with a password',           'http://user:secret@127.0.0.1/discovery',  /user name or password/],
    ['that is none',              'discovery, please',                       /not an address/],
    ['of a closed port',          'http://127.0.0.1:1/hosting/discovery',    /could not be reached.*Check the address/],
    ['of a name nobody has',      'http://nowhere.invalid/discovery',        /could not be reached/],
  ])('%s is refused', async (_, url, message) => {
    await expect(host.api.addDiscoveryUrl({ url })).rejects.toThrow(message);
    await expect(host.api.addDiscoveryUrl({ url })).rejects.not.toThrow('secret');
  });

  it('is shown with its applications, actions and keys, and offers them', async () => {
    const source = await host.api.addDiscoveryUrl({ url: `${base}/good` });
    expect(source).toMatchObject({ kind: 'url', url: `${base}/good`, problem: null, loadedAt: host.clock.now() });
    expect(source.actionCount).toBeGreaterThan(10);
    expect(host.events).toContainEqual({ type: 'source', source });
    const view = await host.api.getDiscovery({ sourceId: source.id });
    expect(view.actions.length).toBe(source.actionCount);
    const choices = await host.api.listLaunchChoices({ fileId: await host.fileId('a.odt') });
    expect(choices).toContainEqual(expect.objectContaining({ sourceId: source.id, action: 'edit' }));
    await host.api.removeDiscovery({ sourceId: source.id });
    expect(await sources()).not.toContainEqual(expect.objectContaining({ id: source.id }));
  });

  it('keeps the last good answer when a later one is bad, and says why it is not newer', async () => {
    const source = await host.api.addDiscoveryUrl({ url: `${base}/keep` });
    const before = await host.api.getDiscovery({ sourceId: source.id });
    good = (_, response) => response.writeHead(503).end('<html>maintenance</html>');
    host.clock.advance(60_000);
    const refreshed = await host.api.refreshDiscovery({ sourceId: source.id });
    expect(refreshed).toMatchObject({ loadedAt: source.loadedAt, actionCount: source.actionCount });
    expect(refreshed.problem).toContain('503');
    expect((await host.api.getDiscovery({ sourceId: source.id })).actions).toEqual(before.actions);
    good = (_, response) => response.end(GOOD);
    const again = await host.api.refreshDiscovery({ sourceId: source.id });
    expect(again).toMatchObject({ problem: null, loadedAt: host.clock.now() });
    await host.api.removeDiscovery({ sourceId: source.id });
  });

  it('of the same address twice is one source', async () => {
    const first = await host.api.addDiscoveryUrl({ url: `${base}/twice` });
    const second = await host.api.addDiscoveryUrl({ url: `${base}/twice` });
    expect(second.id).toBe(first.id);
    await host.api.removeDiscovery({ sourceId: first.id });
  });

  it('sends nothing about this machine along', async () => {
    let asked: IncomingMessage | undefined;
    good = (request, response) => {
      asked = request;
      response.end(GOOD);
    };
    const source = await host.api.addDiscoveryUrl({ url: `${base}/asked` });
    expect([asked?.headers.cookie, asked?.headers.authorization, asked?.headers.referer]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await host.api.removeDiscovery({ sourceId: source.id });
  });

  it('that does not answer is given up in the end', async () => {
    good = () => undefined;
    const asked = host.api.addDiscoveryUrl({ url: `${base}/slow` });
    asked.catch(() => undefined);
    // The limit itself is twenty seconds of the wall clock; breaking the connection is what a test can wait for.
    await new Promise<void>((resolve) => server.once('request', () => resolve()));
    server.closeAllConnections();
    await expect(asked).rejects.toThrow('could not be reached');
  });
});

describe('discovery from a file', () => {
  it.each([
    ['with a document type', '<!DOCTYPE x><wopi-discovery/>'],
    ['with an entity bomb', BOMB],
    ['that is no XML', 'nonsense'],
    ['that is HTML', '<html><body/></html>'],
    ['that is empty', ''],
  ])('%s is refused in a sentence', async (_, text) => {
    await expect(host.api.addDiscoveryFile({ name: 'hostile.xml', text })).rejects.toThrow(/^.{20,600}[.)”]$/s);
  });

  it('is kept over a restart', async () => {
    const source = await host.api.addDiscoveryFile({ name: 'collabora.xml', text: GOOD.toString('utf8') });
    await host.app.stop();
    host = await startHost({ again: host });
    expect(await sources()).toContainEqual(source);
    await host.api.removeDiscovery({ sourceId: source.id });
  });
});

describe('the discovery of the Sandbox Editor', () => {
  it('is always there, has keys, opens documents and cannot be removed', async () => {
    const [editor] = await sources();
    expect(editor).toMatchObject({ id: 'editor', kind: 'editor', problem: null });
    const view = await host.api.getDiscovery({ sourceId: 'editor' });
    expect(view.proofKeys?.value).not.toBe(view.proofKeys?.oldValue);
    for (const [path, expected] of [
      ['a.docx', true],
      ['page.html', false],
    ] as const) {
      const choices = await host.api.listLaunchChoices({ fileId: await host.fileId(path) });
      expect([path, choices.some(({ action }) => action === 'edit')]).toEqual([path, expected]);
    }
    await expect(host.api.removeDiscovery({ sourceId: 'editor' })).rejects.toThrow('built in');
    expect(await host.api.refreshDiscovery({ sourceId: 'editor' })).toMatchObject({ id: 'editor' });
  });

  it('is what its address answers', async () => {
    const [editor] = await sources();
    const answer = await fetch(editor?.url ?? '');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<wopi-discovery>');
  });
});

describe('an action address', () => {
  it('carries the WOPISrc of the file and tells of every placeholder', async () => {
    const fileId = await host.fileId('a.docx');
    const urlsrc = 'https://editor.example/edit?<ui=UI_LLCC&><rs=DC_LLCC&><x=NO_SUCH&><wopisrc=WOPI_SOURCE&>';
    const reading = await host.api.buildActionUrl({ urlsrc, fileId, uiLanguage: 'de-DE' });
    expect(reading.wopiSrc).toBe(`${host.base}/wopi/files/${fileId}`);
    expect(reading.url).toContain(encodeURIComponent(reading.wopiSrc));
    expect(reading.url).toContain('ui=de-DE');
    expect(reading.placeholders.map(({ token, outcome }) => [token, outcome])).toContainEqual(['NO_SUCH', 'dropped']);
  });
});

it('a document in UTF-16 is kept as it was read, also after a restart', async () => {
  good = (_, response) => response.end(Buffer.from(`\ufeff${GOOD.toString('utf8')}`, 'utf16le'));
  const added = await host.api.addDiscoveryUrl({ url: `${base}/utf-16` });
  expect(added).toMatchObject({ problem: null, actionCount: expect.any(Number) });
  expect(added.actionCount).toBeGreaterThan(10);
  const before = await host.api.getDiscovery({ sourceId: added.id });
  await host.app.stop();
  host = await startHost({ again: host });
  expect((await host.api.getDiscovery({ sourceId: added.id })).actions).toEqual(before.actions);
});
