import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { EDITOR_PROTOCOL } from '../../preload/editor-contract.ts';
import { verifyProof } from '../../main/wopi/protocol/proof.ts';
import { parseDiscovery } from '../../main/wopi/protocol/discovery.ts';
import { resolveAction } from '../../main/wopi/protocol/action-url.ts';
import type { EditorKeys } from '../../main/editor/keys.ts';
import { createEditorServer } from '../../main/editor/server.ts';
import { bench } from './bench.ts';
import { configOf, post } from './fake-page.ts';

const TEXT = { name: 'Notes.txt', bytes: 'one\n' };

describe('discovery', () => {
  test('is read by our own reader without a warning, and offers what the editor does', async () => {
    const { address, editor } = await bench(TEXT);
    const answer = await fetch(`${address}/hosting/discovery`);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const xml = await answer.text();
    expect(xml).toBe(editor.discoveryXml());
    const result = parseDiscovery(xml);
    if (!result.ok) throw new Error(result.reason);
    expect(result.warnings).toEqual([]);
    expect(result.discovery.proofKeys).toEqual(editor.proofKeys());
    const offered = result.discovery.zones.flatMap(({ apps }) =>
      apps.map(
        ({ name, actions }) =>
          `${name}: ${[...new Set(actions.map((action) => action.ext))].join(' ')}: ${[...new Set(actions.map((action) => action.name))].join(' ')}`,
      ),
    );
    expect(offered).toEqual([
      'Text: txt md csv json wopitest wopitestx: view edit editnew embedview',
      'Word: docx: view edit editnew embedview',
      'Excel: xlsx: view edit editnew embedview',
      'PowerPoint: pptx: view embedview',
      'Download: doc xls ppt odt ods odp rtf pdf: view',
    ]);
    expect(resolveAction(result.discovery, { extension: 'docx', action: 'edit' })).toBeDefined();
  });

  test('every application has an icon', async () => {
    const { address } = await bench(TEXT);
    const icons = [
      ...(await (await fetch(`${address}/hosting/discovery`)).text()).matchAll(/favIconUrl="([^"]+)"/g),
    ].map(([, url = '']) => url);
    expect(icons).toHaveLength(5);
    for (const url of icons) expect((await fetch(url)).headers.get('content-type')).toBe('image/svg+xml');
  });
});

describe('proofs', () => {
  test('every call is signed with the current and the old key, also after a rotation', async () => {
    let keys: EditorKeys | null = null;
    const saved: EditorKeys[] = [];
    const { host, editor, open } = await bench(TEXT, {
      keys: {
        load: () => keys,
        save(next) {
          keys = next;
          saved.push(next);
        },
      },
    });
    const page = await open('olivia');
    const before = editor.proofKeys();
    editor.rotateKeys();
    await page.command({ name: 'check' });
    expect(saved).toHaveLength(2);
    expect(saved[1]?.old).toBe(saved[0]?.current);

    const verdicts = host.seen.map(({ token, url, headers }) =>
      verifyProof({
        accessToken: token,
        url,
        timestamp: String(headers['x-wopi-timestamp']),
        proof: String(headers['x-wopi-proof']),
        proofOld: String(headers['x-wopi-proofold']),
        keys: before,
        nowMs: host.now,
      }),
    );
    const inStep = { ok: true, combination: 'current' };
    expect(verdicts).toEqual([inStep, inStep, inStep, { ok: true, combination: 'old-with-current' }]);
  });

  test('calls carry what Office’s carry', async () => {
    const { host, open } = await bench(TEXT);
    await open('olivia', { query: { sc: 'where-from' } });
    const [check, lock] = host.seen;
    expect(check?.headers).toMatchObject({
      authorization: 'Bearer olivia',
      'user-agent': expect.stringMatching(/^WOPI Sandbox Editor\//) as string,
      'x-wopi-clientversion': expect.stringContaining('WOPI-Sandbox-Editor') as string,
      'x-wopi-machinename': expect.any(String) as string,
      'x-wopi-perftracerequested': 'false',
      'x-wopi-sessioncontext': 'where-from',
    });
    expect(lock?.headers['x-wopi-sessionid']).toBe(check?.headers['x-wopi-sessionid']);
    expect(lock?.headers['x-wopi-correlationid']).not.toBe(check?.headers['x-wopi-correlationid']);
    expect(String(lock?.headers['x-wopi-lock'])).toMatch(/^\{"S":"[0-9a-f-]{36}","F":4,"E":2,/);
  });
});

describe('what a host page may post', () => {
  test.each<[string, Partial<Parameters<typeof post>[0]>, string]>([
    ['no token', { token: '' }, 'access_token is missing'],
    ['a token with a line break', { token: 'a\r\nb' }, 'access_token is missing or not usable'],
    ['no expiry', { ttl: '' }, 'access_token_ttl is missing'],
    ['an expiry in words', { ttl: 'tomorrow' }, '“tomorrow”'],
    ['no WOPISrc', { wopiSrc: '' }, 'WOPISrc is missing'],
    ['a relative WOPISrc', { wopiSrc: '/wopi/files/1' }, 'no absolute address'],
    ['a file: WOPISrc', { wopiSrc: 'file:///etc/passwd' }, 'only http: and https: are called'],
    ['a WOPISrc with a token', { wopiSrc: 'http://127.0.0.1:1/wopi/files/1?access_token=x' }, 'bare address'],
    ['a WOPISrc that is no files endpoint', { wopiSrc: 'http://127.0.0.1:1/admin' }, 'must end with /wopi/files/'],
    ['another host', { wopiSrc: 'http://169.254.169.254/wopi/files/1' }, 'calls only the WOPI host it belongs to'],
  ])('%s is refused by name, and nothing is called', async (_name, launch, message) => {
    const { host, address } = await bench(TEXT);
    const answer = await post({ editor: address, wopiSrc: host.wopiSrc, token: 'olivia', ...launch });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(host.seen).toEqual([]);
  });

  test('a refused token is shown with the host’s answer', async () => {
    const { host, address } = await bench(TEXT);
    const answer = await post({ editor: address, wopiSrc: host.wopiSrc, token: 'stranger' });
    expect(answer.status).toBe(502);
    const html = await answer.text();
    expect(html).toContain('The host answered 401 to CheckFileInfo');
    expect(html).not.toContain('stranger');
    expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${host.base}`);
  });

  test.each([
    ['no JSON', 'hello', 'not JSON'],
    ['no name', '{"Size":1,"Version":"1"}', 'BaseFileName is missing'],
    ['a size in words', '{"BaseFileName":"a.txt","Size":"1","Version":"1"}', 'Size is &quot;1&quot;'],
  ])('CheckFileInfo with %s is named', async (_name, body, message) => {
    const { host, address } = await bench(TEXT);
    host.script = () => ({ status: 200, body });
    expect(await (await post({ editor: address, wopiSrc: host.wopiSrc, token: 'olivia' })).text()).toContain(message);
  });

  test('a form that is too long or of another type is refused', async () => {
    const { host, address } = await bench(TEXT);
    const url = `${address}/edit?WOPISrc=${encodeURIComponent(host.wopiSrc)}`;
    const long = await fetch(url, { method: 'POST', body: new URLSearchParams({ access_token: 'x'.repeat(70_000) }) });
    expect(long.status).toBe(413);
    const json = await fetch(url, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
    expect(json.status).toBe(415);
    expect((await fetch(url)).status).toBe(405);
  });

  test('the page may be framed by the host and the origin CheckFileInfo names only, and runs no inline script', async () => {
    const { host, address } = await bench(TEXT);
    host.info.set('olivia', {
      UserId: 'u1',
      UserFriendlyName: 'O</script>',
      PostMessageOrigin: 'https://pages.example',
    });
    host.file.name = '</script><script>alert(1)</script>.txt';
    const answer = await post({ editor: address, wopiSrc: host.wopiSrc, token: 'olivia' });
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${host.base} https://pages.example`);
    expect(policy).toContain("script-src 'self';");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const html = await answer.text();
    expect(html).not.toContain('<script>alert');
    expect(configOf(html)).toMatchObject({
      fileName: host.file.name,
      postMessageOrigin: 'https://pages.example',
      uiLanguage: '1033',
    });
    expect(html).not.toContain('olivia');
  });

  test.each(['*', 'https://pages.example/path', 'javascript:alert(1)', ''])(
    'PostMessageOrigin %j is no origin: no messages',
    async (origin) => {
      const { host, address } = await bench(TEXT);
      host.info.set('olivia', { UserId: 'u1', PostMessageOrigin: origin });
      expect(
        configOf(await (await post({ editor: address, wopiSrc: host.wopiSrc, token: 'olivia' })).text())
          .postMessageOrigin,
      ).toBeNull();
    },
  );

  test('an expiry that is a duration opens, with a hint', async () => {
    const { open } = await bench(TEXT);
    const page = await open('olivia', { ttl: '36000000' });
    expect(page.state?.notices[0]).toContain('not a duration');
    expect(page.state?.token.state).toBe('expired');
  });
});

describe('who may talk to a session', () => {
  async function refusal(
    url: string,
    protocols: string[],
    headers: Record<string, string>,
  ): Promise<number | undefined> {
    const socket = new WebSocket(url, protocols, { headers });
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    socket.terminate();
    return response.statusCode;
  }

  test('the wrong origin, host, secret or id opens no socket', async () => {
    const { address, open } = await bench(TEXT);
    const { sessionId, secret } = (await open('olivia')).config;
    const url = `${address.replace('http', 'ws')}/session/${sessionId}`;
    const good = [EDITOR_PROTOCOL, secret];
    expect(await refusal(url, good, { Origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(url, good, {})).toBe(403);
    expect(await refusal(url, good, { Origin: address, Host: 'rebound.example' })).toBe(421);
    expect(await refusal(url, [EDITOR_PROTOCOL, 'guess'], { Origin: address })).toBe(404);
    expect(await refusal(url, [EDITOR_PROTOCOL], { Origin: address })).toBe(404);
    expect(await refusal(`${address.replace('http', 'ws')}/session/other`, good, { Origin: address })).toBe(404);
  });

  test('another name for this address is not answered', async () => {
    const { address } = await bench(TEXT);
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${address}/hosting/discovery`, { headers: { Host: 'rebound.example' } }, (response) =>
        resolve(response.resume().statusCode),
      );
      asked.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  test('content needs the secret, and no other page’s origin', async () => {
    const { address, open } = await bench(TEXT);
    const page = await open('olivia');
    const url = `${address}/session/${page.config.sessionId}/content`;
    expect((await fetch(url)).status).toBe(404);
    expect((await page.content()).status).toBe(200);
    expect((await page.content({ headers: { Origin: 'https://evil.example' } })).status).toBe(403);
    const alive = `${address}/session/${page.config.sessionId}/alive`;
    expect((await fetch(alive)).status).toBe(404);
    expect((await fetch(alive, { headers: { 'X-Sandbox-Secret': page.config.secret } })).status).toBe(204);
  });

  test.each([
    ['no JSON', 'x'],
    ['an unknown message', '{"type":"format-disk"}'],
    ['a second greeting', '{"type":"hello","epoch":null,"version":null}'],
    ['a command that is none', '{"type":"command","id":1,"command":{"name":"constructor"}}'],
  ])('%s ends the connection', async (_name, message) => {
    const { open } = await bench(TEXT);
    const page = await open('olivia');
    const closed = page.closed();
    page.sendRaw(message);
    expect(await closed).toBe(4400);
  });

  test('a message beyond the limit ends the connection, and the server goes on', async () => {
    const { open } = await bench(TEXT);
    const page = await open('olivia');
    const closed = page.closed();
    page.sendRaw('x'.repeat(17 * 1024 * 1024));
    expect(await closed).toBe(1009);
    expect((await open('emil')).state?.mode).toBe('editing');
  });

  test('changes that do not fit the text are answered with the text', async () => {
    const { host, open, timers } = await bench(TEXT);
    const page = await open('olivia');
    page.send({
      type: 'push',
      epoch: page.epoch ?? 0,
      version: 0,
      updates: [{ clientId: 'x', changes: [99, [0, 'far out']] }],
    });
    await expect.poll(() => page.received.filter(({ type }) => type === 'text')).toHaveLength(2);
    timers.pass(60_000);
    expect(host.operations()).not.toContain('PutFile');
  });
});

describe('starting and stopping', () => {
  test('a taken port is named, with the next step', async () => {
    const { address, options } = await bench(TEXT);
    const port = Number(new URL(address).port);
    await expect(createEditorServer({ ...options, port }).start()).rejects.toThrow(
      `Port ${port} for the Sandbox Editor is in use on 127.0.0.1. Choose another with --editor-port`,
    );
  });

  test('a page that was not built is named, with the next step', async () => {
    const { options } = await bench(TEXT);
    const missing = createEditorServer({ ...options, uiDirectory: '/nowhere' });
    await expect(missing.start()).rejects.toThrow('sandbox.html. Run "npm run build"');
  });

  test('stopping saves what is open and unlocks it', async () => {
    const { host, editor, open } = await bench(TEXT);
    const page = await open('olivia');
    page.type(0, 'last words ');
    await page.until(({ save }) => save.state === 'unsaved');
    await editor.stop();
    expect(host.file.bytes.toString()).toBe('last words one\n');
    expect(host.file.lock).toBeUndefined();
  });
});
