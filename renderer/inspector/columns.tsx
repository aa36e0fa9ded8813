import type { ReactNode } from 'react';
import type { ExchangeRow, Mark } from '../../preload/contract.ts';
import { useSecond } from '../state/clock.ts';
import { useMark } from '../state/marks.ts';
import { useRowFacts } from '../state/row-facts.ts';
import { MarkSigns } from '../marks/mark-signs.tsx';
import { PersonName } from '../ui/avatar.tsx';
import { OperationName } from '../ui/badge.tsx';
import type { Column } from '../ui/columns.ts';
import {
  formatBytes,
  formatDuration,
  formatFull,
  formatSpan,
  formatTimeMs,
  NONE,
  shortId,
  shortLock,
} from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import { Marks } from '../findings/severity.tsx';
import '../findings/marks.css';
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

/** Left to right. The table, its head and its tests loop over this. */
export const columns: readonly TrafficColumn[] = [
  {
    id: 'mark',
    header: 'Mark',
    width: 44,
    yields: 8,
    hint: 'Pinned, coloured, noted or tagged',
    sort: 'by-host',
    cell: (row) => <MarkCell row={row} />,
  },
  {
    id: 'time',
    header: 'Time',
    width: 92,
    sort: 'by-host',
    cell: ({ realAt, at }) => <Time realAt={realAt} at={at} />,
  },
  {
    id: 'operation',
    header: 'Operation',
    width: 132,
    sort: 'by-host',
    cell: ({ operation, path, method, outcome }) => (
      <span
        className={outcome === 'pending' ? 'ws-pending ws-clip' : 'ws-clip'}
        title={operation ?? `${method}, no WOPI operation`}
      >
        <OperationName operation={operation} fallback={nameOfRequest({ operation, path, method })} />
      </span>
    ),
  },
  {
    id: 'file',
    header: 'File',
    width: 'minmax(120px, 2fr)',
    sort: 'by-host',
    cell: ({ fileName, path }) =>
      fileName === null ? (
        <span className="ws-mono ws-muted ws-clip" title={writtenOut(path)}>
          <Shown text={path} />
        </span>
      ) : (
        <span className="ws-clip" title={writtenOut(fileName)}>
          <Shown text={fileName} />
        </span>
      ),
  },
  {
    id: 'person',
    header: 'Person',
    width: 'minmax(116px, 1fr)',
    yields: 6,
    sort: 'by-host',
    cell: ({ personId, personName }) =>
      personName === null ? <Nothing /> : <PersonName id={personId ?? personName} name={personName} />,
  },
  {
    id: 'client',
    header: 'Client',
    width: 'minmax(84px, 1fr)',
    yields: 2,
    sort: 'by-host',
    cell: ({ client }) =>
      client === '' ? (
        <Nothing />
      ) : (
        <span className="ws-muted ws-clip" title={writtenOut(client)}>
          <Shown text={client} />
        </span>
      ),
  },
  {
    id: 'status',
    header: 'Status',
    width: 44,
    sort: 'by-host',
    cell: ({ status }) => <span className="ws-mono">{status ?? '…'}</span>,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 'minmax(128px, 1.2fr)',
    sort: 'by-host',
    cell: (row) => (
      <span className="ws-outcome ws-clip" data-tone={outcomes[row.outcome].tone} title={outcomeWords(row)}>
        {outcomeWords(row)}
      </span>
    ),
  },
  {
    id: 'findings',
    header: 'Found',
    name: 'Findings',
    width: 60,
    yields: 7,
    hint: 'What rules found in the request; the tab Findings tells more',
    sort: 'by-host',
    cell: ({ findings }) => (findings === undefined ? null : <Marks marks={findings} />),
  },
  {
    id: 'lock',
    header: 'Lock',
    width: 92,
    yields: 1,
    hint: 'The lock id of the request, or the one a refusal named',
    sort: 'by-host',
    cell: ({ lockId }) =>
      lockId === null ? (
        <Nothing />
      ) : (
        <span className="ws-mono ws-muted" title={lockId === '' ? 'Empty: the file is not locked' : writtenOut(lockId)}>
          {lockId === '' ? 'empty' : <Shown text={shortLock(lockId)} />}
        </span>
      ),
  },
  {
    id: 'duration',
    header: 'Duration',
    width: 84,
    yields: 5,
    align: 'end',
    sort: 'by-host',
    cell: ({ durationMs, realAt, outcome }) =>
      durationMs === null && outcome === 'pending' ? (
        <Running since={realAt} />
      ) : (
        <Duration milliseconds={durationMs} />
      ),
  },
  {
    id: 'request',
    header: 'Request',
    name: 'Size of the request',
    width: 64,
    yields: 3,
    align: 'end',
    hint: 'Bytes of the request body',
    sort: 'by-host',
    cell: ({ requestBytes }) => <Size bytes={requestBytes} />,
  },
  {
    id: 'response',
    header: 'Answer',
    name: 'Size of the answer',
    width: 64,
    yields: 4,
    align: 'end',
    hint: 'Bytes of the answer body',
    sort: 'by-host',
    cell: ({ responseBytes }) => <Size bytes={responseBytes} />,
  },
  {
    id: 'method',
    header: 'Method',
    width: 64,
    isHiddenAtFirst: true,
    sort: 'by-host',
    cell: ({ method }) => <Id text={method} />,
  },
  {
    id: 'path',
    header: 'Path',
    width: 'minmax(160px, 2fr)',
    isHiddenAtFirst: true,
    sort: 'by-host',
    cell: ({ path }) => <Id text={path} />,
  },
  {
    id: 'session',
    header: 'Session',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'X-WOPI-SessionId',
    sort: 'by-host',
    cell: ({ sessionId }) => <Id text={sessionId} isShort />,
  },
  {
    id: 'correlation',
    header: 'Correlation',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'X-WOPI-CorrelationId',
    sort: 'by-host',
    cell: ({ correlationId }) => <Id text={correlationId} isShort />,
  },
  {
    id: 'token',
    header: 'Token',
    width: 108,
    isHiddenAtFirst: true,
    hint: 'The token by the id People knows it by; never the token itself',
    sort: 'by-host',
    cell: ({ tokenId }) => <Id text={tokenId} isShort />,
  },
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

function Id({ text, isShort = false }: { text: string | null; isShort?: boolean }): ReactNode {
  if (text === null) return <Nothing />;
  return (
    <span className="ws-mono ws-muted ws-clip" title={writtenOut(text)}>
      <Shown text={isShort ? shortId(text) : text} />
    </span>
  );
}

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
  if (facts === null) return <Nothing />;
  const { versionBefore: before, versionAfter: after } = facts;
  if (before === null && after === null) return <Nothing />;
  return <Id text={before === after || after === null ? before : `${before ?? NONE} → ${after}`} />;
}

function RemoteAddress({ row }: { row: ExchangeRow }): ReactNode {
  const facts = useRowFacts(row);
  return <Id text={facts?.remoteAddress ?? null} />;
}

function Nothing(): ReactNode {
  return <span className="ws-muted">{NONE}</span>;
}

function Time({ realAt, at }: { realAt: number; at: number }): ReactNode {
  const isVirtual = Math.abs(at - realAt) >= 1_000;
  const title = isVirtual ? `${formatFull(realAt)}\nVirtual time ${formatFull(at)}` : formatFull(realAt);
  return (
    <span className="ws-mono ws-muted" title={title}>
      {formatTimeMs(realAt)}
    </span>
  );
}

/** A full bar stands for this long; each tenth of the bar is as much as the part before it, and more. */
const LONGEST = 10_000;

function Duration({ milliseconds }: { milliseconds: number | null }): ReactNode {
  const share = milliseconds === null ? 0 : Math.min(1, Math.log1p(milliseconds) / Math.log1p(LONGEST));
  return (
    <>
      <span className="ws-duration-bar" style={{ width: Math.round(share * 16) }} aria-hidden="true" />
      <span className="ws-mono ws-muted">{formatDuration(milliseconds)}</span>
    </>
  );
}

function Running({ since }: { since: number }): ReactNode {
  const now = useSecond();
  return <span className="ws-mono ws-pending">{now - since < 1_000 ? '…' : `${formatSpan(now - since)} …`}</span>;
}

function Size({ bytes }: { bytes: number }): ReactNode {
  return <span className="ws-mono ws-muted">{bytes === 0 ? '0' : formatBytes(bytes)}</span>;
}
