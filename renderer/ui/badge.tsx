import type { ReactNode } from 'react';
import { familyOf } from '../../preload/filter/operation-families.ts';

export type Tone = 'neutral' | 'ok' | 'accent' | 'warn' | 'err';

/** A short word with a tone. The word carries the meaning; the colour only helps. */
export function Badge({
  tone = 'neutral',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <span className="ws-badge" data-tone={tone} title={title}>
      {children}
    </span>
  );
}

export function OperationName({ operation, fallback }: { operation: string | null; fallback?: string }): ReactNode {
  return (
    <span className="ws-op" data-tone={familyOf(operation)}>
      {operation ?? fallback ?? 'other'}
    </span>
  );
}

export function Dot({ tone }: { tone: 'neutral' | 'ok' | 'warn' | 'err' }): ReactNode {
  return <span className="ws-dot" data-tone={tone} aria-hidden="true" />;
}

export function Kbd({ children }: { children: ReactNode }): ReactNode {
  return <kbd className="ws-kbd">{children}</kbd>;
}
