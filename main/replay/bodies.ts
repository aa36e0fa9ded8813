import { createHash } from 'node:crypto';
import type { BodyInfo, ExchangeDetail, ResendBody } from '../../preload/contract.ts';
import type { Exchanges } from '../store/exchanges.ts';
import { CannotSend } from './cannot-send.ts';
import type { Body } from './send.ts';
import { LOOKED_AT_BYTES } from './send.ts';

type Recorded = Pick<Exchanges, 'body'>;
type Side = 'request' | 'response';

const SLICE_BYTES = 1024 * 1024;
/** Hashing more than this would keep the answer waiting for too long. */
const HASHED_BYTES = 256 * 1024 * 1024;

/** The body a request is sent with. @throws CannotSend when the recorded one is not kept */
export function bodyToSend(exchanges: Recorded, { id, requestBody }: ExchangeDetail, wish: ResendBody): Body | null {
  if (wish.kind === 'none') return null;
  if (wish.kind === 'recorded') {
    if (requestBody.size === 0 && requestBody.missing === null) return null;
    if (requestBody.kept < requestBody.size || requestBody.missing !== null)
      throw new CannotSend(
        `The body of the request (${requestBody.size} bytes) was not kept. ${requestBody.missing ?? ''} Give it another body in “Edit and resend”.`,
      );
    if (requestBody.hidden)
      throw new CannotSend(
        'The body of the request held secrets, which are not recorded. Give it another body in “Edit and resend”.',
      );
    return { size: requestBody.kept, read: () => slices(exchanges, id, 'request', requestBody.kept) };
  }
  const bytes = wish.kind === 'text' ? Buffer.from(wish.text) : Buffer.from(wish.base64, 'base64');
  return { size: bytes.length, read: () => whole(bytes) };
}

/** The recorded answer, read as far as two answers are compared. */
export async function recordedAnswer(
  exchanges: Recorded,
  { id, responseBody }: ExchangeDetail,
): Promise<{ beginning: Buffer; sha256: string | null }> {
  const { kept, size } = responseBody;
  if (kept === 0) return { beginning: Buffer.alloc(0), sha256: size === 0 ? EMPTY : null };
  const beginning: Buffer[] = [];
  const hash = createHash('sha256');
  const isHashed = isWhole(responseBody) && kept <= HASHED_BYTES;
  const wanted = isHashed ? kept : Math.min(kept, LOOKED_AT_BYTES);
  let read = 0;
  for await (const slice of slices(exchanges, id, 'response', wanted)) {
    if (read < LOOKED_AT_BYTES) beginning.push(slice.subarray(0, LOOKED_AT_BYTES - read));
    read += slice.length;
    hash.update(slice);
  }
  return { beginning: Buffer.concat(beginning), sha256: isHashed && read === kept ? hash.digest('hex') : null };
}

const EMPTY = createHash('sha256').digest('hex');

/** With secrets replaced the bytes are not those that went out. */
function isWhole({ kept, size, missing, hidden }: BodyInfo): boolean {
  return kept === size && missing === null && !hidden;
}

async function* whole(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* slices(exchanges: Recorded, id: number, side: Side, length: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < length;) {
    const slice = await exchanges.body(id, side, offset, Math.min(SLICE_BYTES, length - offset));
    const bytes = Buffer.from(slice?.base64 ?? '', 'base64');
    if (bytes.length === 0)
      throw new CannotSend(`The body of exchange ${id} cannot be read to its end: it is not kept any more.`);
    offset += bytes.length;
    yield bytes;
  }
}
