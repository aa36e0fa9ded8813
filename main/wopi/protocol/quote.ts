const SHOWN_LENGTH = 80;

/**
 * A value from outside as it may stand in a message, a log line or a response header: in quotes, one line,
 * plain ASCII, and never longer than a reader wants to see.
 */
export function quote(value: string): string {
  const shown = value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value;
  // Lock ids of Office are JSON: with every quotation mark escaped nobody could read them.
  if (/^[\x20-\x7e]*$/.test(value) && value.includes('"') && !/['\\]/.test(value)) {
    return `'${shown.replace('…', '...')}'`;
  }
  return JSON.stringify(shown).replace(/[^\x20-\x7e]/g, (unit) =>
    unit === '…' ? '...' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
