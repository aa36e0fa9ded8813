import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unavailable } from '../support/browser.ts';
import type { Theme } from '../../preload/contract.ts';
import { soon } from './main-job-pages.ts';
import { MARKING_PLACES } from './marking-places.ts';
import { findBarriers, type PagesStage, raisePages, roomsOf } from './pages-stage.ts';

interface Place {
  name: string;
  /** Address in the screen. */
  at: (stage: PagesStage) => string;
  /** Something that stands there once all is loaded. */
  shows: (page: Page) => Promise<void>;
  /** Opens what lies over the page. */
  open?: (page: Page) => Promise<void>;
  /** Only this is looked at: it covers parts of what is below it, as it should. */
  within?: string;
}

const heading = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('heading', { name }).first().waitFor();
};
const row = (table: string, text: string) => async (page: Page) => {
  await page.getByRole('grid', { name: table }).getByRole('row').filter({ hasText: text }).first().waitFor();
};
const axis = async (page: Page) => {
  await page.getByRole('listbox', { name: 'Requests on a time axis' }).waitFor();
};
const press = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys);
  await page.getByRole('dialog').waitFor();
};
const actions = async (page: Page) => {
  await page.getByRole('button', { name: /^Resend/ }).waitFor();
};
const tab = (name: string, part: (stage: PagesStage) => number, id: string): Place => ({
  name: `Traffic, ${name}`,
  at: (stage) => `/traffic?x=${part(stage)}&tab=${id}`,
  shows: async (page) => {
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.getByRole('tabpanel').waitFor();
  },
});

const SMALL_HAR = Buffer.from(
  JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'a recorder', version: '1' },
      entries: [
        {
          startedDateTime: '2026-03-14T09:26:53Z',
          time: 1,
          request: { method: 'GET', url: 'http://other.example/wopi/files/1', headers: [] },
          response: { status: 200, headers: [] },
        },
        { request: 'none' },
      ],
    },
  }),
);

const PLACES: readonly Place[] = [
  { name: 'Traffic', at: () => '/traffic', shows: row('Requests', 'CheckFileInfo') },
  tab('a save', ({ bustle }) => bustle.saved, 'overview'),
  tab('a refused lock', ({ bustle }) => bustle.conflict, 'overview'),
  tab('a refused token', ({ bustle }) => bustle.refused, 'overview'),
  tab('headers of a request', ({ bustle }) => bustle.saved, 'request'),
  tab('body of a request', ({ bustle }) => bustle.saved, 'request-body'),
  tab('headers of an answer', ({ bustle }) => bustle.conflict, 'response'),
  tab('body of an answer', ({ bustle }) => bustle.saved, 'response-body'),
  tab('timing', ({ bustle }) => bustle.saved, 'timing'),
  {
    ...tab('headers as they were sent', ({ bustle }) => bustle.saved, 'request'),
    open: (page) => page.getByRole('button', { name: 'As sent' }).click(),
  },
  {
    ...tab('the parts of a document', ({ bustle }) => bustle.document, 'response-body'),
    open: (page) => page.locator('.cm-line').first().waitFor(),
  },
  {
    name: 'Traffic, two requests compared',
    at: ({ bustle }) => `/traffic?compare=${bustle.saved},${bustle.conflict}`,
    shows: heading(/compared$/),
  },
  { name: 'Traffic, filtered', at: () => '/traffic?f=status%3A409', shows: row('Requests', '409') },
  {
    name: 'Traffic, nothing found',
    at: () => '/traffic?f=nosuchthing',
    shows: heading('No request matches the filter'),
  },
  {
    name: 'Traffic, whose it is',
    at: () => '/traffic',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.getByRole('button', { name: 'Live traffic' }).click();
      await page.getByRole('menu').waitFor();
    },
    within: '[role="menu"]',
  },
  {
    name: 'Traffic, save as a file',
    at: () => '/traffic',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.keyboard.press('s');
      await page.getByRole('dialog').getByText('Hidden in the file').waitFor();
    },
  },
  {
    name: 'Traffic, a recording',
    at: () => '/traffic',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('o');
      await (await chooser).setFiles({ name: 'other.har', mimeType: 'application/json', buffer: SMALL_HAR });
      await page.getByText('A recording, read only.').waitFor();
    },
  },
  tab('findings', ({ bustle }) => bustle.conflict, 'findings'),
  {
    name: 'Traffic, suggestions for the filter',
    at: () => '/traffic',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('-(op:Lock or file:"a b") path:/x/i op:');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
    within: '.ws-filter',
  },
  {
    name: 'Traffic, a mistake in the filter',
    at: () => '/traffic?f=staus%3A409%20op%3ALock',
    shows: async (page) => page.getByText('No field is called “staus”.').waitFor(),
    within: '.ws-filter',
  },
  {
    name: 'Traffic, views',
    at: () => '/traffic?f=op%3Alocking',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.keyboard.press('v');
      await page.getByRole('menuitemradio', { name: /Locks/ }).waitFor();
    },
    within: '[role="menu"]',
  },
  {
    name: 'Traffic, saving a view',
    at: () => '/traffic?f=op%3ALock',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.keyboard.press('v');
      await page.getByRole('menuitem', { name: /Save what is shown/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'Traffic, resent',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: actions,
    async open(page) {
      await page.keyboard.press('r');
      await page.getByText(/^Sent again/).waitFor();
      await page.getByRole('button', { name: 'What differs' }).click();
      await page.getByRole('table', { name: 'The two answers' }).waitFor();
    },
  },
  {
    name: 'Traffic, edit and resend',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: actions,
    async open(page) {
      await page.keyboard.press('e');
      await page.getByRole('textbox', { name: 'Value of X-WOPI-Lock' }).fill('another');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('table', { name: 'Differences' }).waitFor();
      await page.getByRole('radio', { name: 'text', exact: true }).click();
      await page.getByRole('textbox', { name: 'Text of the body' }).waitFor();
    },
  },
  {
    name: 'Traffic, replay a session',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: actions,
    async open(page) {
      await page.getByRole('button', { name: 'Replay session…' }).click();
      await page.getByRole('radio', { name: 'another host' }).click();
      await page.getByRole('radio', { name: 'a fixed pause' }).click();
      await page.getByRole('textbox', { name: 'Address' }).waitFor();
    },
  },
  {
    name: 'Traffic, a replay',
    at: ({ bustle }) => `/traffic?x=${bustle.saved}`,
    shows: actions,
    async open(page) {
      await page.getByRole('button', { name: 'Replay session…' }).click();
      await page.getByRole('button', { name: /^Replay \d/ }).click();
      await page.getByText(/Took/).last().waitFor();
      await page.getByRole('grid', { name: 'Replayed requests' }).getByRole('row').nth(1).click();
      await page.getByRole('table', { name: 'The two answers' }).waitFor();
    },
  },
  ...MARKING_PLACES,
  { name: 'Sessions', at: () => '/sessions', shows: row('Sessions', 'Notes.txt') },
  { name: 'Sessions, a story', at: sessionOf('story'), shows: heading(/Never unlocked|Going on|Opened/) },
  { name: 'Sessions, a time axis', at: sessionOf('axis'), shows: axis },
  { name: 'Sessions, wide', at: (stage) => `${sessionOf('axis')(stage)}&wide=yes`, shows: axis },
  { name: 'Sessions, an axis of a filter', at: () => '/sessions?axis=op%3ALock', shows: axis },
  { name: 'Sessions, nothing found', at: () => '/sessions?q=nosuchthing', shows: heading('No session fits') },
  { name: 'Findings', at: () => '/findings', shows: row('Rules', 'lock') },
  { name: 'Findings, all rules', at: () => '/findings?all=yes', shows: row('Rules', 'SHA256') },
  { name: 'Findings, a rule', at: () => '/findings?rule=lock-probe', shows: heading(/^Seen/) },
  { name: 'Findings, narrowed', at: () => '/findings?severity=information', shows: row('Rules', 'lock') },
  {
    name: 'Findings, export',
    at: () => '/findings',
    shows: row('Rules', 'lock'),
    open: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menu').waitFor();
    },
    within: '[role="menu"]',
  },
  { name: 'Findings, mute', at: () => '/findings?rule=lock-probe', shows: heading(/^Seen/), open: press('m') },
  { name: 'Findings by file', at: () => '/findings?by=file', shows: row('Files with findings', 'Notes') },
  { name: 'Findings by session', at: () => '/findings?by=session', shows: row('Sessions with findings', 'on ') },
  { name: 'Files', at: () => '/files', shows: row('Files', 'Notes.txt') },
  { name: 'Files, a file', at: fileAt('Notes.txt'), shows: heading('Open with') },
  { name: 'Files, versions', at: fileAt('Notes.txt'), shows: heading('Open with'), open: clickTab('Versions') },
  {
    name: 'Files, CheckFileInfo',
    at: fileAt('Notes.txt'),
    shows: heading('Open with'),
    open: clickTab('CheckFileInfo'),
  },
  { name: 'Files, new', at: () => '/files', shows: row('Files', 'Notes.txt'), open: press('n') },
  { name: 'Locks', at: () => '/locks', shows: row('Locks', 'Notes.txt') },
  {
    name: 'Locks, a lock',
    at: ({ bustle }) => `/locks?file=${bustle.files.get('Notes.txt')}`,
    shows: heading('History'),
  },
  { name: 'Locks, take', at: () => '/locks', shows: row('Locks', 'Notes.txt'), open: press('t') },
  { name: 'People', at: () => '/people', shows: row('Tokens', 'Notes.txt') },
  { name: 'People, one person', at: () => '/people?person=reader', shows: row('Tokens', 'Read me first.md') },
  { name: 'People, issue', at: () => '/people', shows: row('Tokens', 'Notes.txt'), open: press('i') },
  { name: 'People, add', at: () => '/people', shows: row('Tokens', 'Notes.txt'), open: press('p') },
  {
    name: 'People, a token',
    at: () => '/people',
    shows: row('Tokens', 'Notes.txt'),
    open: async (page) => {
      await page.getByRole('grid', { name: 'Tokens' }).getByRole('row').filter({ hasText: 'revoked' }).click();
      await page.getByRole('complementary').waitFor();
    },
  },
  {
    name: 'People, decode',
    at: () => '/people',
    shows: row('Tokens', 'Notes.txt'),
    open: async (page) => {
      await page.keyboard.press('d');
      await page.getByRole('heading', { name: /decode/i }).waitFor();
    },
  },
  { name: 'Discovery', at: () => '/discovery', shows: row('Actions', 'edit') },
  {
    name: 'Discovery, an action',
    at: () => '/discovery',
    shows: row('Actions', 'edit'),
    open: async (page) => {
      await page.getByRole('grid', { name: 'Actions' }).getByRole('row').nth(2).click();
      await page.getByRole('complementary').waitFor();
    },
  },
  { name: 'Discovery, add an address', at: () => '/discovery', shows: row('Actions', 'edit'), open: press('a') },
  { name: 'Conformance', at: () => '/conformance', shows: heading('Conformance') },
  { name: 'Settings', at: () => '/settings', shows: heading('Theme') },
  { name: 'the command palette', at: () => '/traffic', shows: row('Requests', 'Lock'), open: press('ControlOrMeta+k') },
  { name: 'the shortcut sheet', at: () => '/traffic', shows: row('Requests', 'Lock'), open: press('?') },
  {
    name: 'the clock menu',
    at: () => '/traffic',
    shows: row('Requests', 'Lock'),
    open: async (page) => {
      await page.getByRole('button', { name: /^Virtual clock/ }).click();
      await page.getByRole('menu').waitFor();
    },
    within: '[role="menu"]',
  },
];

/** The session of a request, with one of its parts open. */
function sessionOf(part: string): Place['at'] {
  return ({ bustle }) => `/sessions?of=${bustle.saved}&part=${part}`;
}

function fileAt(name: string): Place['at'] {
  return ({ bustle }) => `/files?id=${bustle.files.get(name)}`;
}

function clickTab(name: string): NonNullable<Place['open']> {
  return async (page) => {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('tabpanel').waitFor();
  };
}

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast'];

describe('every page is without barriers, in light, dark and high contrast', () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  let stage: PagesStage;
  beforeAll(async () => {
    if (!unavailable) stage = await raisePages();
  });
  afterAll(() => stage?.stop());

  test('what should be found is found', async () => {
    await stage.visit('/settings');
    await stage.page.evaluate(() => document.body.append(document.createElement('button')));
    expect(await findBarriers(stage.page.mainFrame())).toEqual([expect.stringContaining('button-name')]);
  });

  test('every room of the rail', async () => {
    for (const { place } of await roomsOf(stage.page)) {
      await stage.visit(place);
      await stage.page.getByRole('main').getByRole('button').first().waitFor();
      expect(await findBarriers(stage.page.mainFrame()), place).toEqual([]);
    }
  });

  test.each(PLACES)('$name', async ({ at, shows, open, within }) => {
    const { page } = stage;
    await stage.visit(at(stage));
    await shows(page);
    await open?.(page);
    for (const theme of THEMES) {
      await stage.served.call('updateSettings', { theme });
      await soon(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
      const barriers = await findBarriers(page.mainFrame(), theme === 'light' ? 'at all' : 'at colours', within);
      expect(barriers, theme).toEqual([]);
    }
    expect(stage.complaints.take()).toEqual([]);
  });
});
