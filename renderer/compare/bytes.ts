import type { ByteSource } from '../bodies/source.ts';

export interface BytesComparison {
  /** Where the first difference is; null when there is none. */
  firstDifference: number | null;
  /** Bytes of both around it, and where they begin. */
  around: { offset: number; left: Uint8Array; right: Uint8Array } | null;
}

const PIECE = 256 * 1024;
const SHOWN_BEFORE = 32;
const SHOWN = 96;

/** Looks for the first byte that differs, piece by piece. */
export async function compareBytes(left: ByteSource, right: ByteSource, signal: AbortSignal): Promise<BytesComparison> {
  const firstDifference = await findDifference(left, right, signal);
  if (firstDifference === null) return { firstDifference, around: null };
  const offset = Math.max(0, Math.floor((firstDifference - SHOWN_BEFORE) / 16) * 16);
  const [one, other] = await Promise.all([left.read(offset, SHOWN), right.read(offset, SHOWN)]);
  return { firstDifference, around: { offset, left: one, right: other } };
}

async function findDifference(left: ByteSource, right: ByteSource, signal: AbortSignal): Promise<number | null> {
  const shared = Math.min(left.size, right.size);
  for (let offset = 0; offset < shared; offset += PIECE) {
    const wanted = Math.min(PIECE, shared - offset);
    const [one, other] = await Promise.all([left.read(offset, wanted), right.read(offset, wanted)]);
    signal.throwIfAborted();
    const at = one.findIndex((byte, index) => byte !== other[index]);
    if (at >= 0) return offset + at;
  }
  return left.size === right.size ? null : shared;
}
