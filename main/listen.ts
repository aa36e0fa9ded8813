import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server that can be stopped at once: open connections do not keep it alive. */
export interface Listener {
  server: Server;
  port: number;
  close(): Promise<void>;
}

/**
 * @param name how the listener is called in messages
 * @param flag the command line option that moves it
 * @throws Error that names the port and what to do
 */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
  options: {
    name: string;
    flag: string;
    address: string;
    port: number;
    /** Requests that come before this has happened wait for it. */
    after: Promise<void>;
    /** Answers what could not be read as a request, in place of Node. A request without Host goes to the handler then. */
    onUnreadable?: (error: Error, socket: Socket) => void;
  },
): Promise<Listener> {
  const { name, flag, address, port, after, onUnreadable } = options;
  let isOpen = false;
  void after.then(() => (isOpen = true));
  const server = createServer(
    { requireHostHeader: onUnreadable === undefined },
    (request, response) => void (isOpen ? handler(request, response) : after.then(() => handler(request, response))),
  );
  // Uploads may take their time; a request whose head does not arrive may not.
  server.requestTimeout = 0;
  server.headersTimeout = 60_000;
  // Node would refuse an expectation that it does not know (417) past everything that records; nobody has to refuse one.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  if (onUnreadable) {
    server.on('clientError', (error, socket) => onUnreadable(error, socket as Socket));
    // Node would hang up without a word.
    server.on('connect', (request, socket) => {
      // Node has let go of this connection: an error that nobody listens to would end the process.
      socket.on('error', () => undefined);
      onUnreadable(new ProxyAsked(request), socket as Socket);
    });
  }
  const explain = (error: NodeJS.ErrnoException): Error => {
    if (error.code === 'EADDRINUSE') {
      return new Error(
        `Port ${port} for the ${name} listener is in use already, by another program or by another listener of this one. Choose another one with ${flag}, or leave the option out to take any free port.`,
      );
    }
    if (error.code === 'EACCES')
      return new Error(
        `Port ${port} for the ${name} listener needs administrator rights. Choose one above 1023 with ${flag}.`,
      );
    return new Error(`The ${name} listener cannot start on ${address}:${port} (${error.code ?? error.message}).`);
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error)));
    server.listen(port, address, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request for a tunnel to another host, which only a proxy answers. */
class ProxyAsked extends Error {
  override name = 'ProxyAsked';
  readonly code = 'CONNECT';
  readonly rawPacket: Buffer;
  constructor({ url = '', httpVersion, rawHeaders }: IncomingMessage) {
    super('This host is no proxy.');
    const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    this.rawPacket = Buffer.from(`CONNECT ${url} HTTP/${httpVersion}\r\n${headers}\r\n`, 'latin1');
  }
}
