import type { ReactNode } from 'react';

interface FoldedProps {
  words: string;
  isEmpty: boolean;
  children: ReactNode;
}

/** What is the same, out of the way. */
export function Folded({ words, isEmpty, children }: FoldedProps): ReactNode {
  if (isEmpty) return null;
  return (
    <details className="ws-folded">
      <summary>{words}</summary>
      {children}
    </details>
  );
}
