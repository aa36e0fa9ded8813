import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import type { ReplayRow, ReplayWish, Replay, ResendOptions } from '../../preload/contract.ts';
import type { TestHost } from '../support/host.ts';

export const OPTIONS: ResendOptions = {
  token: 'renew',
  sign: 'recorded',
  correlation: 'new',
  lock: 'recorded',
  timeoutMs: 20_000,
};

/** Starts a replay and waits for its end. */
export async function replayed(
  host: TestHost,
  wish: Omit<ReplayWish, 'options'> & Partial<ReplayWish>,
): Promise<Replay> {
  const { id: replayId } = await host.api.startReplay({ options: OPTIONS, ...wish });
  let row: ReplayRow;
  let done = 0;
  do {
    row = await host.api.awaitReplay({ replayId, done });
    done = row.same + row.different + row.unanswered + row.skipped;
  } while (row.state === 'running');
  return host.api.getReplay({ replayId });
}

export interface Stranger {
  base: string;
  /** What arrived: first line and headers. */
  received: { line: string; headers: IncomingMessage['headers'] }[];
  stop(): Promise<void>;
}

/** A host that is not ours and answers as it is told. */
export async function strangeHost(answer: RequestListener): Promise<Stranger> {
  const received: Stranger['received'] = [];
  const server = createServer((request, response) => {
    received.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    answer(request, response);
  });
  const base = await listening(server);
  return {
    base,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Something that listens and speaks no HTTP. */
export async function rawServer(text: string): Promise<{ base: string; stop(): Promise<void> }> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(text));
  });
  return { base: await listening(server), stop: () => new Promise((resolve) => void server.close(() => resolve())) };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
