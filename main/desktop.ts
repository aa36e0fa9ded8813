import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell } from 'electron';
import { serveIpc } from './admin/serve-ipc.ts';
import { createApp, type App } from './app.ts';
import { collectWithoutPretenuring } from './collector.ts';
import { readConfig, type Config } from './config.ts';
import { ownArguments } from './shell/arguments.ts';
import { guardedOpenExternal, recordExternal } from './shell/external.ts';
import { menuTemplate } from './shell/menu.ts';
import { createPageHandler, isOwnPage, PAGE_SCHEME, PAGE_URL } from './shell/page.ts';
import { isTrustedFrame, lockDownContents, lockDownSession } from './shell/security.ts';
import { createWindow, focusWindow } from './shell/window.ts';

const SPECIFICATION = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/';
const OFFICE_DOCUMENTATION = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/online/';

// Both only from a source tree: an installed app always shows its own page and the system's browser.
const devUrl = app.isPackaged ? undefined : process.env['WOPI_SANDBOX_DEV_URL'];
const recordsExternal = !app.isPackaged && process.env['WOPI_SANDBOX_OPEN_EXTERNAL'] === 'record';

const openExternal = guardedOpenExternal(recordsExternal ? recordExternal : (url) => shell.openExternal(url));
const isPage = (url: string) => isOwnPage(url, devUrl);

void main();

async function main(): Promise<void> {
  collectWithoutPretenuring();
  try {
    const config = readConfig(ownArguments(process.argv, app.getAppPath()), process.env, 'desktop');
    // One instance per data directory: the system keeps the instance lock beside the browser profile.
    const profile = join(config.dataDirectory, 'electron');
    mkdirSync(profile, { recursive: true });
    app.setPath('userData', profile);
    if (!app.requestSingleInstanceLock()) return app.quit();
    protocol.registerSchemesAsPrivileged([PAGE_SCHEME]);
    await app.whenReady();
    await open(config);
  } catch (error) {
    refuseToStart(error);
  }
}

async function open(config: Config): Promise<void> {
  protocol.handle('app', createPageHandler(join(app.getAppPath(), 'out', 'renderer')));
  lockDownSession(session.defaultSession);
  const host = await createApp(config, { openExternal, chooseSavePath });
  stopBeforeQuit(host);
  await host.start();
  setupMenu(host);
  const show = () => openWindow(host, config);
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window) focusWindow(window);
    else show();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  show();
}

function openWindow(host: App, config: Config): void {
  const window = createWindow({
    title: app.name,
    preload: join(app.getAppPath(), 'out', 'preload', 'bridge.cjs'),
    icon: join(app.getAppPath(), 'resources', 'icon.png'),
    dataDirectory: config.dataDirectory,
  });
  const contents = window.webContents;
  lockDownContents(contents, { isOwnPage: isPage, openExternal, onRefused: report });
  const stopServing = serveIpc({
    ipcMain,
    webContents: contents,
    isTrusted: (event) => isTrustedFrame(event.senderFrame, isPage),
    api: host.api,
    bus: host.bus,
  });
  window.once('closed', stopServing);
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') contents.reload();
  });
  window.loadURL(devUrl ?? PAGE_URL).catch(report);
}

async function chooseSavePath(suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: 'Save traffic',
    defaultPath: join(app.getPath('downloads'), suggestedName),
  });
  return canceled || !filePath ? null : filePath;
}

function setupMenu({ api }: App): void {
  const host = async () => (await api.getSnapshot()).host;
  const actions = {
    chooseFolder: async () => {
      const { folder } = await host();
      const { filePaths } = await dialog.showOpenDialog({
        title: 'Share a folder',
        defaultPath: folder,
        properties: ['openDirectory', 'createDirectory'],
      });
      if (filePaths[0] !== undefined) await api.updateSettings({ folder: filePaths[0] });
    },
    showFolder: async () => openFolder((await host()).folder),
    showData: async () => openFolder((await host()).dataDirectory),
    openSpecification: () => openExternal(SPECIFICATION),
    openOfficeDocumentation: () => openExternal(OFFICE_DOCUMENTATION),
  };
  const clicks = Object.fromEntries(
    Object.entries(actions).map(([name, act]) => [name, () => void act().catch(report)]),
  ) as Record<keyof typeof actions, () => void>;
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(clicks, process.platform)));
}

async function openFolder(path: string): Promise<void> {
  const problem = await shell.openPath(path);
  if (problem !== '') throw new Error(`The folder ${path} could not be opened: ${problem}`);
}

/** Every way out passes here: the host finishes what it is writing, then the app ends. */
function stopBeforeQuit(host: App): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('will-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    host
      .stop()
      .catch(report)
      .finally(() => {
        state = 'stopped';
        // a host with nothing to finish stops within the event, during which Electron ignores another quit
        setImmediate(() => app.quit());
      });
  });
}

function report(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${detail}\n`);
  void dialog.showMessageBox({ type: 'error', message: app.name, detail });
}

function refuseToStart(error: unknown): void {
  // --help and --version have been answered
  if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return app.exit(0);
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${detail}\n`);
  dialog.showErrorBox(`${app.name} cannot start`, detail);
  app.exit(1);
}
