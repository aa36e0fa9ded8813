import { ChangeSet, EditorState as TextState } from '@codemirror/state';
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import { WebSocket } from 'ws';
import { CONFIG_ELEMENT, EDITOR_PROTOCOL, REVISION_HEADER, SECRET_HEADER } from '../../preload/editor-contract.ts';
import type {
  EditorAction,
  EditorState,
  PageCommand,
  PageConfig,
  PageMessage,
  ServerMessage,
} from '../../preload/editor-contract.ts';

export interface Launch {
  editor: string;
  wopiSrc: string;
  token: string;
  action?: EditorAction;
  ttl?: string;
  query?: Record<string, string>;
}

/** What a host page does: a form post into a frame. */
export function post({ editor, wopiSrc, token, action = 'edit', ttl = '0', query = {} }: Launch): Promise<Response> {
  const parameters = new URLSearchParams({ ui: 'en-US', ...query, wopisrc: wopiSrc });
  return fetch(`${editor}/${action}?${parameters.toString()}`, {
    method: 'POST',
    body: new URLSearchParams({ access_token: token, access_token_ttl: ttl }),
  });
}

export function configOf(html: string): PageConfig {
  const json = new RegExp(`id="${CONFIG_ELEMENT}">([^<]*)<`).exec(html)?.[1];
  if (json === undefined) throw new Error(`The answer is no editor page: ${html.slice(0, 2000)}`);
  return JSON.parse(json) as PageConfig;
}

/** The editor's page without a screen: real HTTP, a real WebSocket, and CodeMirror's real collaborative state. */
export class FakePage {
  state: EditorState | null = null;
  readonly received: ServerMessage[] = [];
  text: TextState | null = null;
  epoch: number | null = null;
  #listeners = new Set<() => void>();
  #commandCount = 0;
  #socket: WebSocket | null = null;

  constructor(
    readonly config: PageConfig,
    readonly editor: string,
  ) {}

  static async open(launch: Launch): Promise<FakePage> {
    const answer = await post(launch);
    const page = new FakePage(configOf(await answer.text()), launch.editor);
    await page.connect();
    return page;
  }

  async connect(): Promise<void> {
    const { sessionId, secret } = this.config;
    const socket = new WebSocket(
      `${this.editor.replace('http', 'ws')}/session/${sessionId}`,
      [EDITOR_PROTOCOL, secret],
      { origin: this.editor },
    );
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString('utf8')) as ServerMessage));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    this.send({ type: 'hello', epoch: this.epoch, version: this.text === null ? null : getSyncedVersion(this.text) });
    await this.until((state) => state.mode !== 'opening');
  }

  send(message: PageMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  sendRaw(text: string): void {
    this.#socket?.send(text);
  }

  /** Resolves with the first state, now or later, that fits. */
  until(fits: (state: EditorState) => boolean): Promise<EditorState> {
    return this.#wait(() => (this.state !== null && fits(this.state) ? this.state : undefined));
  }

  /** Resolves when the text of this page fits. */
  untilText(fits: (text: string) => boolean): Promise<string> {
    return this.#wait(() =>
      this.text !== null && fits(this.text.doc.toString()) ? this.text.doc.toString() : undefined,
    );
  }

  command(command: PageCommand): Promise<Extract<ServerMessage, { type: 'reply' }>> {
    this.#commandCount += 1;
    const id = this.#commandCount;
    this.send({ type: 'command', id, command });
    return this.#wait(() =>
      this.received.find(
        (message): message is Extract<ServerMessage, { type: 'reply' }> =>
          message.type === 'reply' && message.id === id,
      ),
    );
  }

  /** Types at a position, as the person at the keyboard. */
  type(at: number, insert: string, to = at): void {
    if (this.text === null) throw new Error('There is no text to type in.');
    this.text = this.text.update({ changes: { from: at, to, insert } }).state;
    this.push();
  }

  push(): void {
    if (this.text === null || this.epoch === null) return;
    const updates = sendableUpdates(this.text).map(({ clientID, changes }) => ({
      clientId: clientID,
      changes: changes.toJSON() as unknown,
    }));
    if (updates.length > 0)
      this.send({ type: 'push', epoch: this.epoch, version: getSyncedVersion(this.text), updates });
  }

  content(init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(`${this.editor}/session/${this.config.sessionId}/content`, {
      ...init,
      headers: { [SECRET_HEADER]: this.config.secret, ...init.headers },
    });
  }

  upload(bytes: Uint8Array<ArrayBuffer>, revision: number): Promise<Response> {
    return this.content({ method: 'POST', body: bytes, headers: { [REVISION_HEADER]: String(revision) } });
  }

  /** The tab is closed: the browser says goodbye. */
  close(): Promise<void> {
    return this.#end(() => this.#socket?.close(1001));
  }

  /** The line breaks. */
  lose(): Promise<void> {
    return this.#end(() => this.#socket?.terminate());
  }

  closed(): Promise<number> {
    return new Promise((resolve) => this.#socket?.once('close', resolve));
  }

  async #end(act: () => void): Promise<void> {
    if (this.#socket === null || this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = this.closed();
    act();
    await closed;
  }

  #receive(message: ServerMessage): void {
    this.received.push(message);
    if (message.type === 'state') this.state = message.state;
    if (message.type === 'text') {
      this.epoch = message.epoch;
      this.text = TextState.create({ doc: message.text, extensions: [collab({ startVersion: message.version })] });
    }
    if (message.type === 'updates' && this.text !== null) {
      const missing = message.updates.slice(getSyncedVersion(this.text) - message.version);
      const updates = missing.map(({ clientId, changes }) => ({
        clientID: clientId,
        changes: ChangeSet.fromJSON(changes),
      }));
      this.text = receiveUpdates(this.text, updates).state;
      if (updates.length > 0) this.push();
    }
    for (const listener of this.#listeners) listener();
  }

  #wait<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        this.#listeners.delete(check);
        resolve(found);
      };
      this.#listeners.add(check);
      check();
    });
  }
}
