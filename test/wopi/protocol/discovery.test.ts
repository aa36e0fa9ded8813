import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DISCOVERY_BYTES, parseDiscovery, writeDiscovery } from '../../../main/wopi/protocol/discovery.ts';
import type { Discovery, DiscoveryAction } from '../../../main/wopi/protocol/discovery.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/discovery/${name}.xml`, import.meta.url));

function parsed(xml: string | Uint8Array): { discovery: Discovery; warnings: string[] } {
  const result = parseDiscovery(xml);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

function refusal(xml: string | Uint8Array): string {
  const result = parseDiscovery(xml);
  return result.ok ? 'accepted' : result.reason;
}

function actionsOf(discovery: Discovery, app: string): DiscoveryAction[] {
  return discovery.zones
    .flatMap((zone) => zone.apps)
    .filter((one) => one.name === app)
    .flatMap((one) => one.actions);
}

const wrapped = (inner: string) =>
  `<wopi-discovery><net-zone name="external-https">${inner}</net-zone><proof-key value="AAAA"/></wopi-discovery>`;
const oneAction = (attributes: string) => wrapped(`<app name="Word"><action ${attributes}/></app>`);
const actionOf = (attributes: string) => actionsOf(parsed(oneAction(attributes)).discovery, 'Word')[0];

describe('documents of real clients', () => {
  it('reads Microsoft', () => {
    const { discovery, warnings } = parsed(fixture('microsoft'));
    expect(warnings).toEqual([]);
    expect(discovery.zones.map((zone) => [zone.name, zone.apps.map((app) => app.name)])).toEqual([
      ['external-https', ['Excel', 'OneNote', 'PowerPoint', 'Word', 'WordPdf', 'WopiTest']],
    ]);
    const word = discovery.zones[0]?.apps.find((app) => app.name === 'Word');
    expect(word).toMatchObject({
      checkLicense: true,
      favIconUrl: 'https://res.cdn.office.net/word/resources/FavIcon_Word.ico',
      applicationBaseUrl: 'https://word-edit.officeapps.live.com',
    });
    expect(word?.actions.find((action) => action.name === 'edit' && action.ext === 'docx')).toEqual({
      name: 'edit',
      ext: 'docx',
      requires: ['locks', 'update'],
      isDefault: false,
      useParent: false,
      urlsrc:
        'https://word-edit.officeapps.live.com/we/wordeditorframe.aspx?<ui=UI_LLCC&><rs=DC_LLCC&><dchat=DISABLE_CHAT&>' +
        '<hid=HOST_SESSION_ID&><sc=SESSION_CONTEXT&><wopisrc=WOPI_SOURCE&><showpagestats=PERFSTATS&>' +
        '<IsLicensedUser=BUSINESS_USER&><actnavid=ACTIVITY_NAVIGATION_ID&>',
    });
    expect(word?.actions.find((action) => action.ext === 'dotx')?.newext).toBe('docx');
    expect(word?.actions.find((action) => action.name === 'convert')?.targetext).toBe('docx');
    expect(actionsOf(discovery, 'OneNote')).toEqual([]);
    expect(actionsOf(discovery, 'Excel').find((action) => action.progid !== undefined)).toMatchObject({
      progid: 'Excel.LegacyWebService',
    });
    expect(discovery.proofKeys).toMatchObject({ exponent: 'AQAB', oldExponent: 'AQAB' });
  });

  it('reads a server of 2013 with two zones and keys in the blob format only', () => {
    const { discovery, warnings } = parsed(fixture('office-server'));
    expect(warnings).toEqual([]);
    expect(discovery.zones.map((zone) => zone.name)).toEqual(['internal-http', 'internal-https']);
    expect(actionsOf(discovery, 'Word')[1]?.requires).toEqual(['locks', 'cobalt', 'update']);
    expect(actionsOf(discovery, 'OneNote')[0]).toMatchObject({ ext: 'onetoc2', useParent: true });
    expect(actionsOf(discovery, 'OneNote')[1]).toMatchObject({
      progid: 'OneNote.Notebook',
      newprogid: 'OneNote.Notebook',
    });
    expect(discovery.proofKeys).toMatchObject({ modulus: '', value: expect.stringMatching(/^BgIAAACk/) });
  });

  it('reads Collabora, whose apps are MIME types and repeat', () => {
    const { discovery, warnings } = parsed(fixture('collabora'));
    expect(warnings).toEqual([]);
    expect(actionsOf(discovery, 'application/vnd.ms-excel').map((action) => action.ext)).toEqual(['xls', 'xla']);
    expect(actionsOf(discovery, 'text/csv')[0]).toMatchObject({
      name: 'edit',
      isDefault: true,
      urlsrc: 'https://collabora.example/browser/3e1f2a4/cool.html?',
    });
    expect(actionsOf(discovery, 'Capabilities')).toEqual([
      {
        name: 'getinfo',
        urlsrc: 'https://collabora.example/hosting/capabilities',
        requires: [],
        isDefault: false,
        useParent: false,
      },
    ]);
  });

  it('reads ONLYOFFICE, which may have no keys', () => {
    const { discovery, warnings } = parsed(fixture('onlyoffice'));
    expect(warnings).toEqual([expect.stringContaining('no proof-key')]);
    expect(discovery.proofKeys).toBeUndefined();
    expect(actionsOf(discovery, 'Word').find((action) => action.isDefault && action.ext === 'docx')?.name).toBe('edit');
    expect(actionsOf(discovery, 'application/msword')[0]?.ext).toBeUndefined();
  });

  it.each(['microsoft', 'office-server', 'collabora', 'onlyoffice'])(
    '%s survives being written and read again',
    (name) => {
      const { discovery } = parsed(fixture(name));
      expect(parsed(writeDiscovery(discovery)).discovery).toEqual(discovery);
    },
  );
});

describe('what is tolerated', () => {
  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['references are decoded once',        'https://a.example/?<ui=UI_LLCC&>&lt;',  'https://a.example/?&lt;ui=UI_LLCC&amp;&gt;&amp;lt;'],
    ['decimal references',                 'https://a.example/?a&b',                'https://a.example/?a&#38;b'],
    ['hexadecimal references',             'https://a.example/?a&b😀',              'https://a.example/?a&#x26;b&#X1F600;'],
    ['a bare ampersand',                   'https://a.example/?a=1&b=2&',           'https://a.example/?a=1&b=2&'],
    ['surrounding space',                  'https://a.example/',                    '  https://a.example/\n'],
    ['a reference to nothing',             'https://a.example/?&copy;',             'https://a.example/?&copy;'],
    ['a reference beyond Unicode',         'https://a.example/?&#x110000;',         'https://a.example/?&#x110000;'],
  ])('%s', (_, urlsrc, written) => expect(actionOf(`name="view" ext="docx" urlsrc="${written}"`)?.urlsrc).toBe(urlsrc));

  it('warns of a reference to nothing', () => {
    expect(parsed(oneAction('name="view" urlsrc="https://a.example/?&copy;"')).warnings).toEqual([
      expect.stringContaining('&copy;'),
    ]);
  });

  // oxfmt-ignore
  it.each<[string, string, Partial<DiscoveryAction>]>([
    ['an upper-case extension',      'ext="DOCX"',                   { ext: 'docx' }],
    ['an extension with its stop',   'ext=".docx"',                  { ext: 'docx' }],
    ['spaces in requires',           'requires=" locks , update,,"', { requires: ['locks', 'update'] }],
    ['unknown requires',             'requires="telepathy"',         { requires: ['telepathy'] }],
    ['TRUE',                         'default="TRUE"',               { isDefault: true }],
    ['default of another kind',      'default="1"',                  { isDefault: false }],
    ['unknown attributes',           'future="1" hasOwnProperty="2" toString="3"', { isDefault: false }],
  ])('%s', (_, attributes, expected) => expect(actionOf(`name="view" urlsrc="https://a.example/" ${attributes}`)).toMatchObject(expected));

  it('unknown elements, zones and comments', () => {
    const { discovery } = parsed(
      '<!-- a --><wopi-discovery a="1"><future/><net-zone name="moon-base"><!-- b --><future><app name="no"/></future><app name="x"/></net-zone>text<![CDATA[<app/>]]></wopi-discovery><!-- c -->',
    );
    expect(discovery.zones).toEqual([{ name: 'moon-base', apps: [{ name: 'x', checkLicense: false, actions: [] }] }]);
  });

  it('leaves out an action without address and says so', () => {
    const { discovery, warnings } = parsed(
      wrapped('<app name="Word"><action name="edit" ext="docx"/><action urlsrc="https://a.example/"/></app>'),
    );
    expect(actionsOf(discovery, 'Word')).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/"Word" has no urlsrc \("edit"\)/),
      expect.stringMatching(/no name/),
    ]);
  });

  it('stops counting warnings', () => {
    const many = Array.from({ length: 500 }, (_, index) => `<app name="a${index}"><action name="x"/></app>`).join('');
    const { warnings } = parsed(wrapped(many));
    expect(warnings).toHaveLength(51);
    expect(warnings.at(-1)).toContain('450 more');
  });

  it('an empty document element', () => {
    expect(parsed('<wopi-discovery/>')).toMatchObject({
      discovery: { zones: [] },
      warnings: [/no net-zone/, /no proof-key/].map((text) => expect.stringMatching(text)),
    });
  });
});

describe('encodings', () => {
  const text = wrapped('<app name="Bücher 😀"/>');
  const latin = wrapped('<app name="Bücher"/>');
  const declared = (encoding: string, body: string) => `<?xml version="1.0" encoding="${encoding}"?>${body}`;
  const swapped = (value: string) => Buffer.from(value, 'utf16le').swap16();

  // oxfmt-ignore
  it.each<[string, string | Uint8Array, string]>([
    ['a string',                          text,                                                   'Bücher 😀'],
    ['a string with a byte order mark',   `\ufeff${declared('utf-16', text)}`,                    'Bücher 😀'],
    ['blank lines before it',             `\r\n \n${declared('utf-8', text)}`,                    'Bücher 😀'],
    ['UTF-8',                             Buffer.from(declared('UTF-8', text)),                   'Bücher 😀'],
    ['UTF-8 without declaration',         Buffer.from(text),                                      'Bücher 😀'],
    ['UTF-8 with a byte order mark',      Buffer.from(`\ufeff${declared('utf-8', text)}`),        'Bücher 😀'],
    ['UTF-16 LE with a byte order mark',  Buffer.from(`\ufeff${declared('utf-16', text)}`, 'utf16le'), 'Bücher 😀'],
    ['UTF-16 LE without',                 Buffer.from(declared('utf-16', text), 'utf16le'),       'Bücher 😀'],
    ['UTF-16 BE with a byte order mark',  swapped(`\ufeff${declared('utf-16', text)}`),           'Bücher 😀'],
    ['UTF-16 BE without',                 swapped(declared('utf-16', text)),                      'Bücher 😀'],
    ['UTF-8 that calls itself UTF-16',    Buffer.from(declared('utf-16', text)),                  'Bücher 😀'],
    ['ISO 8859-1',                        Buffer.from(declared('ISO-8859-1', latin), 'latin1'),   'Bücher'],
  ])('%s', (_, xml, name) => expect(parsed(xml).discovery.zones[0]?.apps[0]?.name).toBe(name));

  it('says when a declaration is wrong', () => {
    expect(parsed(Buffer.from(declared('utf-16', text))).warnings[0]).toMatch(/utf-16.*read as UTF-8/);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['bytes that are not UTF-8', Buffer.from(latin, 'latin1'), /not valid UTF-8/],
    ['an unknown encoding', Buffer.from(declared('klingon-1', text)), /"klingon-1"/],
  ])('refuses %s', (_, xml, reason) => expect(refusal(xml)).toMatch(reason));
});

describe('what is refused, with a sentence', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index || ''};`.repeat(10)}">`).join('')}]>${wrapped('<app name="&lol9;"/>')}`;
  const quadratic = `<!DOCTYPE bomb [<!ENTITY a "${'x'.repeat(50_000)}">]>${wrapped(`<app name="${'&a;'.repeat(50_000)}"/>`)}`;
  const external = `<?xml version="1.0"?><!DOCTYPE wopi-discovery [<!ENTITY x SYSTEM "file:///etc/passwd">]>${wrapped('<app name="&x;"/>')}`;

  // oxfmt-ignore
  it.each<[string, string | Uint8Array, RegExp]>([
    ['ten megabytes',                 wrapped('<app name="x"/>'.repeat(700_000)),                  /has 1\d{7} bytes; at most 5242880/],
    ['ten megabytes of zeros',        new Uint8Array(10 * 1024 * 1024),                            /has 10485760 bytes/],
    ['nothing',                       '',                                                          /is empty/],
    ['blanks',                        ' \n ',                                                      /is empty/],
    ['JSON',                          '{"error":"not found"}',                                     /begins with '\{"error/],
    ['binary',                        new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),                    /begins with "PK/],
    ['plain text',                    'Not Found',                                                 /begins with "Not Found"/],
    ['an error page',                 '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>', /HTML page titled "502 Bad Gateway"/],
    ['an error page without doctype', '<html>\n<body><h1>Sign in</h1></body></html>',              /HTML page, probably/],
    ['an XHTML page',                 '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="y"><title>Oops</title></html>', /HTML page titled "Oops"/],
    ['another root element',          '<?xml version="1.0"?><feed><entry/></feed>',                /root element "feed"; "wopi-discovery" is expected/],
    ['a prefixed root element',       '<w:wopi-discovery xmlns:w="x"/>',                           /root element "w:wopi-discovery"/],
    ['mis-nested elements',           '<wopi-discovery><net-zone></wopi-discovery></net-zone>',    /not well-formed XML \(line 1, column \d+: Expected closing tag/],
    ['a document cut short',          fixture('microsoft').subarray(0, 9000),                      /not well-formed XML/],
    ['two root elements',             '<wopi-discovery></wopi-discovery><wopi-discovery></wopi-discovery>', /not well-formed XML/],
    ['an element called __proto__',   wrapped('<__proto__ polluted="1"/>'),                        /cannot be parsed.*__proto__/],
    ['an attribute called __proto__', wrapped('<app name="x" __proto__="1"/>'),                    /cannot be parsed.*__proto__/],
    ['an attribute without quotes',   '<wopi-discovery><net-zone name=x/></wopi-discovery>',       /not well-formed XML/],
    ['a repeated attribute',          '<wopi-discovery><net-zone name="x" name="y"/></wopi-discovery>', /not well-formed XML/],
    ['a billion laughs',              laughs,                                                      /document type declaration/],
    ['a quadratic blow-up',           quadratic,                                                   /document type declaration/],
    ['an external entity',            external,                                                    /document type declaration/],
    ['a lower-case doctype',          '<!doctype wopi-discovery><wopi-discovery/>',                /document type declaration/],
    ['elements nested without end',   '<a>'.repeat(200_000),                                       /not well-formed XML|cannot be parsed/],
    ['elements nested deeply',        `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`,           /cannot be parsed/],
    ['a deep discovery',              `<wopi-discovery>${'<net-zone>'.repeat(100)}${'</net-zone>'.repeat(100)}</wopi-discovery>`, /cannot be parsed/],
    ['an open comment',               `<wopi-discovery>${'<!-- '.repeat(100_000)}`,                /not well-formed XML|cannot be parsed/],
  ])('%s', (_, xml, reason) => {
    const message = refusal(xml);
    expect(message).toMatch(reason);
    expect(message).toMatch(/^The discovery document .{10,500}\.$/s);
    expect(message.length).toBeLessThan(500);
  });

  // oxfmt-ignore
  it.each<[string, string]>([
    ['one tag of many attributes',    wrapped(`<app ${Array.from({ length: 100_000 }, (_, index) => `a${index}="x"`).join(' ')}/>`)],
    ['one enormous attribute',        wrapped(`<app name="${'x'.repeat(4_000_000)}"/>`)],
    ['an attribute full of references', wrapped(`<app name="${'&amp;'.repeat(800_000)}"/>`)],
    ['an attribute full of ampersands', wrapped(`<app name="${'&'.repeat(4_000_000)}"/>`)],
    ['many unclosed comments',        `<wopi-discovery>${'<!--'.repeat(1_000_000)}`],
    ['many opened elements',          '<a>'.repeat(1_500_000)],
    ['many unclosed quotes',          `<wopi-discovery ${'a="'.repeat(1_500_000)}`],
    ['spaces',                        `<wopi-discovery${' '.repeat(4_000_000)}`],
    ['an endless declaration',        `<?xml ${'encoding="'.repeat(400_000)}`],
    ['a title that never ends',       `<html>${'<title '.repeat(600_000)}`],
  ])('%s is answered in good time', (_, xml) => {
    expect(Buffer.byteLength(xml)).toBeLessThan(MAX_DISCOVERY_BYTES);
    const started = performance.now();
    parseDiscovery(Buffer.from(xml));
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 20_000);

  it('never throws, whatever arrives', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '</',
        '/>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?xml ',
        '?>',
        '&',
        ';',
        '"',
        '=',
        ' ',
        'wopi-discovery',
        'net-zone',
        'app',
        'action',
        'name="x"',
        '__proto__',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        fc.boolean(),
        (text, inside) => {
          parseDiscovery(inside ? wrapped(text) : text);
          parseDiscovery(Buffer.from(inside ? wrapped(text) : text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('reads back whatever it writes', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))
    .filter((value) => value.trim() === value && value !== '');
  const action: fc.Arbitrary<DiscoveryAction> = fc.record(
    {
      name: text,
      urlsrc: text,
      requires: fc.array(fc.constantFrom('locks', 'update', 'cobalt'), { maxLength: 3 }),
      isDefault: fc.boolean(),
      useParent: fc.boolean(),
      ext: fc.constantFrom('docx', 'xlsx'),
      progid: text,
      targetext: text,
      newext: text,
      newprogid: text,
    },
    { requiredKeys: ['name', 'urlsrc', 'requires', 'isDefault', 'useParent'], noNullPrototype: true },
  );
  const app = fc.record(
    {
      name: text,
      checkLicense: fc.boolean(),
      actions: fc.array(action, { maxLength: 3 }),
      favIconUrl: text,
      bootstrapperUrl: text,
      applicationBaseUrl: text,
      staticResourceOrigin: text,
    },
    { requiredKeys: ['name', 'checkLicense', 'actions'], noNullPrototype: true },
  );
  const zone = fc.record({ name: text, apps: fc.array(app, { maxLength: 3 }) }, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(zone, { maxLength: 3 }), (zones) => {
      expect(parsed(Buffer.from(writeDiscovery({ zones }))).discovery).toEqual({ zones });
    }),
    { numRuns: 300 },
  );
});
