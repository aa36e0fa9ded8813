import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';
import type { Settings } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { People } from '../store/people.ts';
import type { SignInSecret, SignIns } from '../store/sign-ins.ts';
import type { Authorization, Parameters, SignInAnswer, SignInChoice } from '../wopi/sign-in.ts';

const CODE_SECONDS = 5 * 60;
const REFRESH_SECONDS = 90 * 24 * 60 * 60;
/** Guessing a sign-in code is slowed down for everybody together: there is only one code. */
const MAX_WRONG_CODES = 10;
const WRONG_CODES_FOR_MS = 60_000;

interface AuthorizationOptions {
  signIns: SignIns;
  people: People;
  settings: () => Settings;
  clock: Clock;
  wallNow: () => number;
  /** Scheme, host and port that clients reach this host at. */
  base: () => string;
}

/** Who the library deals with: a person, within one tenant and one consent. */
interface User {
  personId: string;
  tenant: string;
  familyId: string;
}

const { Request, Response } = OAuth2Server;

/**
 * The authorisation server: code grant with one confidential client, refresh tokens, PKCE for who wants it. The
 * library keeps the rules of RFC 6749; who signs in, for how long and in which tenant is decided here. Expiry follows
 * the virtual clock, which the library does not know, so it only ever sees what has not expired.
 */
export function createAuthorization({
  signIns,
  people,
  settings,
  clock,
  wallNow,
  base,
}: AuthorizationOptions): Authorization {
  let wrongCodes: number[] = [];
  const hidesDeprecations = process.noDeprecation ?? false;

  const client = (): OAuth2Server.Client & { id: string; redirectUris: string[] } => {
    const { oauthClientId, oauthRedirectUris, oauthTokenSeconds } = settings();
    return {
      id: oauthClientId,
      redirectUris: oauthRedirectUris,
      grants: ['authorization_code', 'refresh_token'],
      accessTokenLifetime: oauthTokenSeconds,
      refreshTokenLifetime: REFRESH_SECONDS,
    };
  };
  const secretFor = (user: User, kind: SignInSecret['kind'], seconds: number): SignInSecret => ({
    ...user,
    kind,
    clientId: client().id,
    redirectUri: null,
    challenge: null,
    challengeBy: null,
    expiresAt: clock.now() + seconds * 1000,
  });
  const userOf = ({ personId, tenant, familyId }: SignInSecret): User => ({ personId, tenant, familyId });
  const ofLibrary = (user: OAuth2Server.User): User => user as User;
  const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

  const modelFor = (tenant: string): OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel => ({
    async getClient(id, secret: string | null) {
      const { oauthClientId, oauthClientSecret } = settings();
      const isKnown = isSame(id, oauthClientId) && (secret === null || isSame(secret, oauthClientSecret));
      return isKnown ? client() : undefined;
    },
    validateScope: async (_user, _client, scope) => scope ?? [],
    generateAuthorizationCode: async () => newSecret(),
    generateAccessToken: async () => newSecret(),
    generateRefreshToken: async () => newSecret(),
    async saveAuthorizationCode(code, ofClient, user) {
      signIns.keep(code.authorizationCode, {
        ...secretFor(ofLibrary(user), 'code', CODE_SECONDS),
        redirectUri: code.redirectUri,
        challenge: code.codeChallenge ?? null,
        challengeBy: code.codeChallengeMethod ?? null,
      });
      return { ...code, client: ofClient, user };
    },
    async getAuthorizationCode(authorizationCode) {
      const found = signIns.find('code', authorizationCode);
      if (found?.tenant !== tenant) return undefined;
      return {
        authorizationCode,
        expiresAt: inAnHour(),
        redirectUri: found.redirectUri ?? '',
        client: { ...client(), id: found.clientId },
        user: userOf(found),
        ...(found.challenge === null
          ? {}
          : { codeChallenge: found.challenge, codeChallengeMethod: found.challengeBy ?? 'plain' }),
      };
    },
    revokeAuthorizationCode: async ({ authorizationCode }) => signIns.useUp(authorizationCode),
    async saveToken(token, ofClient, user) {
      const ours = ofLibrary(user);
      signIns.keep(token.accessToken, secretFor(ours, 'access', settings().oauthTokenSeconds));
      if (token.refreshToken !== undefined)
        signIns.keep(token.refreshToken, secretFor(ours, 'refresh', REFRESH_SECONDS));
      return { ...token, client: ofClient, user };
    },
    async getRefreshToken(refreshToken) {
      const found = signIns.find('refresh', refreshToken);
      if (found?.tenant !== tenant) return undefined;
      return { refreshToken, client: { ...client(), id: found.clientId }, user: userOf(found) };
    },
    revokeToken: async ({ refreshToken }) => signIns.useUp(refreshToken),
    // Requests with an access token never come to the library: the bootstrapper asks personIdOf.
    getAccessToken: async () => undefined,
  });

  const tokenEndpoint = (tenant: string): string => `${base()}/oauth/${tenant === '' ? '' : `${tenant}/`}token`;

  /** What must be right before anything is sent back to an address that a request named. */
  const problemOf = ({ client_id: id, redirect_uri: redirectUri }: Parameters): string | undefined => {
    const { oauthClientId, oauthRedirectUris } = settings();
    if (id === undefined) return 'The request names no client_id.';
    if (!isSame(id, oauthClientId))
      return `This host does not know the client “${id}”. Its client id stands in Settings, Sign-in.`;
    if (redirectUri === undefined || oauthRedirectUris.includes(redirectUri)) return undefined;
    return `The redirect_uri “${redirectUri}” is not registered here character by character. Those that are stand in Settings, Sign-in.`;
  };
  const formFor = ({ redirect_uri: redirectUri }: Parameters, problem: string | null): SignInAnswer => ({
    kind: 'form',
    form: {
      people: people.list().map(({ id, name, role }) => ({ id, name, role })),
      tenants: settings().oauthTenants,
      redirectUri: redirectUri ?? settings().oauthRedirectUris[0] ?? '',
      problem,
    },
  });

  const authorize = async (parameters: Parameters, user: User, isAllowed: boolean): Promise<SignInAnswer> => {
    // Onboarding asks for scopes separated by commas, OAuth by spaces.
    const scope =
      parameters['scope']
        ?.split(/[\s,]+/)
        .filter(Boolean)
        .join(' ') ?? '';
    const { scope: _, ...others } = parameters;
    const query = { ...others, ...(scope === '' ? {} : { scope }), ...(isAllowed ? {} : { allowed: 'false' }) };
    const response = new Response({});
    const server = new OAuth2Server({ model: modelFor(user.tenant) });
    // The library builds the redirect with url.parse, of which Node warns the user; what it parses is registered here.
    process.noDeprecation = true;
    try {
      await server.authorize(new Request({ headers: {}, method: 'GET', query, body: {} }), response, {
        allowEmptyState: true,
        authorizationCodeLifetime: CODE_SECONDS,
        authenticateHandler: { handle: () => user },
      });
    } catch (error) {
      // The refusal is in the redirect, as RFC 6749 §4.1.2.1 has it.
      if (!isOAuthError(error)) throw error;
      if (response.get('location') === undefined) return { kind: 'refused', reason: error.message };
    } finally {
      process.noDeprecation = hidesDeprecations;
    }
    const location = String(response.get('location'));
    if (user.tenant === '' || !new URL(location).searchParams.has('code')) return { kind: 'redirect', location };
    const extra = new URLSearchParams({ tk: tokenEndpoint(user.tenant), sc: `tenant:${user.tenant}` });
    return { kind: 'redirect', location: `${location}&${extra.toString()}` };
  };

  const codeProblem = (code: string): string | undefined => {
    wrongCodes = wrongCodes.filter((at) => at > wallNow() - WRONG_CODES_FOR_MS);
    if (wrongCodes.length >= MAX_WRONG_CODES) return 'Too many wrong sign-in codes were tried. Wait a minute.';
    if (isSame(code.trim(), settings().signInCode)) return undefined;
    wrongCodes.push(wallNow());
    return 'This is not the sign-in code. It stands in WOPI Sandbox under Settings, Sign-in.';
  };

  return {
    challenge: () => `Bearer authorization_uri="${base()}/oauth/authorize",tokenIssuance_uri="${tokenEndpoint('')}"`,
    async begin(parameters) {
      const reason = problemOf(parameters);
      if (reason !== undefined) return { kind: 'refused', reason };
      // A request that cannot succeed is sent back before anybody signs in for it.
      if (parameters['response_type'] !== 'code') return authorize(parameters, NOBODY, true);
      return formFor(parameters, null);
    },
    async choose(parameters, { personId, tenant, code, isAllowed }: SignInChoice) {
      const reason = problemOf(parameters);
      if (reason !== undefined) return { kind: 'refused', reason };
      if (!isAllowed) return authorize(parameters, NOBODY, false);
      const problem = codeProblem(code);
      if (problem !== undefined) return formFor(parameters, problem);
      const { oauthTenants } = settings();
      if (!people.get(personId)) return formFor(parameters, 'Choose a person.');
      if (oauthTenants.length > 0 && !oauthTenants.includes(tenant)) return formFor(parameters, 'Choose a tenant.');
      const user: User = {
        personId,
        tenant: oauthTenants.length > 0 ? tenant : '',
        familyId: randomBytes(9).toString('hex'),
      };
      return authorize(parameters, user, true);
    },
    async token({ tenant, headers, parameters }) {
      const response = new Response({});
      const server = new OAuth2Server({ model: modelFor(tenant) });
      try {
        await server.token(
          new Request({ headers: { ...headers }, method: 'POST', query: {}, body: { ...parameters } }),
          response,
        );
        return { status: 200, headers: NEVER_STORED, body: withoutScope(response.body) };
      } catch (error) {
        if (!isOAuthError(error) || error.code >= 500) throw error;
        const challenge = response.get('www-authenticate') as string | undefined;
        return {
          status: error.code,
          headers: { ...NEVER_STORED, ...(challenge === undefined ? {} : { 'WWW-Authenticate': challenge }) },
          body: { error: error.name, error_description: error.message },
        };
      }
    },
    personIdOf: (accessToken) => signIns.find('access', accessToken)?.personId,
  };
}

const NEVER_STORED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };
/** Stands in where a redirect carries an error and nobody signed in. */
const NOBODY: User = { personId: '', tenant: '', familyId: '' };

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Without telling by the time it takes how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}

function isOAuthError(error: unknown): error is Error & { code: number } {
  return error instanceof OAuth2Server.OAuthError;
}

/** Every sign-in may do what its person may do: there is nothing to say of scopes. */
function withoutScope(body: unknown): object {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'scope'));
}
