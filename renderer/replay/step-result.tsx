import type { ReactNode } from 'react';
import type { ReplayAnswer, ReplayStep } from '../../preload/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { formatBytes, formatDuration } from '../ui/format.ts';
import { Differences } from './differences.tsx';
import { answerWords, sentenceOf, stateWords } from './step-words.ts';

/** The recorded one may be of an opened capture; the new one never is. */
type OpenExchange = (exchangeId: number, which: 'recorded' | 'new') => void;

/** A request that was sent again: the two answers side by side, and where they differ. */
export function StepResult({ step, onOpen }: { step: ReplayStep; onOpen?: OpenExchange }): ReactNode {
  const { state, before, after, differences, notes, exchangeId, newExchangeId } = step;
  const { words, tone } = stateWords[state];
  return (
    <div className="ws-resent">
      <p className="ws-resent-sentence" role="status">
        <Badge tone={tone}>{words}</Badge> {sentenceOf(step)}
      </p>
      {notes.map((note) => (
        <p key={note} className="ws-muted">
          {note}
        </p>
      ))}
      <table className="ws-two-answers" aria-label="The two answers">
        <thead>
          <tr>
            <th scope="col">
              <span className="ws-hidden">What</span>
            </th>
            <th scope="col">
              Recorded <ExchangeLink id={exchangeId} which="recorded" onOpen={onOpen} />
            </th>
            <th scope="col">
              Now <ExchangeLink id={newExchangeId} which="new" onOpen={onOpen} />
            </th>
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ label, read }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="ws-mono">{read(before)}</td>
              <td className="ws-mono" data-differs={label === 'Answer' && read(before) !== read(after)}>
                {read(after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Differences differences={differences} />
    </div>
  );
}

const LINES: readonly { label: string; read: (answer: ReplayAnswer | null) => string }[] = [
  { label: 'Answer', read: answerWords },
  { label: 'Took', read: (answer) => formatDuration(answer?.durationMs ?? null) },
  { label: 'Body', read: (answer) => (answer === null ? '–' : formatBytes(answer.size)) },
];

function ExchangeLink({
  id,
  which,
  onOpen,
}: {
  id: number | null;
  which: 'recorded' | 'new';
  onOpen: OpenExchange | undefined;
}): ReactNode {
  if (id === null || !onOpen) return null;
  return (
    <button type="button" className="ws-link ws-mono" onClick={() => onOpen(id, which)}>
      #{id}
    </button>
  );
}
