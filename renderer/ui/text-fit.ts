import { useLayoutEffect, useState, type RefObject } from 'react';
import type { CellLine, Column } from './columns.ts';

/*
 * Cutting off what is too long costs the browser more than all the rest of a cell. So only those cells cut whose text
 * is too long, and that is reckoned here instead of measured in the page.
 */

/** Texts repeat: names, clients, outcomes. */
const REMEMBERED = 5_000;
/** Rounding, and letters that lean over. */
const SPARE = 2;

type Kind = 'plain' | 'strong' | 'mono';

let canvas: CanvasRenderingContext2D | null | undefined;
let fonts: Record<Kind, string> | null = null;
let known = new Map<string, number>();
/** Of one character of the font with equal ones. */
let advance = 0;

function kindOf(className: string | undefined): Kind {
  if (className === undefined || className === 'ws-muted') return 'plain';
  return className.includes('ws-mono') ? 'mono' : className.includes('ws-op') ? 'strong' : 'plain';
}

/** How the letters of a table look. */
function learn(table: HTMLElement): void {
  const style = getComputedStyle(table);
  const { fontFamily, fontSize } = style;
  const next = {
    plain: `${fontSize} ${fontFamily}`,
    strong: `600 ${fontSize} ${fontFamily}`,
    mono: `12px ${style.getPropertyValue('--wsMono')}`,
  };
  if (fonts !== null && next.plain === fonts.plain && next.mono === fonts.mono) return;
  fonts = next;
  known = new Map();
  advance = 0;
}

function measure(text: string, kind: Kind): number {
  if (fonts === null) return Infinity;
  canvas ??= document.createElement('canvas').getContext('2d');
  if (!canvas) return Infinity;
  canvas.font = fonts[kind];
  return canvas.measureText(text).width;
}

function widthOf(text: string, kind: Kind): number {
  if (kind === 'mono' && /^[ -~]*$/.test(text)) {
    if (advance === 0) advance = measure('0', 'mono');
    return text.length * advance;
  }
  const name = `${kind} ${text}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const width = measure(text, kind);
  if (known.size >= REMEMBERED) known.clear();
  known.set(name, width);
  return width;
}

/** Whether the line is in sight as a whole in a column of this width. */
export function fits({ text, className, inset = 0 }: CellLine, width: number): boolean {
  return text === '' || (width > 0 && widthOf(text, kindOf(className)) + inset + SPARE <= width);
}

/** The widths of the columns, read once whenever they may be others; null where nobody asks for them. */
export function useColumnWidths(
  scroller: RefObject<HTMLElement | null>,
  columns: readonly Pick<Column<never>, 'line'>[],
): readonly number[] | null {
  const [widths, setWidths] = useState<readonly number[] | null>(null);
  const isAsked = columns.some(({ line }) => line !== undefined);
  useLayoutEffect(() => {
    const table = scroller.current;
    if (!table || !isAsked) return undefined;
    const read = (): void => {
      learn(table);
      const heads = [...table.querySelectorAll('.ws-table-head > .ws-table-cell')];
      const next = heads.map((head) => head.getBoundingClientRect().width);
      setWidths((former) => (former?.join() === next.join() ? former : next));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(table);
    return () => observer.disconnect();
  }, [scroller, columns, isAsked]);
  return widths;
}
