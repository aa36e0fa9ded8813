import type { MenuItemConstructorOptions } from 'electron';

/** What the menu can do beyond the roles every app has. */
export interface MenuActions {
  chooseFolder(): void;
  showFolder(): void;
  showData(): void;
  openSpecification(): void;
  openOfficeDocumentation(): void;
}

export function menuTemplate(actions: MenuActions, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Share Another &Folder…', accelerator: 'CmdOrCtrl+O', click: actions.chooseFolder },
        { label: '&Show Shared Folder', click: actions.showFolder },
        { label: 'Show &Data Folder', click: actions.showData },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'WOPI &Specification', click: actions.openSpecification },
        { label: '&Office for the Web Integration', click: actions.openOfficeDocumentation },
        ...(isMac ? [] : [{ type: 'separator' as const }, { role: 'about' as const }]),
      ],
    },
  ];
}

/** What was under the pointer, as Electron reports it. */
interface Pointed {
  isEditable: boolean;
  selectionText: string;
  editFlags: { canCut: boolean; canCopy: boolean; canPaste: boolean; canSelectAll: boolean };
}

/** The menu of the right mouse button; empty where there is nothing to do. */
export function contextMenuTemplate({ isEditable, selectionText, editFlags }: Pointed): MenuItemConstructorOptions[] {
  if (isEditable) {
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
}
