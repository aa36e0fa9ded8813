import type { HeaderText } from './header-text.ts';

/** Shapes of the secrets that pass the host listener: signed tokens (JWT), any value of access_token, sign-in codes. */
const SIGNED = /eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]{16,}/g;
const IN_QUERY = /([?&](?:access_token|code)=)(?!‹)[^&#\s"'<>]+/gi;
/** The usual form of an Authorization header: the token stays recognizable, and nothing else can hide beside it. */
const BEARER = /^(Bearer) +(eyJ[\w-]+\.[\w-]+\.[\w-]{16,})$/i;
const MAY_HOLD = /access_token=|[?&]code=/i;
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
  // Most texts hold no secret; looking for short strings is far cheaper than running the patterns.
  if (!text.includes('eyJ') && !MAY_HOLD.test(text)) return { text, hidden };
  const redacted = text.replaceAll(SIGNED, hide).replaceAll(IN_QUERY, (_, name: string) => name + hide(''));
  return { text: redacted, hidden };
}

/**
 * Names and values in turn, as they may be shown and kept, one a line; most requests have nothing to hide and pass
 * untouched. `hidden` has the lines of names whose value was replaced.
 */
export function redactHeaders(lines: string[]): HeaderText {
  let hidden: number[] | undefined;
  for (let index = 0; index < lines.length; index += 2) {
    const value = lines[index + 1] ?? '';
    const isSecret = SECRET_HEADERS.has((lines[index] ?? '').toLowerCase());
    // A header shorter than this can hold no token, and most are.
    if (!isSecret && value.length < SHORTEST_SECRET) continue;
    const redacted = redact(value);
    if (!isSecret && redacted.hidden === 0) continue;
    lines[index + 1] = isSecret ? redactCredentials(value) : redacted.text;
    (hidden ??= []).push(index);
  }
  const text = lines.join('\n');
  return hidden ? { text, hidden } : { text };
}

function redactCredentials(value: string): string {
  const [, scheme, token] = BEARER.exec(value) ?? [];
  return token === undefined ? '‹hidden›' : `${scheme} ${redact(token).text}`;
}

/** The address of a request; percent-encoding hides no secret from a server, so it must hide none from here. */
export function redactUrl(url: string): string {
  const { text } = redact(url);
  if (!text.includes('%')) return text;
  return text.replaceAll(/[^/?&#]+/g, (part) => {
    const plain = decoded(part);
    if (plain === part) return part;
    const { hidden } = redact(`?${plain}`);
    return hidden > 0 ? '‹token …›' : part;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const SHORTEST_SECRET = 'access_token='.length;
