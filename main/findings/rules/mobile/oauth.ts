import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { isObject } from '../../seen.ts';
import type { Json } from '../../seen.ts';
import { shown } from '../../words.ts';

const PAGE = 'mobile/identity/tokenissuance';

/** A request for OAuth tokens; null for everything else. */
function grantOf(now: Seen): string | null {
  if (now.isWopi || now.exchange.method !== 'POST') return null;
  if (!(now.header('Content-Type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')) return null;
  return /(?:^|&)grant_type=([a-z_]+)/.exec(now.text('request') ?? '')?.[1] ?? null;
}

function tokensOf(now: Seen): Json | null {
  return grantOf(now) !== null && now.succeeded && isObject(now.json?.value) ? now.json.value : null;
}

const exchange = (answer: string, differs: object = {}): readonly ['Other', object] => [
  'Other',
  {
    url: 'https://id.example/token',
    method: 'POST',
    send: 'grant_type=authorization_code&code=c&client_id=i&client_secret=s&redirect_uri=r',
    request: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: answer,
    answer: { 'Content-Type': 'application/json' },
    ...differs,
  },
];
const GOOD = '{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}';

export const tokenEndpointAnswer = rule({
  id: 'token-endpoint-answer',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [102],
  isProvocable: true,
  title: 'The code cannot be exchanged for a token',
  what: 'The token endpoint refused the client’s form, or answered with a form instead of JSON, or without access_token or token_type.',
  why: 'Signing in ends with an error after the person has typed the password.',
  fix: 'Take client_id and client_secret from the body, not only from Basic authorization; answer JSON with access_token and token_type.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now) {
    if (grantOf(now) === null || now.status === null) return null;
    if (!now.succeeded) return `The token endpoint answered ${now.status}.`;
    const tokens = tokensOf(now);
    if (!tokens) return 'The answer is no JSON object.';
    const missing = ['access_token', 'token_type'].filter(
      (name) => typeof tokens[name] !== 'string' || tokens[name] === '',
    );
    return missing.length === 0 ? null : `Missing: ${missing.join(', ')}.`;
  },
  good: [['complete', exchange(GOOD)]],
  bad: [
    ['no token_type', exchange('{"access_token":"a","expires_in":3600,"refresh_token":"r"}')],
    [
      'a form',
      exchange('access_token=a&token_type=Bearer', { answer: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
    ],
    ['refused', exchange('', { status: 401 })],
  ],
});

export const noRefreshToken = rule({
  id: 'refresh-token-missing',
  severity: 'warning',
  topic: 'mobile',
  side: 'host',
  mistakes: [103],
  title: 'There is no refresh token',
  what: 'The code was exchanged, and the answer holds no refresh_token.',
  why: 'When the token ends, usually after an hour, the person has to sign in again. It is wrong when SupportRefresh was announced to Microsoft.',
  fix: 'Send a refresh_token, and ask for nothing but refresh_token, client_id and client_secret when it is used.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now) {
    const tokens = tokensOf(now);
    if (!tokens || grantOf(now) !== 'authorization_code' || typeof tokens['access_token'] !== 'string') return null;
    return tokens['refresh_token'] ? null : 'The answer holds no refresh_token.';
  },
  good: [['with one', exchange(GOOD)]],
  bad: [['without', exchange('{"access_token":"a","token_type":"Bearer","expires_in":3600}')]],
});

export const expiresInType = rule({
  id: 'expires-in-type',
  severity: 'warning',
  topic: 'mobile',
  side: 'host',
  mistakes: [104],
  title: 'expires_in is missing or no number',
  what: 'expires_in is the life of the token in seconds, as a JSON number.',
  why: 'The client does not know when to refresh the token, and does not.',
  fix: 'Send expires_in as a number.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now) {
    const tokens = tokensOf(now);
    if (!tokens) return null;
    return typeof tokens['expires_in'] === 'number'
      ? null
      : `expires_in is ${tokens['expires_in'] === undefined ? 'missing' : shown(JSON.stringify(tokens['expires_in']))}.`;
  },
  good: [['a number', exchange(GOOD)]],
  bad: [['a string', exchange(GOOD.replace('3600', '"3600"'))]],
});

export const tokenIssuanceCase = rule({
  id: 'token-issuance-parameter',
  severity: 'error',
  topic: 'mobile',
  side: 'host',
  mistakes: [105],
  title: 'The parameter tk is written wrongly',
  what: 'The sign-in returns with the code and, for several tenants, with tk: in lower case and percent-encoded.',
  why: 'The code is exchanged at the wrong server.',
  fix: 'Write tk in lower case and encode the whole address.',
  spec: 'mobile/identity/specifytokenissuance',
  isEverywhere: true,
  inspect(now) {
    const back = now.isWopi ? null : now.answered('Location');
    if (back === null || !/[?&]code=/.test(back)) return null;
    const [, name = '', value = ''] = /[?&](tk)=([^&#]*)/i.exec(back) ?? [];
    if (name === '') return null;
    if (name !== 'tk') return `The parameter is called ${shown(name)}.`;
    return value.includes('://') ? 'tk is not percent-encoded.' : null;
  },
  good: [
    [
      'right',
      ['Other', { status: 302, answer: { Location: 'https://localhost/?code=c&tk=https%3A%2F%2Fid.example%2Ftoken' } }],
    ],
  ],
  bad: [
    [
      'upper case',
      ['Other', { status: 302, answer: { Location: 'https://localhost/?code=c&TK=https%3A%2F%2Fid.example%2Ftoken' } }],
    ],
    ['bare', ['Other', { status: 302, answer: { Location: 'https://localhost/?code=c&tk=https://id.example/token' } }]],
  ],
});
