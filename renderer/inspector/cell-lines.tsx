import type { ReactNode } from 'react';
import { colourOf, initialsOf } from '../ui/avatar.tsx';
import type { CellLine } from '../ui/columns.ts';
import { formatBytes, formatDuration, NONE, shortId } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';

export const QUIET = 'ws-muted';
export const QUIET_MONO = 'ws-mono ws-muted';
export const EMPTY: CellLine = { text: '' };
/** A value that is not known. */
export const NOTHING: CellLine = { text: NONE, className: QUIET };

/** A full bar stands for this long; each tenth of the bar is as much as the part before it, and more. */
const LONGEST = 10_000;
const BAR = 16;
/** Room of the disc with initials, and of what is between it and the name. */
const DISC = 24;

/** A text that its tooltip tells whole. */
export function named(text: string): CellLine {
  return { text, title: () => writtenOut(text) };
}

export function idLine(id: string | null, isShort = false): CellLine {
  if (id === null) return NOTHING;
  return { text: isShort ? shortId(id) : id, className: QUIET_MONO, title: () => writtenOut(id) };
}

const people = new Map<string, Pick<CellLine, 'initials' | 'style'>>();
const MOST_PEOPLE = 1_000;

export function personLine(id: string, name: string): CellLine {
  const key = `${id} ${name}`;
  const known = people.get(key);
  const disc = known ?? { initials: initialsOf(name), style: { '--wsDisc': colourOf(id) } as CellLine['style'] };
  if (!known) {
    if (people.size >= MOST_PEOPLE) people.clear();
    people.set(key, disc);
  }
  return { text: name, title: () => writtenOut(name), inset: DISC, ...disc };
}

export function durationLine(milliseconds: number | null): CellLine {
  const text = formatDuration(milliseconds);
  const share = milliseconds === null ? 0 : Math.min(1, Math.log1p(milliseconds) / Math.log1p(LONGEST));
  return {
    text,
    className: 'ws-mono ws-muted ws-duration',
    style: {
      '--wsBar': `right calc(${text.length}ch + 6px) center / ${Math.round(share * BAR)}px 5px`,
    } as CellLine['style'],
  };
}

export function sizeLine(bytes: number): CellLine {
  return { text: bytes === 0 ? '0' : formatBytes(bytes), className: QUIET_MONO };
}

/** A line where it is more than a line, or stands beside something else. */
export function LineText({ text, className = '', tone, style, title }: CellLine): ReactNode {
  return (
    <span className={`ws-clip ${className}`} data-tone={tone} style={style} title={title?.()}>
      <Shown text={text} />
    </span>
  );
}
