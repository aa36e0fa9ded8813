import { PROPERTIES, urlOf } from '../../file-info-properties.ts';
import { ofAnswer, rule } from '../../rule.ts';
import type { Json } from '../../seen.ts';
import { shown } from '../../words.ts';

const PAGE = 'rest/files/checkfileinfo/checkfileinfo-response';
const on = ['CheckFileInfo'] as const;

function addresses(result: Json): [name: string, value: string][] {
  return Object.entries(result).flatMap(([name, value]): [string, string][] =>
    PROPERTIES.get(name) === 'url' && typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
}

export const urlNotAbsolute = rule({
  id: 'url-not-absolute',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [17],
  title: 'An address is not absolute',
  what: 'A property that holds an address begins neither with https:// nor with http://.',
  why: 'The client resolves it against Office’s own pages, or refuses the whole answer.',
  fix: 'Send complete addresses with scheme and host, or leave the property out.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const wrong = addresses(result).filter(([, value]) => !/^https?:$/.test(urlOf(value)?.protocol ?? ''));
    return wrong.length === 0
      ? null
      : `${wrong
          .slice(0, 4)
          .map(([name, value]) => `${name} is ${shown(value)}`)
          .join(', ')}.`;
  }),
  good: [
    ['absolute', ['CheckFileInfo']],
    ['empty', ['CheckFileInfo', { info: { SignInUrl: '' } }]],
  ],
  bad: [['a path', ['CheckFileInfo', { info: { HostEditUrl: '/edit/1' } }]]],
});

/** Only pages of the host belong into these. */
const OWN_PAGES =
  /^(?:Host\w*Url|CloseUrl|DownloadUrl|FileSharingUrl|FileUrl|FileVersionUrl|SignInUrl|SignoutUrl|WorkflowUrl)$/;
const OFFICE = /(?:^|\.)officeapps(?:-df)?\.live\.com$/i;

export const urlOfOffice = rule({
  id: 'url-of-office',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [27],
  title: 'An address leads to Office instead of the own page',
  what: 'A property such as HostEditUrl holds an action URL of Office for the web.',
  why: 'Switching between reading and editing then leaves the host page, runs in circles, or fails without a token.',
  fix: 'Send the address of your own host page, which opens Office in its frame.',
  spec: PAGE,
  on,
  inspect: ofAnswer((result) => {
    const wrong = addresses(result).filter(
      ([name, value]) => OWN_PAGES.test(name) && OFFICE.test(urlOf(value)?.hostname ?? ''),
    );
    return wrong.length === 0
      ? null
      : `${wrong.map(([name]) => name).join(', ')} lead to ${urlOf(wrong[0]?.[1])?.hostname ?? ''}.`;
  }),
  good: [['own pages', ['CheckFileInfo']]],
  bad: [
    [
      'an action URL',
      [
        'CheckFileInfo',
        { info: { HostEditUrl: 'https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?ui=en-US' } },
      ],
    ],
  ],
});

export const fileUrlProtected = rule({
  id: 'file-url-protected',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [24],
  title: 'FileUrl needs a token that nobody adds',
  what: 'Clients fetch FileUrl exactly as it is: without token, without WOPI headers, without proof. This one leads to a WOPI address, or was answered with a refusal.',
  why: '“Download failed”: the document does not open although GetFile would work.',
  fix: 'Put everything needed to read the file into the address itself, outside the WOPI paths, or leave FileUrl out.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now, { link }) {
    const url = now.operation === 'CheckFileInfo' ? now.result?.['FileUrl'] : undefined;
    if (typeof url === 'string' && /\/wopi[^/]*\/files\//i.test(url) && !/[?&]access_token=/i.test(url))
      return `FileUrl is ${shown(url)}.`;
    if (link?.property !== 'FileUrl' || now.isWopi || now.status === null || now.succeeded) return null;
    return `FileUrl was answered ${now.status}.`;
  },
  outranks: ['token-not-checked'],
  good: [
    [
      'an open address',
      ['CheckFileInfo', { info: { FileUrl: 'https://cdn.example/secret-1' } }],
      ['Other', { url: 'https://cdn.example/secret-1', body: 'PK' }],
    ],
  ],
  bad: [
    ['a WOPI address', ['CheckFileInfo', { info: { FileUrl: 'https://host.example/wopi/files/doc1/contents' } }]],
    [
      'refused',
      ['CheckFileInfo', { info: { FileUrl: 'https://cdn.example/secret-1' } }],
      ['Other', { url: 'https://cdn.example/secret-1', status: 403 }],
    ],
  ],
});

export const fileUrlStale = rule({
  id: 'file-url-stale',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [25],
  title: 'FileUrl delivers old content',
  what: 'After a save, FileUrl still returned other bytes than those that were saved.',
  why: 'People see the document as it was before. A cache or content network in front of FileUrl is the usual cause.',
  fix: 'Make FileUrl fresh after every save: no caching, or another address for each version.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now, { link, linkedSave }) {
    if (link?.property !== 'FileUrl' || !now.succeeded || now.isWopi) return null;
    if (!linkedSave?.sha256 || now.responseSha256 === null || linkedSave.sha256 === now.responseSha256) return null;
    return `Exchange ${linkedSave.exchangeId} saved other bytes than FileUrl returns.`;
  },
  good: [
    [
      'the saved bytes',
      ['CheckFileInfo', { info: { FileUrl: 'https://cdn.example/secret-1' } }],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK new' }],
      ['Other', { url: 'https://cdn.example/secret-1', body: 'PK new' }],
    ],
  ],
  bad: [
    [
      'the old bytes',
      ['CheckFileInfo', { info: { FileUrl: 'https://cdn.example/secret-1' } }],
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK new' }],
      ['Other', { url: 'https://cdn.example/secret-1', body: 'PK old' }],
    ],
  ],
});

export const downloadUrlPage = rule({
  id: 'download-url-page',
  severity: 'warning',
  topic: 'file-info',
  side: 'host',
  mistakes: [29],
  title: 'DownloadUrl shows a page',
  what: 'DownloadUrl answers with a web page or a redirect instead of the file.',
  why: 'People who choose “Download a copy” land on a page, or save that page under the name of the document.',
  fix: 'Answer with the bytes of the newest version and Content-Disposition: attachment.',
  spec: PAGE,
  isEverywhere: true,
  inspect(now, { link }) {
    if (link?.property !== 'DownloadUrl' || now.status === null) return null;
    if (now.status >= 300 && now.status < 400) return `DownloadUrl was answered ${now.status}.`;
    return now.succeeded && now.isHtml ? 'DownloadUrl was answered with an HTML page.' : null;
  },
  good: [
    [
      'the file',
      ['CheckFileInfo', { info: { DownloadUrl: 'https://host.example/d/1' } }],
      [
        'Other',
        { url: 'https://host.example/d/1', body: 'PK', answer: { 'Content-Type': 'application/octet-stream' } },
      ],
    ],
  ],
  bad: [
    [
      'a page',
      ['CheckFileInfo', { info: { DownloadUrl: 'https://host.example/d/1' } }],
      ['Other', { url: 'https://host.example/d/1', body: '<html>Sign in</html>' }],
    ],
  ],
});

export const businessUrl = rule({
  id: 'business-edit-url',
  severity: 'error',
  topic: 'file-info',
  side: 'host',
  mistakes: [28],
  title: 'Business users cannot be sent back',
  what: 'LicenseCheckForEditIsEnabled is true, and HostEditUrl is missing or holds a “#”, where parameters would be put in the middle.',
  why: 'After the licence check Office returns people to HostEditUrl. They land on Office.com or on a broken address.',
  fix: 'Send a HostEditUrl without fragment and have its domain put on the redirect allow list.',
  spec: 'online/scenarios/business',
  on,
  inspect: ofAnswer((result) => {
    if (result?.['LicenseCheckForEditIsEnabled'] !== true) return null;
    const url = result['HostEditUrl'];
    if (typeof url !== 'string' || url === '')
      return 'LicenseCheckForEditIsEnabled is true and HostEditUrl is missing.';
    return url.includes('#') ? `HostEditUrl ${shown(url)} holds a “#”.` : null;
  }),
  good: [['a plain address', ['CheckFileInfo', { info: { LicenseCheckForEditIsEnabled: true } }]]],
  bad: [
    ['none', ['CheckFileInfo', { info: { LicenseCheckForEditIsEnabled: true }, without: ['HostEditUrl'] }]],
    [
      'a fragment',
      ['CheckFileInfo', { info: { LicenseCheckForEditIsEnabled: true, HostEditUrl: 'https://host.example/#/edit/1' } }],
    ],
  ],
});
