import type { ByteSource } from './source.ts';

/** A part of an archive, as its directory tells it. */
export interface ZipEntry {
  name: string;
  /** Unpacked and packed, in bytes, as the directory says. */
  size: number;
  packedSize: number;
  crc: number;
  /** 0: stored as it is, 8: deflated. */
  method: number;
  isEncrypted: boolean;
  /** Where its own head begins. */
  offset: number;
}

export interface ZipListing {
  entries: ZipEntry[];
  /** Sentences about what is odd without making the archive unreadable. */
  notices: string[];
}

/** What makes an archive unreadable, in a sentence for the reader. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive';
}

const MOST_ENTRIES = 10_000;
const LONGEST_DIRECTORY = 8 * 1024 * 1024;
/** The end record with the longest comment it may have. */
const TAIL = 65_557;
/** A part that unpacks to more than this many times its size is made to harm; office parts reach about 50. */
export const HARMFUL_RATIO = 1_000;

const END_RECORD = 0x06_05_4b_50;
const DIRECTORY_RECORD = 0x02_01_4b_50;
const LOCAL_RECORD = 0x04_03_4b_50;
const DIRECTORY_HEAD = 46;
const LOCAL_HEAD = 30;
const IS_64 = 0xff_ff_ff_ff;

/** Reads the directory at the end of an archive; the parts themselves are left alone. */
export async function listZip(source: ByteSource): Promise<ZipListing> {
  const tailSize = Math.min(TAIL, source.size);
  const tail = viewOf(await source.read(source.size - tailSize, tailSize));
  const end = findEnd(tail);
  if (end === null)
    throw new BadArchive(
      'This is no whole ZIP archive: its directory, which stands at the end, is missing. The body is cut, or was never one.',
    );
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const offset = tail.getUint32(end + 16, true);
  if (size === IS_64 || offset === IS_64 || count === 0xff_ff)
    throw new BadArchive('This archive uses ZIP64, which office documents of this size do not need; it is not opened.');
  if (count > MOST_ENTRIES)
    throw new BadArchive(`This archive has ${count} parts; more than ${MOST_ENTRIES} are not opened.`);
  if (size > LONGEST_DIRECTORY || offset + size > source.size)
    throw new BadArchive('The directory of this archive does not lie inside it. It is broken.');
  const entries = readDirectory(viewOf(await source.read(offset, size)), count);
  refuseOverlaps(entries, source.size);
  return { entries, notices: noticesOf(entries) };
}

function findEnd(tail: DataView): number | null {
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) if (tail.getUint32(at, true) === END_RECORD) return at;
  return null;
}

function readDirectory(view: DataView, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  const utf8 = new TextDecoder();
  let at = 0;
  while (entries.length < count) {
    if (at + DIRECTORY_HEAD > view.byteLength || view.getUint32(at, true) !== DIRECTORY_RECORD)
      throw new BadArchive(
        `The directory of this archive names ${count} parts and holds ${entries.length}. It is broken.`,
      );
    const flags = view.getUint16(at + 8, true);
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths;
    entries.push({
      name: utf8.decode(
        new Uint8Array(
          view.buffer,
          view.byteOffset + at + DIRECTORY_HEAD,
          Math.min(nameLength, view.byteLength - at - DIRECTORY_HEAD),
        ),
      ),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      isEncrypted: (flags & 1) === 1,
    });
    at += DIRECTORY_HEAD + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Parts that share their bytes are how a small archive unpacks to petabytes. */
function refuseOverlaps(entries: readonly ZipEntry[], size: number): void {
  let end = 0;
  for (const entry of entries.toSorted((left, right) => left.offset - right.offset)) {
    if (entry.offset + LOCAL_HEAD + entry.packedSize > size)
      throw new BadArchive(
        `The part “${entry.name.slice(0, 80)}” does not lie inside the archive. It is broken or cut.`,
      );
    if (entry.offset < end)
      throw new BadArchive(
        'Parts of this archive lie over each other. Such archives are made to harm; it is not opened.',
      );
    end = entry.offset + LOCAL_HEAD + entry.packedSize;
  }
}

function noticesOf(entries: readonly ZipEntry[]): string[] {
  const names = new Set<string>();
  const notices: string[] = [];
  for (const { name } of entries) {
    const lower = name.toLowerCase();
    if (names.has(lower))
      notices.push(`The part “${name.slice(0, 80)}” is there twice; programs differ in which one they take.`);
    names.add(lower);
  }
  const outside = entries.find(
    ({ name }) => name.startsWith('/') || name.includes('\\') || /(?:^|\/)\.\.(?:\/|$)/.test(name),
  );
  if (outside)
    notices.push(`The part “${outside.name.slice(0, 80)}” points outside of the archive. Nothing is written here.`);
  return notices.slice(0, 5);
}

/** Where the packed bytes of a part begin; its own head has lengths of its own. */
export async function startOfPart(source: ByteSource, { offset, name, packedSize }: ZipEntry): Promise<number> {
  const head = viewOf(await source.read(offset, LOCAL_HEAD));
  if (head.byteLength < LOCAL_HEAD || head.getUint32(0, true) !== LOCAL_RECORD)
    throw new BadArchive(`The part “${name.slice(0, 80)}” is not where the directory says. The archive is broken.`);
  const start = offset + LOCAL_HEAD + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + packedSize > source.size)
    throw new BadArchive(`The part “${name.slice(0, 80)}” does not lie inside the archive. It is broken or cut.`);
  return start;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
