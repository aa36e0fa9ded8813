/** What can be seen of the access token of a request without keeping it. */
export interface TokenSight {
  /** Tells tokens apart; null when the recording hides the token so well that it cannot be told from others. */
  key: string | null;
  /** Characters of the token as written in the address; null when the recording hides it. */
  length: number | null;
  /** Characters in the address that change their meaning unless they are percent-encoded. */
  bare: string;
  /** Where it came: in the query, in the Authorization header, or in both. */
  inQuery: boolean;
  inHeader: boolean;
  /** False when both are there and differ. */
  agrees: boolean;
  /** access_token_ttl as it was sent; null without one. */
  ttl: string | null;
}

const HIDDEN = /‹(?:token …(.*)|hidden)›/;

export function tokenSight(url: string, authorization: string | null): TokenSight | null {
  const written = parameter(url, 'access_token');
  const sent = /^Bearer:? +(.+)$/i.exec(authorization ?? '')?.[1] ?? null;
  if (written === null && sent === null) return null;
  const hidden = written === null ? null : HIDDEN.exec(written);
  const fromQuery = written === null ? null : hidden ? markerKey(hidden[1]) : decoded(written);
  const fromHeader = sent === null ? null : keyOf(sent);
  return {
    // The query counts where both are there.
    key: written === null ? fromHeader : fromQuery,
    length: written === null || hidden ? null : written.length,
    bare: written === null || hidden ? '' : [...new Set(written.match(/[+ ]/g) ?? [])].join(''),
    inQuery: written !== null,
    inHeader: sent !== null,
    agrees: fromQuery === null || fromHeader === null || fromQuery === fromHeader,
    ttl: parameter(url, 'access_token_ttl'),
  };
}

function keyOf(token: string): string | null {
  const hidden = HIDDEN.exec(token);
  return hidden ? markerKey(hidden[1]) : token;
}

/** A marker names the end of a signature; one without it stands for anything. */
function markerKey(ending: string | undefined): string | null {
  return ending === undefined || ending === '' ? null : `…${ending}`;
}

/** The raw text of a query parameter, exactly as written. */
export function parameter(url: string, name: string): string | null {
  const query = url.indexOf('?');
  if (query === -1) return null;
  for (const pair of url.slice(query + 1).split('&')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).toLowerCase() === name) return pair.slice(equals + 1);
  }
  return null;
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
