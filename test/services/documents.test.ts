import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost({
    files: { 'taken.txt': 'taken', 'sub/inner.txt': 'x' },
    prepare: ({ folder }) => mkdirSync(join(folder, 'a folder')),
  });
});
afterAll(() => host.stop());

const onDisk = (path: string): string => readFileSync(join(host.folder, path), 'utf8');
let renames = 0;
const names = (): string[] => readdirSync(host.folder).sort();

describe('a new document', () => {
  it.each([
    ['docx', 'PK'],
    ['xlsx', 'PK'],
    ['pptx', 'PK'],
    ['txt', ''],
    ['md', ''],
    ['csv', ''],
    ['json', '{}\n'],
  ] as const)('of kind %s begins with what it needs', async (kind, start) => {
    const row = await host.api.createFile({ folder: '', name: `new ${kind}`, kind });
    expect(row).toMatchObject({ path: `new ${kind}.${kind}`, version: '1' });
    expect(onDisk(row.path).startsWith(start)).toBe(true);
    expect((await host.wopi(await host.token(row.path), { at: '/contents' })).status).toBe(200);
  });

  // oxfmt-ignore
  it.each([
    ['with its extension already',      'done.txt',   'txt', 'done.txt'],
    ['with its extension in capitals',  'DONE2.TXT',  'txt', 'DONE2.TXT'],
    ['with another extension',          'a.b',        'txt', 'a.b.txt'],
    ['with a dot in its name',          'v1.2 notes', 'md',  'v1.2 notes.md'],
  ] as const)('%s is named %s → %s', async (_, name, kind, expected) => {
    expect((await host.api.createFile({ folder: '', name, kind })).path).toBe(expected);
  });

  it('can be made in a folder', async () => {
    expect((await host.api.createFile({ folder: 'sub', name: 'deep', kind: 'md' })).path).toBe('sub/deep.md');
  });
});

describe('names and folders that cannot be', () => {
  // oxfmt-ignore
  const NAMES: [string, string][] = [
    ['a path',                     '../escape.txt'],
    ['an absolute path',           '/tmp/escape.txt'],
    ['a Windows path',             '..\\escape.txt'],
    ['a drive',                    'C:\\escape.txt'],
    ['two dots',                   '..'],
    ['nothing',                    ''],
    ['spaces only',                '   '],
    ['NUL in it',                  'a\0b.txt'],
    ['a line break in it',         'a\nb.txt'],
    ['a stream',                   'a.txt:hidden'],
    ['a device',                   'COM1.txt'],
    ['a device with spaces',       'aux .txt'],
    ['a dot at its end',           'name.txt.'],
    ['300 characters',             `${'n'.repeat(300)}.txt`],
    ['300 bytes of emoji',         `${'\u{1f600}'.repeat(75)}.txt`],
    ['half a surrogate pair',      '\ud83d.txt'],
    ['a direction override',       'exe\u202etxt.txt'],
  ];
  it.each(NAMES)('%s is no name for an upload, a rename or a new file', async (_, name) => {
    const before = names();
    const fileId = await host.fileId('taken.txt');
    await expect(host.api.beginUpload({ folder: '', name })).rejects.toThrow(/name/);
    await expect(host.api.renameFile({ fileId, name })).rejects.toThrow(/name/);
    expect(names()).toEqual(before);
    expect(existsSync('/tmp/escape.txt') || existsSync(join(host.folder, '../escape.txt'))).toBe(false);
  });

  it.each(['..', '../..', '/', '/etc', 'sub/..', 'nowhere', '.', 'SUB', 'sub/'])(
    '“%s” is no folder to put a file into',
    async (folder) => {
      await expect(host.api.createFile({ folder, name: 'x', kind: 'txt' })).rejects.toThrow(/There is no folder/);
      await expect(host.api.beginUpload({ folder, name: 'x.txt' })).rejects.toThrow(/There is no folder/);
    },
  );

  it.each(['taken.txt', 'TAKEN.TXT', 'a folder', 'A Folder'])('“%s” is taken', async (name) => {
    await expect(host.api.beginUpload({ folder: '', name })).rejects.toThrow('already');
    const id = await host.write(`rename me ${(renames += 1)}.txt`, 'x');
    await expect(host.api.renameFile({ fileId: id, name })).rejects.toThrow('already');
  });

  it('a name taken in another Unicode form is taken', async () => {
    await host.write('de\u0301ja\u0300.txt', 'composed by the host');
    expect(names()).toContain('d\u00e9j\u00e0.txt');
    await expect(host.write('d\u00e9j\u00e0.txt', 'x')).rejects.toThrow('already');
  });
});

describe('an upload', () => {
  it('arrives in slices, in order', async () => {
    const { uploadId } = await host.api.beginUpload({ folder: 'sub', name: 'sliced.bin' });
    const slices = Array.from({ length: 5 }, (_, index) => Buffer.alloc(700_000, index));
    for (const slice of slices) await host.api.appendUpload({ uploadId, base64: slice.toString('base64') });
    expect(existsSync(join(host.folder, 'sub/sliced.bin'))).toBe(false);
    const row = await host.api.finishUpload({ uploadId });
    expect(row).toMatchObject({ path: 'sub/sliced.bin', size: 3_500_000 });
    expect(readFileSync(join(host.folder, 'sub/sliced.bin')).equals(Buffer.concat(slices))).toBe(true);
    const [version] = await host.api.listVersions({ fileId: row.id });
    expect(version).toMatchObject({ source: 'screen', people: [] });
  });

  it('cannot be finished twice or continued afterwards', async () => {
    const { uploadId } = await host.api.beginUpload({ folder: '', name: 'once.txt' });
    await host.api.finishUpload({ uploadId });
    await expect(host.api.finishUpload({ uploadId })).rejects.toThrow('does not exist any more');
    await expect(host.api.appendUpload({ uploadId, base64: '' })).rejects.toThrow('does not exist any more');
  });

  it('whose name was taken meanwhile is refused and leaves nothing behind', async () => {
    const { uploadId } = await host.api.beginUpload({ folder: '', name: 'contested.txt' });
    await host.write('contested.txt', 'first');
    await expect(host.api.finishUpload({ uploadId })).rejects.toThrow('already');
    expect(onDisk('contested.txt')).toBe('first');
    expect(names().filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('larger than allowed is refused and leaves nothing behind', async () => {
    const { settings } = await host.api.getSnapshot();
    await host.api.updateSettings({ maxFileBytes: 1000 });
    const { uploadId } = await host.api.beginUpload({ folder: '', name: 'huge.bin' });
    const sending = async (): Promise<unknown> => {
      await host.api.appendUpload({ uploadId, base64: Buffer.alloc(1001).toString('base64') });
      return host.api.finishUpload({ uploadId });
    };
    await expect(sending()).rejects.toThrow(/larger/);
    await host.api.updateSettings({ maxFileBytes: settings.maxFileBytes });
    expect(names().filter((name) => name === 'huge.bin' || name.startsWith('.'))).toEqual([]);
  });

  it('that was begun and forgotten does not stop others for ever', async () => {
    for (let index = 0; index < 70; index += 1)
      await host.api.beginUpload({ folder: '', name: `forgotten ${index}.txt` }).catch(() => undefined);
    await expect(host.api.beginUpload({ folder: '', name: 'one more.txt' })).rejects.toThrow(/uploads are running/);
    host.clock.advance(3_600_000);
    const { uploadId } = await host.api.beginUpload({ folder: '', name: 'one more.txt' });
    await host.api.finishUpload({ uploadId });
    expect(onDisk('one more.txt')).toBe('');
  });
});

describe('a locked document', () => {
  it('is not renamed, deleted or restored by the screen', async () => {
    const fileId = await host.write('locked.txt', 'x');
    await host.api.takeLock({ fileId, lockId: 'by the screen' });
    await expect(host.api.renameFile({ fileId, name: 'x.txt' })).rejects.toThrow('locked');
    await expect(host.api.deleteFile({ fileId })).rejects.toThrow('locked');
    await expect(host.api.restoreVersion({ fileId, version: '1' })).rejects.toThrow('locked');
    await host.api.releaseLock({ fileId });
    await host.api.deleteFile({ fileId });
    expect(existsSync(join(host.folder, 'locked.txt'))).toBe(false);
  });
});

describe('the sample documents', () => {
  it('are added where they are missing, and nothing is written over', async () => {
    await host.write('Notes.txt', 'my own notes');
    const { added } = await host.api.addSamples();
    expect(added).toBeGreaterThan(5);
    expect(onDisk('Notes.txt')).toBe('my own notes');
    const { files } = await host.api.listFiles();
    const extensions = new Set(files.map(({ name }) => name.split('.').at(-1)));
    for (const extension of ['docx', 'xlsx', 'pptx', 'txt', 'md', 'csv', 'json', 'wopitest'])
      expect(extensions).toContain(extension);
    expect(files.some(({ size, name }) => size === 0 && name.endsWith('.docx'))).toBe(true);
    expect(await host.api.addSamples()).toEqual({ added: 0 });
  });

  it('make up the folder of the very first start', async () => {
    const fresh = await startHost({ config: { folder: null } });
    const { host: state } = await fresh.api.getSnapshot();
    expect(state.folder).toMatch(/default$/);
    const { files } = await fresh.api.listFiles();
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect((await fresh.wopi(await fresh.token(file.path))).status).toBe(200);
    await fresh.stop();
  });
});
