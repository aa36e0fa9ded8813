import { useEffect, useState } from 'react';
import { fail } from '../ui/toasts.tsx';
import type { Connection } from './connection.ts';
import { useTools } from './context.ts';
import { provideDocument } from './document-source.ts';
import { mayType, useSandbox } from './store.ts';

/** How long nothing must change before the document goes up; the server saves shortly after. */
const UPLOAD_AFTER_MS = 1_000;

/** A .docx or .xlsx as the server has it; `revision` names it. */
export interface LoadedFile {
  revision: number;
  bytes: ArrayBuffer;
}

/** What a view of such a document can do for the line to the server. */
export interface OfficeView {
  /** The document as shown now, as a file. */
  exportBytes(): Promise<ArrayBuffer>;
}

export interface OfficeFile {
  /** null until the first bytes are here. */
  loaded: LoadedFile | null;
  /** The view calls this at every change a person makes. */
  changed(): void;
  /** The view hands itself over while it shows a document. */
  attach(view: OfficeView): () => void;
}

let dropMine: () => void = () => undefined;

/** Shows what somebody else saved in place of what was changed here. */
export function loadTheirs(): void {
  dropMine();
}

/**
 * Keeps an Office document in step with the server. It is sent as a whole, with the revision it was made from; a
 * version of somebody else that arrives while this page holds changes is announced, never put over them.
 */
class OfficeLine {
  #view: OfficeView | null = null;
  #revision = 0;
  #changes = 0;
  #sentChanges = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly onLoaded: (file: LoadedFile) => void,
  ) {}

  get hasChanges(): boolean {
    return this.#changes !== this.#sentChanges;
  }

  attach(view: OfficeView): () => void {
    this.#view = view;
    const takeBack = provideDocument({ text: () => null, bytes: () => view.exportBytes() });
    return () => {
      takeBack();
      if (this.#view === view) this.#view = null;
    };
  }

  changed(): void {
    if (!mayType(useSandbox.getState())) return;
    if (!this.hasChanges) this.connection.send({ type: 'changing', isChanging: true });
    this.#changes += 1;
    useSandbox.setState({ hasUnsent: true });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), UPLOAD_AFTER_MS);
  }

  /** The server has another revision. */
  async announced(revision: number, by: string | null): Promise<void> {
    if (revision === this.#revision) return;
    if (this.hasChanges) useSandbox.setState({ stale: { revision, by } });
    else await this.load();
  }

  async load(): Promise<void> {
    try {
      const { bytes, revision } = await this.connection.content();
      this.#revision = revision;
      this.#settle(this.#changes);
      useSandbox.setState({ stale: null });
      this.onLoaded({ revision, bytes });
    } catch (error) {
      fail(error);
    }
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sending = this.#sending.then(() => this.#upload());
    return this.#sending;
  }

  async #upload(): Promise<void> {
    const view = this.#view;
    if (view === null || !this.hasChanges || useSandbox.getState().stale !== null) return;
    const changes = this.#changes;
    try {
      const answer = await this.connection.upload(await view.exportBytes(), this.#revision);
      if (answer.ok) {
        this.#revision = answer.revision;
        this.#settle(changes);
      } else if (answer.revision > this.#revision) {
        const by = useSandbox.getState().state?.save.by ?? null;
        useSandbox.setState(({ stale }) => ({ stale: stale ?? { revision: answer.revision, by } }));
      } else {
        fail(answer.message);
      }
    } catch (error) {
      fail(error);
    }
  }

  #settle(changes: number): void {
    this.#sentChanges = changes;
    useSandbox.setState({ hasUnsent: this.hasChanges });
    if (!this.hasChanges) this.connection.send({ type: 'changing', isChanging: false });
  }
}

export function useOfficeFile(): OfficeFile {
  const { connection } = useTools();
  const [loaded, setLoaded] = useState<LoadedFile | null>(null);
  const [line] = useState(() => new OfficeLine(connection, setLoaded));
  const [file] = useState(() => ({ changed: () => line.changed(), attach: (view: OfficeView) => line.attach(view) }));
  useEffect(() => {
    dropMine = () => void line.load();
    const detach = connection.attach({
      position: () => null,
      receive: (message) => {
        if (message.type === 'content') void line.announced(message.revision, message.by);
      },
      flush: () => line.flush(),
    });
    // What could not go up while there was no connection goes now.
    const unsubscribe = useSandbox.subscribe(({ link }, previous) => {
      if (link === 'open' && previous.link !== 'open' && line.hasChanges) void line.flush();
    });
    return () => {
      detach();
      unsubscribe();
    };
  }, [connection, line]);
  return { loaded, ...file };
}
