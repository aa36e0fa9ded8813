import type { ReactNode } from 'react';
import { formatCount } from '../ui/format.ts';
import { CopyButton } from '../ui/copy.tsx';
import { lockIdSummary, readLockId, shortenMiddle } from './lock-id.ts';

/** A lock id in a narrow place: both ends kept, whole on hover. */
export function ShortLockId({ lockId, length = 32 }: { lockId: string; length?: number }): ReactNode {
  return (
    <span className="ws-mono ws-clip" title={lockId}>
      {shortenMiddle(lockIdSummary(lockId), length)}
    </span>
  );
}

/** An id of this many characters fills a few lines of the pane; a longer one scrolls. */
const LONG = 300;
const SCROLLED = { tabIndex: 0, role: 'group', 'aria-label': 'The whole lock id' };

/** The whole id as it is compared, byte for byte, and what stands in it when it is JSON. */
export function WholeLockId({ lockId }: { lockId: string }): ReactNode {
  const reading = readLockId(lockId);
  return (
    <div className="ws-lock-id">
      <span className="ws-with-copy">
        <span className="ws-mono ws-lock-whole" {...(lockId.length > LONG ? SCROLLED : {})}>
          {lockId}
        </span>
        <CopyButton text={lockId} what="lock id" />
      </span>
      {lockId.length > LONG ? (
        <span className="ws-muted">{formatCount(lockId.length)} characters, 1,024 at most</span>
      ) : null}
      {reading.kind === 'text' ? null : (
        <dl className="ws-lock-members" aria-label="Members of the lock id">
          {reading.members.map(({ name, value, meaning }) => (
            <div key={name}>
              <dt className="ws-mono">{name}</dt>
              <dd>
                <span className="ws-mono">{value}</span>
                {meaning === null ? null : <span className="ws-muted"> {meaning}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
