import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { formTtl } from '../../host-page.ts';
import { shown, span } from '../../words.ts';

/** Milliseconds since 1970 have had more digits than this since 1973; seconds will not before 5138. */
const SMALLEST_MS = 100_000_000_000;
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const HOUR_MS = 3_600_000;

export const ttlNotMilliseconds = rule({
  id: 'ttl-not-milliseconds',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [1],
  title: 'access_token_ttl is not a moment in milliseconds',
  what: 'access_token_ttl is the moment the token expires, in whole milliseconds since 1970. This value is seconds, a duration, no whole number, or a moment that was past when the token was first used.',
  why: 'The client reads it as long ago and tells people at once that their session has expired.',
  fix: 'Send the expiry as milliseconds since 1970, for example Date.now() + 36000000.',
  spec: 'rest/concepts#the-access_token_ttl-property',
  isEverywhere: true,
  inspect(now, { token }) {
    const ttl = now.token?.ttl ?? formTtl(now);
    if (ttl === null || ttl === '0') return null;
    const fault = faultOf(ttl, now, token.acceptedAt === null);
    return fault === null ? null : `access_token_ttl is ${shown(ttl)}: ${fault}.`;
  },
  good: [
    ['in ten hours', ['CheckFileInfo']],
    ['unknown', ['CheckFileInfo', { query: { access_token_ttl: null } }]],
    ['over, and refused', ['CheckFileInfo', { query: { access_token_ttl: '1600000000000' }, status: 401 }]],
  ],
  bad: [
    ['seconds', ['GetFile', { query: { access_token_ttl: '1767700000' } }]],
    ['a duration', ['GetFile', { query: { access_token_ttl: '36000000' } }]],
    ['a fraction', ['GetFile', { query: { access_token_ttl: '1767700000000.5' } }]],
    ['past', ['GetFile', { query: { access_token_ttl: '1600000000000' } }]],
  ],
});

function faultOf(ttl: string, now: Seen, isFirst: boolean): string | null {
  if (!/^-?\d+$/.test(ttl)) return 'it is no whole number';
  const value = Number(ttl);
  if (value < 0) return 'it is negative';
  if (value < SMALLEST_MS)
    return value * 1000 > now.at - TEN_YEARS_MS && value * 1000 < now.at + TEN_YEARS_MS
      ? 'it looks like seconds'
      : 'it looks like a duration';
  if (value > Math.max(now.at, now.exchange.realAt) + TEN_YEARS_MS) return 'it is more than ten years ahead';
  const isOver = value < Math.min(now.at, now.exchange.realAt);
  return isOver && isFirst && now.succeeded
    ? 'it was past when the token was first used, and the token was accepted'
    : null;
}

export const ttlUnknown = rule({
  id: 'ttl-unknown',
  severity: 'information',
  topic: 'tokens',
  side: 'host',
  title: 'access_token_ttl is 0',
  what: '0 says that the token never expires, or that its expiry is not known.',
  why: 'The client warns nobody before the token ends; unsaved changes may be lost then.',
  fix: 'Send the moment the token expires.',
  spec: 'rest/concepts#the-access_token_ttl-property',
  on: ['CheckFileInfo'],
  inspect: (now) => (now.token?.ttl === '0' ? 'access_token_ttl=0 came with CheckFileInfo.' : null),
  good: [['a moment', ['CheckFileInfo']]],
  bad: [['0', ['CheckFileInfo', { query: { access_token_ttl: '0' } }]]],
});

export const ttlZeroExpires = rule({
  id: 'ttl-zero-expires',
  severity: 'warning',
  topic: 'tokens',
  side: 'host',
  mistakes: [4],
  title: 'A token that “never expires” has expired',
  what: 'access_token_ttl was 0, and the token was refused after it had been accepted before.',
  why: 'The client could not warn anybody: what was typed last is lost.',
  fix: 'Tell the real expiry in access_token_ttl.',
  spec: 'rest/concepts#the-access_token_ttl-property',
  inspect(now, { token }) {
    if (now.status !== 401 || now.token?.ttl !== '0' || token.acceptedAt === null || token.acceptedFor !== now.target)
      return null;
    return `The token was accepted ${span(now.at - token.acceptedAt)} ago and is refused now.`;
  },
  good: [
    [
      'it stays good',
      ['Lock', { lock: 'A', query: { access_token_ttl: '0' } }],
      ['RefreshLock', { lock: 'A', query: { access_token_ttl: '0' } }],
    ],
  ],
  bad: [
    [
      'it ends',
      ['GetFile', { query: { access_token_ttl: '0' } }],
      ['GetFile', { query: { access_token_ttl: '0' }, status: 401 }],
    ],
  ],
});

export const tokenLifeShort = rule({
  id: 'token-life-short',
  severity: 'warning',
  topic: 'tokens',
  side: 'host',
  mistakes: [3],
  title: 'The token lives less than an hour',
  what: 'The host page hands over a token that ends within the hour. About ten hours are advised.',
  why: 'People are thrown out in the middle of their work. The 30 minutes of the protocol are the life of a lock, not of a token.',
  fix: 'Issue tokens for a working day, about ten hours.',
  spec: 'rest/concepts#access-token',
  isEverywhere: true,
  inspect(now) {
    const ttl = formTtl(now);
    if (ttl === null || !/^\d{12,}$/.test(ttl)) return null;
    const life = Number(ttl) - now.at;
    return life > 0 && life < HOUR_MS ? `The token on this page ends in ${span(life)}.` : null;
  },
  good: [['ten hours', ['Other', { url: '/open/1', body: page(Date.UTC(2026, 0, 5, 19)) }]]],
  bad: [['half an hour', ['Other', { url: '/open/1', body: page(Date.UTC(2026, 0, 5, 9, 30)) }]]],
});

function page(ttl: number): string {
  return `<form action="https://office.example/edit?WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1" method="post"><input name="access_token" value="t"><input name="access_token_ttl" value="${ttl}"></form>`;
}

export const tokenLifeExtended = rule({
  id: 'token-life-extended',
  severity: 'error',
  topic: 'tokens',
  side: 'host',
  mistakes: [12],
  title: 'A token made from a token lives longer',
  what: 'The token that an answer handed out (for a copy, a folder, a child) expires later than the one that was used to ask.',
  why: 'A leaked token can be exchanged for new ones for ever.',
  fix: 'Give a token that is made from another one the expiry of that one. Only a sign-in starts a new life.',
  spec: 'rest/security',
  inspect(now, { token }) {
    const ttl = Number(now.token?.ttl ?? 0);
    if (token.parentTtl === null || ttl <= token.parentTtl) return null;
    return `It expires ${span(ttl - token.parentTtl)} after the token it was made from.`;
  },
  good: [
    [
      'the same end',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' } }],
      ['CheckFileInfo', { file: 'copy', token: 'copy-token' }],
    ],
  ],
  bad: [
    [
      'a later end',
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' } }],
      [
        'CheckFileInfo',
        { file: 'copy', token: 'copy-token', query: { access_token_ttl: String(Date.UTC(2026, 0, 9)) } },
      ],
    ],
  ],
});
