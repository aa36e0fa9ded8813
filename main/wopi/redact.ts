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

/** A header as it may be shown and kept. */
export function redactHeader(name: string, value: string): { name: string; value: string; hidden?: boolean } {
  if (SECRET_HEADERS.has(name.toLowerCase())) {
    const { text, hidden } = redact(value);
    return { name, value: hidden > 0 ? text : '‹hidden›', hidden: true };
  }
  const { text, hidden } = redact(value);
  return hidden > 0 ? { name, value: text, hidden: true } : { name, value };
}
