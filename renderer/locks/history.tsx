import { useEffect, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { LockChange, LockEvent } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { useLocks } from '../state/locks.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatFull, formatTime, formatWhen } from '../ui/format.ts';
import { ShortLockId, WholeLockId } from './lock-id-view.tsx';

/** How each change is told. `by` tells who did it; the sentence carries the meaning, the colour only helps. */
const CHANGES: Record<LockChange, { word: string; tone: 'ok' | 'neutral' | 'warn' | 'err' }> = {
  taken: { word: 'Taken', tone: 'ok' },
  refreshed: { word: 'Refreshed', tone: 'neutral' },
  swapped: { word: 'Id changed', tone: 'warn' },
  released: { word: 'Released', tone: 'neutral' },
  expired: { word: 'Expired', tone: 'warn' },
  refused: { word: 'Refused', tone: 'err' },
};

/** Everything that happened to the lock of one file, newest first. */
export function LockHistory({ fileId }: { fileId: string }): ReactNode {
  const api = useApi();
  const { data, problem, reload } = useLoaded(fileId, () => api.listLockHistory({ fileId }));
  // Not read while drawing: of many changes at once, as when the clock jumps, only the last would be seen.
  useEffect(
    () =>
      useLocks.subscribe(({ lastChange }, before) => {
        if (lastChange !== before.lastChange && lastChange?.fileId === fileId) reload();
      }),
    [fileId, reload],
  );

  if (data === null) {
    return problem === null ? (
      <Loading what="the history" />
    ) : (
      <Problem
        title="The history could not be read"
        message={problem}
        actions={<Button onClick={reload}>Try again</Button>}
      />
    );
  }
  if (data.length === 0) {
    return (
      <Empty title="This file was never locked">
        The history begins when an editor opens the file for editing, or when a lock is taken here.
      </Empty>
    );
  }
  const newestFirst = data.toSorted((left, right) => right.id - left.id);
  return (
    <ol className="ws-timeline" aria-label="History of the lock, newest first">
      {newestFirst.map((event) => (
        <Entry key={event.id} event={event} />
      ))}
    </ol>
  );
}

function Entry({ event }: { event: LockEvent }): ReactNode {
  const { change, at, realAt, reason, lockId, previousLockId } = event;
  const { word, tone } = CHANGES[change];
  const isShifted = Math.abs(at - realAt) >= 1000;
  return (
    <li className="ws-timeline-entry" data-tone={tone}>
      <div className="ws-timeline-head">
        <strong>{word}</strong>
        <span>{actorOf(event)}</span>
        <span className="ws-timeline-times ws-mono" title={`${formatFull(at)} on the virtual clock`}>
          {formatWhen(at)}
          {isShifted ? (
            <span className="ws-muted" title={`${formatFull(realAt)} on the wall clock`}>
              {' '}
              (wall {formatTime(realAt)})
            </span>
          ) : null}
        </span>
      </div>
      {reason === null ? null : <p className="ws-timeline-reason">{reason}</p>}
      <LockIds change={change} lockId={lockId} previousLockId={previousLockId} />
    </li>
  );
}

/** A refresh or a release repeats the id before it, so only what is new or in conflict is shown without asking. */
function LockIds({
  change,
  lockId,
  previousLockId,
}: Pick<LockEvent, 'change' | 'lockId' | 'previousLockId'>): ReactNode {
  const isRefusal = change === 'refused';
  if (change === 'refreshed' || change === 'released' || change === 'expired')
    return <OneId label="Id" lockId={lockId} />;
  return (
    <>
      <OneId label={isRefusal ? 'Asked with' : 'Id'} lockId={lockId} none="no lock id" />
      {previousLockId === null ? null : (
        <OneId label={isRefusal ? 'In the way' : 'Before'} lockId={previousLockId} none="the file was not locked" />
      )}
    </>
  );
}

function OneId({ label, lockId, none = '' }: { label: string; lockId: string; none?: string }): ReactNode {
  if (lockId === '') {
    return (
      <div className="ws-timeline-id ws-muted">
        {label}: {none}
      </div>
    );
  }
  return (
    <details className="ws-timeline-id">
      <summary>
        {label} <ShortLockId lockId={lockId} length={36} />
      </summary>
      <WholeLockId lockId={lockId} />
    </details>
  );
}

function actorOf({ by, personName }: LockEvent): string {
  if (by === 'clock') return 'by the clock';
  if (by === 'screen') return 'from this screen';
  return personName === null ? 'over WOPI' : `over WOPI with ${personName}'s token`;
}
