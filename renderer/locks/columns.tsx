import type { ReactNode } from 'react';
import type { LockRow } from '../../preload/contract.ts';
import { FileOf } from '../files/file-icon.tsx';
import { compareNames } from '../files/tree.ts';
import { PersonName } from '../ui/avatar.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Countdown } from '../ui/countdown.tsx';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { formatFull, formatTime } from '../ui/format.ts';
import { ShortLockId } from './lock-id-view.tsx';

export const lockColumns: readonly FittedColumn<LockRow>[] = [
  {
    id: 'file',
    header: 'File',
    width: 'minmax(160px, 1fr)',
    cell: (lock) => <FileOf {...lock} />,
    sort: (left, right) => compareNames(left.fileName, right.fileName),
  },
  {
    id: 'lock',
    header: 'Lock id',
    width: 'minmax(200px, 2fr)',
    cell: ({ lockId }) => (
      <span className="ws-with-copy">
        <ShortLockId lockId={lockId} length={30} />
        <CopyButton text={lockId} what="lock id" />
      </span>
    ),
    hint: 'JSON ids are shown without their punctuation; hover for the whole id',
  },
  {
    id: 'holder',
    header: 'Taken with the token of',
    width: 'minmax(120px, 160px)',
    yields: 3,
    cell: ({ personId, personName }) => <Holder id={personId} name={personName} />,
    sort: (left, right) => compareNames(left.personName ?? '', right.personName ?? ''),
    hint: 'A lock belongs to the file: anybody who knows the id may use it',
  },
  {
    id: 'taken',
    header: 'Taken',
    width: 72,
    yields: 2,
    align: 'end',
    cell: ({ takenAt }) => <Time at={takenAt} />,
    sort: (left, right) => left.takenAt - right.takenAt,
  },
  {
    id: 'refreshed',
    header: 'Last refresh',
    width: 80,
    yields: 1,
    align: 'end',
    cell: ({ takenAt, refreshedAt }) =>
      refreshedAt > takenAt ? <Time at={refreshedAt} /> : <span className="ws-muted">never</span>,
    sort: (left, right) => left.refreshedAt - right.refreshedAt,
  },
  {
    id: 'left',
    header: 'Expires in',
    width: 72,
    align: 'end',
    cell: ({ expiresAt }) => <Countdown until={expiresAt} />,
    sort: (left, right) => left.expiresAt - right.expiresAt,
    hint: '30 minutes after it was taken or refreshed, on the virtual clock',
  },
];

export function Holder({ id, name }: { id: string | null; name: string | null }): ReactNode {
  if (id === null || name === null) return <span className="ws-muted">this screen</span>;
  return <PersonName id={id} name={name} />;
}

function Time({ at }: { at: number }): ReactNode {
  return (
    <span className="ws-mono" title={`${formatFull(at)} on the virtual clock`}>
      {formatTime(at)}
    </span>
  );
}
