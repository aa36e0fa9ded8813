import type { ExchangeRow } from '../../preload/contract.ts';
import type { CapturedBody, FinishedExchange } from './exchange-record.ts';
import type { RawExchange, RawValue } from './raw-exchange.ts';
import { digest, pushRaw, RAW_WIDTH } from './raw-exchange.ts';
import type { NewBody } from './traffic-writer.ts';

/** Exchanges that have ended and are not stored yet, oldest first. */
export class Batch {
  /** What crosses to the writer. */
  readonly values: RawValue[] = [];
  /** Two for each exchange, with the bytes the values leave out. */
  readonly #bodies: CapturedBody[] = [];

  get length(): number {
    return this.#bodies.length / 2;
  }

  push(exchange: RawExchange): void {
    pushRaw(exchange, this.values);
    this.#bodies.push(exchange.requestBody, exchange.responseBody);
  }

  /** Bodies the writer has not been sent; `sent` knows them from now on. */
  bodiesBeside(sent: Set<string>): NewBody[] {
    const bodies: NewBody[] = [];
    for (const [index, { sha256, bytes }] of this.#bodies.entries()) {
      if (sha256 === null || sent.has(sha256)) continue;
      sent.add(sha256);
      bodies.push({ sha256, exchangeId: this.#idAt(index >> 1), bytes });
    }
    return bodies;
  }

  /** Whether one of them has this body. */
  holds(sha256: string): boolean {
    return this.#bodies.some((body) => body.sha256 === sha256);
  }

  find(id: number): FinishedExchange | undefined {
    for (let index = 0; index < this.length; index += 1) if (this.#idAt(index) === id) return this.#at(index);
    return undefined;
  }

  ids(): number[] {
    return Array.from({ length: this.length }, (_, index) => this.#idAt(index));
  }

  rows(): ExchangeRow[] {
    return Array.from({ length: this.length }, (_, index) => this.#at(index).row);
  }

  #idAt(index: number): number {
    return this.values[index * RAW_WIDTH] as number;
  }

  #at(index: number): FinishedExchange {
    const exchange = digest(this.values, index * RAW_WIDTH);
    const [requestBody = exchange.requestBody, responseBody = exchange.responseBody] = this.#bodies.slice(2 * index);
    return { ...exchange, requestBody, responseBody };
  }
}

/**
 * Exchanges that wait to be stored, in batches of a bounded size: a batch is held twice while it is being written, and
 * large arrays cost far more than their contents.
 */
export class Backlog {
  #batches: Batch[] = [];
  #length = 0;

  /** Exchanges, not batches. */
  get length(): number {
    return this.#length;
  }

  get hasFullBatch(): boolean {
    return (this.#batches[0]?.length ?? 0) >= LARGEST_BATCH;
  }

  push(exchange: RawExchange): void {
    let last = this.#batches.at(-1);
    if (!last || last.length >= LARGEST_BATCH) this.#batches.push((last = new Batch()));
    last.push(exchange);
    this.#length += 1;
  }

  /** The oldest batch, empty when nothing waits. */
  take(): Batch {
    const batch = this.#batches.shift() ?? new Batch();
    this.#length -= batch.length;
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
