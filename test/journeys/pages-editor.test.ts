import type { Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import { soon } from './main-job-pages.ts';
import { findBarriers, type PagesStage, raisePages } from './pages-stage.ts';

interface Opened {
  name: string;
  file: string;
  person: string;
  action?: string;
  shows: (frame: FrameLocator) => Promise<void>;
}

const shows =
  (selector: string) =>
  async (frame: FrameLocator): Promise<void> => {
    await frame.locator(selector).first().waitFor();
  };

const OPENED: readonly Opened[] = [
  { name: 'a text', file: 'Settings.json', person: 'owner', shows: shows('.cm-line') },
  { name: 'a text that may only be read', file: 'Settings.json', person: 'reader', shows: shows('.cm-line') },
  { name: 'a text that another editor has locked', file: 'Notes.txt', person: 'owner', shows: shows('.cm-line') },
  { name: 'an embedded text', file: 'Settings.json', person: 'owner', action: 'embedview', shows: shows('.cm-line') },
  { name: 'a Word document', file: 'Report.docx', person: 'owner', shows: shows('[role="toolbar"]') },
  { name: 'a workbook', file: 'Budget.xlsx', person: 'reader', shows: shows('.luckysheet-cell-sheettable') },
  { name: 'slides', file: 'Roadmap.pptx', person: 'owner', action: 'view', shows: shows('iframe') },
];

/** What the person's system asks for, and the theme that answers it. */
const LOOKS = [
  { theme: 'light', colorScheme: 'light', forcedColors: 'none' },
  { theme: 'dark', colorScheme: 'dark', forcedColors: 'none' },
] as const;

describe('the Sandbox Editor is without barriers, in light, dark and high contrast', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  beforeAll(async () => {
    if (!unavailable) stage = await raisePages();
  });
  afterAll(() => stage?.stop());

  test.each(OPENED)('$name', async ({ file, person, action, shows }) => {
    const tab = await stage.openDocument(file, person, action);
    await shows(tab.frameLocator('#office_frame'));
    const frame = editorFrame(tab);
    for (const { theme, ...media } of LOOKS) {
      await tab.emulateMedia(media);
      await soon(() => frame.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
      expect(await findBarriers(frame, theme === 'light' ? 'at all' : 'at colours'), theme).toEqual([]);
    }
    // the system draws with its own colours then, which axe-core does not see
    await tab.emulateMedia({ forcedColors: 'active' });
    await soon(() => frame.evaluate(() => document.documentElement.dataset['theme'])).toBe('high-contrast');
    expect(await findBarriers(tab.mainFrame()), 'host page').toEqual([]);
    await tab.close();
    expect(stage.complaints.take()).toEqual([]);
  });
});

function editorFrame(tab: Page): Frame {
  const frame = tab.frame('office_frame');
  if (!frame) throw new Error('The host page has no editor frame.');
  return frame;
}
