import type { FieldTest, Moment, Sign } from './tree.ts';

/** Larger numbers are mistakes, and would not be written back as they were read. */
const LARGEST = 1e15;

const spanUnits = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['sec', 1_000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** '250 ms', '1.5s', '1h 30m', '29:59' (minutes:seconds); a bare number counts in `bare`. null when it is none of these. */
export function readSpan(text: string, bare: 'ms' | 'min'): number | null {
  const written = text.trim().toLowerCase();
  const clock = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(written);
  if (clock) return ((Number(clock[1] ?? 0) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1_000;
  if (/^\d+(?:\.\d+)?$/.test(written)) return small(Number(written) * (spanUnits.get(bare) ?? 1));
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gy)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== written) return null;
  let total = 0;
  for (const [, amount, unit] of parts) {
    const size = spanUnits.get((unit ?? '').replace(/(?<=sec|min)s$|onds?$|utes?$/, ''));
    if (size === undefined) return null;
    total += Number(amount) * size;
  }
  return small(total);
}

const sizeUnits: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1_048_576, g: 1_073_741_824 };

/** '500', '10k', '1.5 MB', '2MiB', all counted in 1024. */
export function readSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/.exec(text.trim().toLowerCase());
  return match ? small(Number(match[1]) * (sizeUnits[match[2] ?? ''] ?? 1)) : null;
}

export function readWhole(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? small(Number(text)) : null;
}

function small(amount: number): number | null {
  return amount <= LARGEST ? amount : null;
}

const signs: Readonly<Record<string, Sign>> = { '≥': '>=', '≤': '<=' };

/** `>100`, `<=5`, `100-200`, `100`; `read` knows the units. */
export function readAmount(text: string, read: (text: string) => number | null): FieldTest | null {
  const written = text.trim();
  const compared = /^(>=|<=|[<>=≥≤])(.+)$/u.exec(written);
  if (compared) {
    const [, sign = '', amount = ''] = compared;
    const value = read(amount);
    return value === null ? null : { kind: 'compare', sign: signs[sign] ?? (sign as Sign), value };
  }
  const range = /^([^-]+)-([^-]+)$/.exec(written);
  if (range) {
    const [low, high] = [read(range[1] ?? ''), read(range[2] ?? '')];
    return low === null || high === null || low > high ? null : { kind: 'range', low, high };
  }
  const value = read(written);
  return value === null ? null : { kind: 'compare', sign: '=', value };
}

const DAY = 86_400;

/** `5m`, `14:30`, `2026-03-01`, `2026-03-01T14:30`; null when it is none of these. */
export function readMoment(text: string): Moment | null {
  const written = text.trim();
  const clock = /^(\d{1,2}:\d{2}(?::\d{2})?)$/.exec(written);
  if (clock) {
    const seconds = readClock(written);
    return seconds === null ? null : { kind: 'clock', seconds };
  }
  const date = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s](\d{1,2}:\d{2}(?::\d{2})?))?$/i.exec(written);
  if (date) {
    const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
    const seconds = date[4] === undefined ? null : readClock(date[4]);
    const real = new Date(year, month - 1, day);
    const isReal = real.getMonth() === month - 1 && real.getDate() === day && year >= 1970;
    return isReal && (date[4] === undefined || seconds !== null) ? { kind: 'date', year, month, day, seconds } : null;
  }
  const milliseconds = readSpan(written, 'min');
  return milliseconds === null ? null : { kind: 'ago', milliseconds };
}

function readClock(text: string): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return hours < 24 && minutes < 60 && seconds < 60 ? (hours * 60 + minutes) * 60 + seconds : null;
}

export function writeMoment(moment: Moment): string {
  if (moment.kind === 'ago') return writeSpan(moment.milliseconds);
  if (moment.kind === 'clock') return writeClock(moment.seconds);
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = `${moment.year}-${two(moment.month)}-${two(moment.day)}`;
  return moment.seconds === null ? date : `${date}T${writeClock(moment.seconds)}`;
}

/** In the largest unit that holds it whole: people wrote 5m, not 300000ms. */
function writeSpan(milliseconds: number): string {
  const [unit, size] = WRITTEN_UNITS.find(([, each]) => milliseconds >= each && milliseconds % each === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}

const WRITTEN_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

function writeClock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The instant that is meant, in the time zone of this machine. A time of the day is the last such time; a date without
 * one is the beginning of that day, or its end where the filter says until when.
 */
export function instantOf(moment: Moment, now: number, side: 'since' | 'until'): number {
  if (moment.kind === 'ago') return now - moment.milliseconds;
  if (moment.kind === 'clock') {
    const today = new Date(now);
    const at = (daysBack: number): number =>
      new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysBack, 0, 0, moment.seconds).getTime();
    return at(0) <= now ? at(0) : at(1);
  }
  const { year, month, day, seconds } = moment;
  if (seconds !== null) return new Date(year, month - 1, day, 0, 0, seconds).getTime();
  return side === 'since'
    ? new Date(year, month - 1, day).getTime()
    : new Date(year, month - 1, day, 0, 0, DAY).getTime() - 1;
}
