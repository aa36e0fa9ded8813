import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { type PagesStage, raisePages } from './pages-stage.ts';

const MINUTE = 60_000;

describe('a session is read as a story', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  beforeAll(async () => {
    if (!unavailable) stage = await raisePages();
  });
  afterAll(() => stage?.stop());

  test('from a request to its session, what did not come, and back to the request', async () => {
    const { page, served, bustle } = stage;
    await served.call('jumpClock', { milliseconds: 31 * MINUTE });
    await stage.visit(`/traffic?x=${bustle.saved}&tab=overview`);
    await page.getByRole('link', { name: 'Show session story' }).click();
    const pane = page.getByRole('complementary', { name: 'Session' });
    await pane.getByRole('heading', { level: 2 }).waitFor();
    const grid = page.getByRole('grid', { name: 'Sessions' });
    await grid.getByRole('row').filter({ hasText: 'Budget.xlsx' }).first().waitFor();

    // The first one of the morning never gave its lock back.
    await grid.getByRole('row').filter({ hasText: 'Never unlocked' }).last().click();
    const missing = pane.getByRole('listitem').filter({ hasText: 'expected, did not come' });
    await missing.filter({ hasText: 'Never unlocked' }).waitFor();
    expect(await missing.getByRole('link').first().getAttribute('href')).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    await pane
      .getByRole('link', { name: /^Request \d+$/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Request details' }).waitFor();
  });

  test('the time axis is walked with the keyboard, zoomed with the wheel, and leads to Traffic', async () => {
    const { page, bustle } = stage;
    await stage.visit(`/sessions?of=${bustle.saved}&part=axis`);
    const list = page.getByRole('listbox', { name: 'Requests on a time axis' });
    await list.waitFor();
    await list.focus();
    await page.keyboard.press('End');
    const chosen = list.getByRole('option', { selected: true });
    const bar = (): Promise<number> =>
      chosen
        .locator('rect')
        .first()
        .evaluate((one) => one.getBoundingClientRect().x);
    const before = await bar();
    const box = await list.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 10);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -600);
    await page.keyboard.up('Control');
    await expect.poll(bar).not.toBe(before);
    await page.keyboard.press('0');
    await expect.poll(bar).toBe(before);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Request details' }).waitFor();
    expect(stage.complaints.take()).toEqual([]);
  });

  test('what the list shows is drawn as well, from the command palette', async () => {
    const { page } = stage;
    await stage.visit('/traffic?f=op%3ALock');
    await page.getByRole('grid', { name: 'Requests' }).getByRole('row').nth(1).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill('time axis');
    await page.getByRole('option', { name: /^Show the listed requests on a time axis/ }).click();
    const list = page.getByRole('listbox', { name: 'Requests on a time axis' });
    await list.waitFor();
    const names = await list.getByRole('option').allInnerTexts();
    expect(names.length).toBeGreaterThan(2);
    expect(names.every((name) => name.includes('Lock'))).toBe(true);
  });
});
