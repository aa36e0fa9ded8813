import type { ExchangeRow } from '../../preload/contract.ts';
import { formatDuration, formatFull } from '../ui/format.ts';
import { writtenOut } from '../ui/visible.ts';
import { outcomeWords } from './outcomes.ts';
import { nameOfRequest } from './plain-requests.ts';

const parts: readonly [head: string, text: (row: ExchangeRow) => string | number | null][] = [
  ['Time', ({ realAt }) => formatFull(realAt)],
  ['Operation', nameOfRequest],
  ['File', ({ fileName }) => fileName],
  ['Person', ({ personName }) => personName],
  ['Client', ({ client }) => client],
  ['Status', ({ status }) => status],
  ['Outcome', outcomeWords],
  ['Duration', ({ durationMs }) => formatDuration(durationMs)],
  ['Method', ({ method }) => method],
  ['Path', ({ path }) => path],
  ['Session', ({ sessionId }) => sessionId],
  ['Correlation', ({ correlationId }) => correlationId],
];

/** Separated by tabs, so that a sheet or a report takes it as a table. */
export function rowsAsText(rows: readonly ExchangeRow[]): string {
  const lines = rows.map((row) => parts.map(([, text]) => writtenOut(String(text(row) ?? ''))));
  return [parts.map(([head]) => head), ...lines].map((line) => line.join('\t')).join('\n');
}
