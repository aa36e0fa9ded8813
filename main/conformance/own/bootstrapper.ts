import { tokenOf } from '../address.ts';
import { checkContainerInfo, checkFileInfo, page } from './operations.ts';
import { expectUrl } from './steps.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';
import type { HeaderPair } from '../requests/kind.ts';

const spec = page('rest/bootstrapper/bootstrap');
const trading = page('rest/bootstrapper/getnewaccesstoken');
const shortcut = page('rest/bootstrapper/getrootcontainer');
const issuance = page('mobile/identity/specifytokenissuance');

/** What may stand in Authorization without opening anything. */
const NO_CREDENTIALS: readonly (readonly [name: string, value: string | undefined])[] = [
  ['Missing', undefined],
  ['Blank', ''],
  ['Basic', 'Basic b3duOm93bg=='],
  ['Garbage', 'Bearer own-garbage'],
];

/** The bootstrapper and sign-in: Microsoft publishes no case for them at all. */
export const BOOTSTRAPPER_CASES: readonly OwnCase[] = [
  ...NO_CREDENTIALS.map(([name, value]) =>
    bootstrapCase(
      `Challenge.${name}`,
      spec,
      'Who has not signed in is answered 401 with exactly one Bearer challenge that names both addresses.',
      [],
      async (t) => {
        expectChallenge(t, await bootstrap(t, value));
      },
    ),
  ),
  bootstrapCase(
    'Challenge.Form',
    spec,
    'The challenge can be read by Office: every value quoted, no query in an address, no comma after the last one.',
    [],
    async (t) => {
      const reply = await bootstrap(t, undefined);
      const challenge = expectChallenge(t, reply);
      const isQuoted = /^Bearer +[A-Za-z_]+="[^"]*"(?: *, *[A-Za-z_]+="[^"]*")*$/.test(challenge);
      t.expect(reply, isQuoted, 'The challenge is not a list of quoted values.', 'name="value",…', challenge);
      for (const name of ['authorization_uri', 'tokenIssuance_uri']) {
        const url = parameter(challenge, name);
        t.expect(reply, /^https?:\/\/[^/?#]+/.test(url), `${name} is no absolute address.`, 'https://…', url);
        t.advise(reply, !/[?=,]/.test(url), `${name} has a query, which Office cuts off.`, 'no query', url);
        t.advise(reply, url.startsWith('https:') || isLoopback(url), `${name} is not https.`, 'https', url);
      }
    },
  ),
  bootstrapCase(
    'Challenge.Post',
    spec,
    'A POST without a body, a type or a length is answered like a GET, not with 411 or 415.',
    [],
    async (t) => {
      expectChallenge(t, await bootstrap(t, undefined, 'GET_ROOT_CONTAINER'));
    },
  ),
  bootstrapCase('WopiTokenRefused', spec, 'A WOPI token is no OAuth token.', [], async (t) => {
    expectChallenge(t, await bootstrap(t, `Bearer ${t.target.accessToken}`));
  }),
  bootstrapCase('TokenInQueryIgnored', spec, 'An access_token in the query opens nothing here.', [], async (t) => {
    const at = `${bootstrapperOf(t)}?access_token=${encodeURIComponent(t.target.accessToken)}`;
    expectChallenge(t, await t.send('Bootstrap', { at, isBare: true }));
  }),
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
  signedInCase(
    'Profile',
    spec,
    'Bootstrap has one top-level object with its three required texts, in JSON.',
    async (t, bearer) => {
      const reply = t.expectStatus(await bootstrap(t, bearer), 200);
      expectProfile(t, reply, 'Bootstrap');
      const names = Object.keys((reply.at('') ?? {}) as object);
      t.expect(
        reply,
        names.join() === 'Bootstrap',
        'The body has more than one top-level property.',
        'Bootstrap',
        names,
      );
      t.expect(
        reply,
        /^application\/json\b/i.test(reply.header('Content-Type') ?? ''),
        'The body is not declared as JSON.',
        'application/json',
        reply.header('Content-Type'),
      );
    },
  ),
  ...['bearer', 'BEARER', 'Bearer:'].map((scheme) =>
    signedInCase(
      `Scheme.${scheme.replace(':', 'Colon')}`,
      spec,
      `“${scheme}” is understood: the documentation itself writes the scheme in several ways.`,
      async (t, bearer) => {
        t.expectStatus(await bootstrap(t, bearer.replace('Bearer', scheme)), 200);
      },
    ),
  ),
  signedInCase('EcosystemUrl', spec, 'EcosystemUrl works, and its token opens no file.', async (t, bearer) => {
    const reply = t.expectStatus(await bootstrap(t, bearer), 200);
    const url = expectUrl(t, reply, 'Bootstrap.EcosystemUrl');
    t.expectStatus(await t.send('CheckEcosystem', { at: url }), 200);
    t.expectStatus(await checkFileInfo(t, { token: tokenOf(url) ?? '' }), 401, 404);
  }),
  signedInCase(
    'RootContainer',
    shortcut,
    'The shortcut to the root container gives profile and folder in one answer.',
    async (t, bearer) => {
      const reply = t.expectStatus(await bootstrap(t, bearer, 'GET_ROOT_CONTAINER'), 200);
      expectProfile(t, reply, 'Bootstrap');
      const info = t.expectStatus(
        await checkContainerInfo(t, expectUrl(t, reply, 'RootContainerInfo.ContainerPointer.Url')),
        200,
      );
      t.expectValue(info, 'Name', reply.at('RootContainerInfo.ContainerPointer.Name'), 'The name of the root differs.');
    },
  ),
  signedInCase(
    'NewToken',
    trading,
    'GetNewAccessToken gives a token for the file, its expiry in milliseconds, and the profile not nested twice.',
    async (t, bearer) => {
      const reply = t.expectStatus(await bootstrap(t, bearer, 'GET_NEW_ACCESS_TOKEN', t.target.wopiSrc), 200);
      expectProfile(t, reply, 'Bootstrap');
      const token = reply.text('AccessTokenInfo.AccessToken');
      const expiry = reply.at('AccessTokenInfo.AccessTokenExpiry');
      t.expect(
        reply,
        typeof expiry === 'number' && expiry > 1e12,
        'AccessTokenExpiry is no time in milliseconds.',
        '> 1000000000000',
        expiry,
      );
      const info = t.expectStatus(await checkFileInfo(t, { token }), 200);
      t.expectValue(info, 'UserId', reply.at('Bootstrap.UserId'), 'UserId of the profile and of CheckFileInfo differ.');
    },
  ),
  ...(
    [
      ['None', undefined],
      ['Empty', ''],
      ['Foreign', 'https://own-attacker.example/wopi/files/x'],
      ['Unknown', 'unknown'],
      ['NoAddress', 'own no address'],
    ] as const
  ).map(([name, wopiSrc]) =>
    signedInCase(
      `NewToken.${name}`,
      trading,
      'No token is given for an address that is missing, foreign or unknown: 404.',
      async (t, bearer) => {
        const source = wopiSrc === 'unknown' ? `${t.target.wopiSrc.replace(/\/[^/]*$/, '')}/own-no-such-file` : wopiSrc;
        t.expectStatus(await bootstrap(t, bearer, 'GET_NEW_ACCESS_TOKEN', source), 404);
      },
    ),
  ),
  signedInCase(
    'UnknownShortcut',
    spec,
    'A shortcut the host does not know is answered like Bootstrap.',
    async (t, bearer) => {
      const reply = t.expectStatus(await bootstrap(t, bearer, 'OWN_UNKNOWN'), 200);
      expectProfile(t, reply, 'Bootstrap');
    },
  ),
  signedInCase('OAuthTokenRefused', spec, 'An OAuth token opens no file.', async (t, bearer) => {
    t.expectStatus(await checkFileInfo(t, { token: bearer.replace(/^Bearer /, '') }), 401, 404);
  }),
];

function bootstrapCase(
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
      if (probe.status === 404) trial.skip('There is no bootstrapper at /wopibootstrapper of this host');
      await run(trial);
    },
  };
}

function signedInCase(
  name: string,
  link: string,
  description: string,
  run: (trial: Trial, bearer: string) => Promise<void>,
): OwnCase {
  return bootstrapCase(name, link, description, ['a signed-in person'], async (trial) => {
    const token = await trial.facilities.signIn?.();
    if (token === undefined) trial.skip('Nobody can be signed in from here');
    await run(trial, `Bearer ${token}`);
  });
}

/** Registered with Microsoft as an address that ends in wopibootstrapper; beside /wopi is the usual place. */
function bootstrapperOf({ target }: Trial): string {
  return `${target.wopiSrc.replace(/\/wopi[^/]*\/files\/[^/]*$/i, '')}/wopibootstrapper`;
}

function bootstrap(
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

function expectChallenge(trial: Trial, reply: Reply): string {
  trial.expectStatus(reply, 401);
  const challenges = reply.answer.headers
    .filter(([name]) => name.toLowerCase() === 'www-authenticate')
    .map(([, value]) => value);
  const bearer = challenges.filter((value) => /^Bearer\b/i.test(value));
  trial.expect(reply, bearer.length === 1, 'There is not exactly one Bearer challenge.', 1, challenges);
  const [challenge = ''] = bearer;
  for (const name of ['authorization_uri', 'tokenIssuance_uri'])
    trial.expect(reply, parameter(challenge, name) !== '', `The challenge lacks ${name}.`, `${name}="…"`, challenge);
  return challenge;
}

function parameter(challenge: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
}

function expectProfile(trial: Trial, reply: Reply, path: string): void {
  expectUrl(trial, reply, `${path}.EcosystemUrl`);
  for (const name of ['UserId', 'SignInName'])
    trial.expect(
      reply,
      reply.text(`${path}.${name}`) !== '',
      `${path}.${name} is missing.`,
      'a text',
      reply.at(`${path}.${name}`),
    );
  trial.expect(reply, reply.at(`${path}.${path}`) === undefined, 'The profile is nested twice.', 'once', 'twice');
}

function isLoopback(url: string): boolean {
  return /^http:\/\/(127\.|localhost|\[::1\])/.test(url);
}
