import { randomUUID } from 'node:crypto';
import type {
  ExchangeDetail,
  ExchangeRow,
  ReplayAnswer,
  ReplayStep,
  ResendOptions,
  ResendRequest,
} from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import { createConcealer } from '../conformance/conceal.ts';
import type { SigningKeys } from '../conformance/signing.ts';
import { proofHeaders } from '../conformance/signing.ts';
import type { Exchanges } from '../store/exchanges.ts';
import type { Locks } from '../store/locks.ts';
import { carriesToken, withChosenToken } from './address.ts';
import { bodyToSend, recordedAnswer } from './bodies.ts';
import { CannotSend } from './cannot-send.ts';
import type { ComparedAnswer } from './compare.ts';
import { compareAnswers } from './compare.ts';
import { draftOf, MARKER } from './draft.ts';
import type { ChosenToken, FreshTokens } from './fresh-tokens.ts';
import { headersFor, valueOf } from './headers.ts';
import type { Links } from './links.ts';
import type { Place } from './places.ts';
import type { Arrival, HeaderPair, Shipment } from './send.ts';
import { LOOKED_AT_BYTES, NoAnswer, send } from './send.ts';

export interface RepeatParts {
  locks: Pick<Locks, 'live'>;
  tokens: FreshTokens;
  links: Links;
  clock: Clock;
  wallNow(): number;
  keys(): SigningKeys;
  /** Replaces secrets by markers, as the recorder does. */
  redact(text: string): string;
}

export interface RepeatWish {
  /** What the request is read from. */
  exchanges: Pick<Exchanges, 'get' | 'body'>;
  /** False for opened captures: their numbers are not those of Traffic. */
  isLive: boolean;
  place: Place;
  options: ResendOptions;
  /** The request as it was changed; absent: as it was recorded. */
  request?: ResendRequest | undefined;
  signal?: AbortSignal | undefined;
}

interface Prepared {
  token: ChosenToken | null;
  shipment: Shipment;
  correlationId: string | null;
  notes: string[];
}

/** Sends a recorded request once more and compares what comes back with what came then. */
export function createRepeat(parts: RepeatParts) {
  const { locks, tokens, links, clock, wallNow, keys, redact } = parts;

  const tokenFor = (detail: ExchangeDetail, request: Draft, { place, options }: RepeatWish): ChosenToken | null => {
    const authorization = valueOf(request.headers, 'Authorization') ?? '';
    const isWanted = carriesToken(request.url) ? MARKER.test(request.url) : MARKER.test(authorization);
    if (!isWanted || options.token === 'none') return null;
    const given = place.tokenOf(detail.fileId);
    if (given) return given;
    return options.token === 'keep'
      ? tokens.keep(detail)
      : tokens.renew(detail, {
          personId: place.personId ?? request.personId,
          url: request.url,
          fileOf: place.fileOf,
        });
  };

  const prepare = (detail: ExchangeDetail, wish: RepeatWish): Prepared => {
    const { exchanges, place, options } = wish;
    const draft = draftOf(detail);
    const request: Draft = wish.request ?? { ...draft, body: { kind: 'recorded' } };
    const token = tokenFor(detail, request, wish);
    const target = place.targetOf(withChosenToken(request.url, token));
    const isSigned = options.sign === 'always' || (options.sign === 'recorded' && draft.isSigned);
    const signature: HeaderPair[] = isSigned
      ? proofHeaders({
          accessToken: token?.accessToken ?? new URL(target, place.origin).searchParams.get('access_token') ?? '',
          url: place.origin + target,
          at: place.isElsewhere ? wallNow() : clock.now(),
          keys: keys(),
        })
      : [];
    const recordedId = valueOf(request.headers, 'X-WOPI-CorrelationId');
    const correlationId = options.correlation === 'new' ? randomUUID() : recordedId;
    const isHeld = options.lock === 'held' && !place.isElsewhere && detail.fileId !== null;
    const headers = headersFor(request.headers, {
      accessToken: token?.accessToken ?? null,
      correlationId: options.correlation === 'new' ? correlationId : null,
      lockId: isHeld ? (locks.live(place.fileOf(detail.fileId ?? ''))?.lockId ?? '') : null,
      signature,
    });
    // Packed answers could not be compared with those of this host, which packs none.
    const sent = place.isElsewhere ? headers.filter(([name]) => name.toLowerCase() !== 'accept-encoding') : headers;
    const body = bodyToSend(exchanges, detail, request.body);
    return {
      token,
      shipment: { method: request.method, origin: place.origin, target, headers: sent, body },
      correlationId,
      notes: wish.request ? [] : draft.notes,
    };
  };

  const textOf = (beginning: Buffer, size: number, hide = redact): string | null => {
    if (size > LOOKED_AT_BYTES || beginning.subarray(0, 4096).includes(0)) return null;
    return hide(beginning.toString('utf8'));
  };
  /** Another host may send its own secrets, and ours back, in forms that this one never uses. */
  const hiderFor = (token: ChosenToken | null): ((text: string) => string) => {
    const concealer = createConcealer();
    concealer.learn(token?.accessToken);
    return (text) => concealer.text(redact(text));
  };

  const before = async (
    detail: ExchangeDetail,
    { exchanges, place: { isElsewhere } }: RepeatWish,
  ): Promise<ComparedAnswer> => {
    const { beginning, sha256 } = await recordedAnswer(exchanges, detail);
    const { size, kept } = detail.responseBody;
    return {
      status: detail.status,
      outcome: isElsewhere ? null : detail.outcome,
      headers: detail.responseHeaders.map(({ name, value }) => [name, value] as const),
      size,
      sha256,
      text: kept > 0 && sha256 === null && !detail.responseBody.hidden ? null : textOf(beginning, kept),
    };
  };
  const after = (arrival: Arrival, row: ExchangeRow | null, hide: (text: string) => string): ComparedAnswer => ({
    status: arrival.status,
    outcome: row?.outcome ?? null,
    headers: arrival.headers.map(([name, value]) => [name, hide(value)] as const),
    size: arrival.size,
    sha256: arrival.sha256,
    text: textOf(arrival.beginning, arrival.size, hide),
  });

  /** Never rejects for what can happen to one request; it is told in the step. */
  return async (id: number, wish: RepeatWish): Promise<ReplayStep> => {
    const detail = await wish.exchanges.get(id);
    if (!detail) return missing(id);
    const step: ReplayStep = { ...head(detail), notes: draftOf(detail).notes };
    const { isElsewhere } = wish.place;
    try {
      if (detail.outcome === 'pending') throw new CannotSend('This request is still running. Wait for its answer.');
      const { token, shipment, correlationId, notes } = prepare(detail, wish);
      step.correlationId = correlationId;
      step.notes = notes;
      let recorded: Promise<ExchangeRow | null> | undefined;
      const arrival = await send(shipment, {
        timeoutMs: wish.options.timeoutMs,
        signal: wish.signal,
        onConnected: (socket) => {
          if (!isElsewhere) recorded = links.announce(socket, wish.isLive ? id : null);
        },
      });
      const row = (await recorded) ?? null;
      const left = await before(detail, wish);
      const hide = hiderFor(token);
      const right = after(arrival, row, hide);
      const differences = compareAnswers(left, right, { isElsewhere });
      const location = arrival.status >= 300 && arrival.status < 400 ? headerOf(arrival, 'location') : undefined;
      if (location !== undefined) step.notes.push(`The answer points to ${hide(location)}, which was not followed.`);
      if (left.sha256 === null && left.text === null)
        step.notes.push('The recorded answer is not kept whole: of the bodies only the sizes are compared.');
      return {
        ...step,
        state: differences.some(({ expected }) => expected === null) ? 'different' : 'same',
        newExchangeId: row?.id ?? null,
        after: { status: arrival.status, outcome: right.outcome, durationMs: arrival.durationMs, size: arrival.size },
        differences,
      };
    } catch (error) {
      wish.signal?.throwIfAborted();
      if (error instanceof CannotSend) return { ...step, state: 'skipped', problem: error.message };
      if (error instanceof NoAnswer) return { ...step, state: 'unanswered', problem: error.message };
      throw error;
    }
  };
}

type Draft = Omit<ResendRequest, 'personId'> & { personId: string | null };

function headerOf({ headers }: Arrival, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function head(detail: ExchangeDetail): ReplayStep {
  const { status, outcome, durationMs, responseBytes } = detail;
  const answer: ReplayAnswer = { status, outcome, durationMs, size: responseBytes };
  return {
    exchangeId: detail.id,
    operation: detail.operation,
    method: detail.method,
    path: detail.path,
    fileName: detail.fileName,
    state: 'skipped',
    problem: null,
    notes: [],
    newExchangeId: null,
    correlationId: null,
    before: answer,
    after: null,
    differences: [],
  };
}

function missing(id: number): ReplayStep {
  return {
    exchangeId: id,
    operation: null,
    method: '',
    path: '',
    fileName: null,
    state: 'skipped',
    problem: 'This request is not kept any more: retention or somebody has removed it.',
    notes: [],
    newExchangeId: null,
    correlationId: null,
    before: { status: null, outcome: null, durationMs: null, size: 0 },
    after: null,
    differences: [],
  };
}
