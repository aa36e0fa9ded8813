import type { ReactNode } from 'react';
import { escapeParts } from './escape.ts';
import './visible.css';

/** Text from outside: what would not be seen, or would turn the text around, is written out. */
export function Visible({ children }: { children: string }): ReactNode {
  const parts = escapeParts(children);
  if (parts.length < 2 && parts[0]?.meaning == null) return children;
  return (
    <bdi>
      {parts.map(({ text, meaning }, index) =>
        meaning === null ? (
          text
        ) : (
          // The order is fixed, and a character may come more than once.
          <span key={`${index} ${text}`} className="ws-unseen" title={meaning}>
            {text}
          </span>
        ),
      )}
    </bdi>
  );
}
