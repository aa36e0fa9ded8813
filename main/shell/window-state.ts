import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  isMaximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

const fileIn = (dataDirectory: string) => join(dataDirectory, 'window.json');

/** Where the window was last, if that is still on a screen. A missing or broken file means: wherever the system likes. */
export function readWindowState(dataDirectory: string, screens: Rectangle[]): WindowState | undefined {
  try {
    const state = WindowState.parse(JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')));
    return screens.some((screen) => showsTitleBar(state, screen)) ? state : undefined;
  } catch {
    return undefined;
  }
}

export function writeWindowState(dataDirectory: string, state: WindowState): void {
  writeFileSync(fileIn(dataDirectory), `${JSON.stringify(state)}\n`);
}

/** Enough of the upper edge must be visible to take hold of the window. */
function showsTitleBar(state: WindowState, screen: Rectangle): boolean {
  const visibleWidth = Math.min(state.x + state.width, screen.x + screen.width) - Math.max(state.x, screen.x);
  return visibleWidth >= 100 && state.y >= screen.y && state.y < screen.y + screen.height - 50;
}
