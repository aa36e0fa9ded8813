import type { ConformanceCategory, ConformanceStep, ConformanceTargetCategory } from '../../preload/contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import type { Address } from './address.ts';
import type { Concealer } from './conceal.ts';
import { createConcealer } from './conceal.ts';
import type { Transport } from './http.ts';
import { noAnswer } from './http.ts';
import type { Answer } from './model.ts';
import type { ProofMutation } from './mutators.ts';
import type { HeaderPair } from './requests/kind.ts';
import type { SigningKeys } from './signing.ts';
import { proofHeaders } from './signing.ts';

export interface Delivery {
  name: string;
  phase: ConformanceStep['phase'];
  method: string;
  address: Address;
  /** The request's own headers, the override among them. */
  headers: readonly HeaderPair[];
  body?: Buffer | undefined;
  isBinary?: boolean | undefined;
  /** Nothing is added: no token, no header, no signature. */
  isBare?: boolean | undefined;
  /** Leaves the token to the address. */
  hasNoBearer?: boolean | undefined;
  proof?: ProofMutation | undefined;
}

export interface Delivered {
  answer: Answer;
  /** What is shown of the exchange; the findings are still to come. */
  step: ConformanceStep;
}

export interface ClientOptions {
  transport: Transport;
  keys: SigningKeys | undefined;
  target: ConformanceTargetCategory;
  now(): number;
  signal?: AbortSignal | undefined;
}

/** Sends requests as Office would: token in address and header, signed, and tells what was sent and received. */
export interface Client {
  deliver(delivery: Delivery, category: ConformanceCategory): Promise<Delivered>;
  concealer: Concealer;
  isSigning: boolean;
}

const NATIVE_AGENT = 'Microsoft Office WOPI Validator/1.0';

export function createClient({ transport, keys, target, now, signal }: ClientOptions): Client {
  const concealer = createConcealer();

  const headersOf = (
    delivery: Delivery,
    url: string,
    correlationId: string,
    category: ConformanceCategory,
  ): HeaderPair[] => {
    const { address, headers, proof } = delivery;
    if (delivery.isBare) return [...headers];
    const signed =
      keys && address.token !== undefined
        ? proofHeaders({ accessToken: address.token, url, at: proof?.at ?? now(), keys }, proof?.apply)
        : [];
    const isNative = target === 'OfficeNativeClient' || category === 'OfficeNativeClient';
    return [
      ...headers,
      ...signed,
      ...(address.token && !delivery.hasNoBearer ? [['Authorization', `Bearer ${address.token}`] as const] : []),
      ...(isNative ? [['User-Agent', NATIVE_AGENT] as const] : []),
      [WopiHeader.CorrelationId, correlationId],
    ];
  };

  return {
    concealer,
    isSigning: keys !== undefined,
    async deliver(delivery, category) {
      const { address, method, body, isBinary } = delivery;
      concealer.learn(address.token);
      const correlationId = globalThis.crypto.randomUUID();
      const url = normalised(address.url);
      const headers = headersOf(delivery, url, correlationId, category);
      const problem = problemOf(delivery, url, keys);
      const started = performance.now();
      const startedAt = now();
      const answer =
        problem === undefined
          ? await transport.send({ method, url, headers, body, isBinary }, signal)
          : noAnswer(new Error(problem));
      signal?.throwIfAborted();
      return {
        answer,
        step: {
          phase: delivery.phase,
          name: delivery.name,
          method,
          url: concealer.text(url),
          requestHeaders: concealer.headers(headers),
          requestBody: concealer.body({ body: body ?? Buffer.alloc(0), isBinary: false }),
          status: answer.problem === null ? answer.status : null,
          responseHeaders: concealer.headers(answer.problem === null ? answer.headers : []),
          responseBody: concealer.body(answer),
          durationMs: Math.round((performance.now() - started) * 10) / 10,
          startedAt,
          startedAfterMs: started,
          correlationId: delivery.isBare ? null : correlationId,
          exchangeId: null,
          failures: [],
          warnings: [],
        },
      };
    },
  };
}

/** As it goes out, and as it is signed; an address that is none stays as it is. */
function normalised(url: string): string {
  try {
    return new URL(url).href;
  } catch {
    return url;
  }
}

/** Why a request cannot even be sent. */
function problemOf({ isBare, address }: Delivery, url: string, keys: SigningKeys | undefined): string | undefined {
  if (!/^https?:\/\/[^/?#\s]/i.test(url)) return 'the address is not one of http or https';
  const cannotBeSigned = keys !== undefined && !isBare && address.token === undefined;
  return cannotBeSigned ? 'the address carries no access token, so the request cannot be signed' : undefined;
}
