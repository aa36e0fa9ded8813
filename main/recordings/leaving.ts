import type { BodyInfo, ExchangeDetail, Finding, Mark } from '../../preload/contract.ts';
import type { RecordedTraffic, StoredSelection } from '../store/recorded-traffic.ts';
import { SIDES } from './body-nature.ts';
import type { Side } from './body-nature.ts';
import { LARGEST_SEARCHED } from './limits.ts';
import type { Redactor } from './redaction.ts';

/** An exchange as it leaves the app. */
export interface Leaving {
  exchange: ExchangeDetail;
  bodies: Record<Side, LeavingBody>;
  findings: Finding[];
  mark: Mark | null;
}

/** Bytes at hand; bytes that are too many for memory, to be read from the exchange in pieces; or none. */
export type LeavingBody =
  | { kind: 'bytes'; bytes: Uint8Array; isChanged: boolean }
  | { kind: 'large'; size: number }
  | { kind: 'none' };

const PAGE = 200;
const PIECE = 1024 * 1024;

/** The selection, oldest first, one after the other; what retention removes meanwhile is left out. */
export async function* leaving(
  traffic: RecordedTraffic,
  selection: StoredSelection,
  redactor: Redactor,
): AsyncGenerator<Leaving> {
  let after = 0;
  for (;;) {
    const ids = traffic.ids(selection, after, PAGE);
    for (const id of ids) {
      const exchange = await traffic.exchange(id);
      if (exchange) yield await redacted(traffic, exchange, redactor);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return;
    after = last;
    // Others wait for this thread.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function redacted(traffic: RecordedTraffic, original: ExchangeDetail, redactor: Redactor): Promise<Leaving> {
  // Its bodies come first: what is learned from them is found in the rest.
  const bodies: Record<Side, LeavingBody> = { request: { kind: 'none' }, response: { kind: 'none' } };
  const infos: Record<Side, BodyInfo> = { request: original.requestBody, response: original.responseBody };
  for (const side of SIDES) {
    const info = infos[side];
    const isLarge = info.kept > LARGEST_SEARCHED;
    const kept = isLarge || info.kept === 0 ? null : await traffic.bytes(original.id, side, 0, info.kept);
    if (info.kept === 0) continue;
    const { bytes, missing, hidden } = redactor.body(original, side, kept);
    if (missing !== null) infos[side] = { ...info, kept: 0, missing };
    else if (bytes === null) bodies[side] = { kind: 'large', size: info.kept };
    else {
      bodies[side] = { kind: 'bytes', bytes, isChanged: bytes !== kept };
      if (bytes !== kept) infos[side] = { ...info, kept: bytes.length, hidden: (info.hidden ?? 0) + hidden };
    }
  }
  const { findings: _, mark, ...exchange } = redactor.exchange(original);
  return {
    exchange: { ...exchange, requestBody: infos.request, responseBody: infos.response },
    bodies,
    findings: traffic.findings(original.id).map((one) => ({ ...one, evidence: redactor.text(one.evidence) })),
    mark: mark
      ? { ...mark, note: mark.note === null ? null : redactor.text(mark.note), tags: mark.tags.map(redactor.text) }
      : null,
  };
}

/** A large body in pieces. */
export async function* pieces(
  traffic: RecordedTraffic,
  id: number,
  side: Side,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < size;) {
    const bytes = await traffic.bytes(id, side, offset, PIECE);
    if (bytes.length === 0)
      throw new Error(`The ${side} body of exchange ${id} was removed while it was being saved. Try again.`);
    yield bytes;
    offset += bytes.length;
  }
}
