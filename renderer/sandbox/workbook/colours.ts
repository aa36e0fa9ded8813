import type { Color } from 'exceljs';

/** Office's standard theme, in the order of theme indexes: light 1, dark 1, light 2, dark 2, accents 1 to 6. */
const THEME = ['ffffff', '000000', 'e7e6e6', '44546a', '4472c4', 'ed7d31', 'a5a5a5', 'ffc000', '5b9bd5', '70ad47'];

type FileColour = Partial<Color> & { tint?: number };

/** A colour of the file as `#rrggbb`; undefined for ones this view does not know. */
export function toCss(colour: FileColour | undefined): string | undefined {
  if (colour?.argb !== undefined) return `#${colour.argb.slice(-6).toLowerCase()}`;
  if (colour?.theme === undefined) return undefined;
  const base = THEME[colour.theme];
  return base === undefined ? undefined : `#${tinted(base, colour.tint ?? 0)}`;
}

/** Tint: towards white when positive, towards black when negative. */
function tinted(base: string, tint: number): string {
  const channels = [0, 2, 4].map((start) => Number.parseInt(base.slice(start, start + 2), 16));
  const moved = channels.map((channel) =>
    Math.round(tint < 0 ? channel * (1 + tint) : channel + (255 - channel) * tint),
  );
  return moved.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}

/** `#rgb`, `#rrggbb` or `rgb(…)` as the grid writes it, in the file's form; undefined when it is no colour. */
export function toArgb(css: string | undefined): string | undefined {
  if (css === undefined) return undefined;
  const hex = /^#([0-9a-f]{6})$/i.exec(css)?.[1] ?? /^#([0-9a-f]{3})$/i.exec(css)?.[1]?.replace(/./g, '$&$&');
  if (hex !== undefined) return `FF${hex.toUpperCase()}`;
  const parts = /^rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/i.exec(css)?.slice(1, 4);
  return parts === undefined
    ? undefined
    : `FF${parts
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase()}`;
}
