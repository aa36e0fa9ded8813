import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';

const executablePath = findBrowser();

/** Why no browser journey can run here; undefined when they can. Give it to `context.skip`. */
export const unavailable: string | undefined = executablePath
  ? undefined
  : 'no Chromium, Chrome or Edge is installed (WOPI_SANDBOX_BROWSER names one elsewhere)';

/** Quiet, offline and with an empty profile. */
const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the installed Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error(unavailable);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await chromium.launch({ executablePath, args: [...SWITCHES, ...asRoot] });
}
