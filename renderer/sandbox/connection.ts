import {
  EDITOR_PROTOCOL,
  REVISION_HEADER,
  SECRET_HEADER,
  type PageCommand,
  type PageConfig,
  type PageMessage,
  type ServerMessage,
} from '../../preload/editor-contract.ts';
import { useSandbox } from './store.ts';

export type Reply = Extract<ServerMessage, { type: 'reply' }>;

/** What the view of the document contributes to the conversation. */
export interface DocumentSide {
  /** Where the shown text stands, for a server that only needs to send what came since. */
  position(): { epoch: number; version: number } | null;
  receive(message: ServerMessage): void;
  /** Resolves when everything typed here has reached the server. */
  flush(): Promise<void>;
}

export interface Connection {
  readonly config: PageConfig;
  send(message: PageMessage): void;
  command(command: PageCommand): Promise<Reply>;
  /** The view registers itself once; messages that came before are handed over. */
  attach(side: DocumentSide): () => void;
  flush(): Promise<void>;
  content(): Promise<{ bytes: ArrayBuffer; revision: number }>;
  upload(bytes: ArrayBuffer, revision: number): Promise<{ ok: boolean; revision: number; message: string }>;
  uploadCopy(bytes: ArrayBuffer, name: string): Promise<Pick<Reply, 'ok' | 'message' | 'name' | 'url'>>;
}

const RETRY_MS = [500, 1_000, 2_000, 4_000];

/** The page's line to its session: one WebSocket that comes back by itself, and the HTTP side for bytes. */
export function connect(config: PageConfig): Connection {
  const waiting = new Map<number, (reply: Reply) => void>();
  let socket: WebSocket | null = null;
  let side: DocumentSide | null = null;
  let early: ServerMessage[] = [];
  let commands = 0;
  let attempts = 0;

  const base = new URL('.', window.location.href);
  const address = (path: string): URL => new URL(`session/${config.sessionId}${path}`, base);
  const request = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(address(path), { ...init, cache: 'no-store', headers: { [SECRET_HEADER]: config.secret, ...headers } });

  function send(message: PageMessage): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function receive(message: ServerMessage): void {
    if (message.type === 'state') {
      useSandbox.setState({ state: message.state, stateAt: Date.now() });
      return;
    }
    if (message.type === 'reply') {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
      return;
    }
    if (side === null) early.push(message);
    else side.receive(message);
  }

  function open(): void {
    const url = address('');
    url.protocol = url.protocol.replace('http', 'ws');
    const opened = new WebSocket(url, [EDITOR_PROTOCOL, config.secret]);
    socket = opened;
    opened.addEventListener('open', () => {
      attempts = 0;
      useSandbox.setState({ link: 'open' });
      const position = side?.position() ?? null;
      send({ type: 'hello', epoch: position?.epoch ?? null, version: position?.version ?? null });
    });
    opened.addEventListener('message', ({ data }: MessageEvent<string>) => receive(JSON.parse(data) as ServerMessage));
    opened.addEventListener('close', () => void closed(opened));
  }

  async function closed(which: WebSocket): Promise<void> {
    if (socket !== which) return;
    socket = null;
    for (const [id, answer] of waiting)
      answer({ type: 'reply', id, ok: false, message: 'The connection to the Sandbox Editor broke off.' });
    waiting.clear();
    if (await isOver()) {
      useSandbox.setState({ link: 'over' });
      return;
    }
    useSandbox.setState({ link: 'lost' });
    setTimeout(open, RETRY_MS[Math.min(attempts, RETRY_MS.length - 1)]);
    attempts += 1;
  }

  /** A refused WebSocket tells no reason; the HTTP side does. */
  async function isOver(): Promise<boolean> {
    try {
      return (await request('/alive')).status === 404;
    } catch {
      return false;
    }
  }

  open();
  return {
    config,
    send,
    command(command) {
      commands += 1;
      const id = commands;
      if (socket?.readyState !== WebSocket.OPEN) {
        return Promise.resolve({
          type: 'reply',
          id,
          ok: false,
          message: 'There is no connection to the Sandbox Editor at the moment.',
        });
      }
      send({ type: 'command', id, command });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    attach(next) {
      side = next;
      const missed = early;
      early = [];
      for (const message of missed) next.receive(message);
      return () => {
        if (side === next) side = null;
      };
    },
    flush: async () => side?.flush(),
    async content() {
      const answer = await request('/content');
      if (!answer.ok) throw new Error(await refusal(answer));
      return { bytes: await answer.arrayBuffer(), revision: Number(answer.headers.get(REVISION_HEADER) ?? 0) };
    },
    async upload(bytes, revision) {
      const answer = await request(
        '/content',
        { method: 'POST', body: bytes },
        { [REVISION_HEADER]: String(revision) },
      );
      if (answer.status !== 200 && answer.status !== 409) throw new Error(await refusal(answer));
      const { message, revision: current } = (await answer.json()) as { message: string; revision: number };
      return { ok: answer.ok, message, revision: current };
    },
    async uploadCopy(bytes, name) {
      const answer = await request(`/copy?name=${encodeURIComponent(name)}`, { method: 'POST', body: bytes });
      if (!answer.ok) throw new Error(await refusal(answer));
      return (await answer.json()) as Pick<Reply, 'ok' | 'message' | 'name' | 'url'>;
    },
  };
}

async function refusal(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { message: string }).message;
  } catch {
    return `The Sandbox Editor answered ${answer.status}.`;
  }
}
