import type { ReactNode } from 'react';

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

export type OperationFamily = 'read' | 'write' | 'lock' | 'shape' | 'none';

const families: Record<string, OperationFamily> = {
  CheckFileInfo: 'read',
  GetFile: 'read',
  GetShareUrl: 'read',
  PutFile: 'write',
  PutRelativeFile: 'write',
  PutUserInfo: 'write',
  Lock: 'lock',
  GetLock: 'lock',
  RefreshLock: 'lock',
  Unlock: 'lock',
  UnlockAndRelock: 'lock',
  RenameFile: 'shape',
  DeleteFile: 'shape',
};

/** Reading, writing, locking, or changing names and existence. */
export function familyOf(operation: string | null): OperationFamily {
  if (operation === null) return 'none';
  return families[operation] ?? 'read';
}

export function OperationName({ operation, fallback }: { operation: string | null; fallback?: string }): ReactNode {
  return (
    <span className="ws-op" data-family={familyOf(operation)}>
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
