import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, unavailable } from '../support/browser.ts';
import { Complaints } from '../support/complaints.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';
import { soon } from './main-job-pages.ts';

/** The editors themselves: real documents, a real browser, the built page. What goes over the wire has tests of its own. */
const root = resolve(import.meta.dirname, '../..');
const sample = (name: string): Uint8Array => readFileSync(join(root, 'resources/samples', name));

describe('Office documents in the Sandbox Editor', () => {
  let browser: Browser;
  let host: TestHost;
  const complaints = new Complaints();

  beforeEach((context) => context.skip(unavailable !== undefined, unavailable));
  beforeAll(async () => {
    if (unavailable !== undefined) return;
    browser = await launchBrowser();
    host = await startHost({
      config: { uiDirectory: join(root, 'out', 'renderer') },
      files: {
        'Welcome.docx': sample('Welcome to WOPI Sandbox.docx'),
        'Budget.xlsx': sample('Budget.xlsx'),
        'Roadmap.pptx': sample('Roadmap.pptx'),
        'Empty.docx': '',
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });

  async function open(
    path: string,
    personId = 'owner',
    action = 'edit',
  ): Promise<{ page: Page; editor: FrameLocator }> {
    const fileId = await host.fileId(path);
    const choice = (await host.api.listLaunchChoices({ fileId })).find((one) => one.action === action);
    if (choice === undefined) throw new Error(`Discovery offers no ${action} for ${path}.`);
    const { pageUrl } = await host.api.launch({ fileId, personId, sourceId: choice.sourceId, app: choice.app, action });
    const page = await browser.newPage();
    complaints.listenTo(page);
    await page.goto(pageUrl);
    return { page, editor: page.frameLocator('#office_frame') };
  }

  const part = (path: string, name: string): string =>
    strFromU8(unzipSync(readFileSync(join(host.folder, path)))[name] ?? new Uint8Array());
  const saved = (editor: FrameLocator): Promise<void> =>
    editor
      .getByRole('status')
      .filter({ hasText: /Saved \d/ })
      .first()
      .waitFor();

  test('a Word document is edited, saved, and seen by the next person', async () => {
    const { page, editor } = await open('Welcome.docx');
    await editor.getByText('Close the editor: Unlock.').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Edited here.');
    await saved(editor);
    expect(part('Welcome.docx', 'word/document.xml')).toContain('Edited here.');

    const { page: second, editor: theirs } = await open('Welcome.docx', 'editor');
    await theirs.getByText('Edited here.').first().waitFor();
    await editor.getByText('Emil Editor', { exact: false }).first().waitFor({ state: 'attached' });
    await second.close();
    await editor.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('The document is closed').waitFor();
    await expect.poll(async () => (await host.api.getSnapshot()).locks).toEqual([]);
    await page.close();
  });

  test('a workbook recalculates, and only the changed cells are written', async () => {
    const { page, editor } = await open('Budget.xlsx');
    const cells = editor.locator('.fortune-cell-area');
    // The cell that is chosen at first has its frame.
    const frame = editor.locator('.luckysheet-cell-selected').first();
    await expect.poll(async () => (await frame.boundingBox())?.width ?? 0, { timeout: 5_000 }).toBeGreaterThan(100);
    // B2: beside the frozen first column, below the frozen first row.
    await cells.click({ position: { x: 180, y: 30 } });
    await page.keyboard.type('5000');
    await page.keyboard.press('Enter');
    await saved(editor);
    const sheet = part('Budget.xlsx', 'xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/<c r="B2"[^>]*><v>5000<\/v>/);
    expect(sheet).toMatch(/<c r="F2"[^>]*><f>SUM\(B2:E2\)<\/f><v>8900<\/v>/);
    expect(part('Budget.xlsx', 'xl/comments1.xml')).toContain('keeps it');
    await page.close();
  });

  test('a row is added and a column removed, and what points at cells follows', async () => {
    writeFileSync(join(host.folder, 'Rows.xlsx'), sample('Budget.xlsx'));
    await soon(() => host.fileId('Rows.xlsx').catch(() => null)).not.toBeNull();
    const { page, editor } = await open('Rows.xlsx');
    const cells = editor.locator('.fortune-cell-area');
    const sheet = (): string => part('Rows.xlsx', 'xl/worksheets/sheet1.xml');
    await cells.click({ position: { x: 180, y: 30 } });
    await editor.getByRole('button', { name: 'Add a row above' }).press('Enter');
    await editor.getByRole('status', { name: 'Row 2 was added.' }).waitFor();
    await soon(sheet).toMatch(/<c r="F3"[^>]*><f>SUM\(B3:E3\)<\/f>/);
    await saved(editor);

    await cells.click({ position: { x: 180, y: 30 } });
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await editor.getByRole('status', { name: 'Row 2 was added.' }).waitFor({ state: 'detached' });
    await soon(sheet).toMatch(/<c r="B2"[^>]*><v>7<\/v>/);

    const header = editor.locator('.fortune-col-header');
    await header.click({ position: { x: 180, y: 10 } });
    await header.click({ position: { x: 180, y: 10 }, button: 'right' });
    await editor.getByText('Delete selected Column').click();
    await editor.getByRole('status', { name: 'Column B was removed.' }).waitFor();
    await soon(sheet).toMatch(/<c r="E3"[^>]*><f>SUM\(B3:D3\)<\/f>/);
    await editor.getByRole('button', { name: 'Take it back' }).click();
    await soon(sheet).toMatch(/<c r="B2"[^>]*><v>7<\/v>/);
    expect(sheet()).toMatch(/<c r="F3"[^>]*><f>SUM\(B3:E3\)<\/f>/);
    expect(complaints.take()).toEqual([]);
    await page.close();
  });

  test('slides are shown', async () => {
    const { page, editor } = await open('Roadmap.pptx', 'reader', 'view');
    await editor.frameLocator('iframe >> nth=1').getByText('Three steps').first().waitFor();
    await page.close();
  });

  test('an empty Word file becomes a blank document', async () => {
    const { page, editor } = await open('Empty.docx', 'owner', 'editnew');
    await editor.getByText('held by this editor').waitFor();
    expect(part('Empty.docx', 'word/document.xml')).toContain('<w:document');
    await page.close();
  });

  test('a font that is not installed is fetched from nowhere, and no console complains', async () => {
    const bytes = sample('Welcome to WOPI Sandbox.docx');
    const parts = unzipSync(bytes);
    const text = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
    const fonts = '<w:rPr><w:rFonts w:ascii="Merriweather" w:hAnsi="Merriweather"/>';
    parts['word/document.xml'] = strToU8(text.replaceAll('<w:rPr>', fonts));
    writeFileSync(join(host.folder, 'Fonts.docx'), zipSync(parts));
    await soon(() => host.fileId('Fonts.docx').catch(() => null)).not.toBeNull();
    const { page, editor } = await open('Fonts.docx');
    await editor.getByText('Close the editor: Unlock.').first().waitFor();
    expect(complaints.take()).toEqual([]);
    await page.close();
  });
});
