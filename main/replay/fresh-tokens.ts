import type { ExchangeDetail, TokenKind } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { People } from '../store/people.ts';
import type { Token, Tokens } from '../store/tokens.ts';
import { CannotSend } from './cannot-send.ts';

export interface ChosenToken {
  accessToken: string;
  /** Virtual epoch milliseconds, as access_token_ttl. */
  expiresAt: number;
}

export interface FreshTokens {
  /** A token as good as the one of the recorded request, for its person or another one. @throws CannotSend */
  renew(detail: ExchangeDetail, personId: string | null): ChosenToken;
  /** The very token of the recorded request, whatever has become of it. @throws CannotSend */
  keep(detail: ExchangeDetail): ChosenToken;
}

/** Long enough to look at what came back and to send it once more. */
const LIFETIME_MS = 60 * 60 * 1000;
/** One that is about to end is not used for another request. */
const LEAST_LEFT_MS = 5 * 60 * 1000;

interface FreshTokensOptions {
  tokens: Tokens;
  people: People;
  clock: Clock;
}

/** Recorded tokens are markers, so requests go out with new ones; one for each person and thing, while it lasts. */
export function createFreshTokens({ tokens, people, clock }: FreshTokensOptions): FreshTokens {
  const issued = new Map<string, { id: string; chosen: ChosenToken }>();

  const issue = (personId: string, { kind, resourceId, canWrite }: Scope): ChosenToken => {
    const key = JSON.stringify([personId, kind, resourceId, canWrite]);
    const known = issued.get(key);
    const row = known && tokens.get(known.id);
    if (known && row && !row.isRevoked && row.expiresAt > clock.now() + LEAST_LEFT_MS) return known.chosen;
    const expiresAt = clock.now() + LIFETIME_MS;
    const { token, accessToken } = tokens.issue({ personId, kind, resourceId, canWrite, expiresAt, source: 'resend' });
    const chosen = { accessToken, expiresAt };
    issued.set(key, { id: token.id, chosen });
    return chosen;
  };

  /** A request that was refused before its token was looked at has no token id; the marker ends as the token does. */
  const recordedToken = ({ tokenId, url, requestHeaders }: ExchangeDetail): Token | undefined => {
    if (tokenId !== null) return tokens.get(tokenId);
    const marked = [url, ...requestHeaders.filter(({ hidden }) => hidden).map(({ value }) => value)].join(' ');
    const [, end] = /‹token …([\w-]{6})›/.exec(marked) ?? [];
    if (end === undefined) return undefined;
    const known = tokens.list().flatMap(({ id }) => tokens.get(id) ?? []);
    return known.find((token) => tokens.textOf(token).endsWith(end));
  };

  return {
    renew(detail, wanted) {
      const recorded = recordedToken(detail);
      const personId = wanted ?? recorded?.personId ?? detail.personId;
      if (personId === null)
        throw new CannotSend(
          'The token of this request was not one of this host, so it is not known whose it was. Choose a person in “Edit and resend”.',
        );
      const person = people.find(personId);
      if (!person)
        throw new CannotSend(
          `The request came from “${personId}”, who is not among the people any more. Choose another person in “Edit and resend”.`,
        );
      const scope = scopeOf(recorded, detail.path);
      if (!scope)
        throw new CannotSend(
          `${detail.method} ${detail.path} is not called with the access token of a file or folder; who signed in to it is not recorded.`,
        );
      const isSame = recorded !== undefined && recorded.personId === person.id;
      return issue(person.id, { ...scope, canWrite: isSame ? recorded.canWrite : person.rights.write });
    },
    keep(detail) {
      const token = recordedToken(detail);
      if (!token) throw new CannotSend('The token of this request is not known any more. Send it with a new one.');
      return { accessToken: tokens.textOf(token), expiresAt: token.expiresAt };
    },
  };
}

type Scope = Pick<Token, 'kind' | 'resourceId' | 'canWrite'>;

/** What the recorded token opened, or what the path asks for when it is not known. */
function scopeOf(recorded: Token | undefined, path: string): Omit<Scope, 'canWrite'> | undefined {
  if (recorded) return { kind: recorded.kind, resourceId: recorded.resourceId };
  if (/^\/wopi\/ecosystem(\/|$)/.test(path)) return { kind: 'ecosystem', resourceId: '' };
  const [, collection, id] = /^\/wopi\/(files|containers)\/([^/]+)/.exec(path) ?? [];
  if (collection === undefined || id === undefined) return undefined;
  const kind: TokenKind = collection === 'files' ? 'file' : 'container';
  return { kind, resourceId: plain(id) };
}

function plain(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
