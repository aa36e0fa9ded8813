import type { IncomingMessage } from 'node:http';

/** A request's body up to `maxBytes`; null when it is longer. The rest is read and dropped, so that the answer arrives. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > maxBytes ? null : Buffer.concat(chunks);
}
