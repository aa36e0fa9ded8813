import { page } from './operations.ts';
import {
  askForToken,
  bootstrap,
  bootstrapCase,
  consentCase,
  expectChallenge,
  parameter,
  redeem,
} from './bootstrap-requests.ts';
import type { Consent } from './facilities.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const issuance = page('mobile/identity/specifytokenissuance');

/** OAuth 2.0 as Office uses it: a code, a confidential client, refresh tokens. */
export const TOKEN_ENDPOINT_CASES: readonly OwnCase[] = [
  bootstrapCase(
    'TokenEndpoint.BadCode',
    issuance,
    'The token endpoint refuses a code it never gave: 400 or 401 and an error in JSON, no page and no redirect.',
    [],
    async (t) => {
      const url = parameter(expectChallenge(t, await bootstrap(t, undefined)), 'tokenIssuance_uri');
      const reply = await t.send('Token', {
        method: 'POST',
        at: url,
        isBare: true,
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: 'grant_type=authorization_code&code=own-no-such-code&redirect_uri=https%3A%2F%2Flocalhost&client_id=own&client_secret=own',
      });
      t.expectStatus(reply, 400, 401);
      t.expect(
        reply,
        reply.text('error') !== '',
        'The answer names no error.',
        'invalid_grant or invalid_client',
        reply.at('error'),
      );
    },
  ),
  bootstrapCase(
    'SignIn.ForeignRedirect',
    issuance,
    'A redirect address that was not registered is never followed.',
    [],
    async (t) => {
      const url = parameter(expectChallenge(t, await bootstrap(t, undefined)), 'authorization_uri');
      const query = 'client_id=own&response_type=code&redirect_uri=https%3A%2F%2Fown-attacker.example%2Fsteal';
      const reply = await t.send('Authorise', { at: `${url}?${query}`, isBare: true });
      const location = reply.header('Location') ?? '';
      t.expect(
        reply,
        !location.startsWith('https://own-attacker.example'),
        'The host redirects to an address nobody registered.',
        'an error',
        location,
      );
    },
  ),
  consentCase(
    'TokenEndpoint.Code',
    issuance,
    'A code is exchanged for a token: a bearer token, and its life as a number of seconds.',
    async (t, consent) => {
      const reply = t.expectStatus(await redeem(t, consent), 200);
      t.expect(
        reply,
        reply.text('access_token') !== '',
        'There is no access_token.',
        'a token',
        reply.at('access_token'),
      );
      t.expect(
        reply,
        reply.text('token_type').toLowerCase() === 'bearer',
        'token_type is not Bearer.',
        'Bearer',
        reply.at('token_type'),
      );
      const life = reply.at('expires_in');
      t.expect(reply, typeof life === 'number' && life > 0, 'expires_in is no number of seconds.', '> 0', life);
      t.expect(
        reply,
        /^application\/json\b/i.test(reply.header('Content-Type') ?? ''),
        'The answer is not declared as JSON.',
        'application/json',
        reply.header('Content-Type'),
      );
      t.advise(
        reply,
        /no-store/i.test(reply.header('Cache-Control') ?? ''),
        'Tokens should not be kept by caches.',
        'Cache-Control: no-store',
        reply.header('Cache-Control'),
      );
    },
  ),
  consentCase(
    'TokenEndpoint.CodeTwice',
    issuance,
    'A code works once: the second exchange is refused.',
    async (t, consent) => {
      t.expectStatus(await redeem(t, consent), 200);
      expectError(t, await redeem(t, consent), 'invalid_grant');
    },
  ),
  consentCase(
    'TokenEndpoint.WrongSecret',
    issuance,
    'A client with a wrong secret gets nothing.',
    async (t, consent) => {
      expectError(t, await redeem(t, consent, { client_secret: 'own-wrong' }), 'invalid_client');
    },
  ),
  consentCase(
    'TokenEndpoint.OtherRedirect',
    issuance,
    'A code belongs to the redirect address it was sent to.',
    async (t, consent) => {
      expectError(
        t,
        await redeem(t, consent, { redirect_uri: 'https://own-attacker.example/' }),
        'invalid_grant',
        'invalid_request',
      );
    },
  ),
  consentCase(
    'TokenEndpoint.Refresh',
    issuance,
    'A refresh token gives a new access token that works, without any other parameter.',
    async (t, consent) => {
      const first = t.expectStatus(await redeem(t, consent), 200);
      const refresh = first.text('refresh_token');
      if (refresh === '') t.skip('The host gives no refresh token, so its users sign in again every time');
      const second = t.expectStatus(await refreshWith(t, consent, refresh), 200);
      t.expect(
        second,
        second.text('access_token') !== first.text('access_token'),
        'The refreshed token is the old one.',
        'a new one',
        'the same',
      );
      t.expectStatus(await bootstrap(t, `Bearer ${second.text('access_token')}`), 200);
    },
  ),
  consentCase('TokenEndpoint.WrongRefresh', issuance, 'A refresh token nobody gave is refused.', async (t, consent) => {
    expectError(t, await refreshWith(t, consent, 'own-no-such-token'), 'invalid_grant');
  }),
];

function refreshWith(
  trial: Trial,
  { clientId, clientSecret, tokenEndpoint }: Consent,
  refreshToken: string,
): Promise<Reply> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
  };
  return askForToken(trial, form, tokenEndpoint);
}

function expectError(trial: Trial, reply: Reply, ...errors: string[]): void {
  trial.expectStatus(reply, 400, 401);
  trial.expect(
    reply,
    errors.includes(reply.text('error')),
    'The answer names another error.',
    errors.join(' or '),
    reply.at('error'),
  );
}
