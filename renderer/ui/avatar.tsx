import type { ReactNode } from 'react';
import { Shown } from './shown.tsx';
import { writtenOut } from './visible.ts';

/** All hold white text at 4.5:1 or better. */
const colours = [
  '#7a52b3',
  '#03787c',
  '#a4262c',
  '#0b6a0b',
  '#8f4d00',
  '#005b9f',
  '#9b2c7b',
  '#4f6b00',
  '#5c5470',
  '#00666d',
];

/** The same person keeps the same colour, whatever the order or the session. */
export function colourOf(id: string): string {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return colours[hash % colours.length] ?? '#5c5470';
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = firstLetter(words[0]) || '?';
  return (first + (words.length > 1 ? firstLetter(words.at(-1)) : '')).toUpperCase();
}

/** By code point, so that a letter outside the basic plane is not cut in half. */
function firstLetter(word = ''): string {
  const point = word.codePointAt(0);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Decoration beside a name; the name itself must stand next to it. */
export function Avatar({ id, name }: { id: string; name: string }): ReactNode {
  return (
    <span className="ws-avatar" style={{ backgroundColor: colourOf(id) }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

export function PersonName({ id, name }: { id: string; name: string }): ReactNode {
  return (
    <span className="ws-person" title={writtenOut(name)}>
      <Avatar id={id} name={name} />
      <span className="ws-clip">
        <Shown text={name} />
      </span>
    </span>
  );
}
