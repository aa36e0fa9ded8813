import { Inflate } from 'fflate';
import { formatBytes } from '../ui/format.ts';
import { crc32 } from './crc32.ts';
import type { ByteSource } from './source.ts';
import { BadArchive, HARMFUL_RATIO, startOfPart, type ZipEntry } from './zip.ts';

/** Larger parts are not unpacked in a page. */
export const LARGEST_PART = 32 * 1024 * 1024;
const PIECE = 64 * 1024;

export interface UnpackedPart {
  bytes: Uint8Array<ArrayBuffer>;
  /** A sentence when what came out is not what the directory says. */
  notice: string | null;
}

/** Unpacks one part, and stops as soon as it grows beyond what it says or what a page should hold. */
export async function unpackPart(source: ByteSource, entry: ZipEntry): Promise<UnpackedPart> {
  const { name, size, packedSize, method, isEncrypted } = entry;
  const shown = `“${name.slice(0, 80)}”`;
  if (isEncrypted) throw new BadArchive(`The part ${shown} is encrypted; it cannot be opened without the password.`);
  if (method !== 0 && method !== 8)
    throw new BadArchive(`The part ${shown} is packed by method ${method}; office documents use deflate only.`);
  if (size > LARGEST_PART)
    throw new BadArchive(
      `The part ${shown} unpacks to ${formatBytes(size)}; more than ${formatBytes(LARGEST_PART)} is not opened here.`,
    );
  if (packedSize > 0 && size / packedSize > HARMFUL_RATIO)
    throw new BadArchive(
      `The part ${shown} would unpack to ${Math.round(size / packedSize)} times its size. Such parts are made to harm; it is not opened.`,
    );
  const start = await startOfPart(source, entry);
  const bytes = method === 0 ? await source.read(start, packedSize) : await inflate(source, start, entry);
  return { bytes, notice: noticeOf(bytes, entry) };
}

async function inflate(
  source: ByteSource,
  start: number,
  { name, size, packedSize }: ZipEntry,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const unpacker = new Inflate((chunk) => {
    length += chunk.length;
    if (length > Math.min(size, LARGEST_PART))
      throw new BadArchive(
        `The part “${name.slice(0, 80)}” unpacks to more than the ${formatBytes(size)} it says. It is not opened.`,
      );
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packedSize; at += PIECE) {
      const piece = await source.read(start + at, Math.min(PIECE, packedSize - at));
      unpacker.push(piece, at + PIECE >= packedSize);
    }
  } catch (error) {
    if (error instanceof BadArchive) throw error;
    throw new BadArchive(`The part “${name.slice(0, 80)}” cannot be unpacked: its bytes are damaged.`);
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}

function noticeOf(bytes: Uint8Array, { size, crc }: ZipEntry): string | null {
  if (bytes.length !== size)
    return `The directory says ${size} bytes, ${bytes.length} came out: the archive is damaged.`;
  return crc32(bytes) === crc ? null : 'The checksum of this part does not fit its bytes: the archive is damaged.';
}
