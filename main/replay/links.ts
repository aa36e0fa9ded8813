import type { Socket } from 'node:net';
import type { ExchangeRow } from '../../preload/contract.ts';

/** What the recorder gets to know of a request that was sent from here. */
export interface Claim {
  /** null: what is repeated is no live traffic. */
  original: number | null;
  settle(row: ExchangeRow | null): void;
}

export interface Links {
  /**
   * From now on the request that arrives over this connection repeats an exchange. Resolves with what was recorded of
   * it when it has ended; null when nothing was, because it went elsewhere or capturing is paused.
   */
  announce(socket: Socket, original: number | null): Promise<ExchangeRow | null>;
  /** Asked by the host listener for each request: is it one of ours? A connection carries one. */
  claim(socket: Socket): Claim | undefined;
  /** Exchanges that repeat this one, oldest first; of this run of the program. */
  copiesOf(original: number): readonly number[];
}

/** Originals whose copies are remembered. */
const REMEMBERED = 5000;

/**
 * Ties what is sent again to what was recorded. The two ends of a connection tell who sent a request, so nothing has
 * to be added to it: it arrives as the client sent it.
 */
export function createLinks(): Links {
  const announced = new Map<string, Claim>();
  const copies = new Map<number, number[]>();

  const remember = (original: number, copy: number): void => {
    const known = copies.get(original) ?? [];
    copies.delete(original);
    copies.set(original, [...known, copy]);
    const [oldest] = copies.keys();
    if (copies.size > REMEMBERED && oldest !== undefined) copies.delete(oldest);
  };

  return {
    announce(socket, original) {
      const key = keyOf(socket.localAddress, socket.localPort);
      return new Promise((resolve) => {
        announced.set(key, {
          original,
          settle(row) {
            if (row && original !== null) remember(original, row.id);
            resolve(row);
          },
        });
        socket.once('close', () => {
          if (announced.delete(key)) resolve(null);
        });
      });
    },
    claim(socket) {
      if (announced.size === 0) return undefined;
      const key = keyOf(socket.remoteAddress, socket.remotePort);
      const claim = announced.get(key);
      announced.delete(key);
      return claim;
    },
    copiesOf: (original) => copies.get(original) ?? [],
  };
}

/** A listener on all addresses sees an IPv4 peer in the form of IPv6. */
function keyOf(address: string | undefined, port: number | undefined): string {
  return `${(address ?? '').replace(/^::ffff:/, '')} ${port ?? 0}`;
}
