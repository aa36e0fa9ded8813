import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpRequest } from '../../../support/http.ts';
import type { TestHost } from '../../../support/host.ts';
import { startHost } from '../../../support/host.ts';
import { bootstrapper, signIn } from '../../oauth/sign-in.ts';
import type { Described } from '../walk.ts';
import { containerInfo, fileUrl, follow, json, listing, tokenOf } from '../walk.ts';

let host: TestHost;
let bearer: string;
beforeAll(async () => {
  host = await startHost({ files: { 'plan.docx': 'plan', 'Projects/table.xlsx': 'table' } });
  bearer = `Bearer ${(await signIn(host)).access_token}`;
});
afterAll(() => host.stop());

interface Bootstrap {
  EcosystemUrl: string;
  UserId: string;
  SignInName: string;
  UserFriendlyName: string;
}

const post = (selector: string, headers: Record<string, string> = {}) =>
  bootstrapper(host, bearer, { 'X-WOPI-EcosystemOperation': selector, ...headers });

describe('Without a sign-in the bootstrapper', () => {
  // oxfmt-ignore
  it.each([
    ['no header',          undefined],
    ['a blank header',     ''],
    ['Basic',              'Basic b2ZmaWNlOng='],
    ['garbage',            'Bearer not-a-token'],
    ['no token',           'Bearer '],
  ])('answers %s with 401 and one challenge', async (_, authorization) => {
    const answer = await bootstrapper(host, authorization);
    expect([answer.status, answer.body.length]).toEqual([401, 0]);
    const challenges = answer.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'www-authenticate');
    expect(challenges).toHaveLength(1);
    expect(answer.header('WWW-Authenticate')).toBe(
      `Bearer authorization_uri="${host.base}/oauth/authorize",tokenIssuance_uri="${host.base}/oauth/token"`,
    );
  });

  it('answers a WOPI token with 401, as /wopi answers a sign-in', async () => {
    const { accessToken, wopiSrc } = await host.token('plan.docx');
    expect((await bootstrapper(host, `Bearer ${accessToken}`)).status).toBe(401);
    expect((await follow(host, `${wopiSrc}?access_token=${bearer.slice(7)}`)).status).toBe(401);
    const inQuery = await httpRequest(host.base, { path: `/wopibootstrapper?access_token=${bearer.slice(7)}` });
    expect(inQuery.status).toBe(401);
  });

  it('answers an expired sign-in with 401', async () => {
    const { access_token } = await signIn(host);
    await host.api.jumpClock({ milliseconds: 3_600_000 });
    expect((await bootstrapper(host, `Bearer ${access_token}`)).status).toBe(401);
    bearer = `Bearer ${(await signIn(host)).access_token}`;
  });

  it('names addresses below the public URL', async () => {
    await host.api.updateSettings({ publicUrl: 'https://demo.example.net' });
    const challenge = (await bootstrapper(host, undefined)).header('WWW-Authenticate');
    expect(challenge).toContain('authorization_uri="https://demo.example.net/oauth/authorize"');
    await host.api.updateSettings({ publicUrl: null });
  });
});

describe('Bootstrap', () => {
  it('says who signed in and where everything begins', async () => {
    const answer = await json<{ Bootstrap: Bootstrap }>(bootstrapper(host, bearer));
    expect(Object.keys(answer)).toEqual(['Bootstrap']);
    const { EcosystemUrl, UserId, SignInName, UserFriendlyName } = answer.Bootstrap;
    expect(SignInName).not.toBe('');
    expect(await json(follow(host, EcosystemUrl))).toEqual({ SupportsContainers: true });
    const { ContainerPointer } = await json<Described>(follow(host, EcosystemUrl, '/root_container_pointer'));
    const file = (await listing(host, ContainerPointer.Url)).ChildFiles[0]?.Url ?? '';
    expect(await json(follow(host, file))).toMatchObject({ UserId, UserFriendlyName, UserCanWrite: true });
    expect((await follow(host, `${file.split('?')[0] ?? ''}?access_token=${tokenOf(EcosystemUrl)}`)).status).toBe(401);
  });

  it.each(['Bearer ', 'bearer ', 'BEARER  ', 'Bearer: ', 'bearer:  '])(
    'understands “%s” before the token',
    async (scheme) => {
      expect((await bootstrapper(host, scheme + bearer.slice(7))).status).toBe(200);
    },
  );

  it('answers a slash at the end, too, and no redirect anywhere', async () => {
    for (const path of ['/wopibootstrapper', '/wopibootstrapper/']) {
      const answer = await httpRequest(host.base, { path, headers: { Authorization: bearer } });
      expect([answer.status, answer.header('Location'), answer.header('Set-Cookie')]).toEqual([
        200,
        undefined,
        undefined,
      ]);
    }
  });

  it('gives a token with a lifetime of its own', async () => {
    const { Bootstrap } = await json<{ Bootstrap: Bootstrap }>(bootstrapper(host, bearer));
    const { tokens } = await host.api.getSnapshot();
    const issued = tokens.filter(({ kind }) => kind === 'ecosystem').at(-1);
    expect(issued).toMatchObject({ source: 'Bootstrap', personId: Bootstrap.UserId, state: 'valid' });
    expect((issued?.expiresAt ?? 0) - (issued?.issuedAt ?? 0)).toBe(36_000_000);
  });

  it('of somebody who was removed answers 404', async () => {
    const rights = { write: true, rename: true, create: true, delete: true };
    await host.api.savePerson({
      person: { id: 'leaver', name: 'Lee Aver', role: 'editor' },
      rights,
      isAnonymous: false,
    });
    const { access_token } = await signIn(host, 'leaver');
    await host.api.removePerson({ personId: 'leaver' });
    expect((await bootstrapper(host, `Bearer ${access_token}`)).status).toBe(404);
  });

  it.each(['GET_WOPI_SRC_WITH_ACCESS_TOKEN', 'FROBNICATE', ''])(
    'is the answer to the operation “%s”',
    async (selector) => {
      expect(Object.keys(await json<object>(post(selector)))).toEqual(['Bootstrap']);
    },
  );

  it('needs neither a body nor its type', async () => {
    const answer = await httpRequest(host.base, {
      method: 'POST',
      path: '/wopibootstrapper',
      headers: { Authorization: bearer },
    });
    expect(answer.status).toBe(200);
  });
});

describe('GetRootContainer in one step', () => {
  it('answers Bootstrap and the folder at the top, nested once', async () => {
    const { Bootstrap, RootContainerInfo } = await json<{ Bootstrap: Bootstrap; RootContainerInfo: Described }>(
      post('GET_ROOT_CONTAINER'),
    );
    expect(Bootstrap.UserId).toBe('owner');
    const { ContainerPointer, ContainerInfo } = RootContainerInfo;
    expect(await containerInfo(host, ContainerPointer.Url)).toMatchObject({
      ...ContainerInfo,
      HostUrl: expect.any(String),
      SharingUrl: expect.any(String),
    });
    expect((await listing(host, ContainerPointer.Url)).ChildContainers.map(({ Name }) => Name)).toEqual(['Projects']);
  });
});

describe('GetNewAccessToken', () => {
  interface New {
    Bootstrap: Bootstrap;
    AccessTokenInfo: { AccessToken: string; AccessTokenExpiry: number };
  }
  const renew = (wopiSrc: string) => post('GET_NEW_ACCESS_TOKEN', { 'X-WOPI-WopiSrc': wopiSrc });

  it('gives a token for a file, and when it ends in milliseconds', async () => {
    const { wopiSrc } = await host.token('plan.docx');
    const { Bootstrap, AccessTokenInfo } = await json<New>(renew(wopiSrc));
    expect(Bootstrap).not.toHaveProperty('Bootstrap');
    expect(AccessTokenInfo.AccessTokenExpiry).toBe(
      (await host.api.getSnapshot()).clock.offsetMs + host.clock.now() + 36_000_000,
    );
    const info = await json(follow(host, `${wopiSrc}?access_token=${AccessTokenInfo.AccessToken}`));
    expect(info).toMatchObject({ BaseFileName: 'plan.docx', UserId: 'owner' });
  });

  it('gives a token for a folder', async () => {
    const { ContainerPointer } = await json<Described>(
      follow(
        host,
        (await json<{ Url: string }>(follow(host, await fileUrl(host, 'plan.docx'), '/ecosystem_pointer'))).Url,
        '/root_container_pointer',
      ),
    );
    const [wopiSrc = ''] = ContainerPointer.Url.split('?');
    const { AccessTokenInfo } = await json<New>(renew(wopiSrc));
    expect((await containerInfo(host, `${wopiSrc}?access_token=${AccessTokenInfo.AccessToken}`)).Name).toBe(
      'Shared folder',
    );
  });

  it('looks past a query, which names nothing else', async () => {
    const { wopiSrc } = await host.token('plan.docx');
    expect((await renew(`${wopiSrc}?sc=1`)).status).toBe(200);
  });

  it('is understood with the older header, too', async () => {
    const { wopiSrc } = await host.token('plan.docx');
    const answer = await bootstrapper(host, bearer, {
      'X-WOPI-Override': 'GET_NEW_ACCESS_TOKEN',
      'X-WOPI-WopiSrc': wopiSrc,
    });
    expect(answer.json()).toHaveProperty('AccessTokenInfo');
  });

  // oxfmt-ignore
  it.each<[string, (wopiSrc: string) => string]>([
    ['nothing',              () => ''],
    ['no address',           () => 'plan.docx'],
    ['another host',         (own) => own.replace('127.0.0.1', '127.0.0.2')],
    ['another scheme',       (own) => own.replace('http:', 'https:')],
    ['another path',         (own) => own.replace('/wopi/', '/wopi2/')],
    ['an unknown id',        (own) => own.replace(/[^/]+$/, '00000000000000000000')],
    ['a longer path',        (own) => `${own}/contents`],
    ['a fragment',           (own) => `${own}#x`],
    ['a user in front',      (own) => own.replace('//', '//x@')],
    ['the ecosystem',        (own) => own.replace(/files\/.*/, 'ecosystem')],
  ])('of %s answers 404', async (_, change) => {
    const { wopiSrc } = await host.token('plan.docx');
    expect((await renew(change(wopiSrc))).status).toBe(404);
  });

  it('without the header answers 404', async () => {
    expect((await post('GET_NEW_ACCESS_TOKEN')).status).toBe(404);
  });
});

describe('A profile without containers', () => {
  it('has no bootstrapper', async () => {
    await host.api.updateSettings({ profile: 'no-containers' });
    expect((await bootstrapper(host, bearer)).status).toBe(501);
    await host.api.updateSettings({ profile: 'default' });
  });
});
