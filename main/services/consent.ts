import type { Settings } from '../../preload/contract.ts';
import type { Authorization } from '../wopi/sign-in.ts';

/** What a client has after its user has signed in: a code, and what it needs to redeem it. */
export interface Consent {
  code: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Where the code is redeemed, when the answer named a place of its own. */
  tokenEndpoint: string | null;
}

/**
 * Signs a person in without the page, for conformance cases that need a signed-in one.
 * @throws Error whose message is a sentence for the user
 */
export async function consentFor(personId: string, authorization: Authorization, settings: Settings): Promise<Consent> {
  const {
    oauthClientId: clientId,
    oauthClientSecret: clientSecret,
    oauthRedirectUris,
    oauthTenants,
    signInCode,
  } = settings;
  const redirectUri = oauthRedirectUris[0] ?? '';
  const answer = await authorization.choose(
    { client_id: clientId, redirect_uri: redirectUri, response_type: 'code' },
    { personId, tenant: oauthTenants[0] ?? '', code: signInCode, isAllowed: true },
  );
  if (answer.kind !== 'redirect') throw new Error('Nobody can be signed in: look at Settings, Sign-in.');
  const given = new URL(answer.location).searchParams;
  return { code: given.get('code') ?? '', clientId, clientSecret, redirectUri, tokenEndpoint: given.get('tk') };
}
