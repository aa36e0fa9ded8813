import type { ReactNode } from 'react';
import type { TokenRow, TokenState } from '../../preload/contract.ts';
import { FileOf } from '../files/file-icon.tsx';
import { compareNames } from '../files/tree.ts';
import { PersonName } from '../ui/avatar.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Countdown } from '../ui/countdown.tsx';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { formatFull, formatWhen } from '../ui/format.ts';

const STATES: Record<TokenState, { tone: Tone; title: string }> = {
  valid: { tone: 'ok', title: 'Requests with this token are served' },
  expired: { tone: 'warn', title: 'Requests with this token get 401: its time is over' },
  revoked: { tone: 'err', title: 'Requests with this token get 401: it was revoked here' },
};

export function StateBadge({ state }: { state: TokenState }): ReactNode {
  const { tone, title } = STATES[state];
  return (
    <Badge tone={tone} title={title}>
      {state}
    </Badge>
  );
}

export const tokenColumns: readonly FittedColumn<TokenRow>[] = [
  {
    id: 'state',
    header: 'State',
    width: 64,
    cell: ({ state }) => <StateBadge state={state} />,
    sort: (left, right) => compareNames(left.state, right.state),
  },
  {
    id: 'person',
    header: 'Person',
    width: 'minmax(112px, 160px)',
    cell: ({ personId, personName }) => <PersonName id={personId} name={personName} />,
    sort: (left, right) => compareNames(left.personName, right.personName),
  },
  {
    id: 'file',
    header: 'File',
    width: 'minmax(140px, 1fr)',
    cell: (token) => <FileOf {...token} />,
    sort: (left, right) => compareNames(left.fileName, right.fileName),
  },
  {
    id: 'rights',
    header: 'Rights',
    width: 64,
    yields: 4,
    cell: ({ canWrite }) => <span className="ws-muted">{canWrite ? 'write' : 'read'}</span>,
    sort: (left, right) => Number(left.canWrite) - Number(right.canWrite),
  },
  {
    id: 'issued',
    header: 'Issued',
    width: 88,
    yields: 3,
    align: 'end',
    cell: ({ issuedAt }) => <Time at={issuedAt} />,
    sort: (left, right) => left.issuedAt - right.issuedAt,
  },
  {
    id: 'left',
    header: 'Expires in',
    width: 76,
    align: 'end',
    cell: ({ state, expiresAt }) =>
      state === 'valid' ? <Countdown until={expiresAt} /> : <span className="ws-muted">–</span>,
    sort: (left, right) => left.expiresAt - right.expiresAt,
  },
  {
    id: 'used',
    header: 'Last use',
    width: 88,
    yields: 2,
    align: 'end',
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? <span className="ws-muted">never</span> : <Time at={lastUsedAt} />,
    sort: (left, right) => (left.lastUsedAt ?? 0) - (right.lastUsedAt ?? 0),
  },
  {
    id: 'source',
    header: 'Source',
    width: 'minmax(88px, 120px)',
    yields: 1,
    cell: ({ source }) => <span className="ws-clip ws-muted">{source}</span>,
    sort: (left, right) => compareNames(left.source, right.source),
    hint: 'What asked for the token',
  },
];

function Time({ at }: { at: number }): ReactNode {
  return (
    <span className="ws-mono" title={`${formatFull(at)} on the virtual clock`}>
      {formatWhen(at)}
    </span>
  );
}
