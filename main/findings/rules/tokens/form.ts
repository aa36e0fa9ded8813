import { rule } from '../../rule.ts';
import { shown } from '../../words.ts';

const LONGEST_URL = 2000;
const LONGEST_TOKEN = 1000;

export const tokenNotEncoded = rule({
  id: 'token-not-encoded',
  severity: 'error',
  topic: 'tokens',
  side: 'client',
  mistakes: [5],
  title: 'The token in the address is not the one in the header',
  what: 'Read from the query, the token differs from the one in Authorization. Usually a +, / or = was not percent-encoded on its way through a form or an address.',
  why: 'The token fails for some people and files and not for others, as chance puts such characters into it.',
  fix: 'Percent-encode the token wherever it stands in an address. For a host: issue tokens of letters, digits, “-”, “.”, “_” and “~” only.',
  spec: 'rest/concepts#access-token',
  inspect: (now) =>
    now.token?.agrees === false
      ? `The tokens in the query and in Authorization differ${now.token.bare === '' ? '' : `; the one in the query holds ${shown(now.token.bare)} unencoded`}.`
      : null,
  good: [['the same', ['GetFile']]],
  bad: [['a bare plus', ['GetFile', { query: { access_token: 'a+b' }, request: { Authorization: 'Bearer a+b' } }]]],
});

export const addressTooLong = rule({
  id: 'address-too-long',
  severity: 'warning',
  topic: 'tokens',
  side: 'host',
  mistakes: [6],
  title: 'The address is too long for some clients',
  what: 'Complete addresses should stay below 2000 characters and tokens below 1000.',
  why: 'Parts of Office put the token into GET addresses. PowerPoint is the first to fail, while Word still works.',
  fix: 'Issue shorter tokens: a reference or a compact signature instead of a whole identity.',
  spec: 'rest/concepts#access-token',
  isEverywhere: true,
  inspect(now) {
    const { url } = now.exchange;
    const length = now.token?.length ?? 0;
    if (length > LONGEST_TOKEN) return `The token has ${length} characters.`;
    const isAboutWopi = now.isWopi || now.query('wopisrc') !== null;
    return isAboutWopi && url.length > LONGEST_URL ? `The address has ${url.length} characters.` : null;
  },
  good: [['short', ['GetFile']]],
  bad: [['a long token', ['GetFile', { token: 'x'.repeat(1200) }]]],
});
