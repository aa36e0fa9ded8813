import type { HeaderPair } from '../requests/kind.ts';
import type { Consent } from './facilities.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

/** How cases talk to the bootstrapper and the token endpoint. */

export function bootstrapCase(
  name: string,
  link: string,
  description: string,
  needs: OwnCase['needs'],
  run: OwnCase['run'],
): OwnCase {
  return {
    group: 'Own.Bootstrapper',
    name: `own.Bootstrapper.${name}`,
    category: 'OfficeNativeClient',
    description,
    spec: link,
    needs,
    async run(trial) {
      const probe = await bootstrap(trial, undefined);
      if (probe.status === 404 || probe.status === 501)
        trial.skip('There is no bootstrapper at /wopibootstrapper of this host');
      await run(trial);
    },
  };
}

export function signedInCase(
  name: string,
  link: string,
  description: string,
  run: (trial: Trial, bearer: string) => Promise<void>,
): OwnCase {
  return consentCase(name, link, description, async (trial, consent) => {
    const reply = trial.expectStatus(await redeem(trial, consent), 200);
    await run(trial, `Bearer ${reply.text('access_token')}`);
  });
}

/** Registered with Microsoft as an address that ends in wopibootstrapper; beside /wopi is the usual place. */
export function bootstrapperOf({ target }: Trial): string {
  return `${target.wopiSrc.replace(/\/wopi[^/]*\/files\/[^/]*$/i, '')}/wopibootstrapper`;
}

export function bootstrap(
  trial: Trial,
  authorization: string | undefined,
  operation?: string,
  wopiSrc?: string,
): Promise<Reply> {
  const headers: HeaderPair[] = [
    ...(authorization === undefined ? [] : [['Authorization', authorization] as const]),
    ...(operation === undefined ? [] : [['X-WOPI-EcosystemOperation', operation] as const]),
    ...(wopiSrc === undefined ? [] : [['X-WOPI-WopiSrc', wopiSrc] as const]),
  ];
  return trial.send(operation ?? 'Bootstrap', {
    at: bootstrapperOf(trial),
    isBare: true,
    headers,
    method: operation === undefined ? 'GET' : 'POST',
  });
}

export function expectChallenge(trial: Trial, reply: Reply): string {
  trial.expectStatus(reply, 401);
  const challenges = challengesOf(reply);
  const bearer = challenges.filter((value) => /^Bearer\b/i.test(value));
  trial.expect(reply, bearer.length === 1, 'There is not exactly one Bearer challenge.', 1, challenges);
  const [challenge = ''] = bearer;
  for (const name of ['authorization_uri', 'tokenIssuance_uri'])
    trial.expect(reply, parameter(challenge, name) !== '', `The challenge lacks ${name}.`, `${name}="…"`, challenge);
  return challenge;
}

export function parameter(challenge: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
}

/** A case in which somebody has just signed in. */
export function consentCase(
  name: string,
  link: string,
  description: string,
  run: (trial: Trial, consent: Consent) => Promise<void>,
): OwnCase {
  return bootstrapCase(name, link, description, ['a signed-in person'], async (trial) => {
    const consent = await trial.facilities.signIn?.();
    if (consent === undefined) return trial.skip('Nobody can be signed in from here');
    await run(trial, consent);
  });
}

/** Exchanges a code for tokens as Office's identity service does; `changes` replace what is sent. */
export async function redeem(trial: Trial, consent: Consent, changes: Record<string, string> = {}): Promise<Reply> {
  const form = {
    grant_type: 'authorization_code',
    code: consent.code,
    redirect_uri: consent.redirectUri,
    client_id: consent.clientId,
    client_secret: consent.clientSecret,
    ...changes,
  };
  return askForToken(trial, form, consent.tokenEndpoint);
}

/** @param endpoint null: the one the challenge names */
export async function askForToken(
  trial: Trial,
  form: Record<string, string>,
  endpoint: string | null = null,
): Promise<Reply> {
  const at = endpoint ?? (await tokenEndpointOf(trial));
  return trial.send('Token', {
    method: 'POST',
    at,
    isBare: true,
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Accept', 'application/json'],
    ],
    body: new URLSearchParams(form).toString(),
  });
}

/** Wherever the answer to somebody who has not signed in names it; its form is for other cases. */
async function tokenEndpointOf(trial: Trial): Promise<string> {
  const reply = await bootstrap(trial, undefined);
  const named = challengesOf(reply).map((challenge) => parameter(challenge, 'tokenIssuance_uri'));
  const [found] = named.filter((url) => url !== '');
  trial.expect(
    reply,
    found !== undefined,
    'No challenge names a tokenIssuance_uri.',
    'tokenIssuance_uri="…"',
    challengesOf(reply),
  );
  return found ?? '';
}

function challengesOf({ answer }: Reply): string[] {
  return answer.headers.filter(([name]) => name.toLowerCase() === 'www-authenticate').map(([, value]) => value);
}
