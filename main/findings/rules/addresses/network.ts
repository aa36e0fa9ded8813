import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { shown } from '../../words.ts';

/** Marks of pages that tunnels and protection services put in front of a host. */
const MARKS: readonly [header: string, value: RegExp][] = [
  ['ngrok-error-code', /./],
  ['cf-mitigated', /./],
  ['x-localtunnel-agent-ips', /./],
];
const WORDS =
  /ngrok-skip-browser-warning|You are about to visit|bypass-tunnel-reminder|Attention Required! \| Cloudflare|devtunnels\.ms/i;

function isInterstitial(now: Seen): boolean {
  if (MARKS.some(([header, value]) => value.test(now.answered(header) ?? ''))) return true;
  return now.isHtml && WORDS.test(now.text('response') ?? '');
}

export const tunnelPage = rule({
  id: 'tunnel-page',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [80],
  title: 'A page of the tunnel answered instead of the host',
  what: 'The answer is a warning or error page of a tunnel or protection service.',
  why: 'Clients do not click “Continue”. The tunnel may also have ended, or changed its name.',
  fix: 'Switch the page off (a paid plan, another provider), and set the new public URL when the tunnel changed its name.',
  spec: 'online/build-test-ship/common-issues',
  inspect: (now) =>
    isInterstitial(now)
      ? `${now.operation ?? 'The request'} was answered ${now.status ?? ''} with a page of the tunnel.`
      : null,
  outranks: [
    'answer-not-json',
    'json-content-type',
    'page-instead-of-answer',
    'host-failed',
    'status-not-of-the-protocol',
    'item-version-missing',
    'size-differs',
    'version-not-changed',
  ],
  good: [['the host', ['CheckFileInfo']]],
  bad: [
    [
      'a warning',
      [
        'CheckFileInfo',
        { body: '<html>You are about to visit host.example</html>', answer: { 'Content-Type': 'text/html' } },
      ],
    ],
  ],
});

export const pageInstead = rule({
  id: 'page-instead-of-answer',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [80, 32],
  title: 'A web page came in place of the answer',
  what: 'A request of the protocol was answered 200 with an HTML page.',
  why: 'A sign-in page, the page of a proxy, or the start page of a single-page application stands in front of the WOPI paths.',
  fix: 'Let the WOPI paths past sign-in, rewriting and caching, directly to the host.',
  spec: 'rest/endpoints',
  on: [
    'GetFile',
    'Lock',
    'Unlock',
    'RefreshLock',
    'GetLock',
    'UnlockAndRelock',
    'PutFile',
    'DeleteFile',
    'PutUserInfo',
  ],
  inspect(now, { file }) {
    if (!now.succeeded || !now.isHtml) return null;
    const name = now.exchange.fileName ?? file.info?.['BaseFileName'];
    const mayBeHtml =
      now.operation === 'GetFile' && (typeof name !== 'string' || /\.(?:html?|xht(?:ml)?)$/i.test(name));
    return mayBeHtml ? null : `${now.operation ?? ''} was answered with Content-Type ${shown(now.contentType)}.`;
  },
  outranks: ['item-version-missing', 'body-on-empty-answer', 'size-differs', 'version-not-changed'],
  good: [['bytes', ['CheckFileInfo'], ['GetFile']]],
  bad: [['a page', ['Lock', { lock: 'A', body: '<html>Sign in</html>', answer: { 'Content-Type': 'text/html' } }]]],
});

export const redirect = rule({
  id: 'redirect',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [82],
  title: 'A request of the protocol is redirected',
  what: 'The answer is a redirect: http to https, a slash at the end, another host name, or a sign-in page.',
  why: 'Clients and the validator do not follow redirects.',
  fix: 'Answer directly, and give out addresses that need no redirect.',
  spec: 'rest/endpoints',
  inspect(now) {
    if (now.status === null || now.status < 300 || now.status >= 400) return null;
    return `${now.operation ?? 'The request'} was answered ${now.status}${now.answered('Location') === null ? '' : `, to ${shown((now.answered('Location') ?? '').split('?', 1)[0])}`}.`;
  },
  good: [['direct', ['GetFile']]],
  bad: [
    ['to https', ['GetFile', { status: 301, answer: { Location: 'https://host.example/wopi/files/doc1/contents' } }]],
  ],
});

const FROM_CACHE = /\bHIT\b/i;

export const cachedAnswer = rule({
  id: 'answer-from-cache',
  severity: 'warning',
  topic: 'addresses',
  side: 'host',
  mistakes: [83],
  title: 'The answer came out of a cache',
  what: 'Headers say that a proxy or content network answered in place of the host.',
  why: 'Permissions, versions and locks are those of earlier.',
  fix: 'Exclude the WOPI paths from caching, and send Cache-Control: no-store.',
  spec: 'rest/endpoints',
  inspect(now) {
    const hit = ['CF-Cache-Status', 'X-Cache', 'X-Cache-Status', 'X-Proxy-Cache'].find((name) =>
      FROM_CACHE.test(now.answered(name) ?? ''),
    );
    if (hit !== undefined) return `${hit} is ${shown(now.answered(hit) ?? '')}.`;
    return Number(now.answered('Age') ?? 0) > 0 || now.status === 304
      ? `Age is ${now.answered('Age') ?? ''}, the status ${now.status ?? ''}.`
      : null;
  },
  good: [['from the host', ['GetFile', { answer: { 'CF-Cache-Status': 'DYNAMIC' } }]]],
  bad: [['a hit', ['GetFile', { answer: { 'X-Cache': 'HIT from proxy' } }]]],
});
