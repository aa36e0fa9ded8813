import type { SessionRow } from '../../preload/contract.ts';
import { Marks, marksWeight } from '../findings/severity.tsx';
import { Badge } from '../ui/badge.tsx';
import { compareText } from '../ui/columns.ts';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { formatCount, formatDuration, formatFull, formatWhen, NONE } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { tones } from './words.ts';

const count = (number: number) => (
  <span className={number === 0 ? 'ws-mono ws-muted' : 'ws-mono'}>{number === 0 ? NONE : formatCount(number)}</span>
);

export const sessionColumns: readonly FittedColumn<SessionRow>[] = [
  {
    id: 'tone',
    header: 'How',
    width: 92,
    hint: 'How the session went',
    cell: ({ tone }) => (
      <Badge tone={tones[tone].tone}>
        <span aria-hidden="true">{tones[tone].sign}</span> {tones[tone].word}
      </Badge>
    ),
    sort: (left, right) => tones[left.tone].rank - tones[right.tone].rank,
  },
  {
    id: 'start',
    header: 'Began',
    width: 84,
    cell: ({ realStartedAt }) => (
      <span className="ws-mono ws-clip" title={formatFull(realStartedAt)}>
        {formatWhen(realStartedAt)}
      </span>
    ),
    sort: (left, right) => left.firstId - right.firstId,
  },
  {
    id: 'length',
    header: 'Length',
    width: 72,
    align: 'end',
    yields: 3,
    hint: 'From the first to the last request, on the wall clock',
    cell: ({ realStartedAt, realEndedAt }) => (
      <span className="ws-mono">{formatDuration(realEndedAt - realStartedAt)}</span>
    ),
    sort: (left, right) => left.realEndedAt - left.realStartedAt - (right.realEndedAt - right.realStartedAt),
  },
  {
    id: 'file',
    header: 'File',
    width: 'minmax(120px, 1.2fr)',
    cell: ({ fileName, otherFiles }) => (
      <span className="ws-clip" title={fileName ?? undefined}>
        {fileName === null ? <span className="ws-muted">no file</span> : <Shown text={fileName} />}
        {otherFiles > 0 ? <span className="ws-muted"> + {otherFiles}</span> : null}
      </span>
    ),
    sort: (left, right) => compareText(left.fileName, right.fileName),
  },
  {
    id: 'people',
    header: 'People',
    width: 'minmax(88px, 1fr)',
    yields: 6,
    cell: ({ people }) => (
      <span className="ws-clip" title={people.join(', ')}>
        <Shown text={people.length === 0 ? NONE : people.join(', ')} />
      </span>
    ),
    sort: (left, right) => compareText(left.people.join(', '), right.people.join(', ')),
  },
  {
    id: 'client',
    header: 'Client',
    width: 'minmax(96px, 1fr)',
    yields: 5,
    cell: ({ client }) => (
      <span className="ws-clip ws-muted" title={client}>
        <Shown text={client} />
      </span>
    ),
    sort: (left, right) => compareText(left.client, right.client),
  },
  {
    id: 'requests',
    header: 'Requests',
    width: 64,
    align: 'end',
    yields: 4,
    cell: ({ requests }) => count(requests),
    sort: (left, right) => left.requests - right.requests,
  },
  {
    id: 'saves',
    header: 'Saves',
    width: 48,
    align: 'end',
    yields: 2,
    cell: ({ saves }) => count(saves),
    sort: (left, right) => left.saves - right.saves,
  },
  {
    id: 'locks',
    header: 'Locks',
    width: 48,
    align: 'end',
    yields: 1,
    hint: 'Locks that were granted',
    cell: ({ locks }) => count(locks),
    sort: (left, right) => left.locks - right.locks,
  },
  {
    id: 'marks',
    header: 'Found',
    width: 72,
    yields: 7,
    hint: 'What rules found in its requests',
    cell: ({ marks }) => (marks ? <Marks marks={marks} /> : null),
    sort: (left, right) => marksWeight(left.marks ?? undefined) - marksWeight(right.marks ?? undefined),
  },
  {
    id: 'verdict',
    header: 'In a sentence',
    width: 'minmax(160px, 3fr)',
    yields: 8,
    cell: ({ verdict }) => (
      <span className="ws-clip" title={verdict}>
        <Shown text={verdict} />
      </span>
    ),
  },
];
