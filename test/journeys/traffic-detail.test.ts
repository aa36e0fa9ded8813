import { statSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { httpRequest } from '../support/http.ts';
import { soon } from './main-job-pages.ts';
import { type PagesStage, raisePages } from './pages-stage.ts';

const MB = 1024 * 1024;

describe('the details of a request, looked at in a browser', () => {
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

  /** Saves bytes as a WOPI client does, and returns the id of the request. */
  async function save(file: string, bytes: Uint8Array, contentType: string): Promise<number> {
    const { served, bustle } = stage;
    const fileId = bustle.files.get(file) ?? '';
    const { accessToken, wopiSrc } = await served.call('issueToken', { fileId, personId: 'owner', ttlSeconds: 3_600 });
    const { pathname } = new URL(wopiSrc);
    const send = (override: string, at: string, body?: Uint8Array) =>
      httpRequest(served.host, {
        method: 'POST',
        path: `${pathname}${at}?access_token=${accessToken}`,
        headers: { 'X-WOPI-Override': override, 'X-WOPI-Lock': 'journey', 'Content-Type': contentType },
        ...(body === undefined ? {} : { body }),
      });
    await send('LOCK', '');
    await send('PUT', '/contents', bytes);
    await send('UNLOCK', '');
    const { rows } = await served.call('listExchanges', { limit: 20 });
    return rows.find(({ operation, status }) => operation === 'PutFile' && status === 200)?.id ?? 0;
  }

  const shown = (): Promise<string> => page.getByRole('tabpanel').innerText();

  test('JSON of 100 MB opens at once, is paged, told as bytes and saved whole', async () => {
    const line = '{"name":"a value of some length","list":[1,2,3],"ticks":639310400991234567},';
    const bytes = Buffer.alloc(100 * MB, line);
    bytes[0] = 0x5b;
    const id = await save('Settings.json', bytes, 'application/json');
    await stage.visit('/traffic');
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
    });
    await page.evaluate((place) => (window.location.hash = place), `/traffic?x=${id}&tab=request-body`);
    await page.getByText(/Laid out page by page/).waitFor();
    await page.locator('.cm-line').nth(5).waitFor();
    expect(await shown()).toContain('0–131,071 of 104,857,600 bytes');
    await page.getByRole('button', { name: 'Next page of text' }).click();
    await page.getByText(/^131,072–262,143/).waitFor();
    await page.getByRole('button', { name: 'Hex' }).click();
    await page.getByRole('button', { name: 'Last page of bytes' }).click();
    await page.getByText('063c0000').waitFor();
    const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    expect(Math.max(0, ...longTasks), `tasks of ${longTasks.map(Math.round).join(', ')} ms`).toBeLessThan(1_000);

    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 90_000 }),
      page.getByRole('button', { name: 'Save the body' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`Settings (exchange ${id} request).json`);
    expect(statSync(await download.path()).size).toBe(bytes.length);
  });

  test('a document is walked part by part with the keyboard', async () => {
    const { rows } = await stage.served.call('listExchanges', { limit: 200 });
    const id = rows.find(({ operation, fileName }) => operation === 'GetFile' && fileName === 'Report.docx')?.id;
    await stage.visit(`/traffic?x=${id}&tab=response-body`);
    const main = page.getByRole('treeitem', { name: /^document\.xml(?!\.rels)/ });
    await main.waitFor();
    expect(await main.getAttribute('aria-selected')).toBe('true');
    await page.locator('.cm-line', { hasText: '<w:document' }).first().waitFor();
    await main.focus();
    await page.keyboard.press('Home');
    await soon(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toMatch(/^\.rels/);
    await page.locator('.cm-line', { hasText: '<Relationships' }).first().waitFor();
  });

  test('archives that are made to harm are refused in a sentence, and the page goes on', async () => {
    const bomb = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'bomb.xml': new Uint8Array(30 * MB) });
    await stage.visit(`/traffic?x=${await save('Settings.json', bomb, 'application/octet-stream')}&tab=request-body`);
    await page.getByRole('treeitem', { name: /^bomb\.xml/ }).click();
    await page.getByText(/Such parts are made to harm; it is not opened/).waitFor();
    const cut = bomb.slice(0, 2_000);
    await stage.visit(`/traffic?x=${await save('Settings.json', cut, 'application/json')}&tab=request-body`);
    await page.getByText(/is no whole ZIP archive/).waitFor();
    expect(await shown()).toContain('The Content-Type says JSON, but the body begins like a ZIP archive');
    await page.getByRole('button', { name: 'Hex' }).click();
    await page.getByText(/^50 4b 03 04/).waitFor();
  });

  test('two requests are compared with two keys, and the way back leads to the list', async () => {
    await stage.visit(`/traffic?x=${stage.bustle.conflict}`);
    await page.getByRole('tabpanel').waitFor();
    await page.keyboard.press('d');
    await page.getByRole('button', { name: /^Choose another one/ }).waitFor();
    await page.evaluate((place) => (window.location.hash = place), `/traffic?x=${stage.bustle.saved}`);
    await page.getByRole('button', { name: /^Compare with/ }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('heading', { name: /^Requests \d+ and \d+ compared$/ }).waitFor();
    await page
      .getByRole('table', { name: 'Facts that differ' })
      .getByRole('row', { name: /^Status .*409/ })
      .waitFor();
    await page.goBack();
    await page.getByRole('grid', { name: 'Requests' }).waitFor();
    expect(stage.complaints.take()).toEqual([]);
  });
});
