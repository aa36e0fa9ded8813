import type { BodyInfo, ExchangeDetail, Finding, Mark } from '../../preload/contract.ts';
import type { RecordedExchange } from '../store/recorded-page.ts';
import type { RecordedTraffic, StoredSelection } from '../store/recorded-traffic.ts';
import { SIDES } from './body-nature.ts';
import type { Side } from './body-nature.ts';
import { LARGEST_SEARCHED } from './limits.ts';
import type { Redactor } from './redaction.ts';

/** An exchange as it leaves the app. */
export interface Leaving {
  exchange: ExchangeDetail;
  bodies: Record<Side, LeavingBody>;
  /** Bodies that were not kept whole to begin with. */
  missingBodies: number;
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
/** How long others wait for this thread. */
const TURN_MS = 8;

/** The selection, oldest first, one after the other; what retention removes meanwhile is left out. */
export async function* leaving(
  traffic: RecordedTraffic,
  selection: StoredSelection,
  redactor: Redactor,
): AsyncGenerator<Leaving> {
  let after = 0;
  let began = performance.now();
  for (;;) {
    const ids = traffic.ids(selection, after, PAGE);
    for (const one of traffic.exchanges(ids)) {
      yield await redacted(traffic, one, redactor);
      if (performance.now() - began < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return;
    after = last;
  }
}

async function redacted(
  traffic: RecordedTraffic,
  { exchange: original, bodies: stored, findings }: RecordedExchange,
  redactor: Redactor,
): Promise<Leaving> {
  // Its bodies come first: what is learned from them is found in the rest.
  const bodies: Record<Side, LeavingBody> = { request: { kind: 'none' }, response: { kind: 'none' } };
  const infos: Record<Side, BodyInfo> = { request: original.requestBody, response: original.responseBody };
  let missingBodies = 0;
  for (const side of SIDES) {
    const info = infos[side];
    if (info.size > 0 && info.kept < info.size && info.missing !== null) missingBodies += 1;
    if (info.kept === 0) continue;
    const isLarge = info.kept > LARGEST_SEARCHED;
    const kept = isLarge ? null : (stored[side] ?? (await traffic.bytes(original.id, side, 0, info.kept)));
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
    missingBodies,
    findings: findings.map((one) => ({ ...one, evidence: redactor.text(one.evidence) })),
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
