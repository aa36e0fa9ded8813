import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { soon } from './main-job-pages.ts';
import { type PagesStage, raisePages } from './pages-stage.ts';

describe('marking, choosing and leaving out, with a real mouse and real keys', () => {
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

  const grid = (): Locator => page.getByRole('grid', { name: 'Requests' });
  const row = (index: number): Locator => grid().getByRole('rowgroup').getByRole('row').nth(index);
  const bar = (): Locator => page.getByRole('toolbar', { name: 'Chosen requests' });
  const chosen = (): Promise<string> => bar().getByRole('status').innerText();
  const capture = async () => (await stage.served.call('getSnapshot')).capture;

  test('a range is chosen with Shift, pinned with a key, and survives clearing', async () => {
    await stage.visit('/traffic');
    await row(1).click();
    await row(4).click({ modifiers: ['Shift'] });
    await soon(chosen).toBe('4 chosen');
    await row(2).click({ modifiers: ['ControlOrMeta'] });
    await soon(chosen).toBe('3 chosen');
    await page.keyboard.press('b');
    await soon(async () => (await capture()).pinned).toBe(3);
    await expect(row(1).getByText('pinned').innerText()).resolves.toBe('pinned');

    await bar().getByRole('button', { name: 'Colour' }).click();
    await page.getByRole('menuitem', { name: 'Green' }).click();
    await row(4).getByText('pinned; green').waitFor({ state: 'attached' });

    await page.keyboard.press('Escape');
    await bar().waitFor({ state: 'detached' });
    await page.keyboard.press('x');
    const question = page.getByRole('alertdialog');
    await question.getByRole('checkbox', { name: 'Keep 3 pinned requests' }).waitFor();
    await question.getByRole('button', { name: 'Clear' }).click();
    await soon(async () => (await capture()).count).toBe(3);
    await soon(() => grid().getByRole('rowgroup').getByRole('row').count()).toBe(3);
  });

  test('a column is dragged wider, another is shown, and a reload keeps both', async () => {
    await stage.visit('/traffic');
    const head = page.getByRole('columnheader', { name: 'Operation' });
    const before = (await head.boundingBox())?.width ?? 0;
    const edge = await head.locator('.ws-table-edge').boundingBox();
    if (!edge) throw new Error('The head has no edge to drag.');
    await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2);
    await page.mouse.down();
    await page.mouse.move(edge.x + edge.width / 2 + 60, edge.y + edge.height / 2, { steps: 4 });
    await page.mouse.up();
    await soon(async () => Math.round(((await head.boundingBox())?.width ?? 0) - before)).toBe(60);

    await page.keyboard.press('l');
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'Method' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Method' }).waitFor();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Method' }).waitFor();
    await soon(async () => Math.round(((await head.boundingBox())?.width ?? 0) - before)).toBe(60);

    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'As at first' }).click();
    await page.getByRole('columnheader', { name: 'Method' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  test('requests like one are left out from then on, counted in the status bar and in Settings', async () => {
    await stage.visit('/traffic');
    await row(0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Do not record/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Operation' }).fill('CheckFileInfo');
    await dialog.getByRole('textbox', { name: 'Client' }).fill('');
    await dialog.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByRole('link', { name: /1 rule: 0 left out/ }).waitFor();

    const fileId = stage.bustle.files.get('Notes.txt') ?? '';
    const { wopiSrc, accessToken } = await stage.served.call('issueToken', {
      fileId,
      personId: 'owner',
      ttlSeconds: 600,
    });
    const { count } = await capture();
    const answer = await fetch(`${stage.served.host}${new URL(wopiSrc).pathname}?access_token=${accessToken}`);
    expect(answer.status).toBe(200);
    await page.getByRole('link', { name: /1 rule: 1 left out/ }).click();
    expect((await capture()).count).toBe(count);
    const rules = page.getByRole('list', { name: 'Ignore rules' });
    await rules.getByText('1 request left out since').waitFor();
    await rules.getByRole('button', { name: /^Remove the rule/ }).click();
    await page.getByText('There are none: every request is recorded.').waitFor();
    expect(stage.complaints.take()).toEqual([]);
  });
});
