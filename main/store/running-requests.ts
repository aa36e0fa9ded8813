import type { RawExchange } from './raw-exchange.ts';

/**
 * Requests that are underway. Not in a Map: the tables a Map leaves behind as entries come and go keep what was in them
 * and name the next table, so that every request, with all that hangs on it, outlived several collections.
 */
export class RunningRequests {
  readonly #requests: RawExchange[] = [];

  begin(request: RawExchange): void {
    this.#requests.push(request);
  }

  end(request: RawExchange): void {
    const place = this.#requests.indexOf(request);
    if (place === -1) return;
    const last = this.#requests.pop();
    if (last && last !== request) this.#requests[place] = last;
  }

  find(id: number): RawExchange | undefined {
    return this.#requests.find((request) => request.id === id);
  }

  /** In no order. */
  all(): readonly RawExchange[] {
    return this.#requests;
  }
}
