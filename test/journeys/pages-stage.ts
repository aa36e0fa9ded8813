import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type Bustle, makeBustle } from '../support/bustle.ts';
import { Complaints } from '../support/complaints.ts';
import { type Served, serve } from '../support/serve.ts';

/** The product over the sample folder, with a morning of traffic, and a page to look at it. */
export interface PagesStage {
  served: Served;
  bustle: Bustle;
  context: BrowserContext;
  page: Page;
  complaints: Complaints;
  /** Goes to a place as a link from elsewhere would: in a page of its own life. */
  visit(place: string): Promise<void>;
  /** Opens a document in the Sandbox Editor, in a tab of its own. */
  openDocument(file: string, person: string, action?: string): Promise<Page>;
  stop(): Promise<void>;
}

export async function raisePages({ args }: { args?: string[] } = {}): Promise<PagesStage> {
  const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-pages-'));
  const served = await serve({ home, ...(args ? { args } : {}) });
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
  const complaints = new Complaints();
  complaints.listenTo(context);
  const bustle = await makeBustle(served);
  const page = await context.newPage();
  // From the first listener on the browser hands over choices of files; one that comes with the key comes too late.
  page.on('filechooser', () => undefined);
  await page.goto(served.address);
  return {
    served,
    bustle,
    context,
    page,
    complaints,
    async visit(place) {
      await page.goto(`${served.admin}/#${place}`);
      await page.reload();
      await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
    },
    async openDocument(file, person, action = 'edit') {
      const fileId = bustle.files.get(file) ?? '';
      const choices = await served.call('listLaunchChoices', { fileId });
      const choice = choices.find((each) => each.action === action);
      if (!choice)
        throw new Error(`${file} has no action ${action}, only ${choices.map((each) => each.action).join()}.`);
      const { sourceId, app } = choice;
      const { pageUrl } = await served.call('launch', { fileId, personId: person, sourceId, app, action });
      const tab = await context.newPage();
      await tab.goto(pageUrl);
      return tab;
    },
    async stop() {
      await browser.close();
      await served.stop();
      rmSync(home, { recursive: true });
    },
  };
}

/** The rooms of the rail, each with its keys as the tooltip tells them. */
export async function roomsOf(page: Page): Promise<{ place: string; keys: string }[]> {
  const links = await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link').all();
  return await Promise.all(
    links.map(async (link) => ({
      place: (await link.getAttribute('href'))?.replace('#', '') ?? '',
      keys: /\((.+)\)$/.exec((await link.getAttribute('title')) ?? '')?.[1] ?? '',
    })),
  );
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, levels A and AA. */
const ALL = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] } as const;
/** Nothing else changes from one theme to another. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/** Not looked at, each for its reason. */
const EXCEPTIONS = [
  // Tabster's focus guards are not for people
  '[data-tabster-dummy]',
  // the Word component names this button after what it does, not after the number on it
  '[data-testid="font-size-display"]',
  // prescribed for host pages by the specification of WOPI
  'meta[name="viewport"][content*="user-scalable=no"]',
];

/** What axe-core finds wrong, one line for each element; in the whole page unless `within` names a part of it. */
export async function findBarriers(
  frame: Frame,
  look: 'at all' | 'at colours' = 'at all',
  within = 'html',
): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(axeSource);
  const { violations } = await frame.evaluate(
    ({ include, exclude, options }) =>
      (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(
        { include, exclude },
        options,
      ),
    {
      include: [[within]],
      exclude: EXCEPTIONS.map((selector) => [selector]),
      options: { runOnly: look === 'at all' ? ALL : COLOURS, preload: false, resultTypes: ['violations'] },
    },
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id} (${help}): ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  );
}
