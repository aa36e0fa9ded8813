import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileRecord } from './files.ts';

export interface FileContent {
  record: FileRecord;
  body:
    | { kind: 'bytes'; bytes: Buffer; sha256: string | null }
    | { kind: 'file'; size: number; chunks: AsyncIterable<Buffer>; close(): Promise<void>; sha256: string | null };
}

/** Up to this size a file is read at once and remembered for as long as the disk says it is unchanged. */
const SMALL_BYTES = 64 * 1024;
const REMEMBERED_BYTES = 32 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const ATTEMPTS = 5;

type Reader = (
  current: (isAgain: boolean) => FileRecord | undefined,
  absolute: (record: FileRecord) => string,
) => Promise<FileContent | undefined>;

/** Reads files so that version and bytes always belong together: what was opened is compared with what was promised. */
export function createContentReader(): Reader {
  const remembered = new Map<string, { version: number; bytes: Buffer }>();
  let rememberedBytes = 0;

  const remember = (record: FileRecord, bytes: Buffer): void => {
    if (rememberedBytes + bytes.length > REMEMBERED_BYTES) {
      remembered.clear();
      rememberedBytes = 0;
    }
    rememberedBytes += bytes.length - (remembered.get(record.id)?.bytes.length ?? 0);
    remembered.set(record.id, { version: record.version, bytes });
  };

  return async (current, absolute) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const record = current(attempt > 0);
      if (!record) return undefined;
      const known = remembered.get(record.id);
      if (known?.version === record.version)
        return { record, body: { kind: 'bytes', bytes: known.bytes, sha256: record.sha256 } };
      if (record.size <= SMALL_BYTES) {
        const bytes = readSmall(absolute(record), record);
        if (!bytes) continue;
        remember(record, bytes);
        return { record, body: { kind: 'bytes', bytes, sha256: record.sha256 } };
      }
      const handle = await openSame(absolute(record), record);
      if (!handle) continue;
      const { size, sha256 } = record;
      return {
        record,
        body: { kind: 'file', size, chunks: chunksOf(handle, size), close: () => handle.close(), sha256 },
      };
    }
    throw new Error(
      'The file keeps being changed from outside while it is read. Try again when the other program has finished.',
    );
  };
}

function isSame(stats: Stats, record: FileRecord): boolean {
  return (
    stats.size === record.size && stats.mtimeMs === record.modifiedMs && `${stats.dev}:${stats.ino}` === record.inode
  );
}

function readSmall(path: string, record: FileRecord): Buffer | undefined {
  const descriptor = openSync(path, 'r');
  try {
    if (!isSame(fstatSync(descriptor), record)) return undefined;
    const bytes = Buffer.alloc(record.size);
    const read = readSync(descriptor, bytes, 0, bytes.length, 0);
    return read === bytes.length && isSame(fstatSync(descriptor), record) ? bytes : undefined;
  } finally {
    closeSync(descriptor);
  }
}

async function openSame(path: string, record: FileRecord): Promise<FileHandle | undefined> {
  const handle = await open(path, 'r');
  if (isSame(await handle.stat(), record)) return handle;
  await handle.close();
  return undefined;
}

/** Exactly `size` bytes; a file that shrinks meanwhile ends in an error, so that nobody takes a torn answer for a whole one. */
async function* chunksOf(handle: FileHandle, size: number): AsyncGenerator<Buffer> {
  // Two buffers in turn: while one is being sent the next is read.
  const buffers = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)] as const;
  let position = 0;
  let turn = 0;
  const readNext = async (): Promise<Buffer> => {
    const buffer = buffers[turn as 0 | 1];
    turn = 1 - turn;
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK_BYTES, size - position), position);
    if (bytesRead === 0) throw new Error(`The file shrank to ${position} of ${size} bytes while it was sent.`);
    position += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  while (position < size) yield await readNext();
}
