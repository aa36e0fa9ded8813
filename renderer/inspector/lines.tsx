import type { ReactNode } from 'react';
import { ChevronDown12Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight12Regular } from '@fluentui/react-icons/svg/chevron-right';
import type { TrafficGrouping, TrafficLine } from '../../preload/contract.ts';
import type { CellLine, Column } from '../ui/columns.ts';
import { formatSpan, formatTime, plural, shortId } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { writtenOut } from '../ui/visible.ts';
import type { TrafficColumn } from './columns.tsx';
import { outcomes } from './outcomes.ts';

type GroupLine = Extract<TrafficLine, { kind: 'group' }>;
type RepeatsLine = Extract<TrafficLine, { kind: 'repeats' }>;
type Toggle = (line: GroupLine | RepeatsLine, isOpen: boolean) => void;

/** The columns of the list over its lines: repeats show their newest request, and how often it came. */
export function columnsOfLines(columns: readonly TrafficColumn[], onToggle: Toggle): readonly Column<TrafficLine>[] {
  return columns.map(({ cell, line: lineOf, id, sort, ...column }) => ({
    ...column,
    id,
    ...(sort === undefined ? {} : { sort: 'by-host' as const }),
    line: (line) => {
      const one = lineOf?.(line.row) ?? null;
      if (id !== 'operation' || one === null) return one;
      if (line.kind === 'repeats') return null;
      return line.kind === 'row' && line.isInside ? inside(one) : one;
    },
    cell: (line) => {
      if (id !== 'operation') return cell(line.row);
      if (line.kind === 'repeats') return <Repeats line={line} onToggle={onToggle} name={cell(line.row)} />;
      return line.kind === 'row' && line.isInside ? (
        <span className="ws-line-inside">{cell(line.row)}</span>
      ) : (
        cell(line.row)
      );
    },
  }));
}

const INSIDE = 18;

function inside(line: CellLine): CellLine {
  return { ...line, className: `${line.className ?? ''} ws-line-inside`, inset: INSIDE };
}

export function toneOfLine(line: TrafficLine): string | undefined {
  return line.kind === 'group' ? 'group' : outcomes[line.row.outcome].tone;
}

function Repeats({ line, name, onToggle }: { line: RepeatsLine; name: ReactNode; onToggle: Toggle }): ReactNode {
  const { count, from, to, isOpen } = line;
  const title = `${plural(count, 'time')} in a row, ${formatTime(from)} to ${formatTime(to)}`;
  return (
    <>
      <Opener
        line={line}
        what={`${line.row.operation ?? line.row.path}, ${title}`}
        isOpen={isOpen}
        onToggle={onToggle}
      />
      {name}
      <span className="ws-line-count" title={title}>
        × {count}
      </span>
    </>
  );
}

interface OpenerProps {
  line: GroupLine | RepeatsLine;
  what: string;
  isOpen: boolean;
  onToggle: Toggle;
}

/** Out of the order of Tab: the arrow keys of the list do the same. */
function Opener({ line, what, isOpen, onToggle }: OpenerProps): ReactNode {
  return (
    <button
      type="button"
      tabIndex={-1}
      className="ws-line-opener"
      aria-expanded={isOpen}
      aria-label={writtenOut(`${isOpen ? 'Close' : 'Open'} ${what}`)}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(line, !isOpen);
      }}
    >
      {isOpen ? <ChevronDown12Regular /> : <ChevronRight12Regular />}
    </button>
  );
}

const nothing: Record<TrafficGrouping, string> = {
  session: 'Without a session',
  file: 'About no file',
  person: 'By nobody known',
  correlation: 'Without a correlation id',
};

function titleOf({ row }: GroupLine, by: TrafficGrouping): { title: string; more: string } {
  const more = (...parts: (string | null)[]): string =>
    parts.filter((part) => part !== null && part !== '').join(' · ');
  switch (by) {
    case 'session':
      return {
        title: row.sessionId === null ? nothing.session : (row.fileName ?? row.path),
        more: more(row.personName, row.client, row.sessionId && `session ${shortId(row.sessionId)}`),
      };
    case 'file':
      return { title: row.fileName ?? (row.fileId === null ? nothing.file : row.fileId), more: '' };
    case 'person':
      return { title: row.personName ?? nothing.person, more: '' };
    case 'correlation':
      return { title: row.correlationId ?? nothing.correlation, more: more(row.fileName, row.personName) };
  }
}

/** Stands across the columns: what the group is, how much of it there is, when, and how it went. */
export function Group({ line, by, onToggle }: { line: GroupLine; by: TrafficGrouping; onToggle: Toggle }): ReactNode {
  const { count, from, to, refused, wrong, isOpen } = line;
  const { title, more } = titleOf(line, by);
  const span = to - from < 1_000 ? '' : `, ${formatSpan(to - from)}`;
  return (
    <div className="ws-line-group" title={`${formatTime(from)} – ${formatTime(to)}${span}`}>
      <Opener line={line} what={title} isOpen={isOpen} onToggle={onToggle} />
      <strong className="ws-clip">
        <Shown text={title} />
      </strong>
      {more === '' ? null : (
        <span className="ws-muted ws-clip">
          <Shown text={more} />
        </span>
      )}
      <span className="ws-line-sums">
        <span>{plural(count, 'request')}</span>
        {refused > 0 ? <span data-tone="refused">{refused} refused</span> : null}
        {wrong > 0 ? <span data-tone="wrong">{wrong} failed</span> : null}
        <span className="ws-mono ws-muted">
          {formatTime(from)} – {formatTime(to)}
          {span}
        </span>
      </span>
    </div>
  );
}
