import type { Outcome, TokenKind } from '../../../preload/contract.ts';
import type { Token, TokenVerdict } from '../../store/tokens.ts';
import type { Result } from '../results.ts';
import { unauthorized } from '../results.ts';

export type Authentication =
  | { ok: true; token: Token; accessToken: string }
  | { ok: false; token: Token | undefined; result: Result };

/** The query value counts; the header is for clients that send only that. */
export function findAccessToken(query: string, authorization: string | undefined): string | undefined {
  const inQuery = /(?:^|&)access_token=([^&]+)/.exec(query)?.[1];
  // Tokens of this host need no escaping; only what a client escaped all the same is decoded.
  if (inQuery) return /[%+]/.test(inQuery) ? (new URLSearchParams(query).get('access_token') ?? '') : inQuery;
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Whether a token opens this resource now. Every refusal is a 401; only the explanation differs. */
export function authenticate(
  accessToken: string | undefined,
  verdict: TokenVerdict | undefined,
  { kind, id }: { kind: TokenKind; id: string },
): Authentication {
  const refuse = (outcome: Outcome, explanation: string, token?: Token): Authentication => ({
    ok: false,
    token,
    result: unauthorized(outcome, explanation),
  });
  if (accessToken === undefined || verdict === undefined)
    return refuse(
      'token-missing',
      'The request carries no access_token in its query and no Authorization: Bearer header.',
    );
  if (verdict.kind === 'forged')
    return refuse('token-forged', 'The token was not issued by this host, or it was changed on its way.');
  const { token } = verdict;
  if (verdict.kind === 'expired')
    return refuse(
      'token-expired',
      `The token expired at ${new Date(token.expiresAt).toISOString()} (virtual time).`,
      token,
    );
  if (verdict.kind === 'revoked') return refuse('token-revoked', 'The token was revoked.', token);
  if (token.kind !== kind || token.resourceId !== id)
    return refuse('token-other-file', explainScope(token, kind), token);
  return { ok: true, token, accessToken };
}

function explainScope(token: Token, kind: TokenKind): string {
  const words = { file: 'a file', container: 'a folder', ecosystem: 'the ecosystem' };
  if (token.kind !== kind) return `The token opens ${words[token.kind]}, not ${words[kind]}.`;
  return `The token was issued for another ${kind === 'file' ? 'file' : 'folder'}; a token opens exactly one.`;
}
