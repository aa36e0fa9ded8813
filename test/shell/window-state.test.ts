import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWindowState, writeWindowState } from '../../main/shell/window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const SECOND_SCREEN = { x: 1920, y: 0, width: 1920, height: 1080 };
const STATE = { x: 100, y: 80, width: 1200, height: 800, isMaximized: false };

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'wopi-sandbox-window-'));
});
afterEach(() => rmSync(data, { recursive: true }));

test('the window comes back where it was', () => {
  writeWindowState(data, STATE);
  expect(readWindowState(data, [SCREEN])).toEqual(STATE);
});

// oxfmt-ignore
test.each([
  ['on the second screen',             { ...STATE, x: 2000 },  [SCREEN, SECOND_SCREEN], true],
  ['on a screen that is gone',         { ...STATE, x: 2000 },  [SCREEN],                false],
  ['half over the left edge',          { ...STATE, x: -600 },  [SCREEN],                true],
  ['with its title bar above the top', { ...STATE, y: -40 },   [SCREEN],                false],
  ['below the bottom',                 { ...STATE, y: 1060 },  [SCREEN],                false],
])('a window %s is put back: %4$s', (_where, state, screens, isKept) => {
  writeWindowState(data, state);
  expect(readWindowState(data, screens)).toEqual(isKept ? state : undefined);
});

test.each(['', '{', '[]', '{"x":"1"}', JSON.stringify({ ...STATE, width: 3 }), JSON.stringify({ ...STATE, x: 1.5 })])(
  'a broken file (%s) means a fresh window',
  (text) => {
    writeFileSync(join(data, 'window.json'), text);
    expect(readWindowState(data, [SCREEN])).toBeUndefined();
  },
);

test('the first start has no place yet', () => {
  expect(readWindowState(data, [SCREEN])).toBeUndefined();
});
