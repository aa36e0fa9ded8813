import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { EDITOR_PROTOCOL } from '../../preload/editor-contract.ts';
import type { PageMessage, ServerMessage } from '../../preload/editor-contract.ts';
import { runCommand } from './commands.ts';
import type { RoomLog } from './member.ts';
import { readPageMessage } from './messages.ts';
import type { Session } from './session.ts';
import type { SessionRegistry } from './session-registry.ts';
import type { Timers } from './timers.ts';

/** A pasted text of the largest size the editor takes, as JSON. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const HELLO_WITHIN_MS = 10_000;
/** Close codes a browser sends when a page goes away on purpose: normal, going away. */
const DELIBERATE = new Set([1000, 1001]);
export const CLOSE_REASON = { unreadable: 4400, replaced: 4409 } as const;

export interface SocketDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** The WebSocket between a page and its session: exact Origin, the session's secret, messages checked. */
export function createSocketDoor(options: {
  base(): string;
  registry: SessionRegistry;
  timers: Timers;
  log: RoomLog;
}): SocketDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => EDITOR_PROTOCOL,
  });
  const current = new Map<Session, WebSocket>();

  function serve(socket: WebSocket, session: Session): void {
    current.get(session)?.close(CLOSE_REASON.replaced, 'opened again');
    current.set(session, socket);
    let hasGreeted = false;
    const tooLate = options.timers.after(HELLO_WITHIN_MS, () => {
      if (!hasGreeted) socket.terminate();
    });
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : readPageMessage(textOf(data));
      if (message === undefined || (message.type === 'hello') === hasGreeted) {
        socket.close(CLOSE_REASON.unreadable, 'message not understood');
        return;
      }
      hasGreeted = true;
      receive(session, message, (reply) => socket.send(JSON.stringify(reply))).catch((error: unknown) => {
        options.log.error({ error: String(error) }, 'A message of an editor page could not be handled.');
      });
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      tooLate();
      if (current.get(session) !== socket) return;
      current.delete(session);
      session.disconnect(DELIBERATE.has(code));
      options.registry.disconnected(session);
    });
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refusal = refusalOf(request, options.base());
      const session = refusal === null ? findSession(request, options.registry) : undefined;
      if (session === undefined) {
        socket.end(`HTTP/1.1 ${refusal ?? '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, session));
    },
    close() {
      for (const socket of current.values()) socket.terminate();
      sockets.close();
    },
  };
}

async function receive(session: Session, message: PageMessage, send: (message: ServerMessage) => void): Promise<void> {
  switch (message.type) {
    case 'hello':
      await session.connect(send, message);
      return;
    case 'push':
      if (!session.canWrite) session.stateChanged();
      else if (message.epoch === session.room?.epoch) session.room.push(session, message.version, message.updates);
      else session.room?.sendContent(session);
      return;
    case 'cursor':
      session.room?.broadcast(
        { ...message, personId: session.id, userId: session.info.userId, name: session.info.userName },
        session,
      );
      return;
    case 'changing':
      session.room?.setChanging(session, message.isChanging);
      return;
    case 'command':
      send({ type: 'reply', id: message.id, ...(await runCommand(session, message.command)) });
  }
}

/** Cross-site pages can open sockets to any address; only the editor's own origin may. */
function refusalOf(request: IncomingMessage, base: string): string | null {
  const { host } = new URL(base);
  if (request.headers.host !== host) return '421 Misdirected Request';
  return request.headers.origin === base ? null : '403 Forbidden';
}

function findSession(request: IncomingMessage, registry: SessionRegistry): Session | undefined {
  const id = /^\/session\/([A-Za-z0-9_-]{1,64})$/.exec(request.url ?? '')?.[1];
  const [protocol, secret] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return id === undefined || protocol !== EDITOR_PROTOCOL || secret === undefined
    ? undefined
    : registry.find(id, secret);
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data)
    ? data.toString('utf8')
    : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8');
}
