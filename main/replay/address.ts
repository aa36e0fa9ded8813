import { CannotSend } from './cannot-send.ts';
import type { ChosenToken } from './fresh-tokens.ts';
import { MARKER } from './draft.ts';

const TOKEN = /([?&]access_token=)[^&#]*/gi;
/** What is left of a token whose parameter was percent-encoded. */
const BARE = /([?&])‹[^‹›]*›(?=&|$)/g;
const TTL = /([?&]access_token_ttl=)[^&#]*/gi;

/** Whether the address carries a token, or the marker that stands for one. */
export function carriesToken(url: string): boolean {
  return /[?&](access_token=|‹)/i.test(url);
}

/** Path and query with the token that is to be used; without one what was typed stays. @throws CannotSend */
export function withChosenToken(url: string, token: ChosenToken | null): string {
  const filled = url
    .replace(BARE, (whole, before: string) => `${before}access_token=${whole.slice(1)}`)
    .replace(TOKEN, (whole, name: string) =>
      token !== null && MARKER.test(whole) ? name + encodeURIComponent(token.accessToken) : whole,
    )
    .replace(TTL, (whole, name: string) => (token === null ? whole : name + String(token.expiresAt)));
  // Sent without a token, the parameter goes too: its marker would be a token that nobody issued.
  const target = token === null ? withoutMarked(filled) : filled;
  if (MARKER.test(target))
    throw new CannotSend(
      'The address holds a secret that is not recorded, such as a ticket or the signature of a page. Open the page anew.',
    );
  if (!/^\/[\x21-\x7e]*$/.test(target) || target.includes('#'))
    throw new CannotSend(
      `“${target.slice(0, 200)}” cannot be a path: it begins with / and has no spaces and no other characters than ASCII. Percent-encode them.`,
    );
  return target;
}

function withoutMarked(url: string): string {
  const mark = url.indexOf('?');
  if (mark === -1) return url;
  const path = url.slice(0, mark);
  const rest = url
    .slice(mark + 1)
    .split('&')
    .filter((part) => !(/^access_token=/i.test(part) && MARKER.test(part)));
  return rest.length === 0 ? path : `${path}?${rest.join('&')}`;
}
