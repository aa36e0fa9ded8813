import { BrowserWindow, Menu, screen } from 'electron';
import { contextMenuTemplate } from './menu.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

interface WindowOptions {
  title: string;
  preload: string;
  dataDirectory: string;
  icon: string;
}

/** Creates the one window, hidden until its page has drawn something. */
export function createWindow({ title, preload, dataDirectory, icon }: WindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { isMaximized = false, ...bounds } = readWindowState(dataDirectory, screens) ?? { width: 1400, height: 900 };
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 400,
    minHeight: 300,
    title,
    icon,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // the list goes on counting while another window covers it
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  // the page's own title would replace the product's name
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () => {
    writeWindowState(dataDirectory, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  window.webContents.on('context-menu', (_event, pointed) => {
    const template = contextMenuTemplate(pointed);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
  return window;
}

/** Brings the window to the front, as a second start of the app asks for. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
