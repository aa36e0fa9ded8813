import { useMemo, type ReactNode } from 'react';
import { formatCount, plural } from '../ui/format.ts';
import { commonEnds, Marked } from './changed.tsx';
import { foldLines, pairLines, type DiffLine } from './lines.ts';

/** More lines than this would only slow the page down. */
const MOST_SHOWN = 1_500;

interface LineDifferencesProps {
  left: string;
  right: string;
  isSameAsSent: boolean;
}

/** Two texts beside each other; what is the same is folded away but for a few lines around each difference. */
export function LineDifferences({ left, right, isSameAsSent }: LineDifferencesProps): ReactNode {
  const lines = useMemo(() => pairLines(left, right), [left, right]);
  const shown = useMemo(() => foldLines(lines), [lines]);
  const count = lines.filter(({ kind }) => kind !== 'same').length;
  if (count === 0) {
    return (
      <p className="ws-compare-words">
        {isSameAsSent ? 'The texts are the same.' : 'Laid out, the texts are the same; only blanks between differ.'}
      </p>
    );
  }
  return (
    <>
      <p className="ws-compare-words">
        {plural(count, 'line')} {count === 1 ? 'differs' : 'differ'}.
        {shown.length > MOST_SHOWN ? ` The first ${formatCount(MOST_SHOWN)} lines are shown.` : ''}
      </p>
      <table className="ws-lines" aria-label="Lines that differ">
        <colgroup>
          <col className="ws-lines-number" />
          <col />
          <col className="ws-lines-number" />
          <col />
        </colgroup>
        <thead className="ws-hidden">
          <tr>
            <th scope="col">Line on the left</th>
            <th scope="col">Left</th>
            <th scope="col">Line on the right</th>
            <th scope="col">Right</th>
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, MOST_SHOWN).map((line, index) =>
            line.kind === 'fold' ? (
              <tr key={index} className="ws-lines-fold">
                <td colSpan={4}>{plural(line.count, 'line')} the same</td>
              </tr>
            ) : (
              <Line key={index} line={line} />
            ),
          )}
        </tbody>
      </table>
    </>
  );
}

function Line({ line }: { line: DiffLine }): ReactNode {
  const { kind, left, right, leftNumber, rightNumber } = line;
  const { start, end } =
    kind === 'changed' ? commonEnds(left ?? '', right ?? '') : { start: kind === 'same' ? Infinity : 0, end: 0 };
  return (
    <tr data-kind={kind}>
      <td className="ws-lines-number">{leftNumber ?? ''}</td>
      <td>{left === null ? null : <LineText text={left} start={start} end={end} side="left" />}</td>
      <td className="ws-lines-number">{rightNumber ?? ''}</td>
      <td>{right === null ? null : <LineText text={right} start={start} end={end} side="right" />}</td>
    </tr>
  );
}

interface LineTextProps {
  text: string;
  start: number;
  end: number;
  side: 'left' | 'right';
}

function LineText({ text, start, end, side }: LineTextProps): ReactNode {
  return text === '' ? '\u00a0' : <Marked text={text} start={Math.min(start, text.length)} end={end} kind={side} />;
}
