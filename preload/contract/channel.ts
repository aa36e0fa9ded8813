import type { NumberedEvent } from './events.ts';

// How the page reaches the host.

export const CALL_CHANNEL = 'wopi-sandbox:call';

export const EVENTS_CHANNEL = 'wopi-sandbox:events';

/** How the page reaches the host: Electron's bridge or a WebSocket; both carry the same calls. */
export interface Channel {
  /** Rejects with an Error whose message is a full sentence for the user. */
  call(method: string, args: unknown[]): Promise<unknown>;
  /** Delivers numbered events in order, in batches. Returns the function that stops it. */
  subscribe(listener: (events: NumberedEvent[]) => void): () => void;
}
