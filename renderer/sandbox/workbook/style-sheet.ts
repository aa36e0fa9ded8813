import { toArgb } from './colours.ts';
import type { CellStyle } from './style-change.ts';
import { children, create } from './xml.ts';

const FIRST_CUSTOM_FORMAT = 164;
/** Formats every program knows by number; others are written out. */
const BUILT_IN: Record<string, number> = {
  General: 0,
  '0': 1,
  '0.00': 2,
  '#,##0': 3,
  '#,##0.00': 4,
  '0%': 9,
  '0.00%': 10,
  '0.00E+00': 11,
  'mm-dd-yy': 14,
  '@': 49,
};
const ALIGNMENTS: Record<string, string> = { 0: 'center', 1: 'left', 2: 'right' };
/** The order the schema wants within a font. */
const FONT_ORDER = [
  'b',
  'i',
  'strike',
  'condense',
  'extend',
  'outline',
  'shadow',
  'u',
  'vertAlign',
  'sz',
  'color',
  'name',
  'family',
  'charset',
  'scheme',
];

/** styles.xml: a changed cell gets a format of its own, made from the one it had. Nothing that exists is changed. */
export class StyleSheet {
  isChanged = false;
  readonly #derived = new Map<string, number>();

  constructor(readonly document: Document) {}

  /** The index of the format that is like `base`, but for `change`. */
  derive(base: number, change: CellStyle): number {
    const id = `${String(base)} ${JSON.stringify(change)}`;
    const known = this.#derived.get(id);
    if (known !== undefined) return known;
    this.isChanged = true;
    const formats = this.#list('cellXfs');
    const source = children(formats, 'xf')[base] ?? children(formats, 'xf')[0];
    const format = source === undefined ? create(formats, 'xf') : (source.cloneNode(true) as Element);
    this.#applyFont(format, change);
    this.#applyFill(format, change);
    this.#applyAlignment(format, change);
    this.#applyNumberFormat(format, change);
    const index = append(formats, format);
    this.#derived.set(id, index);
    return index;
  }

  #applyFont(format: Element, { bl, it, un, cl, fc }: CellStyle): void {
    if ([bl, it, un, cl, fc].every((value) => value === undefined)) return;
    const fonts = this.#list('fonts');
    const source = children(fonts, 'font')[Number(format.getAttribute('fontId') ?? 0)];
    const font = source === undefined ? create(fonts, 'font') : (source.cloneNode(true) as Element);
    for (const [name, value] of [
      ['b', bl],
      ['i', it],
      ['u', un],
      ['strike', cl],
    ] as const) {
      if (value === undefined) continue;
      replace(font, name, (value ?? 0) === 0 ? null : create(font, name));
    }
    if (fc !== undefined) {
      const argb = toArgb(fc ?? undefined);
      replace(font, 'color', argb === undefined ? null : create(font, 'color', { rgb: argb }));
    }
    format.setAttribute('fontId', String(append(fonts, font)));
    format.setAttribute('applyFont', '1');
  }

  #applyFill(format: Element, { bg }: CellStyle): void {
    if (bg === undefined) return;
    const fills = this.#list('fills');
    const argb = toArgb(bg ?? undefined);
    const fill = create(fills, 'fill');
    const pattern = create(fills, 'patternFill', { patternType: argb === undefined ? 'none' : 'solid' });
    if (argb !== undefined)
      pattern.append(create(fills, 'fgColor', { rgb: argb }), create(fills, 'bgColor', { indexed: '64' }));
    fill.append(pattern);
    format.setAttribute('fillId', String(append(fills, fill)));
    format.setAttribute('applyFill', '1');
  }

  #applyAlignment(format: Element, { ht }: CellStyle): void {
    if (ht === undefined) return;
    const alignment = children(format, 'alignment')[0] ?? create(format, 'alignment');
    const horizontal = ht === null ? undefined : ALIGNMENTS[String(ht)];
    if (horizontal === undefined) alignment.removeAttribute('horizontal');
    else alignment.setAttribute('horizontal', horizontal);
    format.prepend(alignment);
    format.setAttribute('applyAlignment', '1');
  }

  #applyNumberFormat(format: Element, { format: code }: CellStyle): void {
    if (code === undefined) return;
    format.setAttribute('numFmtId', String(BUILT_IN[code] ?? this.#customFormat(code)));
    format.setAttribute('applyNumberFormat', '1');
  }

  #customFormat(code: string): number {
    const root = this.document.documentElement;
    let list = children(root, 'numFmts')[0];
    if (list === undefined) {
      list = create(root, 'numFmts', { count: '0' });
      root.prepend(list);
    }
    const known = children(list, 'numFmt');
    const same = known.find((format) => format.getAttribute('formatCode') === code);
    if (same !== undefined) return Number(same.getAttribute('numFmtId'));
    const id = Math.max(FIRST_CUSTOM_FORMAT - 1, ...known.map((format) => Number(format.getAttribute('numFmtId')))) + 1;
    append(list, create(list, 'numFmt', { numFmtId: String(id), formatCode: code }));
    return id;
  }

  #list(name: 'fonts' | 'fills' | 'cellXfs'): Element {
    const list = children(this.document.documentElement, name)[0];
    if (list === undefined)
      throw new Error(`The styles of the workbook have no ${name}, so the format cannot be written.`);
    return list;
  }
}

/** Adds to a list that counts its members; returns the position. */
function append(list: Element, member: Element): number {
  list.append(member);
  const count = children(list, member.localName).length;
  list.setAttribute('count', String(count));
  return count - 1;
}

/** Puts a part of a font where the schema wants it, in place of the one that was there. */
function replace(font: Element, name: string, part: Element | null): void {
  for (const old of children(font, name)) old.remove();
  if (part === null) return;
  const position = FONT_ORDER.indexOf(name);
  const next = [...font.children].find(({ localName }) => FONT_ORDER.indexOf(localName) > position);
  font.insertBefore(part, next ?? null);
}
