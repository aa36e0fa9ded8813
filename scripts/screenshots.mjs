// @ts-check
// `npm run screenshots`: pictures of every page, in light and dark, into docs/screenshots. Starts a host of its own
// over a temporary folder and lets two people, a conflict, a reader and two refused tokens make traffic first.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, unavailable } from '../test/support/browser.ts';
import { makeBustle } from '../test/support/bustle.ts';
import { serve } from '../test/support/serve.ts';
import { ensureBuilt } from './build.mjs';
import { root, say } from './run.mjs';
import { shrinkPng } from './shrink-png.mjs';
import { inTurn } from './turn.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').FrameLocator} FrameLocator */
/** @typedef {'light' | 'dark'} Look */

const target = join(root, 'docs', 'screenshots');
const VIEW = { width: 1440, height: 900 };
/** More than this makes a page of documentation slow. */
const MOST_BYTES = 250 * 1024;
const LOOKS = /** @type {const} */ (['light', 'dark']);

if (unavailable) throw new Error(`No pictures can be taken: ${unavailable}.`);
inTurn(ensureBuilt);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'demo-'));
const served = await serve({ home });
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ viewport: VIEW, reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(served.address);
  await page.getByRole('heading', { name: /three steps/ }).waitFor();
  await inBoth(page, 'welcome');

  const bustle = await makeBustle(served);
  await takeEditors(context, bustle);
  await takeRooms(page, bustle);
} finally {
  await browser.close();
  await served.stop();
  rmSync(home, { recursive: true });
}
report();

/** @param {import('playwright-core').BrowserContext} context @param {import('../test/support/bustle.ts').Bustle} bustle */
async function takeEditors(context, { files }) {
  const olivia = await open('Read me first.md', 'owner');
  const emil = await open('Read me first.md', 'editor');
  await typeAtEnd(olivia, '\nOlivia adds a line while Emil reads along.');
  await typeAtEnd(emil, '\nEmil answers below: both work under one lock.');
  await frameOf(olivia).getByText('Emil answers below').waitFor();
  await saved(olivia);
  await inBoth(olivia, 'editor-text');

  await served.call('expireLock', { fileId: files.get('Read me first.md') ?? '' });
  await typeAtEnd(olivia, '\nThe lock has expired meanwhile.');
  await frameOf(olivia).getByRole('alert').first().waitFor();
  await inBoth(olivia, 'editor-refused');
  await frameOf(olivia).getByRole('button', { name: 'Lock again and save' }).click();
  await saved(olivia);
  await emil.close();

  const rita = await open('Notes.txt', 'reader');
  await frameOf(rita)
    .getByRole('status', { name: /^Read-only/ })
    .waitFor();
  await inBoth(rita, 'editor-reader');
  await frameOf(rita).getByRole('button', { name: 'Close', exact: true }).click();
  await rita.getByRole('heading', { name: 'The document is closed' }).waitFor();
  await inBoth(rita, 'host-page-closed');

  const word = await open('Welcome to WOPI Sandbox.docx', 'owner');
  await frameOf(word).getByText('This document is a real Word file').first().waitFor();
  await inBoth(word, 'editor-docx');

  const budget = files.get('Budget.xlsx') ?? '';
  await served.call('releaseLock', { fileId: budget });
  const sheet = await open('Budget.xlsx', 'editor');
  const cells = frameOf(sheet).locator('.luckysheet-cell-sheettable');
  // B2: the first number, which the totals follow
  await cells.click({ position: { x: 190, y: 30 } });
  await sheet.keyboard.type('1450');
  await sheet.keyboard.press('Enter');
  await frameOf(sheet).locator('[data-save="unsaved"]').waitFor();
  await saved(sheet);
  await inBoth(sheet, 'editor-xlsx');

  const slides = await open('Roadmap.pptx', 'owner', 'view');
  await frameOf(slides).locator('iframe').first().waitFor();
  await inBoth(slides, 'editor-pptx');

  /** @param {string} file @param {string} personId */
  async function open(file, personId, action = 'edit') {
    const fileId = files.get(file) ?? '';
    const choices = await served.call('listLaunchChoices', { fileId });
    const choice = choices.find((each) => each.action === action);
    if (!choice) throw new Error(`${file} has no action ${action}.`);
    const { sourceId, app } = choice;
    const { pageUrl } = await served.call('launch', { fileId, personId, sourceId, app, action });
    const tab = await context.newPage();
    await tab.goto(pageUrl);
    return tab;
  }
}

/** @param {Page} page @param {import('../test/support/bustle.ts').Bustle} bustle */
async function takeRooms(page, { files, saved: save, conflict, refused, document }) {
  const notes = files.get('Notes.txt');
  const row = (/** @type {string} */ table, /** @type {string} */ words) =>
    page.getByRole('grid', { name: table }).getByRole('gridcell').filter({ hasText: words }).first();
  const heading = (/** @type {string} */ name) => page.getByRole('heading', { name }).first();

  await visit('/traffic');
  await row('Requests', 'PutFile').waitFor();
  await inBoth(page, 'traffic');
  await served.call('updateSettings', { theme: 'high-contrast' });
  await shoot(page, 'traffic-high-contrast');
  for (const [name, id, tab] of /** @type {const} */ ([
    ['traffic-detail', save, 'overview'],
    ['traffic-conflict', conflict, 'overview'],
    ['traffic-token-refused', refused, 'overview'],
    ['traffic-headers', conflict, 'response'],
    ['traffic-body', save, 'request-body'],
    ['traffic-package', document, 'response-body'],
  ])) {
    await visit(`/traffic?x=${id}&tab=${tab}`);
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.getByRole('tabpanel').waitFor();
    await inBoth(page, name);
  }
  await visit(`/traffic?compare=${save},${conflict}`);
  await heading('What differs').waitFor();
  await inBoth(page, 'traffic-compare');
  await visit('/traffic?f=status%3A409');
  await row('Requests', '409').waitFor();
  await inBoth(page, 'traffic-filter');

  await visit('/traffic');
  await row('Requests', 'PutFile').waitFor();
  await page.keyboard.press('s');
  await page.getByRole('group', { name: 'Hidden in the file' }).getByText('Names of people').waitFor();
  await inBoth(page, 'save');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await visit('/traffic?group=session');
  await row('Requests', 'requests').waitFor();
  await inBoth(page, 'traffic-groups');
  await visit('/sessions');
  await row('Sessions', 'Notes.txt').click();
  await page.getByRole('complementary').waitFor();
  await inBoth(page, 'sessions');
  await visit('/findings');
  await row('Rules', 'lock').waitFor();
  await inBoth(page, 'findings');
  await row('Rules', 'lock').click();
  await page.getByRole('heading', { name: 'What to do' }).waitFor();
  await inBoth(page, 'findings-rule');

  await visit(`/files?id=${notes}`);
  await page.getByRole('combobox', { name: 'Editor' }).waitFor();
  await inBoth(page, 'files');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page
    .getByRole('button', { name: /Restore version/ })
    .first()
    .waitFor();
  await inBoth(page, 'files-versions');
  await page.getByRole('tab', { name: 'CheckFileInfo' }).click();
  await page.getByRole('tabpanel').getByText('BaseFileName', { exact: true }).waitFor();
  await inBoth(page, 'files-check-file-info');

  await visit(`/locks?file=${notes}`);
  await heading('History').waitFor();
  await inBoth(page, 'locks');
  await visit('/people');
  await row('Tokens', 'Gus Guest').click();
  await page.getByRole('complementary').waitFor();
  await inBoth(page, 'people');
  await visit('/discovery');
  await row('Actions', 'docx').click();
  await page.getByRole('complementary').waitFor();
  await inBoth(page, 'discovery');
  await visit('/conformance');
  await heading('Conformance').waitFor();
  await inBoth(page, 'conformance');
  await visit('/settings');
  await heading('Theme').waitFor();
  await inBoth(page, 'settings');

  await visit('/traffic');
  await row('Requests', 'PutFile').waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('option').first().waitFor();
  await inBoth(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await inBoth(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Virtual clock/ }).click();
  await page.getByRole('menu').waitFor();
  await inBoth(page, 'clock');

  // Last: what is sent again stands in the list too.
  await visit(`/traffic?x=${save}`);
  await page.getByRole('button', { name: /^Replay session/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Replay \d/ })
    .click();
  await row('Replayed requests', 'PutFile').click();
  await page.getByRole('region', { name: 'Request of the replay' }).waitFor();
  await inBoth(page, 'replay');

  async function visit(/** @type {string} */ place) {
    await page.goto(`${served.admin}/#${place}`);
    await page.reload();
    await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
  }
}

/** @returns {FrameLocator} */
function frameOf(/** @type {Page} */ tab) {
  return tab.frameLocator('#office_frame');
}

async function typeAtEnd(/** @type {Page} */ tab, /** @type {string} */ words) {
  await frameOf(tab)
    .getByRole('textbox', { name: /^Text of / })
    .click();
  await tab.keyboard.press('ControlOrMeta+End');
  await tab.keyboard.type(words);
}

async function saved(/** @type {Page} */ tab) {
  await frameOf(tab).locator('[data-save="saved"]').waitFor();
}

/** The page once in light and once in dark, whether it follows the setting or the system. */
async function inBoth(/** @type {Page} */ page, /** @type {string} */ name) {
  for (const look of LOOKS) {
    await served.call('updateSettings', { theme: look });
    await page.emulateMedia({ colorScheme: look });
    await shoot(page, `${name}-${look}`, look);
  }
}

/** @param {Page} page @param {string} name @param {Look} [look] */
async function shoot(page, name, look) {
  await page.bringToFront();
  const themed = page.url().startsWith(served.admin) ? page.mainFrame() : page.frame('office_frame');
  if (look) await themed?.locator(`html[data-theme="${look}"]`).waitFor();
  const png = await page.screenshot({ animations: 'disabled' });
  writeFileSync(join(target, `${name}.png`), shrinkPng(png));
}

function report() {
  const pictures = readdirSync(target).map((name) => join(target, name));
  const sizes = pictures.map((file) => ({ file, bytes: statSync(file).size }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  say(`${pictures.length} pictures, ${Math.round(total / 1024)} KB, in ${target}`);
  for (const { file, bytes } of sizes.filter(({ bytes }) => bytes > MOST_BYTES)) {
    say(`${file} is too large: ${Math.round(bytes / 1024)} KB of at most ${MOST_BYTES / 1024}`);
    process.exitCode = 1;
  }
}
