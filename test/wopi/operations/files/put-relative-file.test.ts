import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeUtf7, encodeUtf7 } from '../../../../main/wopi/protocol/names.ts';
import type { Answer } from '../../../support/http.ts';
import { startHost } from '../../../support/host.ts';
import type { TestHost, WopiRequest } from '../../../support/host.ts';
import { HELD, OTHER } from './lock-states.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({
    files: {
      'Source.docx': 'source',
      'taken.docx': 'taken',
      'Mixed Case.docx': 'x',
      're\u0301sume\u0301.txt': 'decomposed',
      'counted (2).txt': 'x',
      'counted.txt': 'x',
      'sub/inner.txt': 'inner',
      noextension: 'x',
    },
    prepare({ folder }) {
      mkdirSync(join(folder, 'directory.docx'));
      mkdirSync(join(folder, '.hidden.docx'));
      symlinkSync('/etc', join(folder, 'link.docx'));
    },
  });
});
afterAll(() => host.stop());

interface Wish {
  suggested?: string;
  relative?: string;
  overwrite?: string;
  size?: string;
  source?: string;
  person?: string;
  body?: WopiRequest['body'];
}

const save = async ({ suggested, relative, overwrite, size, source = 'Source.docx', person, body = 'new' }: Wish) =>
  host.wopi(await host.token(source, person), {
    override: 'PUT_RELATIVE',
    headers: {
      'X-WOPI-SuggestedTarget': suggested,
      'X-WOPI-RelativeTarget': relative,
      'X-WOPI-OverwriteRelativeTarget': overwrite,
      'X-WOPI-Size': size,
    },
    body,
  });
const nameOf = (answer: Answer): string => String(answer.json()['Name']);
let targets = 0;
const onDisk = (name: string): string => readFileSync(join(host.folder, name), 'utf8');
const leftBehind = (): string[] => readdirSync(host.folder).filter((name) => name.endsWith('.part'));

describe('PutRelativeFile with a suggested name', () => {
  // oxfmt-ignore
  it.each<[string, string, string]>([
    ['an extension takes the name of the source',       '.pdf',                        'Source.pdf'],
    ['a free name is used as it is',                    'suggested.docx',              'suggested.docx'],
    ['a taken name gets a number',                      'taken.docx',                  'taken (2).docx'],
    ['a taken name in another case gets a number',      'TAKEN.docx',                  'TAKEN (3).docx'],
    ['a number is counted on',                          'counted.txt',                 'counted (3).txt'],
    ['a name taken in another Unicode form, too',       encodeUtf7('r\u00e9sum\u00e9.txt'), 'r\u00e9sum\u00e9 (2).txt'],
    ['a folder of that name stands in the way',         'directory.docx',              'directory (2).docx'],
    ['so does a link the host does not show',           'link.docx',                   'link (2).docx'],
    ['UTF-7 as Office writes it is decoded',            'madeup+AF8-name.wopitestx',   'madeup_name.wopitestx'],
    ['a literal underscore is one, too',                'literal_name.wopitestx',      'literal_name.wopitestx'],
    ['emoji arrive whole',                              '+2D3eAA-.pptx',               '\u{1f600}.pptx'],
    ['illegal characters are replaced',                 'a<b>c.docx',                  'a_b_c.docx'],
    ['a path is no path',                               '../../escape.docx',           'Source.._.._escape.docx'],
    ['a device name is no device',                      'CON.docx',                    'CON_.docx'],
    ['spaces and dots at the ends go',                  '  padded .docx',              'padded .docx'],
    ['malformed UTF-7 keeps its extension',             'broken+A.docx',               'Source (2).docx'],
  ])('%s', async (_, suggested, expected) => {
    const answer = await save({ suggested });
    expect(answer.status).toBe(200);
    expect(nameOf(answer)).toBe(expected);
    expect(onDisk(expected)).toBe('new');
  });

  it('of 600 characters is cut to a legal one with its extension', async () => {
    const answer = await save({ suggested: `${'long '.repeat(120)}.docx` });
    expect(answer.status).toBe(200);
    expect(nameOf(answer)).toMatch(/^long .*\.docx$/);
    expect(Buffer.byteLength(nameOf(answer))).toBeLessThanOrEqual(255);
  });

  it('never overwrites, however often it is sent', async () => {
    const names = [];
    for (const body of ['one', 'two', 'three']) names.push(nameOf(await save({ suggested: 'often.md', body })));
    expect(names).toEqual(['often.md', 'often (2).md', 'often (3).md']);
    expect(names.map(onDisk)).toEqual(['one', 'two', 'three']);
  });

  it('by several at once gives each a file of its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => save({ suggested: 'race.md', body: `${index}` })),
    );
    const names = answers.map((answer) => (answer.status === 200 ? nameOf(answer) : answer.status));
    expect(new Set(names).size).toBe(6);
    expect(names.map((name, index) => onDisk(String(name)) === `${index}`)).toEqual(names.map(() => true));
  });

  it('stays in the folder of the source', async () => {
    const answer = await save({ suggested: '.md', source: 'sub/inner.txt' });
    expect(nameOf(answer)).toBe('inner.md');
    expect(onDisk('sub/inner.md')).toBe('new');
  });

  it('works for a source without extension', async () => {
    expect(nameOf(await save({ suggested: '.txt', source: 'noextension' }))).toBe('noextension.txt');
  });
});

describe('PutRelativeFile with an exact name', () => {
  // oxfmt-ignore
  it.each<[string, string, number]>([
    ['that is free creates it',                     'exact.docx',                       200],
    ['in UTF-7 creates it',                         'B+APw-cher+IBM-2024.xlsx',         200],
    ['without extension creates it',                'plain',                            200],
    ['that is taken is refused',                    'taken.docx',                       409],
    ['that is taken in another case is refused',    'mixed case.docx',                  409],
    ['that is taken in another form is refused',    encodeUtf7('r\u00e9sum\u00e9.txt'), 409],
    ['of a folder is refused',                      'directory.docx',                   409],
    ['of the source itself is refused',             'Source.docx',                      409],
    ['that is empty is illegal',                    '',                                 400],
    ['with a path is illegal',                      '../escape.docx',                   400],
    ['with a Windows path is illegal',              '..\\escape.docx',                  400],
    ['of a stream is illegal',                      'file.docx:hidden',                 400],
    ['of a device is illegal',                      'nul.docx',                         400],
    ['with NUL in UTF-7 is illegal',                'a+AAA-b.docx',                     400],
    ['that begins with a dot',                      '.docx',                            400],
    ['that ends with a dot is illegal',             'name.',                            400],
    ['of 300 characters is illegal',                `${'x'.repeat(295)}.docx`,          400],
    ['in malformed UTF-7 is illegal',               'broken+A.docx',                    400],
  ])('%s', async (_, relative, status) => {
    const before = readdirSync(host.folder).length;
    const answer = await save({ relative });
    expect(answer.status).toBe(status);
    if (status === 200) expect(nameOf(answer)).toBe(decodeUtf7(relative));
    else expect(readdirSync(host.folder)).toHaveLength(before);
    if (status !== 200) expect(answer.body.length).toBe(0);
  });

  it.each(['taken.docx', 'Mixed case.DOCX', 'a:b.docx'])('offers a legal and free one for %s', async (relative) => {
    const offered = (await save({ relative })).header('X-WOPI-ValidRelativeTarget') ?? '';
    expect(offered).toMatch(/\.docx$/i);
    const retried = await save({ relative: offered });
    expect([retried.status, nameOf(retried)]).toEqual([200, decodeUtf7(offered)]);
  });

  it.each(['true', 'True', 'TRUE'])(
    'and “%s” to overwriting replaces the bytes under the same id',
    async (overwrite) => {
      const name = `target ${(targets += 1)}.txt`;
      const id = await host.write(name, 'old');
      const answer = await save({ relative: name, overwrite });
      expect([answer.status, nameOf(answer)]).toEqual([200, name]);
      expect(onDisk(name)).toBe('new');
      expect(await host.fileId(name)).toBe(id);
      const versions = await host.api.listVersions({ fileId: id });
      expect(versions.map(({ version, unavailable }) => [version, unavailable])).toEqual([
        ['2', null],
        ['1', null],
      ]);
    },
  );

  it.each(['false', '', '1', 'yes'])('and “%s” to overwriting is refused', async (overwrite) => {
    expect((await save({ relative: 'taken.docx', overwrite })).status).toBe(409);
    expect(onDisk('taken.docx')).toBe('taken');
  });

  it('over a locked file answers the lock of the target', async () => {
    await host.write('locked target.txt', 'old');
    await host.wopi(await host.token('locked target.txt'), { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    const answer = await save({ relative: 'locked target.txt', overwrite: 'true' });
    expect([answer.status, answer.header('X-WOPI-Lock')]).toEqual([409, HELD]);
    expect(onDisk('locked target.txt')).toBe('old');
    expect((await save({ relative: 'locked target.txt' })).header('X-WOPI-Lock')).toBeUndefined();
  });

  it('does not look at the lock of the source', async () => {
    await host.write('locked source.txt', 'x');
    const token = await host.token('locked source.txt');
    await host.wopi(token, { override: 'LOCK', headers: { 'X-WOPI-Lock': HELD } });
    const headers = { 'X-WOPI-RelativeTarget': 'beside it.txt', 'X-WOPI-Lock': OTHER };
    expect((await host.wopi(token, { override: 'PUT_RELATIVE', headers, body: 'x' })).status).toBe(200);
  });

  it('by somebody who may create but not write does not overwrite', async () => {
    const rights = { write: false, rename: false, create: true, delete: false };
    await host.api.savePerson({
      person: { id: 'creator', name: 'Cre Ator', role: 'editor' },
      rights,
      isAnonymous: false,
    });
    expect((await save({ relative: 'taken.docx', overwrite: 'true', person: 'creator' })).status).toBe(501);
    expect(onDisk('taken.docx')).toBe('taken');
  });

  it('of a file that vanished a moment ago is free', async () => {
    await host.write('vanished.txt', 'x');
    rmSync(join(host.folder, 'vanished.txt'));
    expect((await save({ relative: 'vanished.txt' })).status).toBe(200);
  });
});

describe('PutRelativeFile', () => {
  it('with both names is malformed', async () => {
    expect((await save({ suggested: 'a.docx', relative: 'b.docx' })).status).toBe(400);
  });

  it('with neither name is malformed', async () => {
    expect((await save({})).status).toBe(400);
  });

  it.each(['reader', 'guest'])('by a %s is not offered', async (person) => {
    expect((await save({ suggested: 'x.docx', person })).status).toBe(501);
  });

  it('answers addresses that work, with a token for the new file only', async () => {
    const answer = await save({ suggested: 'linked.docx', body: 'content' });
    const { Name, Url, HostViewUrl, HostEditUrl } = answer.json() as Record<string, string>;
    expect(answer.header('Content-Type')).toMatch(/^application\/json/);
    const url = new URL(Url ?? '');
    const info = await host.wopi(url.pathname + url.search);
    expect(info.json()).toMatchObject({ BaseFileName: Name, Size: 7, UserId: 'owner', UserCanWrite: true });
    const sourceId = await host.fileId('Source.docx');
    expect((await host.wopi(`/wopi/files/${sourceId}${url.search}`)).status).toBe(401);
    for (const page of [HostViewUrl, HostEditUrl]) {
      expect((await host.wopi(new URL(page ?? '').pathname)).status).toBe(200);
    }
  });

  it('issues a token that lives no longer than the one it came from', async () => {
    const source = await host.token('Source.docx', 'owner', 100);
    const headers = { 'X-WOPI-SuggestedTarget': 'short lived.docx' };
    const answer = await host.wopi(source, { override: 'PUT_RELATIVE', headers, body: 'x' });
    const url = new URL(String(answer.json()['Url']));
    expect((await host.wopi(url.pathname + url.search)).status).toBe(200);
    const { tokens } = await host.api.getSnapshot();
    const issued = tokens.find((token) => token.fileName === 'short lived.docx');
    expect(issued).toMatchObject({ source: 'PutRelativeFile', expiresAt: source.token.expiresAt, personId: 'owner' });
    host.clock.advance(100_000);
    expect((await host.wopi(url.pathname + url.search)).status).toBe(401);
  });

  // oxfmt-ignore
  it.each<[string, WopiRequest['body'], string, number]>([
    ['that fits is taken',               'four',                         '4',    200],
    ['that does not fit is malformed',   'four',                         '5',    400],
    ['that is no number is malformed',   'four',                         'four', 400],
    ['fits a body without length, too',  { chunks: ['fo', 'ur'] },       '4',    200],
  ])('with an X-WOPI-Size %s', async (name, body, size, status) => {
    expect((await save({ relative: `sized ${name}.txt`, body, size })).status).toBe(status);
    expect(existsSync(join(host.folder, `sized ${name}.txt`))).toBe(status === 200);
    expect(leftBehind()).toEqual([]);
  });

  it('creates an empty file from an empty body', async () => {
    expect((await save({ relative: 'created empty.txt', body: '' })).status).toBe(200);
    expect(onDisk('created empty.txt')).toBe('');
  });

  it('is taken for a conversion, too', async () => {
    const headers = { 'X-WOPI-SuggestedTarget': '.converted', 'X-WOPI-FileConversion': '' };
    const answer = await host.wopi(await host.token('Source.docx'), { override: 'PUT_RELATIVE', headers, body: 'x' });
    expect(nameOf(answer)).toBe('Source.converted');
  });

  it('larger than allowed is answered 413 and creates nothing', async () => {
    const { settings } = await host.api.getSnapshot();
    await host.api.updateSettings({ maxFileBytes: 10 });
    for (const body of ['x'.repeat(11), { chunks: ['x'.repeat(6), 'x'.repeat(6)] }]) {
      expect((await save({ relative: 'too large.txt', body })).status).toBe(413);
    }
    await host.api.updateSettings({ maxFileBytes: settings.maxFileBytes });
    expect(existsSync(join(host.folder, 'too large.txt'))).toBe(false);
    expect(leftBehind()).toEqual([]);
  });

  it('keeps a file that appears while the body arrives', async () => {
    const chunks = (async function* () {
      yield 'first';
      writeFileSync(join(host.folder, 'appeared.txt'), 'by somebody else');
      yield 'second';
    })();
    const answer = await save({ relative: 'appeared.txt', body: { chunks } });
    expect(answer.status).toBe(409);
    expect(onDisk('appeared.txt')).toBe('by somebody else');
    expect(leftBehind()).toEqual([]);
  });
});

describe('A name that the host hides', () => {
  it.each([
    ['~$Owner.docx', '_Owner.docx'],
    ['Thumbs.db', 'Thumbs_.db'],
    ['desktop.ini', 'desktop_.ini'],
  ])('%s is changed when suggested, refused when exact: the file would be gone at once', async (name, legal) => {
    const answer = await save({ suggested: encodeUtf7(name) });
    expect([answer.status, nameOf(answer)]).toEqual([200, legal]);
    const refused = await save({ relative: encodeUtf7(name) });
    expect([refused.status, refused.header('X-WOPI-ValidRelativeTarget')]).toEqual([
      400,
      expect.stringContaining('(2)'),
    ]);
    expect(existsSync(join(host.folder, name))).toBe(false);
  });
});
