import type { AdminApi } from '../../preload/contract.ts';

const SLICE = 1024 * 1024;

interface Wanted {
  id: number;
  side: 'request' | 'response';
  length: number;
}

/** Reads the beginning of a body slice by slice, so that no single answer is huge. */
export async function readBody(
  api: Pick<AdminApi, 'getBody'>,
  { id, side, length }: Wanted,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  while (offset < length) {
    const slice = await api.getBody({ id, side, offset, length: Math.min(SLICE, length - offset) });
    const part = fromBase64(slice.base64);
    if (part.length === 0) break;
    bytes.set(part.subarray(0, length - offset), offset);
    offset += part.length;
  }
  return bytes.subarray(0, offset);
}

function fromBase64(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
