/** Sizes as they are typed: '64 MB', '1.5 GB', '300 KB', a bare number of bytes. 1 KB is 1,024 bytes. */
const UNITS: Record<string, number> = {
  b: 1,
  kb: 1024,
  kib: 1024,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
  tb: 1024 ** 4,
};

export function parseSize(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  const unit = UNITS[match[2] === '' ? 'b' : (match[2] ?? '')];
  if (unit === undefined) return null;
  return Math.round(Number((match[1] ?? '').replace(',', '.')) * unit);
}

/** The shortest way to write a size that reads back as exactly the same number. */
export function writeSize(bytes: number): string {
  const units: [string, number][] = [
    ['GB', 1024 ** 3],
    ['MB', 1024 ** 2],
    ['KB', 1024],
  ];
  for (const [unit, size] of units) {
    const value = bytes / size;
    if (bytes >= size && Number(value.toFixed(2)) === value) return `${value} ${unit}`;
  }
  return `${bytes} B`;
}

/** The same for lengths of time in seconds. */
export function writeSeconds(seconds: number): string {
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ];
  const unit = units.find(([, size]) => seconds >= size && seconds % size === 0);
  return unit ? `${seconds / unit[1]} ${unit[0]}` : `${seconds} s`;
}
