import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { desktopCommand, electronVersion, launchDesktop, openedExternally, unavailable } from '../support/electron.ts';

describe(`the window in Electron ${electronVersion ?? '(none)'}`, () => {
  beforeEach((context) => {
    if (unavailable) context.skip(unavailable);
  });

  const home = mkdtempSync(join(tmpdir(), 'wopi-sandbox-shell-'));
  const dataDirectory = join(home, 'data');
  const docs = join(home, 'docs');
  let desktop: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    if (unavailable) return;
    mkdirSync(docs);
    desktop = await launchDesktop({ dataDirectory, home, args: ['--folder', docs] });
    page = await desktop.firstWindow();
    await page.getByRole('navigation').first().waitFor();
  });
  afterAll(async () => {
    await desktop?.close();
    rmSync(home, { recursive: true });
  });

  test('shows the page of the app itself', () => {
    expect(page.url()).toMatch(/^app:\/\/ui\//);
  });

  test('has nothing of Node, and a bridge of two functions', async () => {
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      bridge: Object.keys((globalThis as unknown as { wopiSandbox: object }).wopiSandbox).toSorted(),
    }));
    expect(seen).toEqual({ node: [], bridge: ['call', 'subscribe'] });
  });

  test('runs sandboxed and isolated', async () => {
    const preferences = await desktop.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(preferences['webviewTag']).toBeFalsy();
  });

  test('runs no script that was slipped into the page, and reaches no other origin', async () => {
    const result = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.slippedIn = true';
      document.body.append(script);
      const reached = await fetch('http://127.0.0.1:9/').then(
        () => true,
        () => false,
      );
      return { ran: 'slippedIn' in globalThis, reached };
    });
    expect(result).toEqual({ ran: false, reached: false });
  });

  test('opens links in the system browser and stays where it is', async () => {
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://example.com/a');
      window.open('file:///etc/passwd');
      window.location.href = 'https://example.com/b';
    });
    await expect.poll(() => openedExternally(desktop)).toEqual(['https://example.com/a']);
    expect(page.url()).toBe(before);
    expect(desktop.windows()).toHaveLength(1);
  });

  test('refuses what a page can ask a person for', async () => {
    const answers = await page.evaluate(async () => ({
      position: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('refused'),
        ),
      ),
      notifications: await Notification.requestPermission(),
      clipboard: await navigator.clipboard.readText().then(
        () => 'read',
        () => 'refused',
      ),
    }));
    expect(answers).toEqual({ position: 'refused', notifications: 'denied', clipboard: 'refused' });
  });

  test('answers an unknown or inherited method with a sentence, not with code', async () => {
    const messages = await page.evaluate(async () => {
      const { call } = (
        globalThis as unknown as { wopiSandbox: { call(method: string, args: unknown[]): Promise<unknown> } }
      ).wopiSandbox;
      const refused = (error: unknown) => (error as Error).message;
      return await Promise.all(
        ['constructor', 'toString', 'noSuchCall'].map((name) => call(name, []).then(() => 'answered', refused)),
      );
    });
    for (const message of messages) expect(message).toMatch(/\w+ \w+/);
    expect(messages.join()).not.toMatch(/answered|remote method|\bat /);
  });

  test('a second start brings the first window forward and ends', async () => {
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const { executablePath, args, env } = desktopCommand({ dataDirectory, home, args: ['--folder', docs] });
    const second = spawn(executablePath, args, { env, stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
    const isInFront = () =>
      desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible() && !window.isMinimized()),
      );
    await expect.poll(isInFront).toEqual([true]);
  });

  test('quitting keeps the window place and leaves nothing half written', async () => {
    const process = desktop.process();
    await desktop.close();
    await expect.poll(() => process.exitCode).toBe(0);
    expect(JSON.parse(readFileSync(join(dataDirectory, 'window.json'), 'utf8'))).toMatchObject({ isMaximized: false });
    const leftovers = ['-wal', '-journal'].filter((suffix) => existsSync(join(dataDirectory, `sandbox.db${suffix}`)));
    expect(leftovers).toEqual([]);
  });
});
