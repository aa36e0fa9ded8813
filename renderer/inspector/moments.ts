import { formatDuration, formatFull } from '../ui/format.ts';

/** A moment that a value tells, and how it is written. */
export interface Moment {
  at: number;
  written: 'ticks' | 'milliseconds' | 'seconds' | 'text';
}

/** .NET ticks of 1970-01-01, in units of 100 nanoseconds since the year 1. */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const FIRST = Date.UTC(1990, 0, 1);
const LAST = Date.UTC(2200, 0, 1);

/** Reads a value as a moment when it can hardly be anything else; null otherwise. */
export function momentIn(value: string): Moment | null {
  const text = value.trim();
  if (/^\d{17,19}$/.test(text)) return within(ticksToMs(BigInt(text)), 'ticks');
  if (/^\d{12,13}$/.test(text)) return within(Number(text), 'milliseconds');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return within(Date.parse(text), 'text');
  if (/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(text))
    return within(Date.parse(text), 'text');
  return null;
}

export function ticksToMs(ticks: bigint): number {
  return Number((ticks - EPOCH_TICKS) / 10_000n);
}

function within(at: number, written: Moment['written']): Moment | null {
  return at >= FIRST && at < LAST ? { at, written } : null;
}

const units: Record<Moment['written'], string> = {
  ticks: '.NET ticks: ',
  milliseconds: 'milliseconds since 1970: ',
  seconds: 'seconds since 1970: ',
  text: '',
};

/** '.NET ticks: Nov 23, 2026, 14:32:08.101, 0.4 ms before the request' */
export function tellMoment({ at, written }: Moment, requestAt: number): string {
  return `${units[written]}${formatFull(at)}, ${distance(at, requestAt)}`;
}

export function distance(at: number, requestAt: number): string {
  const span = at - requestAt;
  if (span === 0) return 'the moment of the request';
  return `${formatDuration(Math.abs(span))} ${span < 0 ? 'before' : 'after'} the request`;
}
