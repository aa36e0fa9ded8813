import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser, unavailable as noBrowser } from '../support/browser.ts';
import { electronVersion, launchDesktop, openedExternally, unavailable as noElectron } from '../support/electron.ts';
import { Complaints } from '../support/complaints.ts';
import { serve } from '../support/serve.ts';

/** A started product with an empty data directory and an empty home folder. */
export interface Stage {
  /** The page of the product. */
  screen: Page;
  /** Does something on the screen that opens a document, and answers the tab it opened in. */
  tabOf(open: () => Promise<void>): Promise<Page>;
  /** Bytes of a file of the shared folder as they are on disk. */
  onDisk(path: string): Buffer;
  complaints: Complaints;
  stop(): Promise<void>;
}

/** One of the two ways the product is started in. */
export interface Shell {
  name: string;
  /** Why the journey cannot run here. */
  unavailable: string | undefined;
  raise(): Promise<Stage>;
}

const ROOM = { width: 1440, height: 900 };
/** Generous: two busy cores also build and test other things. */
const PATIENCE = 20_000;

export const browserShell: Shell = {
  name: 'Chromium and the headless program',
  unavailable: noBrowser,
  async raise() {
    const home = makeHome();
    const served = await serve({ home });
    const browser = await launchBrowser();
    const { newPage, complaints } = await openContext(browser);
    const screen = await newPage();
    await screen.goto(served.address);
    return {
      screen,
      complaints,
      onDisk: (path) => readFileSync(join(home, 'WOPI Sandbox', path)),
      async tabOf(open) {
        const opened = screen.waitForEvent('popup');
        await open();
        return await opened;
      },
      async stop() {
        await browser.close();
        await served.stop();
        rmSync(home, { recursive: true });
      },
    };
  },
};

export const desktopShell: Shell = {
  name: `Electron ${electronVersion ?? '(none)'} and the system's browser`,
  unavailable: noElectron ?? noBrowser,
  async raise() {
    const home = makeHome();
    const desktop = await launchDesktop({ home, dataDirectory: join(home, 'data') });
    const browser = await launchBrowser();
    const { newPage, complaints } = await openContext(browser);
    const screen = await desktop.firstWindow();
    complaints.listenTo(screen);
    screen.setDefaultTimeout(PATIENCE);
    return {
      screen,
      complaints,
      onDisk: (path) => readFileSync(join(home, 'WOPI Sandbox', path)),
      async tabOf(open) {
        const before = (await openedExternally(desktop)).length;
        await open();
        await expect.poll(() => openedExternally(desktop), { timeout: PATIENCE }).toHaveLength(before + 1);
        const tab = await newPage();
        await tab.goto((await openedExternally(desktop)).at(-1) ?? '');
        return tab;
      },
      async stop() {
        await browser.close();
        await desktop.close();
        rmSync(home, { recursive: true });
      },
    };
  },
};

/** Nothing of an earlier start is there, nor anything of the person who runs the tests. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-main-job-'));
  if (existsSync(join(home, 'WOPI Sandbox'))) throw new Error(`${home} is not empty.`);
  return home;
}

/** Opened documents stay in one browser, as they do for a person. */
async function openContext(browser: Browser) {
  const context = await browser.newContext({ viewport: ROOM });
  context.setDefaultTimeout(PATIENCE);
  const complaints = new Complaints();
  complaints.listenTo(context);
  return { complaints, newPage: () => context.newPage() };
}
