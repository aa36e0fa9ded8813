import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import { ChangeSet, type EditorState, type Extension } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { ServerMessage } from '../../preload/editor-contract.ts';
import type { Connection } from './connection.ts';
import { forgetCursor, showCursor } from './remote-cursors.ts';
import { useSandbox } from './store.ts';

export function fileName(): string {
  return useSandbox.getState().state?.file.name ?? 'document.txt';
}

export interface TextSharing {
  stop(): void;
}

/**
 * Keeps the view and the server's text in step: what is typed goes up, what others type comes down
 * (CodeMirror's collaborative editing; the server decides the order).
 */
export function shareText(
  connection: Connection,
  view: EditorView,
  createState: (text: string, collaboration: Extension) => EditorState,
): TextSharing {
  let epoch = -1;
  let isPushing = false;
  let isStarted = false;
  let flushed: (() => void)[] = [];

  function push(): void {
    const updates = isStarted ? sendableUpdates(view.state) : [];
    useSandbox.setState({ hasUnsent: updates.length > 0 });
    if (updates.length === 0) {
      for (const done of flushed) done();
      flushed = [];
      sendCursor();
      return;
    }
    if (isPushing || useSandbox.getState().link !== 'open') return;
    isPushing = true;
    connection.send({
      type: 'push',
      epoch,
      version: getSyncedVersion(view.state),
      updates: updates.map(({ clientID, changes }) => ({ clientId: clientID, changes: changes.toJSON() as unknown })),
    });
  }

  /** Only when the server has everything typed here: a position means nothing in another text. */
  function sendCursor(): void {
    if (!isStarted || sendableUpdates(view.state).length > 0) return;
    const { anchor, head } = view.state.selection.main;
    connection.send({ type: 'cursor', anchor, head, version: getSyncedVersion(view.state) });
  }

  const plugin = ViewPlugin.define(() => ({
    update(update: ViewUpdate) {
      if (update.docChanged) push();
      else if (update.selectionSet) sendCursor();
    },
  }));

  function replace(text: string, version: number, nextEpoch: number): void {
    keepUnsent();
    epoch = nextEpoch;
    isPushing = false;
    isStarted = nextEpoch >= 0;
    const { scrollTop } = view.scrollDOM;
    view.setState(createState(text, isStarted ? [collab({ startVersion: version }), plugin] : []));
    view.scrollDOM.scrollTop = scrollTop;
    push();
  }

  /** The server begins a new count, so what was typed and not sent has no place in the text any more. */
  function keepUnsent(): void {
    if (!isStarted || sendableUpdates(view.state).length === 0) return;
    const why =
      'the document was loaded anew while this page held changes. They are not in the document; the text as it stood here is kept.';
    useSandbox.setState({ rescue: { why, name: fileName(), text: view.state.doc.toString() } });
  }

  function receive(message: ServerMessage): void {
    if (message.type === 'text') replace(message.text, message.version, message.epoch);
    else if (message.type === 'updates' && message.epoch === epoch) receiveChanges(message);
    else if (message.type === 'cursor') showTheirs(message);
    else if (message.type === 'cursor-gone') view.dispatch({ effects: forgetCursor.of(message.personId) });
  }

  function receiveChanges({ version, updates }: Extract<ServerMessage, { type: 'updates' }>): void {
    const missing = updates.slice(Math.max(0, getSyncedVersion(view.state) - version));
    isPushing = false;
    if (missing.length > 0) {
      const received = missing.map(({ clientId, changes }) => ({
        clientID: clientId,
        changes: ChangeSet.fromJSON(changes),
      }));
      view.dispatch(receiveUpdates(view.state, received));
    }
    push();
  }

  /** Their position is one in the server's text; what is typed here and under way stands between. */
  function showTheirs(cursor: Extract<ServerMessage, { type: 'cursor' }>): void {
    const unsent = isStarted ? sendableUpdates(view.state) : [];
    const here = (position: number): number =>
      unsent.reduce((at, { changes }) => changes.mapPos(Math.min(at, changes.length), 1), position);
    view.dispatch({ effects: showCursor.of({ ...cursor, anchor: here(cursor.anchor), head: here(cursor.head) }) });
  }

  const detach = connection.attach({
    position: () => (isStarted ? { epoch, version: getSyncedVersion(view.state) } : null),
    receive,
    flush: () =>
      new Promise((resolve) => {
        if (!isStarted || sendableUpdates(view.state).length === 0 || useSandbox.getState().link !== 'open') resolve();
        else flushed.push(resolve);
      }),
  });
  const unsubscribe = useSandbox.subscribe(({ link }, previous) => {
    if (link === previous.link) return;
    // An answer that was under way is lost with the connection; the server recognises what it has already.
    isPushing = false;
    if (link === 'open') push();
    for (const done of link === 'open' ? [] : flushed.splice(0)) done();
  });
  return {
    stop() {
      unsubscribe();
      detach();
    },
  };
}
