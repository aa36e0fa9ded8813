import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestHost } from '../../support/host.ts';
import { startHost } from '../../support/host.ts';
import type { Tokens } from './sign-in.ts';
import {
  authorizePath,
  bootstrapper,
  choose,
  client,
  codeFor,
  exchange,
  form,
  REDIRECT,
  redirectOf,
  refresh,
  signIn,
} from './sign-in.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'plan.docx': 'plan' } });
});
afterAll(() => host.stop());

const isSignedIn = async (accessToken: string) => (await bootstrapper(host, `Bearer ${accessToken}`)).status === 200;

describe('A code', () => {
  it('gives an access token, its type, its lifetime in seconds and a refresh token', async () => {
    const answer = await exchange(host, await codeFor(host));
    expect(answer.status).toBe(200);
    expect(answer.header('Content-Type')).toMatch(/^application\/json/);
    expect(answer.header('Cache-Control')).toBe('no-store');
    const tokens = JSON.parse(answer.text()) as Tokens;
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^[\w-]{20,}$/),
      refresh_token: expect.stringMatching(/^[\w-]{20,}$/),
      token_type: 'Bearer',
      expires_in: expect.any(Number),
    });
    expect(Math.abs(tokens.expires_in - 3600)).toBeLessThan(3);
    expect(await isSignedIn(tokens.access_token)).toBe(true);
  });

  it('is good once; a second time it ends what it gave', async () => {
    const code = await codeFor(host);
    const { access_token } = JSON.parse((await exchange(host, code)).text()) as Tokens;
    const again = await exchange(host, code);
    expect([again.status, again.json()['error']]).toEqual([400, 'invalid_grant']);
    expect(await isSignedIn(access_token)).toBe(false);
  });

  it('is good for five minutes of the virtual clock', async () => {
    const code = await codeFor(host);
    await host.api.jumpClock({ milliseconds: 5 * 60_000 });
    expect((await exchange(host, code)).json()['error']).toBe('invalid_grant');
  });

  // oxfmt-ignore
  it.each([
    ['another redirect URI',   { redirect_uri: 'https://localhost/' },    /invalid_(grant|request)/],
    ['another client',         { client_id: 'word' },                     /invalid_client/],
    ['a wrong secret',         { client_secret: 'x'.repeat(32) },         /invalid_client/],
    ['no secret',              { client_secret: '' },                     /invalid_(client|request)/],
    ['a code of its own',      { code: 'made-up' },                       /invalid_grant/],
    ['no code',                { code: '' },                              /invalid_request/],
    ['no grant type',          { grant_type: '' },                        /invalid_request/],
    ['the password grant',     { grant_type: 'password' },                /unsupported_grant_type|unauthorized_client/],
    ['a grant of Object',      { grant_type: 'constructor' },             /unsupported_grant_type/],
  ])('with %s gives nothing', async (_, differs, error) => {
    const answer = await exchange(host, await codeFor(host), differs);
    expect([400, 401]).toContain(answer.status);
    expect(answer.json()['error']).toMatch(error);
    expect(answer.text()).not.toContain('access_token"');
  });

  it('is traded with Basic authentication, too', async () => {
    const { client_id, client_secret } = await client(host);
    const code = await codeFor(host);
    const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
    const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const wrong = await form(host, '/oauth/token', fields, {
      Authorization: `Basic ${Buffer.from('office:no').toString('base64')}`,
    });
    expect([wrong.status, wrong.header('WWW-Authenticate')]).toEqual([401, expect.stringMatching(/^Basic/)]);
    expect((await form(host, '/oauth/token', fields, { Authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it('asked for with PKCE needs the verifier', async () => {
    const verifier = 'v'.repeat(43);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const path = authorizePath({ code_challenge, code_challenge_method: 'S256' });
    const code = async () => redirectOf(await choose(host, {}, path)).searchParams.get('code') ?? '';
    expect((await exchange(host, await code())).status).toBe(400);
    expect((await exchange(host, await code(), { code_verifier: 'w'.repeat(43) })).status).toBe(400);
    expect((await exchange(host, await code(), { code_verifier: verifier })).status).toBe(200);
  });

  it('comes in no other form than a form', async () => {
    const answer = await form(host, '/oauth/token', {}, { 'Content-Type': 'application/json' });
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
  });
});

describe('A refresh token', () => {
  it('gives new tokens and is good once', async () => {
    const first = await signIn(host);
    const answer = await refresh(host, first.refresh_token);
    expect(answer.status).toBe(200);
    const second = JSON.parse(answer.text()) as Tokens;
    expect(second.access_token).not.toBe(first.access_token);
    expect(await isSignedIn(second.access_token)).toBe(true);
    expect((await refresh(host, first.refresh_token)).json()['error']).toBe('invalid_grant');
    expect((await refresh(host, second.refresh_token)).status).toBe(200);
  });

  it('carries on where the access token has ended', async () => {
    const { access_token, refresh_token } = await signIn(host);
    await host.api.jumpClock({ milliseconds: 3_600_000 });
    expect(await isSignedIn(access_token)).toBe(false);
    const next = JSON.parse((await refresh(host, refresh_token)).text()) as Tokens;
    expect(await isSignedIn(next.access_token)).toBe(true);
  });

  it('of one client is of no use to another, and no access token', async () => {
    const { refresh_token, access_token } = await signIn(host);
    expect((await refresh(host, refresh_token, { client_secret: 'x'.repeat(20) })).status).toBe(400);
    expect((await refresh(host, access_token)).json()['error']).toBe('invalid_grant');
    expect(await isSignedIn(refresh_token)).toBe(false);
  });
});

describe('A changed client secret', () => {
  it('signs everybody out', async () => {
    const { access_token, refresh_token } = await signIn(host);
    await host.api.updateSettings({ oauthClientSecret: 'another-secret-of-ours' });
    expect(await isSignedIn(access_token)).toBe(false);
    expect((await refresh(host, refresh_token)).json()['error']).toBe('invalid_grant');
    expect(await isSignedIn((await signIn(host)).access_token)).toBe(true);
  });
});

describe('A restart', () => {
  it('keeps who is signed in, and the secrets', async () => {
    const { access_token } = await signIn(host);
    const before = (await host.api.getSnapshot()).settings;
    await host.app.stop();
    host = await startHost({ again: host });
    expect((await host.api.getSnapshot()).settings).toEqual(before);
    expect(await isSignedIn(access_token)).toBe(true);
  });
});
