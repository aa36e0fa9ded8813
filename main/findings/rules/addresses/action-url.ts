import { idOfUrl } from '../../memory.ts';
import { hostPageForm } from '../../host-page.ts';
import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { decoded, parameter } from '../../token-sight.ts';
import { shown } from '../../words.ts';

/** The action URL this exchange shows: called by a browser, or written into a host page. */
function actionUrl(now: Seen): string | null {
  if (now.isWopi) return null;
  const { url } = now.exchange;
  if (parameter(url, 'wopisrc') !== null) return url;
  const action = hostPageForm(now)?.action ?? '';
  return action === '' ? null : action;
}

function wopiSrcOf(now: Seen): { url: string; raw: string | null } | null {
  const url = actionUrl(now);
  return url === null ? null : { url, raw: parameter(url, 'wopisrc') };
}

const OFFICE_PAGE = 'online/discovery';
const GOOD =
  'https://word-edit.office.example/we/frame.aspx?ui=en-US&WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1';
const open = (url: string): readonly ['Other', { url: string; method: string; body: string }] => [
  'Other',
  { url, method: 'POST', body: '<html></html>' },
];

export const actionUrlPlaceholders = rule({
  id: 'action-url-placeholders',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [76],
  title: 'The action URL is not filled in',
  what: 'The address still holds placeholders in angle brackets, or “&amp;” from the discovery XML, or WOPISrc is missing.',
  why: '“Service unavailable”, or the document opens in another mode than was asked for.',
  fix: 'Decode the XML entities, replace placeholders that you know a value for, remove the others together with their parameter, and append WOPISrc.',
  spec: OFFICE_PAGE,
  isEverywhere: true,
  inspect(now) {
    const url = actionUrl(now);
    if (url === null) return null;
    const placeholder = /<[^<>]+=[A-Z_]+&?>|%3C[A-Za-z]+%3D[A-Z_]+(?:%26)?%3E/.exec(url)?.[0];
    if (placeholder !== undefined) return `${shown(placeholder)} was left in the address.`;
    if (/[?&]amp;/.test(url) || url.includes('&amp;')) return 'The address holds “&amp;” in place of “&”.';
    return parameter(url, 'wopisrc') === null ? 'The address has no WOPISrc.' : null;
  },
  good: [['filled in', open(GOOD)]],
  bad: [
    ['a placeholder', open(`${GOOD}&<rs=DC_LLCC&>`)],
    [
      'an entity',
      open(
        'https://office.example/we/frame.aspx?ui=en-US&amp;x=1&WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1',
      ),
    ],
  ],
});

export const wopiSrcNotEncoded = rule({
  id: 'wopisrc-not-encoded',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [77],
  title: 'WOPISrc is not percent-encoded',
  what: 'The address inside the action URL is written with its bare “://”.',
  why: 'Clients cut it at the first “&” or refuse it; some answer 500.',
  fix: 'Encode the whole WOPISrc as a query value: encodeURIComponent.',
  spec: OFFICE_PAGE,
  isEverywhere: true,
  inspect(now) {
    const raw = wopiSrcOf(now)?.raw;
    return raw?.includes('://') ? `WOPISrc is ${shown(raw)}.` : null;
  },
  good: [['encoded', open(GOOD)]],
  bad: [['bare', open('https://office.example/we/frame.aspx?WOPISrc=https://host.example/wopi/files/doc1')]],
});

export const wopiSrcForm = rule({
  id: 'wopisrc-form',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [78],
  title: 'WOPISrc is not the plain address of a file',
  what: 'WOPISrc ends with the file id: …/wopi/files/<id>. This one carries a token, a query, a slash at the end, or another path.',
  why: 'The client appends /contents and the token to it, and asks at the wrong address.',
  fix: 'Send the address of the file and nothing else; hand the token over in the form.',
  spec: 'rest/concepts#wopisrc',
  isEverywhere: true,
  inspect(now) {
    const raw = wopiSrcOf(now)?.raw;
    if (!raw || raw === 'undefined') return null;
    const src = decoded(raw);
    if (/[?&]access_token=/i.test(src)) return 'WOPISrc carries the access token.';
    if (src.includes('?')) return `WOPISrc ${shown(src.split('?', 1)[0] ?? '')} carries a query.`;
    if (src.endsWith('/')) return `WOPISrc ${shown(src)} ends with a slash.`;
    return idOfUrl(src) === null ? `WOPISrc is ${shown(src)}.` : null;
  },
  good: [['plain', open(GOOD)]],
  bad: [
    ['a slash', open(`${GOOD}%2F`)],
    ['another path', open('https://office.example/we/frame.aspx?WOPISrc=https%3A%2F%2Fhost.example%2Ffiles%2Fdoc1')],
  ],
});

export const launchedByGet = rule({
  id: 'launched-by-get',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [84],
  title: 'The token is handed over in an address',
  what: 'The editor was opened by GET with the access token in the query, or the form of the host page says method="get".',
  why: 'Tokens in addresses end up in histories, logs and Referer headers. The validator’s AccessTokenPassedViaPostMethod fails.',
  fix: 'Post access_token and access_token_ttl by a form into the frame.',
  spec: 'online/hostpage',
  isEverywhere: true,
  inspect(now) {
    if (now.isWopi) return null;
    const form = hostPageForm(now);
    if (form && form.method !== 'post') return 'The form of the host page has method="get".';
    const isLaunch =
      now.query('wopisrc') !== null && now.query('wopisrc') !== 'undefined' && now.query('access_token') !== null;
    return isLaunch && now.exchange.method === 'GET'
      ? 'The action URL was called by GET with access_token in the query.'
      : null;
  },
  good: [['by POST', open(GOOD)]],
  bad: [['by GET', ['Other', { url: `${GOOD}&access_token=t`, body: '<html></html>' }]]],
});

export const validatorUndefined = rule({
  id: 'validator-undefined',
  severity: 'information',
  topic: 'addresses',
  side: 'client',
  mistakes: [85],
  title: 'The hosted validator lost its parameters',
  what: 'The address has “undefined” in place of WOPISrc and token: a known defect of Microsoft’s hosted validator, which looks for them in its own address bar.',
  why: 'After a launch by POST, as it must be, they are not there; its link “WOPI Tests” fails.',
  fix: 'Nothing to mend in the host. Open the file again, or run the validator from the command line.',
  spec: 'online/build-test-ship/validator',
  isEverywhere: true,
  inspect: (now) => (!now.isWopi && now.query('wopisrc') === 'undefined' ? 'WOPISrc is “undefined”.' : null),
  good: [['a real address', open(GOOD)]],
  bad: [['undefined', open('https://office.example/hosting/WopiTestFrame.aspx?WOPISrc=undefined')]],
});

export const languageTag = rule({
  id: 'language-tag',
  severity: 'warning',
  topic: 'addresses',
  side: 'host',
  mistakes: [90],
  title: 'A language is not written as a language tag',
  what: 'ui and rs in the action URL are tags such as en-US or de-DE, not numbers and not with underscores.',
  why: 'The editor speaks English, or the validator’s language tests fail.',
  fix: 'Send tags of BCP 47 in ui and rs.',
  spec: 'online/discovery',
  isEverywhere: true,
  inspect(now) {
    const url = actionUrl(now);
    if (url === null) return null;
    const wrong = ['ui', 'rs'].find((name) => {
      const value = decoded(parameter(url, name) ?? '');
      return (
        value !== '' &&
        !value.startsWith('<') &&
        value !== 'undefined' &&
        !/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/i.test(value)
      );
    });
    return wrong === undefined ? null : `${wrong} is ${shown(decoded(parameter(url, wrong) ?? ''))}.`;
  },
  good: [['a tag', open(GOOD)]],
  bad: [['a number', open(GOOD.replace('en-US', '1033'))]],
});

export const emptyOpenedWithEdit = rule({
  id: 'empty-file-opened-with-edit',
  severity: 'error',
  topic: 'addresses',
  side: 'host',
  mistakes: [53],
  title: 'An empty file is opened with edit',
  what: 'The file has 0 bytes and the page opens it with the action edit. A file without content needs editnew.',
  why: '“This file cannot be opened for editing”: there is nothing to read yet.',
  fix: 'Choose the action editnew while the file has 0 bytes. In Office’s addresses it shows as new=1.',
  spec: 'online/discovery',
  isEverywhere: true,
  inspect(now, { openedFile }) {
    const url = actionUrl(now);
    if (url === null || openedFile?.size !== 0) return null;
    const isEdit = /wordeditorframe\.aspx|PowerPointView=EditView|[?&]edit=1/i.test(url);
    return isEdit && !/[?&]new=1/i.test(url) ? 'The file has 0 bytes; the action URL has no new=1.' : null;
  },
  good: [
    [
      'editnew',
      ['CheckFileInfo', { info: { Size: 0 } }],
      open(
        'https://office.example/we/wordeditorframe.aspx?new=1&WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1',
      ),
    ],
  ],
  bad: [
    [
      'edit',
      ['CheckFileInfo', { info: { Size: 0 } }],
      open('https://office.example/we/wordeditorframe.aspx?WOPISrc=https%3A%2F%2Fhost.example%2Fwopi%2Ffiles%2Fdoc1'),
    ],
  ],
});
