import type { WaterfallPeriod } from '../../../preload/contract.ts';
import { lockShown } from '../words.ts';
import type { Holding, HoldingEnd } from './lock-track.ts';
import { LockTrack } from './lock-track.ts';
import type { Moment } from './moment.ts';

interface Stretch {
  /** Wall clock. */
  from: number;
  to: number;
  now: { at: number; realAt: number };
}

const MOST_PERIODS = 2_000;

/** How long each lock was held, on the wall clock, as far as it lies in the stretch that is drawn. */
export function lockPeriods(
  moments: readonly { moment: Moment; isOurs: boolean }[],
  { from, to, now }: Stretch,
): WaterfallPeriod[] {
  const periods: WaterfallPeriod[] = [];
  const tracks = new Map<string, LockTrack>();
  const add = (holding: Holding, end: HoldingEnd, _at: number, realAt: number): void => {
    if (realAt < from || holding.realAt > to || periods.length >= MOST_PERIODS) return;
    periods.push({
      kind: 'lock',
      lane: `lock ${holding.fileId}`,
      label: `${holding.fileName ?? holding.fileId}: ${lockShown(holding.lockId)}`,
      from: Math.max(from, holding.realAt),
      to: Math.min(to, realAt),
      end,
      marks: holding.refreshes.filter((mark) => mark <= to),
      tone: end === 'ran out' || end === 'ended outside' ? 'lost' : holding.isOurs ? 'own' : 'other',
    });
  };
  for (const { moment, isOurs } of moments) {
    if (moment.fileId === null) continue;
    let track = tracks.get(moment.fileId);
    if (!track) tracks.set(moment.fileId, (track = new LockTrack(add)));
    track.advance(moment);
    track.take(moment, isOurs);
  }
  for (const track of tracks.values()) track.close(now.at, now.realAt);
  return periods.sort((left, right) => left.from - right.from);
}
