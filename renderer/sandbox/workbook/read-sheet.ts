import type { Border, Worksheet } from 'exceljs';
import type { CellWithRowAndCol, Sheet, SheetConfig } from '@fortune-sheet/core';
import { toCss } from './colours.ts';
import { readCell } from './read-cell.ts';

/** Room beyond what is used, and the largest grid that is drawn. */
const SPARE_ROWS = 40;
const SPARE_COLUMNS = 12;
const LEAST_COLUMNS = 26;
const PIXELS_PER_CHARACTER = 7;
const CELL_PADDING = 5;
const PIXELS_PER_POINT = 96 / 72;

const LINES: Record<string, number> = { thin: 1, hair: 2, dotted: 3, dashed: 4, medium: 8, thick: 13, double: 7 };

export function readSheet(sheet: Worksheet, order: number, uses1904: boolean): Sheet {
  const celldata: CellWithRowAndCol[] = [];
  const borderInfo: unknown[] = [];
  sheet.eachRow({ includeEmpty: false }, (row) => {
    row.eachCell({ includeEmpty: true }, (cell) => {
      // The other cells of a merged area repeat the first one's value.
      if (cell.isMerged && cell.master !== cell) return;
      const r = Number(cell.row) - 1;
      const c = Number(cell.col) - 1;
      const value = readCell(cell, uses1904);
      if (value !== null) celldata.push({ r, c, v: value });
      const border = readBorder(cell.border, r, c);
      if (border !== undefined) borderInfo.push(border);
    });
  });
  const id = String(sheet.id);
  return {
    name: sheet.name,
    id,
    order,
    status: order === 0 ? 1 : 0,
    luckysheet_select_save: [{ row: [0, 0], column: [0, 0], row_focus: 0, column_focus: 0 }],
    ...(sheet.state === 'visible' ? {} : { hide: 1 }),
    row: sheet.rowCount + SPARE_ROWS,
    column: Math.max(LEAST_COLUMNS, sheet.columnCount + SPARE_COLUMNS),
    celldata: withMerges(celldata, sheet),
    calcChain: celldata.filter(({ v }) => v?.f !== undefined).map(({ r, c }) => ({ r, c, id })),
    config: { ...readLayout(sheet), merge: merges(sheet), borderInfo },
    ...freeze(sheet),
  };
}

function readBorder(border: Partial<Record<string, Partial<Border>>> | undefined, r: number, c: number): unknown {
  const sides = { l: border?.['left'], r: border?.['right'], t: border?.['top'], b: border?.['bottom'] };
  const drawn = Object.entries(sides).flatMap(([side, line]) =>
    line?.style === undefined
      ? []
      : [[side, { style: LINES[line.style] ?? 1, color: toCss(line.color) ?? '#000000' }] as const],
  );
  return drawn.length === 0
    ? undefined
    : { rangeType: 'cell', value: { row_index: r, col_index: c, ...Object.fromEntries(drawn) } };
}

function readLayout(sheet: Worksheet): SheetConfig {
  const columnlen: Record<string, number> = {};
  const rowlen: Record<string, number> = {};
  const colhidden: Record<string, number> = {};
  const rowhidden: Record<string, number> = {};
  for (let index = 1; index <= sheet.columnCount; index += 1) {
    const { width, hidden } = sheet.getColumn(index);
    if (width !== undefined) columnlen[index - 1] = Math.round(width * PIXELS_PER_CHARACTER + CELL_PADDING);
    if (hidden) colhidden[index - 1] = 0;
  }
  sheet.eachRow((row, index) => {
    if (row.height) rowlen[index - 1] = Math.round(row.height * PIXELS_PER_POINT);
    if (row.hidden) rowhidden[index - 1] = 0;
  });
  return { columnlen, rowlen, colhidden, rowhidden };
}

interface Area {
  r: number;
  c: number;
  rs: number;
  cs: number;
}

function areas(sheet: Worksheet): Area[] {
  return (sheet.model.merges ?? []).flatMap((reference) => {
    const [from = '', to = from] = reference.split(':');
    const first = sheet.getCell(from);
    const last = sheet.getCell(to);
    const r = Number(first.row) - 1;
    const c = Number(first.col) - 1;
    return [{ r, c, rs: Number(last.row) - r, cs: Number(last.col) - c }];
  });
}

function merges(sheet: Worksheet): Record<string, Area> {
  return Object.fromEntries(areas(sheet).map((area) => [`${String(area.r)}_${String(area.c)}`, area]));
}

/** The grid wants every cell of a merged area to point at the first one. */
function withMerges(cells: CellWithRowAndCol[], sheet: Worksheet): CellWithRowAndCol[] {
  const found = new Map(cells.map((cell) => [`${String(cell.r)}_${String(cell.c)}`, cell]));
  for (const area of areas(sheet)) {
    for (let r = area.r; r < area.r + area.rs; r += 1) {
      for (let c = area.c; c < area.c + area.cs; c += 1) {
        const key = `${String(r)}_${String(c)}`;
        const isFirst = r === area.r && c === area.c;
        const mc = isFirst ? area : { r: area.r, c: area.c };
        found.set(key, { r, c, v: { ...found.get(key)?.v, mc } });
      }
    }
  }
  return [...found.values()];
}

function freeze(sheet: Worksheet): Pick<Sheet, 'frozen'> | Record<string, never> {
  // Types say otherwise, but a sheet without views has null here.
  const views = (sheet.views as Worksheet['views'] | null) ?? [];
  const view = views.find(({ state }) => state === 'frozen') as { xSplit?: number; ySplit?: number } | undefined;
  const columns = view?.xSplit ?? 0;
  const rows = view?.ySplit ?? 0;
  if (columns === 0 && rows === 0) return {};
  const type = columns > 0 && rows > 0 ? 'rangeBoth' : rows > 0 ? 'rangeRow' : 'rangeColumn';
  return { frozen: { type, range: { row_focus: rows - 1, column_focus: columns - 1 } } };
}
