/** Shapes of the secrets that pass the host listener: signed tokens (JWT), and any value of access_token. */
const SIGNED = /eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]{16,}/g;
const IN_QUERY = /([?&]access_token=)(?!‹)[^&#\s"'<>]+/gi;
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization']);

export interface Redacted {
  text: string;
  hidden: number;
}

/** Replaces every secret in `text` by a marker that tells equal secrets apart from different ones. */
export function redact(text: string): Redacted {
  let hidden = 0;
  const hide = (secret: string): string => {
    hidden += 1;
    // The end of a signature identifies a token to the eye and opens nothing.
    return `‹token …${secret.slice(-6)}›`;
  };
  // Most texts hold no secret; looking for two short strings is far cheaper than running the patterns.
  if (!text.includes('eyJ') && !text.toLowerCase().includes('access_token=')) return { text, hidden };
  const redacted = text.replaceAll(SIGNED, hide).replaceAll(IN_QUERY, (_, name: string) => name + hide(''));
  return { text: redacted, hidden };
}

/** Names and values in turn as they may be shown and kept; most requests have nothing to hide and pass untouched. */
export function redactHeaders(flat: readonly string[]): { flat: string[]; hidden?: number[] } {
  const kept = [...flat];
  const hidden: number[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const value = flat[index + 1] ?? '';
    const isSecret = SECRET_HEADERS.has((flat[index] ?? '').toLowerCase());
    // A header shorter than this can hold no token, and most are.
    if (!isSecret && value.length < SHORTEST_SECRET) continue;
    const redacted = redact(value);
    if (!isSecret && redacted.hidden === 0) continue;
    kept[index + 1] = redacted.hidden > 0 ? redacted.text : '‹hidden›';
    hidden.push(index);
  }
  return hidden.length > 0 ? { flat: kept, hidden } : { flat: kept };
}

const SHORTEST_SECRET = 'access_token='.length;
