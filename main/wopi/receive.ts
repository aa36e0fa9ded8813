import { IncompleteBody } from '../store/errors.ts';
import type { Staged } from '../store/staging.ts';
import type { Call, Services } from './operation.ts';
import { WopiHeader } from './protocol/headers.ts';
import type { Result } from './results.ts';
import { badRequest, tooLarge } from './results.ts';

export type Received = { ok: true; staged: Staged } | { ok: false; result: Result };

/** The client went away in the middle of a body: there is nobody left to answer. */
export class ClientGone extends Error {
  override name = 'ClientGone';
}

/**
 * Receives a document body completely, whatever its content type or transfer encoding, before anything is decided.
 * @throws ClientGone
 */
export async function receive(call: Call, { blobs, settings }: Services, directory: string): Promise<Received> {
  const limit = settings().maxFileBytes;
  if (call.contentLength !== undefined && call.contentLength > limit) {
    return {
      ok: false,
      result: tooLarge(
        `The body has ${call.contentLength} bytes; this host accepts at most ${limit} (Settings, largest file).`,
      ),
    };
  }
  try {
    const staged = await blobs.stage(call.body, directory, limit);
    const declared = call.header(WopiHeader.Size);
    if (declared !== undefined && declared !== String(staged.size)) {
      await call.captured(staged);
      return {
        ok: false,
        result: badRequest(`${WopiHeader.Size} says “${declared}”, but ${staged.size} bytes arrived.`),
      };
    }
    return { ok: true, staged };
  } catch (error) {
    if (!(error instanceof IncompleteBody)) throw error;
    await call.captured(error.staged);
    if (error.reason === 'too-large') return { ok: false, result: tooLarge(error.message) };
    throw new ClientGone(`${error.message} The file is unchanged.`);
  }
}

/** A body without a document, whole; undefined when it has more than `limit` bytes. */
export async function readSmall(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
