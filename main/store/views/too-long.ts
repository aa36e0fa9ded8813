/** The longest a filter may look through the traffic. */
export const LIMIT_MS = 10_000;

/** Said of a filter that was stopped. */
export function tooLong(filter: string): string {
  return `The filter “${filter}” was stopped: it had looked for ${LIMIT_MS / 1000} seconds, the longest a filter may. Narrow it, for instance with since:1h or file:, or search for plain text instead of a regular expression.`;
}
