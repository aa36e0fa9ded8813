import type { Channel, NumberedEvent } from '../../preload/contract.ts';

export type SocketState =
  | { phase: 'connecting'; attempt: number }
  | { phase: 'open' }
  /** `retryAt` is wall-clock time; the channel tries again by itself. */
  | { phase: 'lost'; attempt: number; retryAt: number };

export interface SocketChannel extends Channel {
  /** Fires each time a connection opens again after a loss: events were missed meanwhile. */
  onReconnect: (listener: () => void) => () => void;
  /** Tries at once instead of waiting for the back-off. */
  retry: () => void;
  close: () => void;
}

interface Options {
  url: string;
  key: string;
  onState: (state: SocketState) => void;
  createSocket?: (url: string, protocols: string[]) => WebSocket;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

type ServerFrame = { id: number; result?: unknown } | { id: number; error: string } | { events: NumberedEvent[] };

const FIRST_WAIT = 250;
const LONGEST_WAIT = 8_000;
const LOST =
  'The connection to the host was lost before it answered. The action may or may not have happened; look at the list once it is back.';

/** Carries the calls over one WebSocket and connects again by itself. */
export function createSocketChannel({
  url,
  key,
  onState,
  createSocket = (u, p) => new WebSocket(u, p),
}: Options): SocketChannel {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(events: NumberedEvent[]) => void>();
  const reconnectListeners = new Set<() => void>();
  let waiting: string[] = [];
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let wasOpen = false;
  let closed = false;
  let nextId = 1;

  function connect(): void {
    clearTimeout(timer);
    if (closed) return;
    onState({ phase: 'connecting', attempt });
    const current = createSocket(url, ['wopi-sandbox', `key.${key}`]);
    socket = current;
    current.onopen = () => {
      attempt = 0;
      onState({ phase: 'open' });
      for (const frame of waiting) current.send(frame);
      waiting = [];
      if (wasOpen) for (const listener of reconnectListeners) listener();
      wasOpen = true;
    };
    current.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') receive(JSON.parse(data) as ServerFrame);
    };
    current.onclose = () => {
      if (socket === current) lose();
    };
  }

  function receive(frame: ServerFrame): void {
    if ('events' in frame) {
      for (const listener of listeners) listener(frame.events);
      return;
    }
    const call = pending.get(frame.id);
    pending.delete(frame.id);
    if ('error' in frame) call?.reject(new Error(frame.error));
    else call?.resolve(frame.result);
  }

  function lose(): void {
    socket = null;
    waiting = [];
    for (const call of pending.values()) call.reject(new Error(LOST));
    pending.clear();
    if (closed) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
    attempt += 1;
    onState({ phase: 'lost', attempt, retryAt: Date.now() + wait });
    timer = setTimeout(connect, wait);
  }

  connect();

  return {
    call(method, args) {
      return new Promise((resolve, reject) => {
        if (!socket) {
          reject(new Error('There is no connection to the host at the moment. Try again once it is back.'));
          return;
        }
        const id = nextId++;
        pending.set(id, { resolve, reject });
        const frame = JSON.stringify({ id, method, args });
        if (socket.readyState === socket.OPEN) socket.send(frame);
        else waiting.push(frame);
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    retry() {
      if (!socket) connect();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
