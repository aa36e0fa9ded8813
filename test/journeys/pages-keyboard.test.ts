import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { soon } from './main-job-pages.ts';
import { type PagesStage, raisePages, roomsOf } from './pages-stage.ts';

describe('everything is reached with the keyboard alone', () => {
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
  const rows = (table: string): Locator =>
    page.getByRole('grid', { name: table }).getByRole('rowgroup').getByRole('row');
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );

  test('the first stop leads past the rail to the page', async () => {
    await stage.visit('/traffic');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  test('two keys lead to every room', async () => {
    for (const { keys, place } of (await roomsOf(page)).toReversed()) {
      for (const key of keys.split(' ')) await page.keyboard.press(key);
      await soon(hash).toBe(`#${place}`);
    }
  });

  test('Tab visits every control of every room, each to be seen, and goes round', async () => {
    for (const { place } of await roomsOf(page)) {
      await stage.visit(place);
      await page.getByRole('main').getByRole('button').first().waitFor();
      expect({ place, ...(await walk(page)) }).toEqual({ place, unseen: [], missed: [] });
    }
  });

  test('the palette finds a room, a command and a file', async () => {
    const run = async (words: string): Promise<void> => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type(words);
      await page.getByRole('option', { selected: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await run('locks');
    await soon(hash).toBe('#/locks');
    await run('show what was refused');
    await soon(hash).toBe('#/traffic?f=status:4xx');
    await run('notes.txt');
    await soon(hash).toContain(stage.bustle.files.get('Notes.txt'));
  });

  test('the sheet tells the keys of the page and closes where it was opened', async () => {
    await stage.visit('/traffic');
    const list = page.getByRole('grid', { name: 'Requests' });
    await list.focus();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    for (const label of ['Filter', 'Next request', 'Go to Files', 'Search or run a command', 'Open the row']) {
      await sheet.getByText(label, { exact: true }).first().waitFor();
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await soon(() => list.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('Tab leads from the filter to the button behind it, although its suggestions scroll', async () => {
    await stage.visit('/traffic');
    await page.keyboard.press('/');
    await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
    await page.keyboard.press('Tab');
    await soon(focused).toContain('Group');
  });

  test('Traffic: filter, choose, read, leave', async () => {
    await stage.visit('/traffic');
    await rows('Requests').first().waitFor();
    await page.keyboard.press('/');
    expect(await focused()).toBe('Filter requests');
    await page.keyboard.type('status:409 ');
    await page.keyboard.press('Enter');
    await soon(focused).toBe('Requests');
    await soon(() => rows('Requests').count()).toBe(2);
    await page.keyboard.press('Home');
    await soon(hash).toContain(`x=${stage.bustle.conflict}`);
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab');
    await page.keyboard.press('ArrowRight');
    await soon(() => page.getByRole('tab', { selected: true }).textContent()).not.toContain('Overview');
    await page.keyboard.press('Escape');
    await soon(focused).toBe('Requests');
    expect(hash()).not.toContain('x=');
  });

  test('Files: search, choose, make, rename and delete', async () => {
    await stage.visit('/files');
    await rows('Files').first().waitFor();
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New file' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('By hand.docx');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'By hand.docx' }).waitFor();

    await page.keyboard.press('/');
    expect(await focused()).toBe('Search files by name');
    await page.keyboard.type('By hand');
    await soon(() => rows('Files').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.getByRole('grid', { name: 'Files' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('r');
    // the name without its extension is selected, so that typing keeps the kind of the file
    await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'By keyboard.docx' }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').waitFor();
    await soon(focused).toBe('Cancel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'By keyboard.docx', exact: true }).waitFor({ state: 'detached' });
    const { files } = await stage.served.call('listFiles');
    expect(files.map(({ name }) => name)).not.toContain('By keyboard.docx');
  });

  test('the clock jumps', async () => {
    await stage.visit('/locks');
    await rows('Locks').first().waitFor();
    await page.getByRole('button', { name: /^Virtual clock/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Jump +30 min' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nothing is locked' }).waitFor();
  });

  test('no page complained', () => {
    expect(stage.complaints.take()).toEqual([]);
  });
});

/** Presses Tab until the focus has gone round; answers what was stopped at unseen, and which controls were left out. */
async function walk(page: Page): Promise<{ unseen: string[]; missed: string[] }> {
  await page.evaluate(() => {
    const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
    const controls = [
      ...document.querySelectorAll<HTMLElement | SVGElement>(
        'a[href], button, input, select, textarea, summary, [tabindex]',
      ),
    ];
    for (const control of controls) {
      const isStop =
        control.tabIndex >= 0 &&
        !control.matches(
          ':disabled, [type="file"], [data-tabster-dummy], [type="radio"]:not(:checked), [role="tab"][aria-selected="false"]',
        ) &&
        isShown(control);
      if (isStop) control.dataset['wanted'] = '';
    }
  });
  const unseen: string[] = [];
  for (let stop = 0; stop < 300; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body)
        return { kind: 'outside', text: '', seen: true };
      const isAgain = element.dataset['walked'] !== undefined;
      element.dataset['walked'] = '';
      const { width, height, bottom, right } = element.getBoundingClientRect();
      const seen =
        element.dataset['tabsterDummy'] !== undefined || (width > 1 && height > 1 && bottom > 0 && right > 0);
      return { kind: isAgain ? 'again' : 'new', text: element.outerHTML.slice(0, 160), seen };
    });
    if (!at.seen) unseen.push(at.text);
    if (at.kind === 'again') break;
  }
  const missed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement | SVGElement>('[data-wanted]:not([data-walked])')].map((element) =>
      element.outerHTML.slice(0, 160),
    ),
  );
  return { unseen, missed };
}
