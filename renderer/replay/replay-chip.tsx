import type { ReactNode } from 'react';
import type { ReplayRow } from '../../preload/contract.ts';
import { linkTo } from '../shell/location.ts';
import { doneOf } from '../state/replays.ts';
import { formatCount } from '../ui/format.ts';
import { useReplayRows } from './use-replays.ts';
import './replay-chip.css';

/** The way back to the replay that is going on, or to the last one that was not closed. */
export function ReplayChip(): ReactNode {
  const { data } = useReplayRows();
  const latest = data?.[0];
  if (!latest) return null;
  return (
    <a
      className="ws-replay-chip"
      href={`#${linkTo('/traffic', { replay: String(latest.id) })}`}
      data-tone={latest.state === 'running' ? 'accent' : undefined}
    >
      {wordsOf(latest)}
    </a>
  );
}

function wordsOf(row: ReplayRow): string {
  if (row.state === 'running') return `Replaying ${formatCount(doneOf(row))} / ${formatCount(row.total)}`;
  const odd = row.different + row.unanswered;
  return odd === 0 ? 'Replay: all the same' : `Replay: ${formatCount(odd)} different`;
}
