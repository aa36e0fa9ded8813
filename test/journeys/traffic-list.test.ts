import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { httpRequest } from '../support/http.ts';
import { soon } from './main-job-pages.ts';
import { findBarriers, type PagesStage, raisePages } from './pages-stage.ts';

/** More than two pages of lines, so that most of the list is with the host. */
const MANY = 420;

describe('the list of traffic is a window over what the host keeps', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  let page: Page;
  let send: (override: string | null, lock?: string) => Promise<unknown>;
  beforeAll(async () => {
    if (unavailable) return;
    stage = await raisePages();
    page = stage.page;
    const { served, bustle } = stage;
    const { accessToken, wopiSrc } = await served.call('issueToken', {
      fileId: bustle.files.get('Report.docx') ?? '',
      personId: 'owner',
      ttlSeconds: 36_000,
    });
    send = (override, lock = 'journey') =>
      httpRequest(served.host, {
        method: override === null ? 'GET' : 'POST',
        path: `${new URL(wopiSrc).pathname}?access_token=${accessToken}`,
        headers: {
          'X-WOPI-SessionId': 'journey-session',
          ...(override === null ? {} : { 'X-WOPI-Override': override, 'X-WOPI-Lock': lock }),
        },
      });
    await send('LOCK');
    for (let count = 0; count < MANY; count += 1) await send('REFRESH_LOCK');
  });
  afterAll(() => stage?.stop());

  const hash = (): string => decodeURIComponent(new URL(page.url()).hash);
  const list = (): Locator => page.getByRole('grid', { name: 'Requests' });
  const rows = (): Locator => list().getByRole('rowgroup').getByRole('row');
  const total = async (): Promise<number> => Number(await list().getAttribute('aria-rowcount')) - 1;
  const selected = (): Locator => list().getByRole('row', { selected: true });
  /** The first row of the list, drawn whole. */
  const first = (): Locator => list().locator('[aria-rowindex="2"]');
  const last = async (): Promise<Locator> => list().locator(`[aria-rowindex="${(await total()) + 1}"]`);

  test('Home, End and the pages between them are reached, whatever of it is here', async () => {
    await stage.visit('/traffic');
    await soon(total).toBeGreaterThan(MANY);
    expect(await rows().count()).toBeLessThan(80);
    await list().focus();
    await page.keyboard.press('Home');
    await soon(() => first().innerText()).toContain('CheckFileInfo');
    await soon(() => selected().getAttribute('aria-rowindex')).toBe('2');
    const address = hash();
    await page.keyboard.press('End');
    await soon(hash).not.toBe(address);
    await soon(() => selected().getAttribute('aria-rowindex')).toBe(`${(await total()) + 1}`);
    await page.keyboard.press('PageUp');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await soon(() => selected().innerText()).toContain('RefreshLock');
    await list().evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
    await soon(() => list().locator('[data-missing]').count()).toBe(0);
    expect(await rows().count()).toBeGreaterThan(20);
  });

  test('follows the newest, lets go when scrolled, and takes hold again', async () => {
    await stage.visit('/traffic');
    const follow = page.getByRole('button', { name: /^Follow/ });
    await soon(() => follow.getAttribute('aria-pressed')).toBe('true');
    const before = await total();
    await send('GET_LOCK');
    await soon(total).toBe(before + 1);
    await soon(async () => (await last()).innerText()).toContain('GetLock');
    await list().hover();
    await page.mouse.wheel(0, -2_000);
    await soon(() => follow.getAttribute('aria-pressed')).toBe('false');
    const top = await list().evaluate((element) => element.scrollTop);
    await send('GET_LOCK');
    await soon(total).toBe(before + 2);
    expect(await list().evaluate((element) => element.scrollTop)).toBe(top);
    await follow.click();
    await soon(async () => (await last()).innerText()).toContain('GetLock');
  });

  test('goes on following while the window changes its height', async () => {
    await stage.visit('/traffic');
    const follow = page.getByRole('button', { name: /^Follow/ });
    await soon(() => follow.getAttribute('aria-pressed')).toBe('true');
    const missing = (): Promise<number> =>
      list().evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    for (const height of [700, 900, 850, 600, 900]) {
      await page.setViewportSize({ width: 1440, height });
      await soon(() => list().evaluate(({ clientHeight }) => clientHeight)).toBeGreaterThan(height - 200);
      await soon(missing).toBeLessThan(2);
      expect(await follow.getAttribute('aria-pressed'), `at a height of ${height}`).toBe('true');
    }
  });

  test('repeats become one line, which opens with a key and closes with a click', async () => {
    await stage.visit('/traffic');
    await page.keyboard.press('z');
    await page.getByRole('menuitemcheckbox', { name: /Repeats as one line/ }).click();
    await page.keyboard.press('Escape');
    await soon(hash).toContain('collapse=1');
    const repeats = rows().filter({ hasText: `× ${MANY}` });
    await repeats.click();
    const closed = await total();
    expect(closed).toBeLessThan(60);
    await list().focus();
    await page.keyboard.press('ArrowRight');
    await soon(total).toBe(closed + MANY);
    await repeats.getByRole('button', { name: /^Close RefreshLock/ }).click();
    await soon(total).toBe(closed);
    expect(await findBarriers(page.mainFrame())).toEqual([]);
  });

  test('groups tell how many, when and how it went; they open, and the address keeps them', async () => {
    await stage.visit('/traffic');
    await page.getByRole('button', { name: /^Group/ }).click();
    expect(await findBarriers(page.mainFrame())).toEqual([]);
    await page.getByRole('menuitemradio', { name: /^File/ }).click();
    await soon(hash).toContain('group=file');
    const notes = rows().filter({ hasText: 'Notes.txt' });
    await soon(() => notes.innerText()).toMatch(/\d+ requests/);
    expect(await notes.innerText()).toMatch(/\d+ refused/);
    await notes.click();
    await list().focus();
    const closed = await total();
    await page.keyboard.press('Enter');
    await soon(total).toBeGreaterThan(closed);
    await rows().filter({ hasText: 'PutFile' }).first().waitFor();
    expect(await findBarriers(page.mainFrame())).toEqual([]);
    await page.reload();
    await soon(total).toBe(closed);
  });

  test('any column sorts the whole list', async () => {
    await stage.visit('/traffic');
    await page.getByRole('button', { name: /^Operation/ }).click();
    await list().evaluate((element) => element.scrollTo({ top: 0 }));
    await soon(() => first().innerText()).toContain('CheckFileInfo');
    await page.getByRole('button', { name: /^Operation/ }).click();
    await soon(hash).toContain('sort=-operation');
    await soon(() => first().innerText()).toMatch(/Unlock/);
  });

  test('a span of time is dragged, or widened with keys, and given back', async () => {
    await stage.visit('/traffic');
    const strip = page.getByRole('slider', { name: /Traffic over time/ });
    const box = await strip.boundingBox();
    if (!box) throw new Error('The strip is not there.');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 10, { steps: 4 });
    await page.mouse.move(box.x + box.width * 0.7, box.y + 10);
    await page.mouse.up();
    await soon(hash).toMatch(/since:\S+[ +]until:\S+/);
    await strip.dblclick();
    await soon(hash).not.toContain('since:');
    await strip.focus();
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key);
    await soon(hash).toMatch(/since:\S+[ +]until:\S+/);
    await strip.focus();
    await page.keyboard.press('Delete');
    await soon(hash).not.toContain('since:');
    expect(stage.complaints.take()).toEqual([]);
  });
});
