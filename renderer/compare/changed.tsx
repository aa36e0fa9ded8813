import type { ReactNode } from 'react';
import { Shown } from '../ui/shown.tsx';
import '../ui/differs.css';

/** Longer values are cut around what differs. */
const AROUND = 160;

/** Shorter values are marked whole: a letter that two names happen to share says nothing. */
const SHORT = 28;

/** Two cells of one line: what both begin and end with is left plain. */
export function Changed({ left, right }: { left: string; right: string }): ReactNode {
  const isSame = left === right;
  const isShort = !isSame && Math.max(left.length, right.length) <= SHORT;
  const { start, end } = isShort ? { start: 0, end: 0 } : commonEnds(left, right);
  return (
    <>
      <td className="ws-mono">
        <Marked text={left} start={start} end={end} kind="left" />
      </td>
      <td className="ws-mono">
        <Marked text={right} start={start} end={end} kind="right" />
      </td>
    </>
  );
}

/** A cell that has no partner. */
export function Side({ text, kind }: { text: string | null; kind: 'left' | 'right' }): ReactNode {
  if (text === null) {
    return (
      <td>
        <span className="ws-muted">not there</span>
      </td>
    );
  }
  return (
    <td className="ws-mono">
      <Marked text={text} start={0} end={0} kind={kind} />
    </td>
  );
}

interface MarkedProps {
  text: string;
  /** How many characters at the beginning and at the end are the same on both sides. */
  start: number;
  end: number;
  kind: 'left' | 'right';
}

export function Marked({ text, start, end, kind }: MarkedProps): ReactNode {
  if (text === '') return <span className="ws-muted">empty</span>;
  const until = text.length - end;
  const differs = text.slice(start, until);
  const [before, after] = [text.slice(0, start), text.slice(until)];
  return (
    <>
      <Shown text={before.length > AROUND ? `…${before.slice(-AROUND)}` : before} />
      {differs === '' ? null : (
        <mark className="ws-differs" data-kind={kind === 'left' ? 'held' : 'asked'}>
          <Shown text={differs.length > AROUND * 4 ? `${differs.slice(0, AROUND * 4)}…` : differs} />
        </mark>
      )}
      <Shown text={after.length > AROUND ? `${after.slice(0, AROUND)}…` : after} />
    </>
  );
}

export function commonEnds(left: string, right: string): { start: number; end: number } {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return { start, end };
}
