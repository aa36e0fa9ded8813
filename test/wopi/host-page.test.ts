import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import type { Answer } from '../support/http.ts';

const HARD = `"><script>alert('x') & 100 %.md`;

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'note.md': '# note', [HARD]: 'x', 'unknown.kind': 'x' } });
});
afterAll(() => host.stop());

async function launch(path = 'note.md', person = 'owner', action = 'edit'): Promise<string> {
  const fileId = await host.fileId(path);
  const [choice] = (await host.api.listLaunchChoices({ fileId })).filter((one) => one.action === action);
  const { sourceId = 'editor', app = '' } = choice ?? {};
  const { pageUrl } = await host.api.launch({ fileId, personId: person, sourceId, app, action });
  expect(new URL(pageUrl).origin).toBe(host.base);
  return new URL(pageUrl).pathname;
}
const field = (page: Answer, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text())?.[1] ?? '';
const reloadUrl = (page: Answer): string => {
  const data = /<script type="application\/json" id="page">(.*?)<\/script>/.exec(page.text())?.[1] ?? '{}';
  return String((JSON.parse(data) as Record<string, unknown>)['reloadUrl']);
};

describe('a launch ticket', () => {
  it('opens one host page, once', async () => {
    const ticket = await launch();
    const page = await host.wopi(ticket);
    expect(page.status).toBe(200);
    expect((await host.wopi(ticket)).status).toBe(404);
  });

  it('is not used up by a program that only looks at the link', async () => {
    const ticket = await launch();
    await host.wopi(ticket, { method: 'HEAD' });
    expect((await host.wopi(ticket)).status).toBe(200);
  });

  it('is good for a minute', async () => {
    const ticket = await launch();
    host.clock.advance(59_999);
    const late = await launch();
    expect((await host.wopi(ticket)).status).toBe(200);
    host.clock.advance(60_000);
    expect((await host.wopi(late)).status).toBe(404);
  });

  it('of somebody’s invention opens nothing', async () => {
    for (const path of ['/launch/x', '/launch/', '/launch/..%2f..', '/page/x', '/page/eyJhbGciOiJub25lIn0.e30.']) {
      expect([path, (await host.wopi(path)).status]).toEqual([path, 404]);
    }
  });

  it('is not to be had for a file or person that does not exist, or an action nobody offers', async () => {
    const fileId = await host.fileId('note.md');
    const input = { fileId, personId: 'owner', sourceId: 'editor', app: '', action: 'edit' };
    await expect(host.api.launch({ ...input, fileId: 'gone' })).rejects.toThrow('does not exist');
    await expect(host.api.launch({ ...input, personId: 'nobody' })).rejects.toThrow('nobody');
    await expect(host.api.launch({ ...input, action: 'dance' })).rejects.toThrow('dance');
    await expect(host.api.launch({ ...input, sourceId: 'gone' })).rejects.toThrow('gone');
  });
});

describe('a host page', () => {
  it('posts a token for this file and person, with its absolute end', async () => {
    const page = await host.wopi(await launch('note.md', 'reader', 'view'));
    const ttl = Number(field(page, 'access_token_ttl'));
    const { settings } = await host.api.getSnapshot();
    expect(ttl).toBe(host.clock.now() + settings.tokenTtlSeconds * 1000);
    expect([field(page, 'user_id'), field(page, 'owner_id')]).toEqual(['reader', 'owner']);
    const fileId = await host.fileId('note.md');
    const info = await host.wopi(`/wopi/files/${fileId}?access_token=${field(page, 'access_token')}`);
    expect(info.json()).toMatchObject({ UserId: 'reader', ReadOnly: true });
  });

  it('frames the editor only, runs only its own script, is never stored and never framed', async () => {
    const page = await host.wopi(await launch());
    const { sources } = await host.api.getSnapshot();
    const editor = new URL(sources.find(({ kind }) => kind === 'editor')?.url ?? '').origin;
    const policy = page.header('Content-Security-Policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`frame-src ${editor};`);
    expect(policy).toContain(`form-action ${editor};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.text()).toContain(`<script nonce="${nonce}">`);
    expect(page.header('Cache-Control')).toContain('no-store');
    expect(page.header('Referrer-Policy')).toBe('no-referrer');
    expect(page.text()).not.toContain('access_token=');
  });

  it('writes a name full of markup as text', async () => {
    const page = await host.wopi(await launch(HARD));
    expect(page.status).toBe(200);
    expect(page.text()).not.toContain('<script>alert');
    expect(page.text()).toContain('&lt;script&gt;alert(&#39;x&#39;)');
  });

  it('can be loaded again by the address it shows, with a token of its own', async () => {
    const page = await host.wopi(await launch());
    const path = new URL(reloadUrl(page)).pathname;
    const again = await host.wopi(path);
    expect(again.status).toBe(200);
    expect(field(again, 'access_token')).not.toBe(field(page, 'access_token'));
  });

  it('passes on what the client adds and nothing else', async () => {
    const page = await host.wopi(`${await launch()}?wdPreviousSession=abc&sc=context&evil=1&access_token=x`);
    const action = /<form[^>]* action="([^"]*)"/.exec(page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(action).toContain('wdPreviousSession=abc');
    expect(action).not.toMatch(/evil|access_token/);
  });

  it('of a file that is gone says so', async () => {
    const fileId = await host.write('soon gone.md', 'x');
    const ticket = await launch('soon gone.md');
    await host.api.deleteFile({ fileId });
    const page = await host.wopi(ticket);
    expect([page.status, page.header('Content-Type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.text()).toContain('does not exist any more');
  });

  it('follows the public address', async () => {
    await host.api.updateSettings({ publicUrl: 'https://wopi.example.com' });
    const fileId = await host.fileId('note.md');
    const { pageUrl } = await host.api.launch({
      fileId,
      personId: 'owner',
      sourceId: 'editor',
      app: '',
      action: 'edit',
    });
    expect(new URL(pageUrl).origin).toBe('https://wopi.example.com');
    const page = await host.wopi(new URL(pageUrl).pathname);
    expect(new URL(reloadUrl(page)).origin).toBe('https://wopi.example.com');
    await host.api.updateSettings({ publicUrl: null });
  });

  it('is recorded without the token it holds', async () => {
    const page = await host.wopi(await launch());
    const row = (await host.settled()).at(-1);
    const body = await host.api.getBody({ id: row?.id ?? 0, side: 'response', offset: 0, length: 100_000 });
    const kept = Buffer.from(body.base64, 'base64').toString();
    expect(row?.responseBody.hidden).toBeGreaterThan(0);
    expect(kept).not.toContain(field(page, 'access_token'));
    expect(kept).not.toContain(new URL(reloadUrl(page)).pathname.slice(-40));
  });
});

describe('other addresses of the host listener', () => {
  // oxfmt-ignore
  it.each([
    ['/',                 200],
    ['/closed',           200],
    ['/favicon.ico',      404],
    ['/wopi',             404],
    ['/wopi/files',       404],
    ['/api/call',         404],
    ['/index.html',       404],
    ['/..%2f..%2fetc',    404],
  ])('%s is answered %i without a redirect', async (path, status) => {
    const answer = await host.wopi(path);
    expect([answer.status, answer.header('Location')]).toEqual([status, undefined]);
    expect(answer.header('X-WOPI-ServerVersion')).toMatch(/^WOPI Sandbox /);
  });

  it('gives nothing of the screen and its key away', async () => {
    for (const path of ['/', '/closed', '/nothing']) {
      const { body } = await host.wopi(path);
      expect(body.includes(host.app.key)).toBe(false);
    }
  });
});

it('a ticket that opens nothing is explained in Traffic as on its page', async () => {
  expect((await host.wopi('/launch/nothing')).status).toBe(404);
  const rows = await host.settled();
  expect(rows.at(-1)?.explanation).toMatch(/^This link has been used\. .*once, within a minute/);
});
