import type { ExchangeRow } from '../../preload/contract.ts';
import type { CapturedBody, FinishedExchange } from './exchange-record.ts';
import { Digester } from './digester.ts';
import type { PackedExchanges } from './packed-exchanges.ts';
import { Packer } from './packed-exchanges.ts';
import type { RawExchange } from './raw-exchange.ts';
import type { NewBody } from './traffic-writer.ts';

/** Exchanges that have ended and are not stored yet, oldest first. */
export class Batch {
  readonly #packer: Packer;
  /** Bodies with bytes that the packed exchanges leave out, by hash. */
  readonly #bodies = new Map<string, NewBody>();

  /** @param room for so many exchanges at first */
  constructor(room?: number) {
    this.#packer = new Packer(room);
  }

  get length(): number {
    return this.#packer.length;
  }

  push(exchange: RawExchange): void {
    this.#packer.push(exchange);
    this.#keep(exchange.id, exchange.requestBody);
    this.#keep(exchange.id, exchange.responseBody);
  }

  #keep(exchangeId: number, { sha256, bytes }: CapturedBody): void {
    if (sha256 !== null && !this.#bodies.has(sha256)) this.#bodies.set(sha256, { sha256, exchangeId, bytes });
  }

  /** What crosses to the writer. */
  packed(): PackedExchanges {
    return this.#packer.packed();
  }

  /** Bodies the writer has not been sent; `sent` knows them from now on. */
  bodiesBeside(sent: Set<string>): NewBody[] {
    const bodies = [...this.#bodies.values()].filter(({ sha256 }) => !sent.has(sha256));
    for (const { sha256 } of bodies) sent.add(sha256);
    return bodies;
  }

  /** Whether one of them has this body. */
  holds(sha256: string): boolean {
    return this.#bodies.has(sha256);
  }

  find(id: number): FinishedExchange | undefined {
    const digester = new Digester(this.#packer);
    for (let index = 0; index < this.length; index += 1)
      if (digester.idAt(index) === id) return this.#whole(digester.at(index));
    return undefined;
  }

  rows(): ExchangeRow[] {
    const digester = new Digester(this.#packer);
    return Array.from({ length: this.length }, (_, index) => digester.rowAt(index));
  }

  #whole(exchange: FinishedExchange): FinishedExchange {
    const whole = (body: CapturedBody): CapturedBody => ({
      ...body,
      bytes: (body.sha256 !== null && this.#bodies.get(body.sha256)?.bytes) || null,
    });
    const { requestBody, responseBody } = exchange;
    return { ...exchange, requestBody: whole(requestBody), responseBody: whole(responseBody) };
  }
}

/**
 * Exchanges that wait to be stored, in batches of a bounded size: a batch is held twice while it is being written, and
 * large arrays cost far more than their contents.
 */
export class Backlog {
  #batches: Batch[] = [];
  #length = 0;
  /** After a full batch comes another: making room little by little would cost more than the exchanges. */
  #room: number | undefined;

  /** Exchanges, not batches. */
  get length(): number {
    return this.#length;
  }

  get hasFullBatch(): boolean {
    return (this.#batches[0]?.length ?? 0) >= LARGEST_BATCH;
  }

  push(exchange: RawExchange): void {
    let last = this.#batches.at(-1);
    if (!last || last.length >= LARGEST_BATCH) this.#batches.push((last = new Batch(this.#room)));
    last.push(exchange);
    this.#length += 1;
  }

  /** The oldest batch, empty when nothing waits. */
  take(): Batch {
    const batch = this.#batches.shift() ?? new Batch();
    this.#length -= batch.length;
    this.#room = batch.length >= LARGEST_BATCH ? LARGEST_BATCH : undefined;
    return batch;
  }

  /** A batch that could not be stored is the oldest again. */
  putBack(batch: Batch): void {
    this.#batches.unshift(batch);
    this.#length += batch.length;
  }

  /** Drops the oldest batches beyond `limit` exchanges. @returns how many exchanges those were */
  keepLast(limit: number): number {
    const before = this.#length;
    while (this.#length > limit) this.take();
    return before - this.#length;
  }

  clear(): void {
    this.#batches = [];
    this.#length = 0;
  }

  batches(): readonly Batch[] {
    return this.#batches;
  }
}

const LARGEST_BATCH = 250;
