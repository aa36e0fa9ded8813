import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { contextMenuTemplate, type MenuActions, menuTemplate } from '../../main/shell/menu.ts';

const ACTIONS = ['chooseFolder', 'showFolder', 'showData', 'openSpecification', 'openOfficeDocumentation'] as const;

test.each(['linux', 'win32', 'darwin'] as const)('on %s every action of ours is in the menu once', (platform) => {
  const done: string[] = [];
  const actions = Object.fromEntries(ACTIONS.map((name) => [name, () => done.push(name)])) as unknown as MenuActions;
  for (const { click } of items(menuTemplate(actions, platform))) (click as (() => void) | undefined)?.();
  expect(done.toSorted()).toEqual(ACTIONS.toSorted());
});

test.each(['linux', 'win32', 'darwin'] as const)('on %s the menu offers editing, zooming and a way out', (platform) => {
  const roles = items(menuTemplate({} as MenuActions, platform)).map(({ role }) => role);
  expect(roles).toEqual(expect.arrayContaining(['editMenu', 'reload', 'zoomIn', 'zoomOut', 'togglefullscreen']));
  expect(roles).toContain(platform === 'darwin' ? 'appMenu' : 'quit');
});

test('a text field offers what can be done with its text', () => {
  const editFlags = { canCut: false, canCopy: true, canPaste: true, canSelectAll: true };
  const template = contextMenuTemplate({ isEditable: true, selectionText: '', editFlags });
  expect(template.map(({ role, enabled }) => [role, enabled])).toEqual([
    ['cut', false],
    ['copy', true],
    ['paste', true],
    [undefined, undefined],
    ['selectAll', true],
  ]);
});

test('selected text can be copied; elsewhere there is no menu', () => {
  const editFlags = { canCut: false, canCopy: true, canPaste: false, canSelectAll: true };
  expect(contextMenuTemplate({ isEditable: false, selectionText: 'lock', editFlags })).toEqual([{ role: 'copy' }]);
  expect(contextMenuTemplate({ isEditable: false, selectionText: ' ', editFlags })).toEqual([]);
});

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}
