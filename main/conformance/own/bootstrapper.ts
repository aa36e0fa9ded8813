import { tokenOf } from '../address.ts';
import {
  bootstrap,
  bootstrapCase,
  bootstrapperOf,
  expectChallenge,
  parameter,
  signedInCase,
} from './bootstrap-requests.ts';
import { checkContainerInfo, checkFileInfo, page } from './operations.ts';
import { expectUrl } from './steps.ts';
import { TOKEN_ENDPOINT_CASES } from './token-endpoint.ts';
import type { OwnCase, Reply, Trial } from './trial.ts';

const spec = page('rest/bootstrapper/bootstrap');
const trading = page('rest/bootstrapper/getnewaccesstoken');
const shortcut = page('rest/bootstrapper/getrootcontainer');

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
  ...TOKEN_ENDPOINT_CASES,
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
