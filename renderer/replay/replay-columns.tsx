import type { ReplayStep } from '../../preload/contract.ts';
import { nameOfRequest } from '../inspector/plain-requests.ts';
import { Badge, OperationName } from '../ui/badge.tsx';
import { compareText } from '../ui/columns.ts';
import type { FittedColumn } from '../ui/fitted-table.tsx';
import { formatDuration, NONE } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { answerWords, sortedDifferences, stateWords } from './step-words.ts';

const countOf = ({ differences }: ReplayStep): number => sortedDifferences(differences).counted.length;

/** Left to right. */
export const replayColumns: readonly FittedColumn<ReplayStep>[] = [
  {
    id: 'id',
    header: 'Recorded',
    width: 64,
    sort: (left, right) => left.exchangeId - right.exchangeId,
    cell: ({ exchangeId }) => <span className="ws-mono ws-muted">#{exchangeId}</span>,
  },
  {
    id: 'operation',
    header: 'Operation',
    width: 132,
    sort: (left, right) => compareText(nameOfRequest(left), nameOfRequest(right)),
    cell: (step) => <OperationName operation={step.operation} fallback={nameOfRequest(step)} />,
  },
  {
    id: 'file',
    header: 'File',
    width: 'minmax(96px, 1fr)',
    yields: 1,
    sort: (left, right) => compareText(left.fileName, right.fileName),
    cell: ({ fileName }) => <span className="ws-clip">{fileName === null ? NONE : <Shown text={fileName} />}</span>,
  },
  {
    id: 'before',
    header: 'Was',
    width: 'minmax(112px, 1fr)',
    sort: (left, right) => compareText(answerWords(left.before), answerWords(right.before)),
    cell: ({ before }) => <span className="ws-clip ws-muted">{answerWords(before)}</span>,
  },
  {
    id: 'after',
    header: 'Is',
    width: 'minmax(112px, 1fr)',
    sort: (left, right) => compareText(answerWords(left.after), answerWords(right.after)),
    cell: ({ after, state }) => <span className="ws-clip">{state === 'skipped' ? NONE : answerWords(after)}</span>,
  },
  {
    id: 'state',
    header: 'Answer',
    width: 88,
    sort: (left, right) => compareText(stateWords[left.state].words, stateWords[right.state].words),
    cell: ({ state }) => <Badge tone={stateWords[state].tone}>{stateWords[state].words}</Badge>,
  },
  {
    id: 'differences',
    header: 'Differences',
    width: 84,
    align: 'end',
    hint: 'Those that count; times, versions, tokens and ids differ each time',
    sort: (left, right) => countOf(left) - countOf(right),
    cell: (step) => <span className="ws-mono">{countOf(step) === 0 ? NONE : countOf(step)}</span>,
  },
  {
    id: 'duration',
    header: 'Took',
    width: 76,
    yields: 0,
    align: 'end',
    sort: (left, right) => (left.after?.durationMs ?? 0) - (right.after?.durationMs ?? 0),
    cell: ({ after }) => <span className="ws-mono ws-muted">{formatDuration(after?.durationMs ?? null)}</span>,
  },
];
