import { ofAnswer, rule } from '../../rule.ts';
import { isObject } from '../../seen.ts';
import { tokenSight } from '../../token-sight.ts';
import { shown } from '../../words.ts';

const PAGE = 'rest/bootstrapper/bootstrap';
const CHALLENGE =
  'Bearer authorization_uri="https://id.example/authorize",tokenIssuance_uri="https://id.example/token"';
const unsigned = { request: { Authorization: null }, status: 401, answer: { 'WWW-Authenticate': CHALLENGE } } as const;
const on = ['Bootstrap', 'GetNewAccessToken'] as const;

export const bootstrapFirstAnswer = rule({
  id: 'bootstrap-first-answer',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [96],
  title: 'The bootstrapper does not ask to sign in',
  what: 'GET on the bootstrapper without Authorization is answered 401 with a challenge. Here the answer is something else.',
  why: '“Add a place” fails at once: every status but 401 is fatal for the first call.',
  fix: 'Implement GET and answer 401 with WWW-Authenticate to everybody without a valid OAuth token.',
  spec: PAGE,
  on,
  inspect: (now) =>
    now.header('Authorization') === null && now.status !== null && now.status !== 401
      ? `Without Authorization the answer is ${now.status}.`
      : null,
  outranks: ['redirect', 'status-not-of-the-protocol', 'host-failed', 'bootstrap-shape'],
  good: [['401', ['Bootstrap', unsigned]]],
  bad: [['404', ['Bootstrap', { request: { Authorization: null }, status: 404 }]]],
});

export const challengeForm = rule({
  id: 'challenge-form',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [97],
  title: 'The challenge is incomplete',
  what: 'WWW-Authenticate needs exactly one Bearer challenge, with authorization_uri and tokenIssuance_uri in double quotes.',
  why: 'The sign-in page never opens.',
  fix: 'Send: Bearer authorization_uri="…",tokenIssuance_uri="…"; and silence the challenge of your framework.',
  spec: PAGE,
  on,
  inspect(now) {
    if (now.status !== 401) return null;
    const challenge = now.answered('WWW-Authenticate');
    if (challenge === null) return 'WWW-Authenticate is missing.';
    const count = (challenge.match(/\bBearer\b/gi) ?? []).length;
    if (count !== 1) return `It holds ${count} Bearer challenges.`;
    const missing = ['authorization_uri', 'tokenIssuance_uri'].filter(
      (name) => !new RegExp(`${name}="[^"]+"`).test(challenge),
    );
    return missing.length === 0 ? null : `Missing or not in quotes: ${missing.join(', ')}.`;
  },
  good: [['complete', ['Bootstrap', unsigned]]],
  bad: [
    ['none', ['Bootstrap', { ...unsigned, answer: {} }]],
    [
      'no quotes',
      [
        'Bootstrap',
        {
          ...unsigned,
          answer: {
            'WWW-Authenticate':
              'Bearer authorization_uri=https://id.example/a,tokenIssuance_uri="https://id.example/t"',
          },
        },
      ],
    ],
  ],
});

export const challengeAddresses = rule({
  id: 'challenge-addresses',
  severity: 'warning',
  topic: 'mobile',
  side: 'host',
  mistakes: [98],
  title: 'An address in the challenge will be cut',
  what: 'authorization_uri or tokenIssuance_uri holds a query, “=” or “,”.',
  why: 'Office splits the challenge at these characters: sign-in opens at a truncated address.',
  fix: 'Put such values into the path, or encode them.',
  spec: PAGE,
  on,
  inspect(now) {
    const challenge = now.status === 401 ? now.answered('WWW-Authenticate') : null;
    const found = [...(challenge ?? '').matchAll(/(authorization_uri|tokenIssuance_uri)="([^"]*[?=,][^"]*)"/g)];
    return found.length === 0
      ? null
      : `${found.map(([, name = '', value = '']) => `${name} is ${shown(value.split('?', 1)[0])}, with a query or “,”`).join('; ')}.`;
  },
  good: [['plain', ['Bootstrap', unsigned]]],
  bad: [
    [
      'a query',
      [
        'Bootstrap',
        { ...unsigned, answer: { 'WWW-Authenticate': CHALLENGE.replace('authorize', 'authorize?tenant=1') } },
      ],
    ],
  ],
});

export const bootstrapShape = rule({
  id: 'bootstrap-shape',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [101],
  title: 'The answer of the bootstrapper has another shape',
  what: 'The fields stand inside an object “Bootstrap”: EcosystemUrl, UserId, SignInName, UserFriendlyName; UserId is not empty.',
  why: 'The profile step of the sign-in fails.',
  fix: 'Wrap the fields in {"Bootstrap": {…}} and send a stable UserId.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const profile = result['Bootstrap'];
    if (!isObject(profile)) return 'There is no object “Bootstrap”.';
    const missing = ['EcosystemUrl', 'UserId', 'SignInName', 'UserFriendlyName'].filter(
      (name) => typeof profile[name] !== 'string' || profile[name] === '',
    );
    return missing.length === 0 ? null : `Missing or empty: ${missing.join(', ')}.`;
  }),
  good: [['wrapped', ['Bootstrap']]],
  bad: [
    [
      'bare',
      ['Bootstrap', { body: { EcosystemUrl: 'https://host.example/wopi/ecosystem?access_token=x', UserId: 'ann' } }],
    ],
  ],
});

export const ecosystemToken = rule({
  id: 'ecosystem-url-token',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [99],
  title: 'EcosystemUrl carries the OAuth token',
  what: 'The token inside EcosystemUrl is the one that came in the Authorization header.',
  why: 'WOPI paths take WOPI tokens only: the list of folders stays empty, with 401.',
  fix: 'Issue a WOPI token for the ecosystem and put that into the address.',
  spec: PAGE,
  on,
  inspect(now) {
    const profile = now.result?.['Bootstrap'];
    const url = isObject(profile) ? profile['EcosystemUrl'] : undefined;
    if (typeof url !== 'string') return null;
    const inUrl = tokenSight(url, null)?.key ?? null;
    const sent = tokenSight('', now.header('Authorization'))?.key ?? null;
    return inUrl !== null && inUrl === sent ? 'Both tokens are the same.' : null;
  },
  good: [['another token', ['Bootstrap']]],
  bad: [['the same', ['Bootstrap', { token: 'ecosystem-token' }]]],
});

export const newTokenUnchecked = rule({
  id: 'new-token-unchecked',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [100],
  title: 'GetNewAccessToken does not check what is asked for',
  what: 'Without X-WOPI-WopiSrc, or with one that is no WOPI address, the answer is a token or 500.',
  why: 'Tokens are issued for anything, or the client gets an error it cannot explain.',
  fix: 'Read X-WOPI-WopiSrc, check that the file exists and that the person may see it; otherwise answer 404.',
  spec: 'rest/bootstrapper/getnewaccesstoken',
  on: ['GetNewAccessToken'],
  inspect(now) {
    const wopiSrc = now.header('X-WOPI-WopiSrc');
    const isUsable = wopiSrc !== null && /\/wopi[^/]*\/(?:files|containers)\/[^/?]+$/i.test(wopiSrc);
    const hasToken = isObject(now.result?.['AccessTokenInfo']);
    if (isUsable || (now.status !== 500 && !hasToken)) return null;
    return wopiSrc === null
      ? `X-WOPI-WopiSrc is missing; the answer is ${now.status}.`
      : `X-WOPI-WopiSrc is ${shown(wopiSrc)}; the answer is ${now.status}.`;
  },
  outranks: ['host-failed'],
  good: [['a file', ['GetNewAccessToken', { request: { 'X-WOPI-WopiSrc': 'https://host.example/wopi/files/doc1' } }]]],
  bad: [['nothing', ['GetNewAccessToken']]],
});

const SMALLEST_MS = 100_000_000_000;

export const newTokenExpiry = rule({
  id: 'new-token-expiry',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [2],
  title: 'AccessTokenExpiry is not in milliseconds',
  what: 'AccessTokenExpiry is the moment the token expires, in milliseconds since 1970. This value is seconds, a duration, past, or no number.',
  why: 'Mobile Office takes every new token for expired and asks for another one, endlessly.',
  fix: 'Send milliseconds since 1970 as a JSON number.',
  spec: 'rest/bootstrapper/getnewaccesstoken',
  on: ['GetNewAccessToken'],
  inspect(now) {
    const info = now.result?.['AccessTokenInfo'];
    if (!isObject(info) || info['AccessTokenExpiry'] === 0) return null;
    const expiry = info['AccessTokenExpiry'];
    const isGood = typeof expiry === 'number' && Number.isInteger(expiry) && expiry > SMALLEST_MS && expiry > now.at;
    return isGood ? null : `AccessTokenExpiry is ${shown(expiry)}.`;
  },
  good: [
    ['milliseconds', ['GetNewAccessToken', { request: { 'X-WOPI-WopiSrc': 'https://host.example/wopi/files/doc1' } }]],
  ],
  bad: [
    [
      'seconds',
      [
        'GetNewAccessToken',
        {
          request: { 'X-WOPI-WopiSrc': 'https://host.example/wopi/files/doc1' },
          info: { AccessTokenInfo: { AccessToken: 'x', AccessTokenExpiry: 1767700000 } },
        },
      ],
    ],
  ],
});

export const rootShortcut = rule({
  id: 'root-shortcut-missing',
  severity: 'warning',
  topic: 'mobile',
  side: 'host',
  mistakes: [107],
  title: 'The shortcut to the root folder is missing',
  what: 'GET_ROOT_CONTAINER on the bootstrapper was refused, or its answer has no RootContainerInfo.',
  why: 'The documentation calls it optional, but Office for iOS shows nothing without it.',
  fix: 'Answer with Bootstrap and RootContainerInfo.',
  spec: 'rest/bootstrapper/getrootcontainer',
  on: ['GetRootContainer'],
  inspect(now) {
    if (now.address?.resource !== 'bootstrapper' || now.status === 401 || now.status === null) return null;
    if (!now.succeeded) return `The answer is ${now.status}.`;
    return now.result && !isObject(now.result['RootContainerInfo']) ? 'RootContainerInfo is missing.' : null;
  },
  outranks: ['host-failed', 'status-not-of-the-protocol'],
  good: [
    [
      'there',
      [
        'GetNewAccessToken',
        {
          request: { 'X-WOPI-EcosystemOperation': 'GET_ROOT_CONTAINER' },
          body: {
            Bootstrap: {},
            RootContainerInfo: {
              ContainerPointer: { Name: 'All', Url: 'https://host.example/wopi/containers/root?access_token=r' },
            },
          },
        },
      ],
    ],
  ],
  bad: [
    ['501', ['GetNewAccessToken', { request: { 'X-WOPI-EcosystemOperation': 'GET_ROOT_CONTAINER' }, status: 501 }]],
  ],
});
