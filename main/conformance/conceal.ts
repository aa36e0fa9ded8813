import type { ConformanceBody, Header } from '../../preload/contract.ts';
import type { Answer } from './model.ts';
import { textOf } from './model.ts';

/** Replaces every secret that the run has met, and everything that looks like one, by a marker. */
export interface Concealer {
  /** A token that is in use from now on. */
  learn(token: string | undefined): void;
  text(text: string): string;
  headers(headers: readonly (readonly [string, string])[]): Header[];
  body(answer: Pick<Answer, 'body' | 'isBinary'>): ConformanceBody;
}

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie']);
/** Too short to be a token: replacing it would tear other words apart. */
const SHORTEST = 6;
const IN_ADDRESS = /([?&](?:access_token|ticket)=)(?!‹|INVALID)([^&#\s"'<>\\]+)/gi;
const IN_JSON = /("(?:AccessToken|access_token|refresh_token|id_token)"\s*:\s*")(?!‹)([^"\\]+)/g;
/** Enough for every description of a file, which rules look at whole. */
const KEPT_CHARACTERS = 16_000;

export function createConcealer(): Concealer {
  const known = new Map<string, string>();
  const marker = (secret: string): string => `‹token …${secret.slice(-4)}›`;

  const hide = (_: string, name: string, value: string): string => name + marker(value);
  const text = (shown: string): string => {
    let result = shown;
    for (const [secret, replacement] of known)
      if (result.includes(secret)) result = result.replaceAll(secret, replacement);
    return result.replace(IN_ADDRESS, hide).replace(IN_JSON, hide);
  };
  return {
    learn(token) {
      // What the cases themselves send as a wrong token is no secret.
      if (token === undefined || token.length < SHORTEST || token === 'INVALID') return;
      known.set(token, marker(token));
      known.set(encodeURIComponent(token), marker(token));
    },
    text,
    headers: (headers) =>
      headers.map(([name, value]) => {
        const shown = SECRET_HEADERS.has(name.toLowerCase())
          ? value.replace(/\S+$/, (secret) => (secret === 'INVALID' ? secret : marker(secret)))
          : text(value);
        return shown === value ? { name, value } : { name, value: shown, hidden: true };
      }),
    body({ body, isBinary }) {
      const whole = textOf({ body, isBinary: false, status: 0, headers: [], problem: null });
      const isText = !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(whole.slice(0, 2000));
      if (!isText || (isBinary && body.length > KEPT_CHARACTERS))
        return { size: body.length, text: null, isCut: false };
      const shown = text(whole);
      return { size: body.length, text: shown.slice(0, KEPT_CHARACTERS), isCut: shown.length > KEPT_CHARACTERS };
    },
  };
}
