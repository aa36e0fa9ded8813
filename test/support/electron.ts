import { mkdirSync } from 'node:fs';
import { _electron, type ElectronApplication } from 'playwright-core';
import { electronForTests } from '../../scripts/electron.mjs';
import { root } from '../../scripts/run.mjs';

const electron = electronForTests();

/** Why no Electron journey can run here; undefined when they can. Give it to `context.skip`. */
export const unavailable: string | undefined =
  'reason' in electron
    ? electron.reason
    : process.platform === 'linux' && !process.env['DISPLAY']
      ? 'there is no display (run `npm test`, which starts one, or use `xvfb-run -a`)'
      : undefined;

/** The Electron the journeys run on, for reports. */
export const electronVersion: string | undefined = 'reason' in electron ? undefined : electron.version;

interface DesktopOptions {
  /** Where the app keeps its database, settings and browser profile. */
  dataDirectory: string;
  /** Stands in for the person's home folder, where the app puts what it is not told to put elsewhere. */
  home: string;
  /** Options of the app itself, such as `--folder DIR`. */
  args?: string[];
  /** The folder with package.json and out/. */
  project?: string;
}

/** How the built desktop app is started; pages it opens outside land in `openedExternally` of its main process. */
export function desktopCommand({ dataDirectory, home, args = [], project = root }: DesktopOptions) {
  if ('reason' in electron) throw new Error(electron.reason);
  mkdirSync(home, { recursive: true });
  return {
    executablePath: electron.binary,
    args: [...runtimeSwitches(), project, '--data', dataDirectory, ...args],
    env: {
      ...definedEnvironment(),
      HOME: home,
      WOPI_SANDBOX_OPEN_EXTERNAL: 'record',
      ...(electron.sqliteBinding ? { WOPI_SANDBOX_SQLITE_BINDING: electron.sqliteBinding } : {}),
    },
  };
}

/** Starts the built desktop app under a driver. */
export async function launchDesktop(options: DesktopOptions): Promise<ElectronApplication> {
  return await _electron.launch(desktopCommand(options));
}

/** What the machine's own browser was asked to open so far. */
export async function openedExternally(desktop: ElectronApplication): Promise<string[]> {
  return await desktop.evaluate(() => (globalThis as { openedExternally?: string[] }).openedExternally ?? []);
}

/** Chromium's sandbox refuses to run as root, which test machines often are; the product never gets this switch. */
function runtimeSwitches(): string[] {
  return ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
