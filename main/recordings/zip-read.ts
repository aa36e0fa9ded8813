import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { LIMITS, sizeWords, UnreadableFile } from './limits.ts';

export interface ArchiveEntry {
  name: string;
  packedSize: number;
  size: number;
  method: number;
  offset: number;
}

export interface Archive {
  entries: ReadonlyMap<string, ArchiveEntry>;
  /** The bytes of an entry, unpacked; never more than the directory says. */
  read(entry: ArchiveEntry): AsyncGenerator<Uint8Array>;
}

const END = 0x0605_4b50;
const DIRECTORY = 0x0201_4b50;
const LOCAL = 0x0403_4b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const DIRECTORY_BYTES = 46;
const LOCAL_BYTES = 30;
const LARGEST_DIRECTORY = 32 * 1024 * 1024;

/** Reads the directory of a zip archive and judges it before anything is unpacked. @throws UnreadableFile */
export async function openArchive(path: string): Promise<Archive> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const entries = await readDirectory(file, size);
    judge(entries);
    return {
      entries: new Map(entries.map((entry) => [entry.name, entry])),
      read: (entry) => unpack(path, entry, size),
    };
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle, size: number): Promise<ArchiveEntry[]> {
  const tail = await readAt(
    file,
    Math.max(0, size - END_BYTES - LONGEST_COMMENT),
    Math.min(size, END_BYTES + LONGEST_COMMENT),
  );
  let end = -1;
  for (let index = tail.length - END_BYTES; index >= 0 && end === -1; index -= 1)
    if (tail.readUInt32LE(index) === END) end = index;
  if (end === -1)
    throw new UnreadableFile(
      'The file is incomplete or no archive: its directory, which stands at the end, is missing.',
    );
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > LIMITS.archiveEntries)
    throw new UnreadableFile(`The archive has ${count} entries or more; at most ${LIMITS.archiveEntries} can be read.`);
  if (start + bytes > size || bytes > LARGEST_DIRECTORY)
    throw new UnreadableFile('The archive is damaged: its directory points outside the file.');
  const directory = await readAt(file, start, bytes);
  const entries: ArchiveEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + DIRECTORY_BYTES > directory.length || directory.readUInt32LE(at) !== DIRECTORY)
      throw new UnreadableFile(
        `The archive is damaged: its directory ends after ${entries.length} of ${count} entries.`,
      );
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameLength);
    if ((directory.readUInt16LE(at + 8) & 1) === 1)
      throw new UnreadableFile(`“${name.slice(0, 80)}” in the archive is encrypted, which no capture file is.`);
    entries.push({
      name,
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += DIRECTORY_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function judge(entries: readonly ArchiveEntry[]): void {
  const seen = new Set<string>();
  let total = 0;
  for (const { name, size, packedSize, method } of entries) {
    if (seen.has(name))
      throw new UnreadableFile(`The archive holds “${name.slice(0, 80)}” twice; one of them is meant to deceive.`);
    seen.add(name);
    total += size;
    if (method !== 0 && method !== 8)
      throw new UnreadableFile(
        `“${name.slice(0, 80)}” in the archive is packed in a way (${method}) that capture files do not use.`,
      );
    if (size > LIMITS.ratioCountsFrom && size > Math.max(1, packedSize) * LIMITS.ratio)
      throw new UnreadableFile(
        `“${name.slice(0, 80)}” would unpack from ${sizeWords(packedSize)} to ${sizeWords(size)}: more than ${LIMITS.ratio} times is refused as a decompression bomb.`,
      );
  }
  if (total > LIMITS.unpackedBytes)
    throw new UnreadableFile(
      `The archive would unpack to ${sizeWords(total)}; at most ${sizeWords(LIMITS.unpackedBytes)} can be opened.`,
    );
}

async function* unpack(path: string, entry: ArchiveEntry, fileSize: number): AsyncGenerator<Uint8Array> {
  const { name, offset, packedSize, method, size } = entry;
  const damaged = (): UnreadableFile => new UnreadableFile(`“${name.slice(0, 80)}” in the archive is damaged.`);
  const file = await open(path, 'r');
  let start: number;
  try {
    const head = await readAt(file, offset, LOCAL_BYTES);
    if (head.length < LOCAL_BYTES || head.readUInt32LE(0) !== LOCAL) throw damaged();
    start = offset + LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28);
  } finally {
    await file.close();
  }
  if (start + packedSize > fileSize) throw damaged();
  if (size === 0) return;
  const packed = createReadStream(path, { start, end: start + packedSize - 1 });
  const source = method === 0 ? packed : packed.pipe(createInflateRaw());
  if (source !== packed) packed.on('error', (error) => source.destroy(error));
  let seen = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      seen += chunk.length;
      if (seen > size) throw damaged();
      yield chunk;
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? error : damaged();
  } finally {
    packed.destroy();
  }
  if (seen !== size) throw damaged();
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
