import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpRequest } from '../../support/http.ts';
import type { TestHost } from '../../support/host.ts';
import { startHost } from '../../support/host.ts';
import { authorizePath, choose, codeFor, exchange, form, redirectOf } from './sign-in.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({ files: { 'plan.docx': 'plan' } });
});
afterAll(() => host.stop());

const page = (path: string) => httpRequest(host.base, { path });

describe('The sign-in page', () => {
  it('fits a phone, names Office, offers everybody and leads to the privacy statement', async () => {
    const answer = await page(authorizePath());
    expect([answer.status, answer.header('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text()).toContain('width=device-width');
    expect(answer.text()).toContain('<strong>Office</strong>');
    for (const { name } of (await host.api.getSnapshot()).people) expect(answer.text()).toContain(name);
    expect((await page('/privacy')).status).toBe(200);
    expect(answer.text()).not.toContain('<script');
    expect(answer.header('Content-Security-Policy')).toContain("form-action 'self' https://localhost");
    expect(answer.header('Content-Security-Policy')).toContain("frame-ancestors 'none'");
  });

  it('asks for nothing but the client: old apps send no more', async () => {
    expect((await page('/oauth/authorize?client_id=office&response_type=code')).status).toBe(200);
  });

  // oxfmt-ignore
  it.each([
    ['with a slash',         'https://localhost/'],
    ['with a path',          'https://localhost/x'],
    ['of another host',      'https://evil.example'],
    ['that begins alike',    'https://localhost.evil.example'],
    ['in other letters',     'https://LOCALHOST'],
    ['of a script',          'javascript:alert(1)'],
    ['that is no address',   'nowhere'],
  ])('sends nobody to a redirect URI %s', async (_, redirect_uri) => {
    for (const answer of [await page(authorizePath({ redirect_uri })), await choose(host, {}, authorizePath({ redirect_uri }))]) {
      expect([answer.status, answer.header('Location')]).toEqual([400, undefined]);
    }
  });

  it.each([undefined, 'word', 'OFFICE'])('refuses the client %s without a redirect', async (client_id) => {
    const answer = await page(authorizePath({ client_id }));
    expect([answer.status, answer.header('Location')]).toEqual([400, undefined]);
  });

  // oxfmt-ignore
  it.each([
    ['another response type', { response_type: 'token' },        'unsupported_response_type'],
    ['no response type',      { response_type: undefined },      'invalid_request'],
  ])('sends %s back as an error', async (_, differs, error) => {
    const location = redirectOf(await page(authorizePath({ ...differs, state: 's t' })));
    expect(location.origin).toBe('https://localhost');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ error, state: 's t' });
  });
});

describe('Signing in', () => {
  it('sends the web view back with a code, and with the state only if there was one', async () => {
    const plain = redirectOf(await choose(host));
    expect([...plain.searchParams.keys()]).toEqual(['code']);
    expect(plain.hash).toBe('');
    const stated = redirectOf(await choose(host, {}, authorizePath({ state: 'a=b&c' })));
    expect(stated.searchParams.get('state')).toBe('a=b&c');
  });

  it('takes scopes between commas and between spaces', async () => {
    for (const scope of ['files,containers', 'files containers']) {
      expect(redirectOf(await choose(host, {}, authorizePath({ scope }))).searchParams.has('code')).toBe(true);
    }
  });

  it('cancelled sends access_denied and no code', async () => {
    const { searchParams } = redirectOf(await choose(host, { allowed: 'no', code: '' }));
    expect([searchParams.get('error'), searchParams.has('code')]).toEqual(['access_denied', false]);
  });

  it.each([
    ['a wrong code', { code: 'guess' }],
    ['no code', { code: '' }],
    ['a person there is none of', { person: 'nobody' }],
  ])('with %s shows the page again and what is wrong', async (_, fields) => {
    const answer = await choose(host, fields);
    expect([answer.status, answer.header('Location')]).toEqual([200, undefined]);
    expect(answer.text()).toContain('role="alert"');
  });

  it('slows down who guesses codes, for a minute', async () => {
    for (let guess = 0; guess < 10; guess += 1) await choose(host, { code: `guess ${guess}` });
    expect((await choose(host)).text()).toContain('Wait a minute');
    host.clock.advance(61_000);
    expect((await choose(host)).status).toBe(302);
  });

  it('takes no form that is too large', async () => {
    expect((await form(host, authorizePath(), { code: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('leaves no secret in the traffic', async () => {
    const { settings } = await host.api.getSnapshot();
    const code = await codeFor(host);
    const answer = await exchange(host, code);
    const { access_token, refresh_token } = JSON.parse(answer.text()) as Record<string, string>;
    const exchanges = await host.settled();
    const bodies = await Promise.all(
      exchanges.flatMap(({ id, requestBody, responseBody }) =>
        (
          [
            ['request', requestBody],
            ['response', responseBody],
          ] as const
        )
          .filter(([, body]) => body.kept > 0)
          .map(([side, body]) => host.api.getBody({ id, side, offset: 0, length: body.kept })),
      ),
    );
    const kept =
      JSON.stringify(exchanges) + bodies.map(({ base64 }) => Buffer.from(base64, 'base64').toString()).join('\n');
    for (const secret of [code, access_token, refresh_token, settings.oauthClientSecret, settings.signInCode]) {
      expect(secret).toMatch(/^[\w-]{8,}$/);
      expect(kept).not.toContain(secret);
    }
  });
});

describe('Tenants', () => {
  it('are chosen, and tell the client their own token endpoint and context', async () => {
    await host.api.updateSettings({ oauthTenants: ['blue', 'green'] });
    expect((await page(authorizePath())).text()).toContain('<option value="green">');
    expect((await choose(host, { tenant: 'red' })).text()).toContain('Choose a tenant');
    const { searchParams } = redirectOf(await choose(host, { tenant: 'green' }));
    expect(searchParams.get('tk')).toBe(`${host.base}/oauth/green/token`);
    expect(searchParams.get('sc')).toBe('tenant:green');

    const code = searchParams.get('code') ?? '';
    expect((await exchange(host, code, {}, '/oauth/blue/token')).status).toBe(400);
    expect((await exchange(host, code)).status).toBe(400);
    expect((await exchange(host, code, {}, '/oauth/green/token')).status).toBe(200);
    await host.api.updateSettings({ oauthTenants: [] });
  });
});
