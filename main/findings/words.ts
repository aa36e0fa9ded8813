const LONGEST = 80;

/** A value as evidence may show it: cut, on one line, and without a query, which may carry a token. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = String(value);
  const line = text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').replace(/([?&]access_token=)[^&\s"]+/gi, '$1…');
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}”`;
}

export function lockShown(id: string | null): string {
  return id === null ? 'no lock' : id === '' ? 'an empty lock id' : shown(id);
}

/** '90 seconds', '31 minutes', '11 hours' */
export function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
