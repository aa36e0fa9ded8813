import type { ReactNode } from 'react';
import { hidesSomething, partsOf } from './visible.ts';
import './shown.css';

/** Text that came from outside: control characters and marks of direction in it are written out, so nothing hides. */
export function Shown({ text }: { text: string }): ReactNode {
  if (!hidesSomething(text)) return text;
  return partsOf(text).map(({ text: part, meaning }, index) =>
    meaning === null ? (
      part
    ) : (
      // The parts of one text never change their order.
      <span key={`${index} ${part}`} className="ws-written-out" title={meaning}>
        {part}
      </span>
    ),
  );
}
