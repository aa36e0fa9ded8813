import { expect } from 'vitest';
import type { Answer } from '../../support/http.ts';
import { httpRequest } from '../../support/http.ts';
import type { TestHost } from '../../support/host.ts';

export const REDIRECT = 'https://localhost';

export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
}

/** The request an Office app makes in its web view, with the odd ways it is known for. */
export function authorizePath(differs: Record<string, string | undefined> = {}): string {
  const all = {
    client_id: 'office',
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: '',
    rs: 'en-US',
    Build: '16.1.1234',
    Platform: 'iOS',
    ...differs,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth/authorize?&${new URLSearchParams(given).toString()}`;
}

export function form(
  host: TestHost,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return httpRequest(host.base, {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** What a person enters on the sign-in page, with the code that stands on the screen. */
export async function choose(
  host: TestHost,
  fields: Record<string, string> = {},
  path = authorizePath(),
): Promise<Answer> {
  const { settings } = await host.api.getSnapshot();
  return form(host, path, { person: 'owner', code: settings.signInCode, allowed: 'yes', ...fields });
}

/** Where the web view is sent. */
export function redirectOf(answer: Answer): URL {
  expect(answer.status).toBe(302);
  return new URL(answer.header('Location') ?? '');
}

export async function client(host: TestHost): Promise<{ client_id: string; client_secret: string }> {
  const { settings } = await host.api.getSnapshot();
  return { client_id: settings.oauthClientId, client_secret: settings.oauthClientSecret };
}

export async function exchange(
  host: TestHost,
  code: string,
  differs: Record<string, string> = {},
  path = '/oauth/token',
): Promise<Answer> {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    ...(await client(host)),
    ...differs,
  };
  return form(host, path, fields);
}

export async function refresh(
  host: TestHost,
  refreshToken: string,
  differs: Record<string, string> = {},
  path = '/oauth/token',
): Promise<Answer> {
  return form(host, path, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    ...(await client(host)),
    ...differs,
  });
}

export async function codeFor(host: TestHost, fields: Record<string, string> = {}): Promise<string> {
  return redirectOf(await choose(host, fields)).searchParams.get('code') ?? '';
}

export async function signIn(host: TestHost, person = 'owner'): Promise<Tokens> {
  const answer = await exchange(host, await codeFor(host, { person }));
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text()) as Tokens;
}

export function bootstrapper(
  host: TestHost,
  authorization: string | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const method = Object.keys(headers).length > 0 ? 'POST' : 'GET';
  return httpRequest(host.base, {
    method,
    path: '/wopibootstrapper',
    headers: { Authorization: authorization, ...headers },
  });
}
