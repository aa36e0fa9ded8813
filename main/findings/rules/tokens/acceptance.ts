import { rule } from '../../rule.ts';
import { span } from '../../words.ts';

export const tokenNeedsHeader = rule({
  id: 'token-needs-header',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [7],
  title: 'The host reads the token from the header only',
  what: 'The same token is accepted with an Authorization header and refused when only the query carries it.',
  why: 'The header is optional; the query is what every client sends. Other clients than Office for the web cannot use this host.',
  fix: 'Read access_token from the query; use the header, if at all, to compare.',
  spec: 'rest/common-headers',
  inspect(now, { token }) {
    if (now.status === null || now.status >= 300 || token.refusedInQuery === null || !now.token?.inHeader) return null;
    return {
      exchangeId: token.refusedInQuery,
      evidence: `Refused here with the token in the query only; exchange ${now.id} with the header is accepted again.`,
    };
  },
  good: [['accepted both ways', ['GetFile'], ['GetFile', { request: { Authorization: null } }]]],
  bad: [
    [
      'refused without',
      ['GetFile', { query: { access_token_ttl: null } }],
      ['GetFile', { query: { access_token_ttl: null }, request: { Authorization: null }, status: 401 }],
      ['GetFile', { query: { access_token_ttl: null } }],
    ],
  ],
});

export const tokenNotChecked = rule({
  id: 'token-not-checked',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [8],
  title: 'A request without a valid token is answered',
  what: 'There is no access token in the query nor in the header, or it is one that was spoiled on purpose, and the answer is neither 401 nor 404.',
  why: 'Anybody who knows the address reads or changes the document; a redirect to a sign-in page stops the client as well.',
  fix: 'Check the token before everything else and answer 401. Keep sign-in middleware away from the WOPI paths.',
  spec: 'rest/concepts#access-token',
  inspect(now) {
    const resource = now.address?.resource;
    if (now.status === null || now.status === 401 || now.status === 404 || resource === 'bootstrapper') return null;
    if (now.exchange.proof.verdict === 'failed' || now.exchange.proof.verdict === 'unsigned') return null;
    if (!now.token)
      return now.exchange.method === 'HEAD' || now.exchange.method === 'OPTIONS'
        ? null
        : `No access token came; the answer is ${now.status}.`;
    return now.token.key === 'INVALID' ? `The token is the text INVALID; the answer is ${now.status}.` : null;
  },
  outranks: ['redirect', 'status-not-of-the-protocol', 'host-failed', 'token-missing'],
  good: [['refused', ['GetFile', { token: 'INVALID', status: 401 }]]],
  bad: [
    [
      'no token',
      ['GetFile', { query: { access_token: null, access_token_ttl: null }, request: { Authorization: null } }],
    ],
    [
      'to the sign-in page',
      ['GetFile', { token: 'INVALID', status: 302, answer: { Location: 'https://host.example/login' } }],
    ],
  ],
});

export const tokenMissing = rule({
  id: 'token-missing',
  severity: 'warning',
  topic: 'tokens',
  side: 'client',
  title: 'The client sends no access token',
  what: 'Every request of the protocol carries access_token in the query. This one has none there.',
  why: 'Hosts refuse it, or read the header, which not all do.',
  fix: 'Append access_token to the address of every request.',
  spec: 'rest/concepts#access-token',
  inspect(now) {
    const resource = now.address?.resource;
    if (resource === 'bootstrapper' || now.token?.inQuery || now.exchange.method === 'OPTIONS') return null;
    return now.operation !== null && now.status === 401
      ? `${now.operation} came without access_token in the query and was refused.`
      : null;
  },
  good: [['with it', ['GetFile']]],
  bad: [
    [
      'without',
      [
        'GetFile',
        { query: { access_token: null, access_token_ttl: null }, request: { Authorization: null }, status: 401 },
      ],
    ],
  ],
});

export const tokenRefusedEarly = rule({
  id: 'token-refused-early',
  severity: 'warning',
  topic: 'tokens',
  side: 'host',
  mistakes: [11],
  title: 'A token is refused before its time',
  what: 'The token was accepted for this file before, access_token_ttl is still ahead, and now the answer is 401.',
  why: 'Clients use a token until the announced end. One that is revoked or replaced earlier breaks the session without warning.',
  fix: 'Leave tokens valid until the announced expiry. Withdraw one only when the person really lost the right.',
  spec: 'rest/concepts#access-token',
  inspect(now, { token }) {
    if (now.status !== 401 || token.acceptedAt === null || token.acceptedFor !== now.target || !now.token?.inHeader)
      return null;
    // The host knows better here: the token never was its own, whatever it looks like.
    if (now.exchange.outcome === 'token-forged' || now.exchange.outcome === 'token-other-file') return null;
    const ttl = Number(now.token.ttl ?? 0);
    return ttl > now.at
      ? `Accepted ${span(now.at - token.acceptedAt)} ago; it should be good for another ${span(ttl - now.at)}.`
      : null;
  },
  good: [['its time is over', ['GetFile'], ['GetFile', { after: 40_000, status: 401 }]]],
  bad: [['in between', ['GetFile'], ['GetFile', { status: 401 }]]],
});

export const tokenNotBound = rule({
  id: 'token-not-bound',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [13],
  title: 'One token opens several files',
  what: 'The same access token was accepted for two different files.',
  why: 'A token stands for one person and one file. Whoever gets hold of one reads everything.',
  fix: 'Bind the token to the file it was issued for and refuse it elsewhere with 401.',
  spec: 'rest/concepts#access-token',
  inspect(now, { token }) {
    if (now.status === null || now.status >= 300 || now.address?.resource !== 'files') return null;
    if (token.acceptedFor === null || !token.acceptedFor.startsWith('files/') || token.acceptedFor === now.target)
      return null;
    return `Accepted for ${token.acceptedFor.slice(6, 46)} before, and now for ${(now.target ?? '').slice(6, 46)}.`;
  },
  good: [['refused', ['GetFile'], ['GetFile', { file: 'doc2', status: 401 }]]],
  bad: [['accepted', ['GetFile'], ['GetFile', { file: 'doc2' }]]],
});

const WRITES = ['Lock', 'RefreshLock', 'Unlock', 'UnlockAndRelock', 'PutFile'] as const;
const RECENT_MS = 10 * 60 * 1000;

export const permissionBroken = rule({
  id: 'permission-promise-broken',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [10],
  title: 'CheckFileInfo promises writing, the write is refused',
  what: 'CheckFileInfo said UserCanWrite for this token, and a write with the same token is answered 401, 403 or 404.',
  why: 'The client offers editing and fails with the first change. A token issued for viewing must not promise more than it can do.',
  fix: 'Let the flags of CheckFileInfo and what the token may do come from one place.',
  spec: 'rest/concepts#access-token',
  on: WRITES,
  inspect(now, { token, file }) {
    const { info } = token;
    if (!info || info.value['UserCanWrite'] !== true || now.at - info.at > RECENT_MS || file.deleted !== null)
      return null;
    const isRefused = now.status === 404 || now.status === 403 || now.status === 401;
    const { outcome } = now.exchange;
    if (!isRefused || outcome === 'not-found' || outcome.startsWith('token-')) return null;
    return `UserCanWrite was true ${span(now.at - info.at)} ago (exchange ${info.exchangeId}); ${now.operation ?? ''} was answered ${now.status}.`;
  },
  outranks: ['token-refused-early', 'status-not-of-the-protocol'],
  good: [
    ['it works', ['CheckFileInfo'], ['Lock', { lock: 'A' }]],
    [
      'nothing promised',
      ['CheckFileInfo', { without: ['UserCanWrite', 'HostEditUrl'] }],
      ['Lock', { lock: 'A', status: 404 }],
    ],
  ],
  bad: [['404', ['CheckFileInfo'], ['Lock', { lock: 'A', status: 404 }]]],
});
