import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionNeedsFile,
  buildActionUrl,
  MAX_ACTION_URL_BYTES,
  resolveAction,
} from '../../../main/wopi/protocol/action-url.ts';
import type { ActionUrlInput, Placeholder } from '../../../main/wopi/protocol/action-url.ts';
import { parseDiscovery } from '../../../main/wopi/protocol/discovery.ts';
import type { Discovery } from '../../../main/wopi/protocol/discovery.ts';

const WOPI_SRC = 'https://wopi.contoso.example/wopi/files/abc123';
const ENCODED = 'https%3A%2F%2Fwopi.contoso.example%2Fwopi%2Ffiles%2Fabc123';

function built(
  urlsrc: string,
  input: Partial<ActionUrlInput> = {},
): { url: string; placeholders: Placeholder[]; warnings: string[] } {
  const result = buildActionUrl(urlsrc, { wopiSrc: WOPI_SRC, ...input });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

function refusal(urlsrc: string, input: Partial<ActionUrlInput> = {}): string {
  const result = buildActionUrl(urlsrc, { wopiSrc: WOPI_SRC, ...input });
  return result.ok ? 'accepted' : result.reason;
}

describe('buildActionUrl', () => {
  const word =
    'https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?<ui=UI_LLCC&><rs=DC_LLCC&><dchat=DISABLE_CHAT&><hid=HOST_SESSION_ID&><sc=SESSION_CONTEXT&><wopisrc=WOPI_SOURCE&><IsLicensedUser=BUSINESS_USER&>';
  const tester =
    'https://host.example/hosting/WopiTestFrame.aspx?<ui=UI_LLCC&><wopisrc=WOPI_SOURCE&><testcategory=VALIDATOR_TEST_CATEGORY>';
  const onlyoffice =
    'https://onlyoffice.example/hosting/wopi/word/edit?<rs=DC_LLCC&><dchat=DISABLE_CHAT&><thm=THEME_ID&><ui=UI_LLCC&><wopisrc=WOPI_SOURCE&>&';

  // The worked examples of the specification, without the harmless "&" at their end.
  // oxfmt-ignore
  it.each<[string, string, Partial<ActionUrlInput>, string]>([
    ['Word for a business user', word, { uiLanguage: 'de-DE', values: { BUSINESS_USER: '1' } },
      `https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?ui=de-DE&wopisrc=${ENCODED}&IsLicensedUser=1`],
    ['Excel with a fixed parameter', 'https://excel.officeapps.live.com/x/_layouts/xlviewerinternal.aspx?edit=1&<ui=UI_LLCC&><wopisrc=WOPI_SOURCE&>', {},
      `https://excel.officeapps.live.com/x/_layouts/xlviewerinternal.aspx?edit=1&wopisrc=${ENCODED}`],
    ['a server without WOPI_SOURCE', 'http://owaserver/wv/wordviewerframe.aspx?<ui=UI_LLCC&><rs=DC_LLCC&>', { uiLanguage: 'en-US' },
      `http://owaserver/wv/wordviewerframe.aspx?ui=en-US&WOPISrc=${ENCODED}`],
    ['the validator', tester, { values: { VALIDATOR_TEST_CATEGORY: 'OfficeOnline' } },
      `https://host.example/hosting/WopiTestFrame.aspx?wopisrc=${ENCODED}&testcategory=OfficeOnline`],
    ['Collabora', 'https://collabora.example/browser/abc/cool.html?', {},
      `https://collabora.example/browser/abc/cool.html?WOPISrc=${ENCODED}`],
    ['ONLYOFFICE', onlyoffice, { uiLanguage: 'en-US' },
      `https://onlyoffice.example/hosting/wopi/word/edit?ui=en-US&wopisrc=${ENCODED}`],
    ['every value at once', word, { uiLanguage: 'de-DE', dataLanguage: 'en-GB', sessionContext: 'a&b=c', values: { HOST_SESSION_ID: 'Q & A', DISABLE_CHAT: '1', BUSINESS_USER: '' } },
      `https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?ui=de-DE&rs=en-GB&dchat=1&hid=Q%20%26%20A&sc=a%26b%3Dc&wopisrc=${ENCODED}`],
    ['Collabora with its own parameters', 'https://collabora.example/browser/abc/cool.html?', { parameters: { lang: 'de', permission: 'view' } },
      `https://collabora.example/browser/abc/cool.html?WOPISrc=${ENCODED}&lang=de&permission=view`],
    ['parameters passed through', word, { parameters: { wdPreviousSession: 'x/y', sftc: '1' } },
      `https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?wopisrc=${ENCODED}&wdPreviousSession=x%2Fy&sftc=1`],
    ['a session context the template has no place for', 'https://a.example/x', { sessionContext: 'team 1' },
      `https://a.example/x?WOPISrc=${ENCODED}&sc=team%201`],
    ['a template with a fragment', 'https://a.example/x?y=1#top', {}, `https://a.example/x?y=1&WOPISrc=${ENCODED}#top`],
    ['preloading', 'https://a.example/preload.aspx?<ui=UI_LLCC>', { wopiSrc: '', uiLanguage: 'fr-FR' }, 'https://a.example/preload.aspx?ui=fr-FR'],
    ['a service without parameters', 'https://a.example/rtc2/signalr', { wopiSrc: '' }, 'https://a.example/rtc2/signalr'],
    ['half a surrogate pair', 'https://a.example/?<sc=SESSION_CONTEXT&><w=WOPI_SOURCE>', { sessionContext: 'a\ud83d' }, `https://a.example/?sc=a%EF%BF%BD&w=${ENCODED}`],
  ])('%s', (_, urlsrc, input, url) => expect(built(urlsrc, input).url).toBe(url));

  it('tells what became of each placeholder, in the order of the template', () => {
    const { placeholders } = built(
      'https://a.example/?<ui=UI_LLCC&><dchat=DISABLE_CHAT&><x=FUTURE_THING&><odd><wopisrc=WOPI_SOURCE&>',
      { uiLanguage: 'de-DE' },
    );
    expect(placeholders).toEqual([
      { token: 'UI_LLCC', parameter: 'ui', outcome: 'filled', value: 'de-DE', why: expect.any(String) },
      { token: 'DISABLE_CHAT', parameter: 'dchat', outcome: 'dropped', why: expect.stringContaining('chat') },
      { token: 'FUTURE_THING', parameter: 'x', outcome: 'dropped', why: expect.stringContaining('not known') },
      { token: 'odd', parameter: '', outcome: 'kept', why: expect.any(String) },
      { token: 'WOPI_SOURCE', parameter: 'wopisrc', outcome: 'filled', value: WOPI_SRC, why: expect.any(String) },
    ]);
  });

  it('tells what it appended', () => {
    expect(built('https://a.example/x?').placeholders).toEqual([
      {
        token: 'WOPI_SOURCE',
        parameter: 'WOPISrc',
        outcome: 'filled',
        value: WOPI_SRC,
        why: expect.stringContaining('appended'),
      },
    ]);
  });

  it('fills a placeholder nobody knows when a value is given', () => {
    expect(built('https://a.example/?<x=FUTURE_THING&>', { values: { FUTURE_THING: 'y' } }).url).toBe(
      `https://a.example/?x=y&WOPISrc=${ENCODED}`,
    );
  });

  // oxfmt-ignore
  it.each<[string, string, Partial<ActionUrlInput>, RegExp]>([
    ['a script',                  'javascript:alert(1)//<wopisrc=WOPI_SOURCE>',  {},                                    /"javascript:"; http: or https:/],
    ['a file',                    'file:///etc/passwd',                          {},                                    /"file:"/],
    ['data',                      'data:text/html,<b>',                          {},                                    /"data:"/],
    ['a relative address',        '/we/frame.aspx?<wopisrc=WOPI_SOURCE&>',       {},                                    /not an absolute URL/],
    ['nothing',                   '',                                            {},                                    /not an absolute URL/],
    ['a scheme in a placeholder', '<x=UI_LLCC>',                                 { uiLanguage: 'https://a.example' },    /not an absolute URL/],
    ['no file where one is due',  'https://a.example/?<wopisrc=WOPI_SOURCE&>',   { wopiSrc: '' },                       /Choose a file/],
    ['a WOPISrc that is a path',  'https://a.example/?<wopisrc=WOPI_SOURCE&>',   { wopiSrc: '/wopi/files/1' },          /WOPISrc .* not an absolute/],
    ['a WOPISrc of another kind', 'https://a.example/?<wopisrc=WOPI_SOURCE&>',   { wopiSrc: 'ftp://a.example/1' },      /WOPISrc .* not an absolute/],
  ])('refuses %s', (_, urlsrc, input, reason) => expect(refusal(urlsrc, input)).toMatch(reason));

  // oxfmt-ignore
  it.each<[string, string, Partial<ActionUrlInput>, RegExp]>([
    ['a template escaped twice',  'https://a.example/?&lt;ui=UI_LLCC&amp;&gt;',  {},                                           /XML references/],
    ['brackets that are kept',    'https://a.example/?<odd>',                    {},                                           /"<odd>", which is not a placeholder/],
    ['a token in the URL',        'https://a.example/?',                         { parameters: { access_token: 'secret' } },   /access token/],
    ['a WOPISrc with a query',    'https://a.example/?',                         { wopiSrc: `${WOPI_SRC}?access_token=x` },    /has a query/],
    ['a long URL',                'https://a.example/?<sc=SESSION_CONTEXT&>',    { sessionContext: 'x'.repeat(1930) },         /close to the 2048/],
    ['a URL too long',            'https://a.example/?<sc=SESSION_CONTEXT&>',    { sessionContext: 'x'.repeat(3000) },         /has 3\d{3} bytes; clients take 2048/],
  ])('warns of %s', (_, urlsrc, input, warning) => expect(built(urlsrc, input).warnings).toEqual([expect.stringMatching(warning)]));

  it('measures the URL exactly', () => {
    const room =
      MAX_ACTION_URL_BYTES - built('https://a.example/?<sc=SESSION_CONTEXT&>', { sessionContext: 'x' }).url.length + 1;
    const warnings = (length: number) =>
      built('https://a.example/?<sc=SESSION_CONTEXT&>', { sessionContext: 'x'.repeat(length) }).warnings.join();
    expect(warnings(room)).toContain('close to');
    expect(warnings(room + 1)).toContain(`has ${MAX_ACTION_URL_BYTES + 1} bytes`);
  });

  it('hands every value over exactly once, whatever it is', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(value, value, value, (sessionContext, uiLanguage, session) => {
        const url = new URL(built(word, { sessionContext, uiLanguage, values: { HOST_SESSION_ID: session } }).url);
        expect([...url.searchParams]).toEqual([
          ['ui', uiLanguage],
          ['hid', session],
          ['sc', sessionContext],
          ['wopisrc', WOPI_SRC],
        ]);
      }),
    );
  });
});

describe('actionNeedsFile', () => {
  // oxfmt-ignore
  it.each<[string, boolean]>([
    ['view', true], ['edit', true], ['editnew', true], ['convert', true], ['embedview', true], ['getinfo', true], ['attend', true],
    ['preloadview', false], ['preloadEdit', false], ['preloadunifiedapp', false], ['rtc', false], ['collab', false],
    ['documentchat', false], ['presentservice', false], ['attendservice', false],
  ])('%s: %s', (action, needs) => expect(actionNeedsFile(action)).toBe(needs));
});

describe('resolveAction', () => {
  function discovery(name: string): Discovery {
    const result = parseDiscovery(readFileSync(new URL(`../../fixtures/discovery/${name}.xml`, import.meta.url)));
    if (!result.ok) throw new Error(result.reason);
    return result.discovery;
  }
  const clients = {
    microsoft: discovery('microsoft'),
    server: discovery('office-server'),
    collabora: discovery('collabora'),
    onlyoffice: discovery('onlyoffice'),
  };

  // client, extension, action → "zone app action", with "*" when another action serves
  // oxfmt-ignore
  it.each<[keyof typeof clients, string, string, string]>([
    ['microsoft',   'docx',      'view',        'external-https Word view'],
    ['microsoft',   'docx',      'edit',        'external-https Word edit'],
    ['microsoft',   '.DOCX',     'EDIT',        'external-https Word edit'],
    ['microsoft',   'docx',      'mobileview',  'external-https Word mobileView'],
    ['microsoft',   'xlsx',      'editnew',     'external-https Excel editnew'],
    ['microsoft',   'doc',       'edit',        'external-https Word convert *'],
    ['microsoft',   'xls',       'edit',        'external-https Excel convert *'],
    ['microsoft',   'docx',      'default',     'external-https Word view'],
    ['microsoft',   'pdf',       'edit',        'none'],
    ['microsoft',   'pdf',       'view',        'external-https WordPdf view'],
    ['microsoft',   'wopitest',  'view',        'external-https WopiTest view'],
    ['microsoft',   'zip',       'view',        'none'],
    ['microsoft',   '',          'view',        'none'],
    ['microsoft',   'docx',      'open',        'none'],           // requires cobalt
    ['microsoft',   'docx',      'constructor', 'none'],
    ['server',      'xlsx',      'edit',        'internal-https Excel edit'],
    ['server',      'docx',      'edit',        'none'],           // requires cobalt
    ['server',      'docx',      'view',        'internal-https Word view'],
    ['collabora',   'csv',       'view',        'external-http text/csv edit *'],
    ['collabora',   'png',       'view',        'external-http image/png view'],
    ['collabora',   'png',       'edit',        'none'],
    ['collabora',   'xla',       'edit',        'external-http application/vnd.ms-excel edit'],
    ['collabora',   'csv',       'editnew',     'external-http text/csv edit *'],
    ['onlyoffice',  'docx',      'default',     'external-http Word edit'],
    ['onlyoffice',  'doc',       'default',     'external-http Word view'],
    ['onlyoffice',  'docx',      'view',        'external-http Word view'],
    ['onlyoffice',  'doc',       'edit',        'external-http Word convert *'],
    ['onlyoffice',  'docx',      'embedview',   'external-http Word embedview'],
  ])('%s: %s %s', (client, extension, action, expected) => {
    const found = resolveAction(clients[client], { extension, action });
    expect(found === undefined ? 'none' : `${found.zone} ${found.app.name} ${found.action.name}${found.fallback === undefined ? '' : ' *'}`).toBe(expected);
  });

  it('keeps to a zone that is asked for', () => {
    expect(
      resolveAction(clients.server, { extension: 'docx', action: 'view', zone: 'Internal-HTTP' })?.action.urlsrc,
    ).toContain('http://owaserver');
    expect(
      resolveAction(clients.server, { extension: 'docx', action: 'view', zone: 'external-https' }),
    ).toBeUndefined();
  });

  it('takes a zone nobody knows last', () => {
    const [zone] = clients.microsoft.zones;
    if (zone === undefined) throw new Error('The fixture has no zone');
    const both = {
      zones: [
        { ...zone, name: 'moon-base' },
        { ...zone, name: 'internal-http' },
      ],
    };
    expect(resolveAction(both, { extension: 'docx', action: 'view' })?.zone).toBe('internal-http');
    expect(resolveAction({ zones: both.zones.slice(0, 1) }, { extension: 'docx', action: 'view' })?.zone).toBe(
      'moon-base',
    );
  });
});
