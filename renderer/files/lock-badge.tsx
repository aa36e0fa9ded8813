import type { ReactNode } from 'react';
import { LockClosed12Regular } from '@fluentui/react-icons/svg/lock-closed';
import { useLocks } from '../state/locks.ts';
import { Countdown } from '../ui/countdown.tsx';

/** The lock of a file with its time left; nothing for a free file. Follows locks and clock by itself. */
export function LockBadge({ fileId }: { fileId: string }): ReactNode {
  const lock = useLocks((state) => state.byFile.get(fileId));
  if (!lock) return null;
  const holder = lock.personName ?? 'this screen';
  return (
    <a
      className="ws-lock-badge"
      href={`#/locks?file=${encodeURIComponent(fileId)}`}
      title={`Locked by ${holder}: ${lock.lockId}`}
      onClick={(event) => event.stopPropagation()}
    >
      <LockClosed12Regular aria-hidden="true" />
      <span className="ws-hidden">Locked by {holder}, time left </span>
      <Countdown until={lock.expiresAt} />
    </a>
  );
}
