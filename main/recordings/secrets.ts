import { createHash } from 'node:crypto';
import type { Header } from '../../preload/contract.ts';

/**
 * Recordings of other hosts come with their secrets. What is kept of a secret is a marker that tells equal ones from
 * different ones and is made of a hash: the tokens of other hosts may be short, and no part of them is ours to keep.
 */
export class Secrets {
  readonly #known = new Map<string, string>();

  /** A secret that was met in a place where secrets stand; from now on it is found wherever it is written. */
  marker(secret: string): string {
    const plain = decoded(secret);
    const marker = `‹token …${createHash('sha256').update(plain).digest('hex').slice(0, 6)}›`;
    // A long recording brings thousands of tokens; each is used for a while, and forgetting the oldest keeps this quick.
    if (this.#known.size >= REMEMBERED) for (const [first] of this.#known) if (this.#known.delete(first)) break;
    if (plain.length >= SHORTEST) for (const form of [secret, plain]) this.#known.set(form, marker);
    return marker;
  }

  text(text: string): { text: string; hidden: number } {
    let hidden = 0;
    const hide = (_: string, lead: string, secret: string): string => {
      hidden += 1;
      return lead + this.marker(secret);
    };
    let shown = text;
    for (const pattern of PLACES) shown = shown.replaceAll(pattern, hide);
    shown = shown.replaceAll(SIGNED, (secret) => hide('', '', secret));
    for (const [secret, marker] of this.#known) {
      if (!shown.includes(secret)) continue;
      hidden += 1;
      shown = shown.replaceAll(secret, marker);
    }
    return { text: shown, hidden };
  }

  headers(headers: readonly { name: string; value: string }[]): Header[] {
    return headers.map(({ name, value }) => {
      const shown = this.#header(name.toLowerCase(), value);
      return shown === value ? { name, value } : { name, value: shown, hidden: true };
    });
  }

  #header(name: string, value: string): string {
    if (!SECRET_HEADERS.has(name)) return this.text(value).text;
    if (value === '' || MARKED.test(value)) return value;
    const [, scheme, token] = /^(Bearer:?) +(\S+)$/i.exec(value) ?? [];
    return token === undefined ? '‹hidden›' : `${scheme} ${this.marker(token)}`;
  }
}

const REMEMBERED = 64;
const SHORTEST = 8;
const MARKED = /^(?:Bearer:? +)?‹(?:token …[^›]*|hidden)›$/i;
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'x-api-key']);
const SIGNED = /eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]{16,}/g;
// oxfmt-ignore
const PLACES = [
  /((?:^|[?&\s;])(?:access_token|refresh_token|id_token|client_secret|code|password|assertion)=)(?!‹)([^&#\s"'<>\\]+)/gi,
  /((?:%3F|%26)access_token%3D)(?!‹)([^&#\s"'<>\\%]+)/gi,
  /("(?:AccessToken|access_token|refresh_token|id_token|client_secret|Bootstrapper_AccessToken)"\s*:\s*")(?!‹)([^"\\]+)/g,
  /(name=["']?access_token["']?[^>]*?value=["'])(?!‹)([^"']+)/gi,
];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
