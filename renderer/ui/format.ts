const locale = undefined;
const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const shortClock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What stands where a value is not known. */
export const NONE = '–';

export function formatCount(count: number): string {
  return whole.format(count);
}

/** 1 file, 2 files */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** 14:32:08 */
export function formatTime(at: number | null): string {
  return at === null ? NONE : clock.format(at);
}

/** 14:32:08.101 */
export function formatTimeMs(at: number): string {
  return `${clock.format(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}

/** 14:32 today, otherwise with its date. */
export function formatWhen(at: number | null, now = Date.now()): string {
  if (at === null) return NONE;
  return isSameDay(at, now) ? clock.format(at) : `${day.format(at)}, ${shortClock.format(at)}`;
}

/** The whole instant, for tooltips. */
export function formatFull(at: number): string {
  return `${day.format(at)}, ${formatTimeMs(at)}`;
}

function isSameDay(left: number, right: number): boolean {
  return new Date(left).toDateString() === new Date(right).toDateString();
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'];

/** 0 B, 812 B, 2.1 KB, 184 KB, 1.2 GB (1 KB is 1,024 bytes) */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < SIZES.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text = unit === 0 || value >= 99.95 ? whole.format(value) : tenth.format(value);
  return `${text} ${SIZES[unit] ?? ''}`;
}

/** 0.4 ms, 11 ms, 1.2 s, 2 min 5 s, 3 h 4 min, 2 d 3 h */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return NONE;
  if (milliseconds < 1) return `${tenth.format(milliseconds)} ms`;
  if (milliseconds < 1000) return `${whole.format(milliseconds)} ms`;
  if (milliseconds < 10_000) return `${tenth.format(milliseconds / 1000)} s`;
  return formatSpan(milliseconds);
}

/** Whole seconds and up; at most two units. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** 29:59, 1:04:00, or 'expired': a fixed width while it runs, so neighbours stay where they are. */
export function formatCountdown(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1000);
  if (seconds <= 0) return 'expired';
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 48 * 60) return formatSpan(until - now);
  if (minutes >= 60) return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${two(minutes)}:${two(seconds % 60)}`;
}

/** 4f1c22…9a: the start and the end of a long id. Show the whole one on demand (see `Mono`). */
export function shortId(id: string, longest = 12): string {
  return id.length <= longest ? id : `${id.slice(0, longest - 5)}…${id.slice(-4)}`;
}

/** Office writes lock ids as JSON: then the longest value in it tells more than the brackets around it. */
export function shortLock(id: string): string {
  const values = id.startsWith('{') ? Array.from(id.matchAll(/:\s*"([^"]+)"/g), ([, value]) => value ?? '') : [];
  const longest = values.toSorted((left, right) => right.length - left.length)[0];
  return shortId(longest ?? id);
}
