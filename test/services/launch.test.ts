import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
beforeEach(async () => {
  host = await startHost({ files: { 'report.docx': 'x' } });
});
afterEach(() => host.stop());

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '..', 'fixtures', 'discovery', name), 'utf8');
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
const actionOf = (html: string) => /action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

describe('a host page', () => {
  async function open(sourceId: string, action = 'edit') {
    const fileId = (await host.api.listFiles()).files[0]?.id ?? '';
    const choice = (await host.api.listLaunchChoices({ fileId })).find(
      (one) => one.sourceId === sourceId && one.action === action,
    );
    if (!choice) throw new Error(`${sourceId} does not offer ${action}.`);
    const { pageUrl } = await host.api.launch({ fileId, personId: 'owner', sourceId, app: choice.app, action });
    return { pageUrl, html: await (await fetch(pageUrl)).text() };
  }

  it('opens once, and says so the second time', async () => {
    const { pageUrl, html } = await open('editor');
    expect(field(html, 'access_token')).toMatch(/^[\w.-]+$/);
    const again = await fetch(pageUrl);
    expect(again.status).toBe(404);
    expect(await again.text()).toContain('This link has been used');
  });

  it('is too late after a minute', async () => {
    const fileId = (await host.api.listFiles()).files[0]?.id ?? '';
    const launched = await host.api.launch({
      fileId,
      personId: 'owner',
      sourceId: 'editor',
      app: 'Word',
      action: 'edit',
    });
    host.clock.advance(60_000);
    expect((await fetch(launched.pageUrl)).status).toBe(404);
  });

  it('opens another client’s editor, and so do the pages its CheckFileInfo names', async () => {
    const source = await host.api.addDiscoveryFile({ name: 'Microsoft', text: fixture('microsoft.xml') });
    const { html } = await open(source.id);
    const zone = new URL(actionOf(html)).host;
    expect(zone).not.toBe(new URL((await host.api.getSnapshot()).host.addresses.editor).host);
    const fileId = (await host.api.listFiles()).files[0]?.id ?? '';
    const wopiSrc = `${new URL((await host.api.getSnapshot()).host.addresses.host).origin}/wopi/files/${fileId}`;
    const info = (await (await fetch(`${wopiSrc}?access_token=${field(html, 'access_token')}`)).json()) as {
      HostEditUrl: string;
    };
    const next = await (await fetch(info.HostEditUrl)).text();
    expect(new URL(actionOf(next)).host).toBe(zone);
  });
});
