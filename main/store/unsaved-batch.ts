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

  append(later: Batch): void {
    for (const value of later.values) this.values.push(value);
    for (const body of later.#bodies) this.#bodies.push(body);
  }

  /** Drops the oldest beyond `limit`. @returns how many */
  keepLast(limit: number): number {
    const surplus = Math.max(0, this.length - limit);
    this.values.splice(0, surplus * RAW_WIDTH);
    this.#bodies.splice(0, surplus * 2);
    return surplus;
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
