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

interface RenewWish {
  /** null: the recorded one. */
  personId: string | null;
  /** Path and query of the request as it goes out, before files are exchanged for others. */
  url: string;
  fileOf(recordedId: string): string;
}

export interface FreshTokens {
  /** A token as good as the one of the recorded request, for its person or another one. @throws CannotSend */
  renew(detail: ExchangeDetail, wish: RenewWish): ChosenToken;
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
    renew(detail, { personId: wanted, url, fileOf }) {
      const recorded = recordedToken(detail);
      const personId = wanted ?? recorded?.personId ?? detail.personId;
      if (personId === null)
        throw new CannotSend(
          'The token of this request was not one of this host, so it is not known whose it was. Choose a person.',
        );
      const person = people.find(personId);
      if (!person)
        throw new CannotSend(
          `The request came from “${personId}”, who is not among the people here. Choose another person.`,
        );
      const scope = scopeOf(recorded, detail.path, url);
      if (!scope)
        throw new CannotSend(
          `${detail.method} ${detail.path} is not called with the access token of a file or folder; who signed in to it is not recorded.`,
        );
      const isSame = recorded !== undefined && recorded.personId === person.id;
      const resourceId = scope.kind === 'file' ? fileOf(scope.resourceId) : scope.resourceId;
      return issue(person.id, { ...scope, resourceId, canWrite: isSame ? recorded.canWrite : person.rights.write });
    },
    keep(detail) {
      const token = recordedToken(detail);
      if (!token) throw new CannotSend('The token of this request is not known any more. Send it with a new one.');
      return { accessToken: tokens.textOf(token), expiresAt: token.expiresAt };
    },
  };
}

type Scope = Pick<Token, 'kind' | 'resourceId' | 'canWrite'>;

/**
 * What the new token is for: what the request asks for now, unless the recorded token was for something else than was
 * asked for then, which is worth being repeated.
 */
function scopeOf(recorded: Token | undefined, then: string, now: string): Omit<Scope, 'canWrite'> | undefined {
  const asked = resourceOf(now);
  if (!recorded) return asked;
  const was = resourceOf(then);
  const fitted = was?.kind === recorded.kind && was.resourceId === recorded.resourceId;
  return fitted && asked ? asked : { kind: recorded.kind, resourceId: recorded.resourceId };
}

function resourceOf(path: string): Omit<Scope, 'canWrite'> | undefined {
  const [, collection, id] = /\/(files|containers)\/([^/?]+)/.exec(path) ?? [];
  if (collection !== undefined && id !== undefined) {
    const kind: TokenKind = collection === 'files' ? 'file' : 'container';
    return { kind, resourceId: plain(id) };
  }
  return /\/ecosystem([/?]|$)/.test(path) ? { kind: 'ecosystem', resourceId: '' } : undefined;
}

function plain(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
