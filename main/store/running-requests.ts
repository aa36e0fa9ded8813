import type { RawExchange } from './raw-exchange.ts';

/** What can be told of a request by now, while it is underway. */
export interface RunningRequest {
  readonly id: number;
  raw(): RawExchange;
}

/**
 * Requests that are underway. Not in a Map: the tables a Map leaves behind as entries come and go keep what was in them
 * and name the next table, so that every request, with all that hangs on it, outlived several collections.
 */
export class RunningRequests {
  readonly #requests: RunningRequest[] = [];

  begin(request: RunningRequest): void {
    this.#requests.push(request);
  }

  end(request: RunningRequest): void {
    const place = this.#requests.indexOf(request);
    if (place === -1) return;
    const last = this.#requests.pop();
    if (last && last !== request) this.#requests[place] = last;
  }

  find(id: number): RunningRequest | undefined {
    return this.#requests.find((request) => request.id === id);
  }

  /** In no order. */
  all(): readonly RunningRequest[] {
    return this.#requests;
  }
}
