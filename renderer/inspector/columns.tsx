import type { ReactNode } from 'react';
import type { ExchangeRow, Mark } from '../../preload/contract.ts';
import { familyOf } from '../../preload/filter/operation-families.ts';
import { useSecond } from '../state/clock.ts';
import { mayBeMarked, useMark } from '../state/marks.ts';
import { useRowFacts } from '../state/row-facts.ts';
import { MarkSigns } from '../marks/mark-signs.tsx';
import { PersonName } from '../ui/avatar.tsx';
import type { CellLine, Column } from '../ui/columns.ts';
import { formatFull, formatSpan, formatTimeMs, NONE, shortLock } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { hidesSomething, writtenOut } from '../ui/visible.ts';
import { Marks } from '../findings/severity.tsx';
import '../findings/marks.css';
import {
  durationLine,
  EMPTY,
  idLine,
  LineText,
  named,
  NOTHING,
  personLine,
  QUIET,
  QUIET_MONO,
  sizeLine,
} from './cell-lines.tsx';
import { outcomes, outcomeWords } from './outcomes.ts';
import { nameOfRequest } from './plain-requests.ts';

export interface TrafficColumn extends Column<ExchangeRow> {
  /** Where the list is narrow, columns with the lowest number go first; the detail pane tells it anyway. */
  yields?: number;
  /** Only shown when somebody asks for it. */
  isHiddenAtFirst?: boolean;
  /** In the list of columns, where the head is too short to be understood alone. */
  name?: string;
}

type TextColumn = Omit<TrafficColumn, 'cell' | 'line'> & { line: (row: ExchangeRow) => CellLine };

/** A column of single lines; what hides in a text that came from outside is written out, and that takes more than a line. */
function ofLines({ line, ...column }: TextColumn): TrafficColumn {
  return {
    ...column,
    line: (row) => {
      const one = line(row);
      return hidesSomething(one.text) ? null : one;
    },
    cell: (row) => <LineText {...line(row)} />,
  };
}

/** Left to right. The table, its head and its tests loop over this. */
export const columns: readonly TrafficColumn[] = [
  {
    id: 'mark',
    header: 'Mark',
    width: 44,
    yields: 8,
    hint: 'Pinned, coloured, noted or tagged',
    line: (row) => (mayBeMarked(row) ? null : EMPTY),
    sort: 'by-host',
    cell: (row) => <MarkCell row={row} />,
  },
  ofLines({
    id: 'time',
    header: 'Time',
    width: 92,
    sort: 'by-host',
    line: ({ realAt, at }) => ({
      text: formatTimeMs(realAt),
      className: QUIET_MONO,
      title: () =>
        Math.abs(at - realAt) >= 1_000 ? `${formatFull(realAt)}\nVirtual time ${formatFull(at)}` : formatFull(realAt),
    }),
  }),
  ofLines({
    id: 'operation',
    header: 'Operation',
    width: 132,
    sort: 'by-host',
    line: ({ operation, path, method, outcome }) => ({
      text: operation ?? nameOfRequest({ operation, path, method }),
      className: outcome === 'pending' ? 'ws-op ws-pending' : 'ws-op',
      tone: familyOf(operation),
      title: () => operation ?? `${method}, no WOPI operation`,
    }),
  }),
  ofLines({
    id: 'file',
    header: 'File',
    width: 'minmax(120px, 2fr)',
    sort: 'by-host',
    line: ({ fileName, path }) => (fileName === null ? { ...named(path), className: QUIET_MONO } : named(fileName)),
  }),
  {
    id: 'person',
    header: 'Person',
    width: 'minmax(116px, 1fr)',
    yields: 6,
    sort: 'by-host',
    line: ({ personId, personName }) => {
      if (personName === null) return NOTHING;
      return hidesSomething(personName) ? null : personLine(personId ?? personName, personName);
    },
    cell: ({ personId, personName }) =>
      personName === null ? <LineText {...NOTHING} /> : <PersonName id={personId ?? personName} name={personName} />,
  },
  ofLines({
    id: 'client',
    header: 'Client',
    width: 'minmax(84px, 1fr)',
    yields: 2,
    sort: 'by-host',
    line: ({ client }) => (client === '' ? NOTHING : { ...named(client), className: QUIET }),
  }),
  ofLines({
    id: 'status',
    header: 'Status',
    width: 44,
    sort: 'by-host',
    line: ({ status }) => ({ text: status === null ? '…' : String(status), className: 'ws-mono' }),
  }),
  ofLines({
    id: 'outcome',
    header: 'Outcome',
    width: 'minmax(128px, 1.2fr)',
    sort: 'by-host',
    line: (row) => ({ ...named(outcomeWords(row)), className: 'ws-outcome', tone: outcomes[row.outcome].tone }),
  }),
  {
    id: 'findings',
    header: 'Found',
    name: 'Findings',
    width: 60,
    yields: 7,
    hint: 'What rules found in the request; the tab Findings tells more',
    sort: 'by-host',
    line: ({ findings }) => (findings === undefined ? EMPTY : null),
    cell: ({ findings }) => (findings === undefined ? null : <Marks marks={findings} />),
  },
  ofLines({
    id: 'lock',
    header: 'Lock',
    width: 92,
    yields: 1,
    hint: 'The lock id of the request, or the one a refusal named',
    sort: 'by-host',
    line: ({ lockId }) => {
      if (lockId === null) return NOTHING;
      if (lockId === '') return { text: 'empty', className: QUIET_MONO, title: () => 'Empty: the file is not locked' };
      return { text: shortLock(lockId), className: QUIET_MONO, title: () => writtenOut(lockId) };
    },
  }),
  {
    id: 'duration',
    header: 'Duration',
    width: 84,
    yields: 5,
    align: 'end',
    sort: 'by-host',
    line: (row) => (isRunning(row) ? null : durationLine(row.durationMs)),
    cell: (row) => (isRunning(row) ? <Running since={row.realAt} /> : <LineText {...durationLine(row.durationMs)} />),
  },
  ofLines({
    id: 'request',
    header: 'Request',
    name: 'Size of the request',
    width: 64,
    yields: 3,
    align: 'end',
    hint: 'Bytes of the request body',
    sort: 'by-host',
    line: ({ requestBytes }) => sizeLine(requestBytes),
  }),
  ofLines({
    id: 'response',
    header: 'Answer',
    name: 'Size of the answer',
    width: 64,
    yields: 4,
    align: 'end',
    hint: 'Bytes of the answer body',
    sort: 'by-host',
    line: ({ responseBytes }) => sizeLine(responseBytes),
  }),
  ofLines({
    id: 'method',
    header: 'Method',
    width: 64,
    isHiddenAtFirst: true,
    sort: 'by-host',
    line: ({ method }) => idLine(method),
  }),
  ofLines({
    id: 'path',
    header: 'Path',
    width: 'minmax(160px, 2fr)',
    isHiddenAtFirst: true,
    sort: 'by-host',
    line: ({ path }) => idLine(path),
  }),
  ofLines({
    id: 'session',
    header: 'Session',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'X-WOPI-SessionId',
    sort: 'by-host',
    line: ({ sessionId }) => idLine(sessionId, true),
  }),
  ofLines({
    id: 'correlation',
    header: 'Correlation',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'X-WOPI-CorrelationId',
    sort: 'by-host',
    line: ({ correlationId }) => idLine(correlationId, true),
  }),
  ofLines({
    id: 'token',
    header: 'Token',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'The token by the id People knows it by; never the token itself',
    sort: 'by-host',
    line: ({ tokenId }) => idLine(tokenId, true),
  }),
  {
    id: 'tags',
    header: 'Tags',
    width: 120,
    isHiddenAtFirst: true,
    sort: 'by-host',
    cell: (row) => <MarkPart row={row} part={({ tags }) => tags.join(' ')} />,
  },
  {
    id: 'note',
    header: 'Note',
    width: 'minmax(120px, 1fr)',
    isHiddenAtFirst: true,
    sort: 'by-host',
    cell: (row) => <MarkPart row={row} part={({ note }) => note ?? ''} />,
  },
  {
    id: 'version',
    header: 'Version',
    name: 'Version before → after',
    width: 92,
    isHiddenAtFirst: true,
    hint: 'Version of the file before → after the request',
    sort: 'by-host',
    cell: (row) => <VersionChange row={row} />,
  },
  {
    id: 'address',
    header: 'From',
    name: 'Address of the client',
    width: 116,
    isHiddenAtFirst: true,
    hint: 'Network address the request came from',
    sort: 'by-host',
    cell: (row) => <RemoteAddress row={row} />,
  },
];

function MarkCell({ row }: { row: ExchangeRow }): ReactNode {
  const mark = useMark(row);
  return mark === null ? null : <MarkSigns mark={mark} />;
}

function MarkPart({ row, part }: { row: ExchangeRow; part: (mark: Mark) => string }): ReactNode {
  const mark = useMark(row);
  const text = mark === null ? '' : part(mark);
  return text === '' ? null : (
    <span className="ws-clip" title={writtenOut(text)}>
      <Shown text={text.replaceAll('\n', ' ')} />
    </span>
  );
}

function VersionChange({ row }: { row: ExchangeRow }): ReactNode {
  const facts = useRowFacts(row);
  const { versionBefore: before = null, versionAfter: after = null } = facts ?? {};
  return <LineText {...idLine(before === after || after === null ? before : `${before ?? NONE} → ${after}`)} />;
}

function RemoteAddress({ row }: { row: ExchangeRow }): ReactNode {
  const facts = useRowFacts(row);
  return <LineText {...idLine(facts?.remoteAddress ?? null)} />;
}

function isRunning({ durationMs, outcome }: ExchangeRow): boolean {
  return durationMs === null && outcome === 'pending';
}

function Running({ since }: { since: number }): ReactNode {
  const now = useSecond();
  return <span className="ws-mono ws-pending">{now - since < 1_000 ? '…' : `${formatSpan(now - since)} …`}</span>;
}
