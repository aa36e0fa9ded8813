import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkFolderName,
  decodeTarget,
  nextFreeFolderName,
  checkFileName,
  decodeUtf7,
  encodeUtf7,
  nearestLegalName,
  nextFreeName,
  splitName,
  suggestedTargetName,
  utf7Problem,
} from '../../../main/wopi/protocol/names.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('UTF-7', () => {
  // The pairs of the specification, as Office sends them.
  // oxfmt-ignore
  const pairs: [text: string, wire: string][] = [
    ['report.docx',             'report.docx'],
    ['my file.docx',            'my file.docx'],
    ['madeup_name.wopitestx',   'madeup+AF8-name.wopitestx'],
    ['a+b.docx',                'a+-b.docx'],
    ['Q&A.docx',                'Q+ACY-A.docx'],
    ['100%.xlsx',               '100+ACU-.xlsx'],
    ['x@y.docx',                'x+AEA-y.docx'],
    ['résumé.docx',             'r+AOk-sum+AOk-.docx'],
    ['Bücher–2024.xlsx',        'B+APw-cher+IBM-2024.xlsx'],
    ['文件1.docx',              '+ZYdO9g-1.docx'],
    ['😀.pptx',                 '+2D3eAA-.pptx'],
    ['naïve_plan (v2).docx',    'na+AO8-ve+AF8-plan (v2).docx'],
    ['.docx',                   '.docx'],
  ];

  it.each(pairs)('%s travels as %s', (text, wire) => {
    expect(encodeUtf7(text)).toBe(wire);
    expect(decodeUtf7(wire)).toBe(text);
    expect(utf7Problem(wire)).toBeUndefined();
  });

  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['an encoder that leaves optional characters alone', 'a_b&c%.docx',        'a_b&c%.docx'],
    ['a run that a full stop ends',                      'r+AOk.docx',         'ré.docx'],
    ['a run that the end of the value ends',             'caf+AOk',            'café'],
    ['a minus after a run',                              '+AOk--1.docx',       'é-1.docx'],
    ['an encoded path separator',                        '..+AC8-..+AFw-x',    '../..\\x'],
    ['a long name in one run',                           `+${Buffer.from('é'.repeat(99), 'utf16le').swap16().toString('base64').replace(/=+$/, '')}`, 'é'.repeat(99)],
    ['an emoji at the seam of the decoder',              '+AOkA6QDp2D3eAADp-', 'ééé😀é'],
    ['raw UTF-8 bytes',                                  Buffer.from('résumé+1.docx').toString('latin1'), 'résumé+1.docx'],
    ['raw latin1 bytes',                                 'r\u00e9sum\u00e9.docx', 'résumé.docx'],
  ])('reads %s', (_, wire, text) => expect(decodeUtf7(wire)).toBe(text));

  // oxfmt-ignore
  it.each<[string, string]>([
    ['a lone plus',           'a+ b.docx'],
    ['a plus at the end',     'a+'],
    ['half a unit',           'a+AA-.docx'],
    ['a unit and a byte',     'a+AOkA-.docx'],
    ['non-ASCII text',        'r\u00e9sum\u00e9.docx'],
    ['a control character',   'a\u0007.docx'],
  ])('names the problem of %s', (_, wire) => {
    expect(utf7Problem(wire)).toMatch(/UTF-7/);
    expect(() => decodeUtf7(wire)).not.toThrow();
  });

  it('brings any text back from one header-safe line', () => {
    // iconv-lite takes U+FEFF at the start of a run for a byte order mark.
    fc.assert(
      fc.property(
        anyText.filter((text) => !text.includes('\ufeff')),
        (text) => {
          const wire = encodeUtf7(text);
          expect(wire).toMatch(/^[\x20-\x7e]*$/);
          expect(decodeUtf7(wire)).toBe(text);
          expect(utf7Problem(wire)).toBeUndefined();
        },
      ),
    );
  });

  it('never fails on any header', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
        (header) => {
          decodeUtf7(header);
          utf7Problem(header);
        },
      ),
    );
  });
});

describe('checkFileName', () => {
  // oxfmt-ignore
  it.each([
    'Report.docx', 'naïve_plan (v2).docx', '文件1.docx', '😀.pptx', 'a', 'no extension', 'a.b.c', 'a..b', "it's & 100% = {done};~`!@#$^+,.txt",
    'CONSOLE.txt', 'com.docx', 'com10.txt', 'my CON.txt', 'x.con', 'LPT.txt', `${'x'.repeat(250)}.docx`, `${'é'.repeat(125)}.docx`,
    'שלום.docx', 'مرحبا.docx', 'a\u200db.docx', 'a .docx', '_.docx',
  ])('allows %j', (name) => expect(checkFileName(name)).toEqual({ ok: true, name: name.normalize('NFC') }));

  // oxfmt-ignore
  it.each<[string, string, RegExp]>([
    ['an empty name',            '',                            /is empty/],
    ['this folder',              '.',                           /folder/],
    ['the parent folder',        '..',                          /folder/],
    ['a slash',                  'a/b.docx',                    /separator/],
    ['a backslash',              'a\\b.docx',                   /separator/],
    ['a way out',                '../../etc/passwd',            /separator/],
    ['a drive',                  'C:report.docx',               /Windows/],
    ['an alternate stream',      'report.docx:hidden',          /Windows/],
    ['NUL',                      'a\u0000.docx',                /control/],
    ['a line break',             'a\nb.docx',                   /control/],
    ['DEL',                      'a\u007f.docx',                /control/],
    ['a C1 control',             'a\u0085.docx',                /control/],
    ['<',                        'a<b',                         /Windows/],
    ['>',                        'a>b',                         /Windows/],
    ['a quote',                  'a"b',                         /Windows/],
    ['|',                        'a|b',                         /Windows/],
    ['?',                        'a?b',                         /Windows/],
    ['*',                        'a*b',                         /Windows/],
    ['a trailing full stop',     'a.docx.',                     /ends with/],
    ['a trailing space',         'a.docx ',                     /ends with/],
    ['three full stops',         '...',                         /ends with/],
    ['a leading full stop',      '.docx',                       /begins with/],
    ['a leading space',          ' a.docx',                     /begins with/],
    ['CON',                      'CON',                         /device/],
    ['con with an extension',    'con.docx',                    /device/],
    ['NUL with two extensions',  'Nul.tar.gz',                  /device/],
    ['a space before the stop',  'aux .txt',                    /device/],
    ['COM1',                     'COM1.log',                    /device/],
    ['COM¹',                     'COM\u00b9.log',               /device/],
    ['LPT0',                     'lpt0',                        /device/],
    ['CONIN$',                   'conin$',                      /device/],
    ['an owner file of Office',  '~$Report.docx',               /this host hides/],
    ['litter of Windows',        'thumbs.DB',                   /this host hides/],
    ['256 bytes',                'x'.repeat(256),               /256 bytes/],
    ['128 two-byte letters',     'é'.repeat(128),               /256 bytes/],
    ['a bidi override',          'invoice\u202excod.exe',       /direction/],
    ['a bidi isolate',           'a\u2066b.docx',               /direction/],
    ['half a surrogate pair',    'a\ud83d.docx',                /surrogate/],
    ['the other half',           '\ude00.docx',                 /surrogate/],
    ['a character that turns into ";" is fine, into "a:b" not', 'a\u037eb:c', /Windows/],
  ])('refuses %s', (_, name, reason) => {
    const verdict = checkFileName(name);
    expect(verdict).toEqual({ ok: false, reason: expect.stringMatching(reason) });
    expect(verdict.ok || verdict.reason).toMatch(/^[\x20-\x7e]+\.$/);
  });

  it('gives the name back in NFC', () =>
    expect(checkFileName('re\u0301sume\u0301.docx')).toEqual({ ok: true, name: 'résumé.docx' }));
});

describe('nearestLegalName', () => {
  // oxfmt-ignore
  it.each<[string, string | undefined]>([
    ['Report.docx',                      'Report.docx'],
    ['Q1/Q2: results?.docx',             'Q1_Q2_ results_.docx'],
    ['../../etc/passwd.docx',            '_.._etc_passwd.docx'],
    ['report.docx:hidden',               'report.docx_hidden'],
    ['a\nb\u0000\u007f.docx',            'ab.docx'],
    ['invoice\u202excod.exe',            'invoicexcod.exe'],
    ['half\ud83d.docx',                  'half.docx'],
    ['Report.docx. . ',                  'Report.docx'],
    ['  .Report.docx',                   'Report.docx'],
    ['CON',                              'CON_'],
    ['nul.tar.gz',                       'nul_.tar.gz'],
    ['aux .txt',                         'aux_ .txt'],
    ['COM\u00b9.log',                    'COM\u00b9_.log'],
    ['~$Report.docx',                    '_Report.docx'],
    ['~$',                               '_'],
    ['Thumbs.db',                        'Thumbs_.db'],
    ['DESKTOP.INI',                      'DESKTOP_.INI'],
    ['re\u0301sume\u0301.docx',          'résumé.docx'],
    [`${'x'.repeat(600)}.wopitestx`,     `${'x'.repeat(245)}.wopitestx`],
    [`${'😀'.repeat(100)}.docx`,         `${'😀'.repeat(62)}.docx`],
    [`a.${'x'.repeat(400)}`,             `a.${'x'.repeat(253)}`],
    [`${'x'.repeat(254)}. y`,            'x'.repeat(252) + '. y'],
    ['x'.repeat(254) + ' yz',            'x'.repeat(254)],
    ['_.docx',                           '_.docx'],
    ['\u3000a.docx\u00a0',               '\u3000a.docx\u00a0'],
    ['. .docx',                          undefined],
    ['',                                 undefined],
    ['.',                                undefined],
    ['..',                               undefined],
    ['...',                              undefined],
    ['.docx',                            undefined],
    ['???',                              undefined],
    [' ?*.docx',                         undefined],
    ['\u202e\u0000',                     undefined],
  ])('%j becomes %j', (name, legal) => expect(nearestLegalName(name)).toBe(legal));

  it('is legal, stays as it is, and keeps what was legal already', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '.',
          ' ',
          '/',
          ':',
          'CON',
          'nul',
          '\u202e',
          '\ud800',
          '\u0301',
          '😀',
          'é',
          'x'.repeat(80),
          '.docx',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(hostile, (name) => {
        const before = checkFileName(name);
        const nearest = nearestLegalName(name);
        if (before.ok) expect(nearest).toBe(before.name);
        if (nearest === undefined) return;
        expect(checkFileName(nearest)).toEqual({ ok: true, name: nearest });
        expect(nearestLegalName(nearest)).toBe(nearest);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a hostile name', () => {
    const started = performance.now();
    nearestLegalName(`a${' '.repeat(200_000)}b${'. '.repeat(200_000)}x`);
    nearestLegalName(`${'. '.repeat(200_000)}x.docx`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('always finds a name where there is a letter to keep', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        expect(nearestLegalName(`a${before}b${after}.docx`)).toMatch(/^a.*\.docx$/su);
      }),
    );
  });
});

describe('splitName', () => {
  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['Report.docx',   'Report',     '.docx'],
    ['a.tar.gz',      'a.tar',      '.gz'],
    ['README',        'README',     ''],
    ['.docx',         '.docx',      ''],
    ['Report.',       'Report.',    ''],
    ['',              '',           ''],
    ['a..b',          'a.',         '.b'],
  ])('%j is %j and %j', (name, stem, extension) => expect(splitName(name)).toEqual({ stem, extension }));

  it('loses nothing', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const { stem, extension } = splitName(name);
        expect(stem + extension).toBe(name);
      }),
    );
  });
});

describe('nextFreeName', () => {
  // oxfmt-ignore
  it.each<[string, string[], string]>([
    ['Report.docx',          [],                                              'Report.docx'],
    ['Report.docx',          ['Report.docx'],                                 'Report (2).docx'],
    ['Report.docx',          ['Report.docx', 'Report (2).docx'],              'Report (3).docx'],
    ['Report (2).docx',      ['Report (2).docx'],                             'Report (3).docx'],
    ['Report (2).docx',      ['Report (2).docx', 'Report (3).docx'],          'Report (4).docx'],
    ['Budget (2024).xlsx',   ['Budget (2024).xlsx'],                          'Budget (2024) (2).xlsx'],
    ['(2).docx',             ['(2).docx'],                                    '(2) (2).docx'],
    ['README',               ['README'],                                      'README (2)'],
    ['a.tar.gz',             ['a.tar.gz'],                                    'a.tar (2).gz'],
    [`${'x'.repeat(250)}.docx`, [`${'x'.repeat(250)}.docx`],                  `${'x'.repeat(246)} (2).docx`],
  ])('%s beside %j becomes %s', (name, taken, free) => {
    expect(nextFreeName(name, (candidate) => taken.includes(candidate))).toBe(free);
  });

  it('is free and as legal as the name it starts from', () => {
    const legal = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 255 })
      .map(nearestLegalName)
      .filter((name) => name !== undefined);
    fc.assert(
      fc.property(legal, fc.integer({ min: 0, max: 120 }), (name, refusals) => {
        const taken = new Set<string>();
        const free = nextFreeName(name, (candidate) => taken.size < refusals && taken.add(candidate).size > 0);
        expect(taken.has(free)).toBe(false);
        expect(checkFileName(free).ok).toBe(true);
      }),
    );
  });

  it('gives up with a reason when every name is taken', () => {
    expect(() => nextFreeName('a.docx', () => true)).toThrow(/"a\.docx".*Remove/);
  });
});

describe('suggestedTargetName', () => {
  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['.docx',                          'Report.doc',        'Report.docx'],
    ['.docx',                          'v1.2 final.doc',    'v1.2 final.docx'],
    ['.pdf',                           'README',            'README.pdf'],
    ['Copy of r+AOk-sum+AOk-.docx',    'Report.docx',       'Copy of résumé.docx'],
    ['madeup+AF8-name.wopitestx',      'a.wopitest',        'madeup_name.wopitestx'],
    ['Plan',                           'Report.docx',       'Plan'],
    ['a+AC8-b+ADo-c.docx',             'Report.doc',        'a_b_c.docx'],
    ['+AC8-+AC8-.docx',                'Report.doc',        'Report.docx'],
    ['NUL.docx',                       'Report.doc',        'NUL_.docx'],
    [`${'x'.repeat(600)}.wopitestx`,   'a.wopitest',        `${'x'.repeat(245)}.wopitestx`],
    ['broken+A-.xlsx',                 'Report.xls',        'Report.xlsx'],
    ['.+A',                            'Report.xls',        'Report.xls'],
    ['',                               'Report.xls',        'Report.xls'],
    ['..',                             'Report.xls',        'Report'],
    ['./../../x.docx',                 'Report.xls',        'Report._.._.._x.docx'],
  ])('%j for %j is %j', (header, source, target) => expect(suggestedTargetName(header, source)).toBe(target));

  it('is legal for any header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (header) => {
        expect(checkFileName(suggestedTargetName(header, 'Report.docx')).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('decodeTarget', () => {
  // oxfmt-ignore
  it.each([
    ['plain text',                      'report.docx',                'report.docx'],
    ['runs',                            '+ZYdO9g-1.docx',             '文件1.docx'],
    ['a plus written as one',           'a+-b.docx',                  'a+b.docx'],
    ['a plus that begins no run',       'my+file name.docx',          'my file name.docx'],
    ['several of them',                 'a+bb +d.docx',               'a bb  d.docx'],
    ['a run beside one',                'r+AOk-sum+AOk- +x.docx',     'résumé  x.docx'],
    ['nothing but pluses',              '+++ .docx',                  /^[ +]*\.docx$/],
  ])('reads %s', (_, header, name) => {
    expect(decodeTarget(header)).toEqual(name instanceof RegExp ? expect.stringMatching(name) : name);
  });

  it('gives up on bytes', () => {
    expect(decodeTarget('r\u00e9sum\u00e9.docx')).toBeUndefined();
  });

  it('is quick with hostile values', () => {
    for (const header of ['+'.repeat(16_000), '+ '.repeat(8000), '+a'.repeat(8000), `+${'a'.repeat(15_997)}`]) {
      const started = performance.now();
      decodeTarget(header);
      expect(performance.now() - started).toBeLessThan(200);
    }
  });
});

describe('names of folders', () => {
  it('keep the rules of files, in words of their own', () => {
    expect(checkFolderName('v1.2')).toEqual({ ok: true, name: 'v1.2' });
    expect(checkFolderName('a/b')).toMatchObject({ ok: false, reason: expect.stringMatching(/^The folder name/) });
    expect(checkFolderName('')).toMatchObject({ ok: false, reason: expect.stringMatching(/Give the folder a name/) });
  });

  it('have no extension to number in front of', () => {
    const taken = new Set(['v1.2', 'v1.2 (2)']);
    expect(nextFreeFolderName('v1.2', (name) => taken.has(name))).toBe('v1.2 (3)');
    expect(nextFreeFolderName('new', (name) => taken.has(name))).toBe('new');
  });
});
