import { Zip, ZipDeflate } from 'fflate';

/** A zip archive that is written piece by piece; memory holds what has not been taken yet. */
export interface ArchiveWriter {
  /** Entries are written one after the other. */
  add(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  finish(): Promise<void>;
  /** Bytes written so far. */
  size(): number;
}

const LEVEL = 6;
/** The same content makes the same archive. */
const MODIFIED = Date.UTC(1980, 0, 2);
/** The format's own limit without its 64-bit extension, less the directory at the end. */
const LARGEST = 0xffff_ffff - 64 * 1024 * 1024;

/** @param write takes bytes in order; it resolves when more may come */
export function createArchive(write: (bytes: Uint8Array) => Promise<void>): ArchiveWriter {
  let waiting: Uint8Array[] = [];
  let failure: Error | null = null;
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error) failure = error;
    else if (bytes.length > 0) waiting.push(bytes);
  });
  const drain = async (): Promise<void> => {
    const ready = waiting;
    waiting = [];
    if (failure) throw failure;
    for (const bytes of ready) {
      written += bytes.length;
      await write(bytes);
    }
    if (written > LARGEST)
      throw new Error(
        'The file would be larger than 4 GiB, which is the most an archive holds. Choose fewer exchanges, or a shorter time.',
      );
  };
  return {
    size: () => written,
    async add(name, content) {
      const entry = new ZipDeflate(name, { level: LEVEL });
      entry.mtime = MODIFIED;
      zip.add(entry);
      for await (const bytes of content) {
        // In small pieces: packing happens on this thread, and others wait for it.
        for (let start = 0; start < bytes.length; start += PIECE) {
          entry.push(bytes.subarray(start, start + PIECE));
          await drain();
          await turn();
        }
      }
      entry.push(new Uint8Array(), true);
      await drain();
    },
    async finish() {
      zip.end();
      await drain();
    },
  };
}

const PIECE = 128 * 1024;

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** One text as content of an entry. */
export async function* textContent(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
