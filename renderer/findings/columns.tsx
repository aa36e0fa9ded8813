import type { ReactNode } from 'react';
import type { FindingGroup, RuleRow } from '../../preload/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { compareText } from '../ui/columns.ts';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { formatCount, formatFull, formatWhen, NONE, shortId } from '../ui/format.ts';
import { Marks, marksWeight, severities, SeverityBadge } from './severity.tsx';
import { Trend } from './trend.tsx';
import { topics } from './topics.ts';

export const ruleColumns: readonly FittedColumn<RuleRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: 84,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
    sort: (left, right) => severities[left.severity].rank - severities[right.severity].rank,
  },
  {
    id: 'title',
    header: 'Finding',
    width: 'minmax(200px, 3fr)',
    cell: ({ title, muted }) => (
      <span className="ws-clip" title={title}>
        {title} {muted ? <Badge title={muted.reason}>muted</Badge> : null}
      </span>
    ),
    sort: (left, right) => compareText(left.title, right.title),
  },
  {
    id: 'topic',
    header: 'About',
    width: 'minmax(88px, 1fr)',
    yields: 1,
    cell: ({ topic }) => <span className="ws-muted">{topics[topic]}</span>,
    sort: (left, right) => compareText(topics[left.topic], topics[right.topic]),
  },
  {
    id: 'side',
    header: 'Whose',
    width: 56,
    yields: 2,
    hint: 'Whether the host or the client has something to mend',
    cell: ({ side }) => <span className="ws-muted">{side}</span>,
    sort: (left, right) => compareText(left.side, right.side),
  },
  {
    id: 'count',
    header: 'Count',
    width: 56,
    align: 'end',
    cell: ({ count }) => <span className="ws-mono">{count === 0 ? NONE : formatCount(count)}</span>,
    sort: (left, right) => left.count - right.count,
  },
  {
    id: 'last',
    header: 'Last seen',
    width: 84,
    yields: 3,
    align: 'end',
    cell: ({ lastSeenAt }) => <LastSeen at={lastSeenAt} />,
    sort: (left, right) => (left.lastSeenAt ?? 0) - (right.lastSeenAt ?? 0),
  },
  {
    id: 'trend',
    header: 'Trend',
    width: 68,
    yields: 4,
    hint: 'Over the time of the kept traffic, oldest left',
    cell: ({ trend, count }) => (count === 0 ? null : <Trend counts={trend} />),
  },
];

export function groupColumns(by: 'file' | 'session'): readonly FittedColumn<FindingGroup>[] {
  return [
    {
      id: 'name',
      header: by === 'file' ? 'File' : 'Session',
      width: 'minmax(160px, 2fr)',
      cell: ({ key, name }) =>
        by === 'file' ? (
          <span className="ws-clip" title={name ?? key}>
            {name ?? key}
          </span>
        ) : (
          <span className="ws-clip" title={key}>
            <span className="ws-mono">{shortId(key, 16)}</span>{' '}
            <span className="ws-muted">{name === null ? '' : `on ${name}`}</span>
          </span>
        ),
      sort: (left, right) => compareText(left.name ?? left.key, right.name ?? right.key),
    },
    {
      id: 'marks',
      header: 'Found',
      width: 96,
      cell: ({ marks }) => <Marks marks={marks} />,
      sort: (left, right) => marksWeight(left.marks) - marksWeight(right.marks),
    },
    {
      id: 'rules',
      header: 'Kinds',
      width: 56,
      yields: 2,
      align: 'end',
      hint: 'How many different rules spoke',
      cell: ({ rules }) => <span className="ws-mono">{formatCount(rules.length)}</span>,
      sort: (left, right) => left.rules.length - right.rules.length,
    },
    {
      id: 'last',
      header: 'Last seen',
      width: 84,
      yields: 3,
      align: 'end',
      cell: ({ lastSeenAt }) => <LastSeen at={lastSeenAt} />,
      sort: (left, right) => left.lastSeenAt - right.lastSeenAt,
    },
    {
      id: 'trend',
      header: 'Trend',
      width: 68,
      yields: 4,
      hint: 'Over the time of the kept traffic, oldest left',
      cell: ({ trend }) => <Trend counts={trend} />,
    },
  ];
}

function LastSeen({ at }: { at: number | null }): ReactNode {
  return (
    <span className="ws-mono ws-muted" title={at === null ? undefined : formatFull(at)}>
      {formatWhen(at)}
    </span>
  );
}
