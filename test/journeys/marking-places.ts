import type { Page } from 'playwright-core';
import type { PagesStage } from './pages-stage.ts';

interface Place {
  name: string;
  at: (stage: PagesStage) => string;
  shows: (page: Page) => Promise<void>;
  open: (page: Page) => Promise<void>;
  within?: string;
}

const someRow = async (page: Page): Promise<void> => {
  const rows = page.getByRole('grid', { name: 'Requests' }).getByRole('row');
  await rows.filter({ hasText: 'CheckFileInfo' }).first().waitFor();
};
const details = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Before and after' }).waitFor();
const pressFor = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
};

/** Where requests are chosen, marked and left out, and where columns are chosen. */
export const MARKING_PLACES: readonly Place[] = [
  { name: 'Traffic, columns', at: () => '/traffic', shows: someRow, open: pressFor('l') },
  {
    name: 'Traffic, marked and chosen',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: details,
    open: async (page) => {
      const mark = page.getByRole('group', { name: 'Mark of this request' });
      await mark.getByRole('button', { name: 'Violet' }).click();
      await mark.getByRole('combobox', { name: 'Add a tag' }).fill('demo');
      await page.keyboard.press('Enter');
      await mark.getByRole('textbox', { name: 'Note' }).fill('The one to show.');
      await page.getByRole('grid', { name: 'Requests' }).focus();
      await page.keyboard.press('b');
      await mark.getByRole('button', { name: 'Pinned', pressed: true }).waitFor();
      await page.keyboard.press('ControlOrMeta+a');
      await page.getByRole('toolbar', { name: 'Chosen requests' }).waitFor();
    },
  },
  {
    name: 'Traffic, the menu of a row',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: someRow,
    open: async (page) => {
      await page.getByRole('grid', { name: 'Requests' }).focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Colour' }).waitFor();
    },
    within: '[role="menu"]',
  },
  {
    name: 'Traffic, an ignore rule',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: someRow,
    open: pressFor('i'),
  },
];
