import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, unavailable } from '../support/browser.ts';
import { type Served, serve } from '../support/serve.ts';
import { soon } from './main-job-pages.ts';
import { type PagesStage, raisePages } from './pages-stage.ts';

describe('a place has an address', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  let page: Page;
  beforeAll(async () => {
    if (unavailable) return;
    stage = await raisePages();
    page = stage.page;
  });
  afterAll(() => stage?.stop());

  const hash = (): string => decodeURIComponent(new URL(page.url()).hash);
  const chosen = (table: string): Locator =>
    page.getByRole('grid', { name: table }).getByRole('row', { selected: true });

  test.each([
    { room: '/traffic', table: 'Requests', row: 'RefreshLock' },
    { room: '/files', table: 'Files', row: 'Contacts.csv' },
    { room: '/locks', table: 'Locks', row: 'Budget.xlsx' },
    { room: '/people', table: 'Tokens', row: 'Budget.xlsx' },
    { room: '/discovery', table: 'Actions', row: 'md' },
  ])('a row of $room is still chosen after a reload, and for whoever gets the link', async ({ room, table, row }) => {
    await stage.visit(room);
    await page.getByRole('grid', { name: table }).getByRole('gridcell').filter({ hasText: row }).first().click();
    await soon(() => chosen(table).innerText()).toContain(row);
    const address = page.url();
    expect(address).not.toContain('key=');

    await page.reload();
    await soon(() => chosen(table).innerText()).toContain(row);
    expect(page.url()).toBe(address);

    const other = await stage.context.newPage();
    await other.goto(stage.served.address);
    await other.goto(address);
    const same = other.getByRole('grid', { name: table }).getByRole('row', { selected: true });
    await soon(() => same.innerText()).toContain(row);
    await other.close();
  });

  test('back and forward go through the rooms', async () => {
    await stage.visit('/files');
    await page.getByRole('link', { name: 'Locks', exact: true }).click();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.goBack();
    await soon(hash).toBe('#/locks');
    await page.getByRole('heading', { name: 'Locks', level: 1 }).waitFor();
    await page.goBack();
    await soon(hash).toBe('#/files');
    await page.goForward();
    await soon(hash).toBe('#/locks');
  });

  test.each([
    ['a room that does not exist', '/nowhere', 'Requests', null],
    ['a request that was never recorded', '/traffic?x=99999999', 'Requests', 'This request cannot be shown'],
    ['a file of another folder', '/files?id=0000', 'Files', 'This file is not there'],
    ['a token that is forgotten', '/people?token=0000', 'Tokens', 'This token is not there any more'],
  ])('a link to %s leads somewhere and says so', async (_name, place, table, words) => {
    await stage.visit(place);
    await page.getByRole('grid', { name: table }).waitFor();
    if (words !== null) await page.getByText(words).first().waitFor();
    stage.complaints.take();
  });

  test('without the key a page asks for it and takes the whole address', async () => {
    const browser = stage.context.browser();
    const stranger = await browser?.newPage();
    if (!stranger) throw new Error('The browser is gone.');
    await stranger.goto(`${stage.served.admin}/#/files`);
    const field = stranger.getByRole('textbox', { name: /Address or key/ });
    await field.fill('no key in here');
    await stranger.getByRole('button', { name: 'Open' }).click();
    await stranger.getByText(/No key found in this/).waitFor();
    await field.fill(stage.served.address);
    await stranger.getByRole('button', { name: 'Open' }).click();
    await stranger.getByRole('grid', { name: 'Files' }).getByText('Notes.txt').waitFor();
    await stranger.close();
  });
});

describe('a folder of 10,000 files', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-large-'));
  let served: Served;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    if (unavailable) return;
    for (let folder = 0; folder < 100; folder += 1) {
      const path = join(home, 'shared', `Folder ${String(folder).padStart(2, '0')}`);
      mkdirSync(path, { recursive: true });
      for (let file = 0; file < 100; file += 1) {
        writeFileSync(join(path, `Paper ${String(folder * 100 + file).padStart(4, '0')}.txt`), `Paper ${file}\n`);
      }
    }
    served = await serve({ home, args: ['--folder', join(home, 'shared')] });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address.replace('#', '#/files?'));
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    rmSync(home, { recursive: true });
  });

  const counts = (words: string): Promise<void> => page.getByRole('status').getByText(words, { exact: true }).waitFor();
  const rows = (): Locator => page.getByRole('grid', { name: 'Files' }).getByRole('rowgroup').getByRole('row');

  test('is listed as a whole, with only the visible rows drawn', async () => {
    await counts('10,000 files');
    await rows().first().waitFor();
    expect(await page.getByRole('grid', { name: 'Files' }).getAttribute('aria-rowcount')).toBe('10001');
    expect(await rows().count()).toBeLessThan(120);
  });

  test('is gone through with the keyboard, to its end', async () => {
    await page.getByRole('grid', { name: 'Files' }).focus();
    await page.keyboard.press('End');
    await page.getByRole('heading', { name: 'Paper 9999.txt' }).waitFor();
    await rows().filter({ hasText: 'Paper 9999.txt' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('is searched while one types', async () => {
    await page.getByRole('searchbox', { name: 'Search files by name' }).fill('paper 500');
    await counts('10 of 10,000 files');
    await rows().filter({ hasText: 'Paper 5007.txt' }).click();
    await page.getByRole('heading', { name: 'Open with' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search files by name' }).fill('');
    await counts('10,000 files');
  });

  test('is narrowed to a folder', async () => {
    await page.getByRole('treeitem', { name: /^Folder 42/ }).click();
    await counts('100 of 10,000 files');
    await rows().filter({ hasText: 'Paper 4200.txt' }).waitFor();
  });

  test('shows a new file without being asked', async () => {
    writeFileSync(join(home, 'shared', 'Folder 42', 'Just now.txt'), 'now');
    await counts('101 of 10,001 files');
    await rows().filter({ hasText: 'Just now.txt' }).waitFor();
  });
});
