import type { ExchangeRow } from '../../preload/contract.ts';
import { outcomes } from './outcomes.ts';

export interface DensityBar {
  /** The first request of this stretch of time; null when there was none. */
  firstId: number | null;
  count: number;
  /** How many of them the protocol refused, and how many went wrong. */
  refused: number;
  wrong: number;
}

export interface Density {
  from: number;
  to: number;
  bars: readonly DensityBar[];
  highest: number;
}

/** Counts requests, oldest first, in stretches of equal length between the first and the last. */
export function densityOf(rows: readonly ExchangeRow[], stretches: number): Density | null {
  const from = rows[0]?.realAt;
  const to = rows.at(-1)?.realAt;
  if (from === undefined || to === undefined) return null;
  const bars = Array.from({ length: stretches }, (): DensityBar => ({ firstId: null, count: 0, refused: 0, wrong: 0 }));
  const length = Math.max(1, to - from + 1) / stretches;
  let highest = 0;
  for (const row of rows) {
    const bar = bars[Math.min(stretches - 1, Math.max(0, Math.floor((row.realAt - from) / length)))];
    if (!bar) continue;
    bar.firstId ??= row.id;
    bar.count += 1;
    const { tone } = outcomes[row.outcome];
    if (tone === 'refused' || tone === 'wrong') bar[tone] += 1;
    highest = Math.max(highest, bar.count);
  }
  return { from, to, bars, highest };
}
