const units: Record<string, number> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * '250 ms', '90s', '5 min', '1h 30m', '29:59' (minutes:seconds), '1:04:00'; a bare number counts in `bare` units.
 * null when it is none of these.
 */
export function parseSpan(text: string, bare: 'ms' | 's' | 'min' = 's'): number | null {
  const trimmed = text.trim().toLowerCase();
  const clock = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(trimmed);
  if (clock) return ((Number(clock[1] ?? 0) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1_000;
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * (units[bare] ?? 1);
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gy)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== trimmed) return null;
  let total = 0;
  for (const [, amount, unit] of parts) {
    const size = units[(unit ?? '').replace(/(?<=sec|min)s$|onds?$|utes?$/, '')];
    if (size === undefined) return null;
    total += Number(amount) * size;
  }
  return total;
}
