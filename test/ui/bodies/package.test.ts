import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openPackage, readRelationships, relationshipsNameOf } from '../../../renderer/bodies/office.ts';
import { treeOf } from '../../../renderer/bodies/part-lines.ts';
import { bytesAtHand } from '../../../renderer/bodies/source.ts';
import { listZip } from '../../../renderer/bodies/zip.ts';
import { unpackPart } from '../../../renderer/bodies/zip-part.ts';
import { document, MAIN } from './documents.ts';

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
const open = (bytes: Uint8Array) => openPackage(bytesAtHand(own(bytes)));

/** Writes into the directory record of the first part. */
function tamper(bytes: Uint8Array, change: (view: DataView, at: number) => void): Uint8Array<ArrayBuffer> {
  const copy = own(bytes);
  const view = new DataView(copy.buffer);
  const at = copy.findIndex((_byte, index) => index + 4 <= copy.length && view.getUint32(index, true) === 0x02014b50);
  change(view, at);
  return copy;
}

async function unpackFirst(bytes: Uint8Array) {
  const source = bytesAtHand(own(bytes));
  const { entries } = await listZip(source);
  const [first] = entries;
  if (!first) throw new Error('The archive has no part.');
  return unpackPart(source, first);
}

test('a document is told with its kind, parts, types and relationships', async () => {
  const bytes = document();
  const content = await open(bytes);
  expect(content.kind).toBe('Word document');
  expect(content.notices).toEqual([]);
  const main = content.parts.find(({ name }) => name === 'word/document.xml');
  expect(main?.contentType).toBe(MAIN);
  const unpacked = await unpackPart(bytesAtHand(own(bytes)), main ?? content.parts[0]!);
  expect(new TextDecoder().decode(unpacked.bytes)).toContain('<w:t>Hello</w:t>');
  expect(unpacked.notice).toBeNull();
});

test('relationships lead to parts, or outside', () => {
  expect(relationshipsNameOf('word/document.xml')).toBe('word/_rels/document.xml.rels');
  const xml = `<Relationships><Relationship Id="r1" Type="http://x/styles" Target="styles.xml"/>
    <Relationship Id="r2" Type="http://x/image" Target="../media/a&amp;b.png"/>
    <Relationship Id="r3" Type="http://x/hyperlink" Target="https://example.net/?a=1&amp;b=2" TargetMode="External"/></Relationships>`;
  expect(readRelationships(xml, 'word/document.xml')).toMatchObject([
    { kind: 'styles', part: 'word/styles.xml' },
    { kind: 'image', part: 'media/a&b.png' },
    { kind: 'hyperlink', target: 'https://example.net/?a=1&b=2', part: null },
  ]);
});

test('the tree has folders before parts', () => {
  const parts = ['word/document.xml', '[Content_Types].xml', 'word/media/a.png', '_rels/.rels', 'word/a.xml'];
  expect(treeOf(parts.map((name) => ({ name }))).map(({ label, level }) => `${'.'.repeat(level)}${label}`)).toEqual([
    '._rels',
    '...rels',
    '.word',
    '..media',
    '...a.png',
    '..a.xml',
    '..document.xml',
    '.[Content_Types].xml',
  ]);
});

describe('what is broken or hostile is refused in a sentence', () => {
  const plain = zipSync({ 'a.txt': strToU8('x'.repeat(5_000)), 'b.txt': strToU8('hello') });

  test.each([
    ['a cut archive', plain.subarray(0, plain.length - 30), /is no whole ZIP archive/],
    ['no archive', strToU8('PK\u0003\u0004 but nothing else'), /is no whole ZIP archive/],
    ['nothing', new Uint8Array(0), /is no whole ZIP archive/],
    ['a directory outside', tamperEnd(plain, 16, 0x7f_ff_ff_f0), /does not lie inside it/],
    ['ZIP64', tamperEnd(plain, 16, 0xff_ff_ff_ff), /ZIP64/],
    ['more parts than it holds', tamperCount(plain, 9), /names 9 parts and holds 2/],
    ['very many parts', tamperCount(plain, 20_000), /20000 parts; more than 10000 are not opened/],
    [
      'a part outside',
      tamper(plain, (view, at) => view.setUint32(at + 42, 0x00_ff_ff_ff, true)),
      /does not lie inside/,
    ],
    ['parts over each other', overlapping(plain), /lie over each other/],
  ])('%s', async (_what, bytes, words) => {
    await expect(open(bytes)).rejects.toThrow(words);
  });

  test.each([
    [
      'a bomb by its own word',
      zipSync({ 'bomb.xml': new Uint8Array(30 * 1024 * 1024) }),
      /times its size\. Such parts are made to harm/,
    ],
    [
      'a part that is too large',
      zipSync({ 'big.xml': new Uint8Array(40 * 1024 * 1024) }),
      /unpacks to 40\.0 MB; more than 32\.0 MB/,
    ],
    [
      'a bomb that lies about its size',
      tamper(zipSync({ 'bomb.xml': new Uint8Array(30 * 1024 * 1024) }), (view, at) =>
        view.setUint32(at + 24, 1_000, true),
      ),
      /unpacks to more than the 1,000 B it says/,
    ],
    ['an encrypted part', tamper(plain, (view, at) => view.setUint16(at + 8, 1, true)), /is encrypted/],
    ['an unknown method', tamper(plain, (view, at) => view.setUint16(at + 10, 93, true)), /packed by method 93/],
    ['damaged bytes', damaged(plain), /cannot be unpacked|checksum/],
  ])('%s', async (_what, bytes, words) => {
    await expect(
      unpackFirst(bytes).then(({ notice }) => Promise.reject(new Error(notice ?? 'no notice'))),
    ).rejects.toThrow(words);
  });

  test('a wrong checksum is told, and the part is shown', async () => {
    const { bytes, notice } = await unpackFirst(tamper(plain, (view, at) => view.setUint32(at + 16, 1, true)));
    expect(bytes).toHaveLength(5_000);
    expect(notice).toMatch(/checksum/);
  });

  test('names that point outside or come twice are told', async () => {
    const { notices } = await open(
      zipSync({ '../evil.txt': strToU8('x'), 'A.txt': strToU8('x'), 'a.TXT': strToU8('y') }),
    );
    expect(notices.join(' ')).toMatch(/“a\.TXT” is there twice.*“\.\.\/evil\.txt” points outside/);
  });
});

function tamperEnd(bytes: Uint8Array, field: number, value: number): Uint8Array {
  const copy = own(bytes);
  new DataView(copy.buffer).setUint32(copy.length - 22 + field, value, true);
  return copy;
}

function tamperCount(bytes: Uint8Array, count: number): Uint8Array {
  const copy = own(bytes);
  new DataView(copy.buffer).setUint16(copy.length - 22 + 10, count, true);
  return copy;
}

/** The second part begins where the first one does. */
function overlapping(bytes: Uint8Array): Uint8Array {
  const copy = own(bytes);
  const view = new DataView(copy.buffer);
  const records = [...copy.keys()].filter((at) => at + 4 <= copy.length && view.getUint32(at, true) === 0x02014b50);
  view.setUint32((records[1] ?? 0) + 42, 1, true);
  return copy;
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = own(bytes);
  copy.fill(0xff, 40, 44);
  return copy;
}
