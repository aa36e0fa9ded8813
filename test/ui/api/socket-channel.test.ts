import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSocketChannel, type SocketChannel, type SocketState } from '../../../renderer/api/socket-channel.ts';

/** The far end of a WebSocket, in the test's hand. */
class FakeSocket {
  readonly OPEN = 1;
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  answer(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let sockets: FakeSocket[];
let states: SocketState[];
let channel: SocketChannel;

function last(): FakeSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('No socket was opened.');
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  states = [];
  channel = createSocketChannel({
    url: 'ws://127.0.0.1:1/live',
    key: 'secret',
    onState: (state) => states.push(state),
    createSocket(url, protocols) {
      const socket = new FakeSocket(url, protocols);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  });
});

afterEach(() => {
  channel.close();
  vi.useRealTimers();
});

test('the key travels as a subprotocol, and calls made early wait for the connection', async () => {
  expect(last().protocols).toEqual(['wopi-sandbox', 'key.secret']);
  const answer = channel.call('holdClock', []);
  expect(last().sent).toEqual([]);
  last().open();
  expect(last().sent).toEqual([{ id: 1, method: 'holdClock', args: [] }]);
  last().answer({ id: 1, result: { heldAt: 5 } });
  expect(await answer).toEqual({ heldAt: 5 });
});

test('an error comes as the sentence it is', async () => {
  last().open();
  const answer = channel.call('getExchange', [{ id: 9 }]);
  last().answer({ id: 1, error: 'Request 9 is no longer kept.' });
  await expect(answer).rejects.toThrow('Request 9 is no longer kept.');
});

test('events reach every listener until it stops', () => {
  last().open();
  const seen: number[] = [];
  const stop = channel.subscribe((events) => seen.push(...events.map(({ seq }) => seq)));
  last().answer({ events: [{ seq: 1, event: { type: 'files-reset' } }] });
  stop();
  last().answer({ events: [{ seq: 2, event: { type: 'files-reset' } }] });
  expect(seen).toEqual([1]);
});

test('a loss rejects what was under way, tries again by itself and says so', async () => {
  let reconnects = 0;
  channel.onReconnect(() => (reconnects += 1));
  last().open();
  const answer = channel.call('clearExchanges', []);
  last().close();
  await expect(answer).rejects.toThrow(/connection to the host was lost/);
  await expect(channel.call('holdClock', [])).rejects.toThrow(/no connection/);
  expect(states.at(-1)).toMatchObject({ phase: 'lost', attempt: 1 });

  vi.advanceTimersByTime(250);
  expect(sockets.length).toBe(2);
  last().close();
  vi.advanceTimersByTime(499);
  expect(sockets.length).toBe(2);
  vi.advanceTimersByTime(1);
  expect(sockets.length).toBe(3);
  expect(reconnects).toBe(0);
  last().open();
  expect(reconnects).toBe(1);
  expect(states.at(-1)).toEqual({ phase: 'open' });
});

test('the wait between attempts ends at eight seconds, and can be cut short', () => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    last().close();
    vi.advanceTimersByTime(8_000);
  }
  const before = sockets.length;
  last().close();
  channel.retry();
  expect(sockets.length).toBe(before + 1);
});
