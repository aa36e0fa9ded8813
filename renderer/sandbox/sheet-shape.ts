import { locale, type Context, type Sheet } from '@fortune-sheet/core';
import type { WorkbookInstance } from '@fortune-sheet/react';
import { columnName } from './workbook/patch-sheet.ts';
import type { Axis, Reshaping } from './workbook/shift.ts';

/** What a person asks for: the change, and the sheet it is made on. */
export interface Wish {
  sheet: Sheet;
  change: Omit<Reshaping, 'sheet'>;
}

export type Side = 'before' | 'after' | 'away';

/** What adding or removing beside the selected cells comes to; null when nothing or several areas are selected. */
export function wishAt(grid: WorkbookInstance, axis: Axis, side: Side, count?: number): Wish | null {
  const selection = grid.getSelection() ?? [];
  const [first, last] = (axis === 'row' ? selection[0]?.row : selection[0]?.column) ?? [];
  if (selection.length !== 1 || first === undefined || last === undefined) return null;
  const change = {
    axis,
    kind: side === 'away' ? ('remove' as const) : ('insert' as const),
    // the grid counts from 0
    at: side === 'after' ? last + 2 : first + 1,
    count: count ?? last - first + 1,
  };
  return { sheet: grid.getSheet(), change };
}

const PLACES: Record<string, [Axis, Side]> = {
  top: ['row', 'before'],
  bottom: ['row', 'after'],
  left: ['column', 'before'],
  right: ['column', 'after'],
};

/**
 * What a click into the grid's own menu asks for. The grid would move its cells itself, but not what the file holds beside
 * them, and formulas of other sheets wrongly.
 */
export function wishOfMenu(target: EventTarget, grid: WorkbookInstance): Wish | 'none' | null {
  const item = target instanceof Element ? target.closest('.luckysheet-cols-menuitem') : null;
  if (item === null || target instanceof HTMLInputElement) return 'none';
  const place = Object.keys(PLACES).find((name) => item.querySelector(`.luckysheet-cols-rows-shift-${name}`) !== null);
  const [axis, side] = (place === undefined ? undefined : PLACES[place]) ?? removalOf(item.textContent) ?? [];
  if (axis === undefined || side === undefined) return 'none';
  const typed = Number(item.querySelector('input')?.value ?? Number.NaN);
  return wishAt(grid, axis, side, Number.isInteger(typed) && typed > 0 ? typed : undefined);
}

function removalOf(words: string): [Axis, Side] | undefined {
  const { rightclick } = locale({ lang: 'en' } as Context);
  if (words === rightclick.deleteSelected + rightclick.row) return ['row', 'away'];
  return words === rightclick.deleteSelected + rightclick.column ? ['column', 'away'] : undefined;
}

/** “Rows 5 to 6 were added.” */
export function toldOf({ axis, at, count, kind }: Wish['change']): string {
  const name = (position: number): string => (axis === 'row' ? String(position) : columnName(position));
  const what = axis === 'row' ? 'Row' : 'Column';
  const done = kind === 'remove' ? 'removed' : 'added';
  return count === 1
    ? `${what} ${name(at)} was ${done}.`
    : `${what}s ${name(at)} to ${name(at + count - 1)} were ${done}.`;
}
