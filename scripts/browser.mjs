// @ts-check
// Finds an installed Chromium for the browser journeys.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const programFiles = process.env.PROGRAMFILES ?? 'C:\\Program Files';

/** @type {Record<string, string[]>} */
const places = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [
    join(programFiles, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(`${programFiles} (x86)`, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ],
};

/** The browser to test with: WOPI_SANDBOX_BROWSER when set, else the first that is installed. */
export function findBrowser() {
  const { WOPI_SANDBOX_BROWSER: wanted } = process.env;
  return (wanted ? [wanted] : (places[process.platform] ?? [])).find((path) => existsSync(path));
}
