import type { ReactNode } from 'react';
import { shortId } from './format.ts';

/** Ids, codes and times. A shortened text shows whole in its tooltip. */
export function Mono({ children, short }: { children: string; short?: number }): ReactNode {
  const shown = short === undefined ? children : shortId(children, short);
  return (
    <span className="ws-mono" title={shown === children ? undefined : children}>
      {shown}
    </span>
  );
}
