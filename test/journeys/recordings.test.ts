import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { httpRequest } from '../support/http.ts';
import { soon } from './main-job-pages.ts';
import { findBarriers, type PagesStage, raisePages } from './pages-stage.ts';

describe('traffic leaves as a file and comes back as a recording', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  let page: Page;
  let home: string;
  beforeAll(async () => {
    if (unavailable) return;
    home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-recordings-'));
    stage = await raisePages();
    page = stage.page;
  });
  afterAll(async () => {
    await stage?.stop();
    if (home) rmSync(home, { recursive: true });
  });

  const requests = () => page.getByRole('grid', { name: 'Requests' }).getByRole('row');
  const dialog = () => page.getByRole('dialog');
  const openFile = async (path: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('o');
    await (await chooser).setFiles(path);
  };
  const save = async (format: RegExp, name: string): Promise<string> => {
    await page.keyboard.press('s');
    await dialog().getByRole('radio', { name: format }).check();
    await dialog().getByText('Hidden in the file').waitFor();
    const download = page.waitForEvent('download');
    await dialog().getByRole('button', { name: 'Save' }).click();
    const path = join(home, name);
    await (await download).saveAs(path);
    // Keys are for the page again when it has faded away.
    await page.locator('.fui-DialogSurface').waitFor({ state: 'detached' });
    return path;
  };

  test('saved with names hidden, opened, filtered, and back', async () => {
    await stage.visit('/traffic');
    await requests().filter({ hasText: 'Budget.xlsx' }).first().waitFor();
    const path = await save(/^Capture file/, 'morning.wopicapture');
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');

    await openFile(path);
    await page.getByText('A recording, read only.').waitFor();
    expect(page.url()).toContain('source=');
    await requests()
      .filter({ hasText: /file-\d+\.xlsx/ })
      .first()
      .waitFor();
    expect(await requests().filter({ hasText: 'Budget.xlsx' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Pause' }).focus();
    expect(await page.getByRole('button', { name: 'Pause' }).getAttribute('aria-disabled')).toBe('true');

    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Filter requests' }).fill('status:409');
    await page.keyboard.press('Enter');
    await soon(async () => (await requests().allInnerTexts()).slice(1).every((row) => row.includes('409'))).toBe(true);
    await requests().nth(1).click();
    await page.getByRole('tabpanel').waitFor();

    await page.reload();
    await page.getByText('A recording, read only.').waitFor();
    await page.getByRole('button', { name: 'Live traffic' }).last().click();
    await page.getByText('A recording, read only.').waitFor({ state: 'detached' });
    await requests().filter({ hasText: 'Budget.xlsx' }).first().waitFor();
  });

  test('a support bundle is offered for the session of the selected request', async () => {
    await stage.visit(`/traffic?x=${stage.bustle.saved}`);
    await page.getByRole('tabpanel').waitFor();
    await page.getByRole('button', { name: 'Live traffic' }).click();
    await page.getByRole('menuitem', { name: 'Support bundle' }).click();
    expect(await dialog().getByRole('combobox').locator('option:checked').innerText()).toContain('WOPI session');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  test('a save that takes long shows how far it is, and Escape stops it', async () => {
    // Random bytes are what packing takes longest with.
    const bytes = randomBytes(48 * 1024 * 1024);
    const { wopiSrc, accessToken } = await stage.served.call('issueToken', {
      fileId: stage.bustle.files.get('Contacts.csv') ?? '',
      personId: 'owner',
      ttlSeconds: 3600,
    });
    const path = `${new URL(wopiSrc).pathname}?access_token=${accessToken}`;
    const send = async (override: string, at: string, body?: Uint8Array): Promise<void> => {
      const headers = { 'X-WOPI-Override': override, 'X-WOPI-Lock': 'long' };
      const wish = { method: 'POST', path: path.replace('?', `${at}?`), headers, ...(body ? { body } : {}) };
      expect((await httpRequest(stage.served.host, wish)).status).toBe(200);
    };
    await send('LOCK', '');
    await send('PUT', '/contents', bytes);
    await stage.visit('/traffic');
    await requests().filter({ hasText: 'PutFile' }).first().waitFor();
    await page.keyboard.press('s');
    await dialog().getByRole('checkbox', { name: 'Contents of documents' }).uncheck();
    await dialog().getByRole('button', { name: 'Save' }).press('Enter');
    await dialog().getByRole('progressbar').waitFor();
    expect(await findBarriers(page.mainFrame(), 'at all', '[role="dialog"]')).toEqual([]);
    await dialog().getByRole('progressbar').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Saving was cancelled. No file is left behind.').waitFor();
    await page.locator('.fui-DialogSurface').waitFor({ state: 'detached' });
    expect(stage.complaints.take()).toEqual([]);
  });

  test('a file that is none is refused in a sentence', async () => {
    await stage.visit('/traffic');
    await requests().nth(1).waitFor();
    const path = join(home, 'picture.har');
    writeFileSync(path, 'not a recording');
    await openFile(path);
    await page.getByRole('alert').filter({ hasText: 'neither a capture file (.wopicapture) nor a HAR' }).waitFor();
    expect(stage.complaints.take()).toEqual([]);
  });
});
