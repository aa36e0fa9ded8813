import type { Side } from './body-nature.ts';
import { HAR_TAIL, harEntry, harHead } from './har-write.ts';
import type { Leaving } from './leaving.ts';
import { LARGEST_HAR_BODY, sizeWords } from './limits.ts';

/** Counted while it is written. */
export interface HarPart {
  exchanges: number;
  /** Bodies that are not there or not whole. */
  leftOut: number;
}

/** A whole HAR in pieces of one entry each. */
export async function* harFile(
  exchanges: AsyncIterable<Leaving>,
  { version, notes, part }: { version: string; notes: readonly string[]; part: HarPart },
): AsyncGenerator<string> {
  yield harHead(version, notes);
  for await (const one of exchanges) {
    const { exchange } = one;
    const request = bodyOf(one, 'request');
    const response = bodyOf(one, 'response');
    for (const { info } of [request, response]) if (info.missing !== null && info.size > 0) part.leftOut += 1;
    const entry = harEntry({
      exchange: { ...exchange, requestBody: request.info, responseBody: response.info },
      request: request.bytes,
      response: response.bytes,
      findings: one.findings,
    });
    yield `${part.exchanges === 0 ? '' : ',\n'}${JSON.stringify(entry)}`;
    part.exchanges += 1;
  }
  yield HAR_TAIL;
}

function bodyOf({ exchange, bodies }: Leaving, side: Side) {
  const info = side === 'request' ? exchange.requestBody : exchange.responseBody;
  const body = bodies[side];
  if (body.kind === 'none') return { info, bytes: null };
  if (body.kind === 'bytes' && body.bytes.length <= LARGEST_HAR_BODY) return { info, bytes: body.bytes };
  const missing = `Left out: ${sizeWords(info.size)}, and a body in a HAR has at most ${sizeWords(LARGEST_HAR_BODY)}. A capture file holds it.`;
  return { info: { ...info, missing }, bytes: null };
}
