import type { AdminApi } from '../../preload/contract.ts';

/** Bytes that are read where they are looked at. */
export interface ByteSource {
  size: number;
  /** Fewer bytes than asked for only at the end. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** One call carries no more than this: a huge body never crosses in one piece. */
const SLICE = 256 * 1024;
const KEPT_SLICES = 24;

export interface BodyOf {
  id: number;
  side: 'request' | 'response';
  /** Bytes that are kept of it. */
  kept: number;
}

/** A recorded body, slice by slice; what was looked at last stays at hand. */
export function recordedBody(api: Pick<AdminApi, 'getBody'>, { id, side, kept }: BodyOf): ByteSource {
  const slices = new Map<number, Promise<Uint8Array>>();

  const fetchSlice = async (index: number): Promise<Uint8Array> => {
    const offset = index * SLICE;
    const wanted = Math.min(SLICE, kept - offset);
    return fromBase64((await api.getBody({ id, side, offset, length: wanted })).base64);
  };
  const sliceAt = (index: number): Promise<Uint8Array> => {
    const known = slices.get(index) ?? fetchSlice(index);
    slices.delete(index);
    slices.set(index, known);
    known.catch(() => slices.delete(index));
    const oldest = slices.keys().next().value;
    if (slices.size > KEPT_SLICES && oldest !== undefined) slices.delete(oldest);
    return known;
  };

  return {
    size: kept,
    async read(offset, length) {
      const end = Math.min(kept, offset + length);
      if (end <= offset) return new Uint8Array(0);
      const bytes = new Uint8Array(end - offset);
      let filled = 0;
      for (let index = Math.floor(offset / SLICE); index * SLICE < end; index += 1) {
        const slice = await sliceAt(index);
        const part = slice.subarray(Math.max(0, offset - index * SLICE), end - index * SLICE);
        bytes.set(part, filled);
        filled += part.length;
        if (slice.length < Math.min(SLICE, kept - index * SLICE)) break;
      }
      return bytes.subarray(0, filled);
    },
  };
}

/** Bytes that are here already. */
export function bytesAtHand(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

function fromBase64(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
