/**
 * What crosses between the Sandbox Editor's page and its server. Imports nothing.
 *
 * The page is handed a {@link PageConfig} inside its HTML, then talks over one WebSocket: {@link PageMessage} up,
 * {@link ServerMessage} down. Bytes of .docx and .xlsx travel over HTTP (`session/<id>/content`).
 */

export type DocumentKind = 'text' | 'word' | 'sheet' | 'slides' | 'download';
export type EditorAction = 'view' | 'edit' | 'editnew' | 'embedview';

/** The WebSocket subprotocol; the session secret is the second name offered, so that it stays out of every URL. */
export const EDITOR_PROTOCOL = 'wopi-sandbox-editor';
/** Request header with the session secret, for the HTTP side. */
export const SECRET_HEADER = 'X-Sandbox-Secret';
/** Which revision uploaded bytes were made from; and, on answers, which revision the server has. */
export const REVISION_HEADER = 'X-Sandbox-Revision';
/** Id of the element of the page that holds the {@link PageConfig} as JSON. */
export const CONFIG_ELEMENT = 'sandbox-config';

export interface PageConfig {
  sessionId: string;
  secret: string;
  nonce: string;
  kind: DocumentKind;
  action: EditorAction;
  fileName: string;
  /** Exact origin of the host page from CheckFileInfo; null when the host allows no messages. */
  postMessageOrigin: string | null;
  /** Names the session to people and in messages; opens nothing. */
  userSession: string;
  /** LCID of the UI language as text, as Office adds it to its messages. */
  uiLanguage: string;
}

export interface HeaderPair {
  name: string;
  value: string;
}

/** One WOPI call this editor made, in the host's words and in plain ones. */
export interface CallReport {
  id: number;
  operation: string;
  /** Virtual time, epoch milliseconds. */
  at: number;
  durationMs: number;
  /** null when no answer came. */
  status: number | null;
  ok: boolean;
  /** The answer's headers that matter to WOPI. */
  headers: HeaderPair[];
  /** What the answer means, in one or two sentences. */
  meaning: string;
  correlationId: string;
}

export type ProblemAction =
  | 'save'
  | 'lock-again'
  | 'overwrite'
  | 'reload'
  | 'check'
  | 'save-copy'
  | 'download'
  | 'copy-text';

/** Something that keeps changes from reaching the host. Nothing typed is dropped while it stands. */
export interface Problem {
  title: string;
  detail: string;
  call: CallReport | null;
  actions: ProblemAction[];
}

export interface Participant {
  /** Not the session id: that one opens the session. */
  id: string;
  name: string;
  userId: string;
  isYou: boolean;
  /** False when the host has refused this person's token or taken the right to write away. */
  canWrite: boolean;
  /** Has changes that are not saved yet. */
  isChanging: boolean;
}

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'refused';

export interface EditorState {
  file: {
    name: string;
    extension: string;
    size: number;
    /** The Version the editor works on; '' when the host gave none. */
    version: string;
    /** Set in reading mode when the host has a newer one than the one shown. */
    newerVersion: string | null;
  };
  mode: 'opening' | 'reading' | 'editing' | 'failed';
  /** Why the document is not editable although editing was asked for; null when all is well. */
  refusal: Problem | null;
  /** Set in mode 'failed': why nothing can be shown. */
  failure: Problem | null;
  person: { name: string; userId: string; isAnonymous: boolean };
  lock: { id: string; isHeld: boolean; refreshedAt: number; expiresAt: number } | null;
  save: { state: SaveState; at: number | null; by: string | null };
  /** Counts the changes of .docx and .xlsx documents. */
  revision: number;
  people: Participant[];
  /** Newest first. */
  calls: CallReport[];
  problem: Problem | null;
  notices: string[];
  /** `expiresAt` 0: unknown, as access_token_ttl said. */
  token: { expiresAt: number; state: 'valid' | 'expiring' | 'expired' | 'refused' };
  format: { encoding: string; lineEnding: string } | null;
  may: { edit: boolean; rename: boolean; saveCopy: boolean };
  links: {
    close: string | null;
    closeMessage: boolean;
    share: string | null;
    shareMessage: boolean;
    versions: string | null;
    versionsMessage: boolean;
    editMessage: boolean;
    editNotification: boolean;
    download: string | null;
  };
  /** Virtual now when this state was made; the page shows countdowns against it. */
  now: number;
}

/** Changes in the form of CodeMirror's `ChangeSet.toJSON()`. */
export interface TextUpdate {
  clientId: string;
  changes: unknown;
}

export type ServerMessage =
  | { type: 'state'; state: EditorState }
  /** The whole text; replaces what the page shows. `epoch` changes when earlier versions no longer count. */
  | { type: 'text'; epoch: number; version: number; text: string; editable: boolean }
  | { type: 'updates'; epoch: number; version: number; updates: TextUpdate[] }
  | { type: 'cursor'; personId: string; userId: string; name: string; anchor: number; head: number; version: number }
  | { type: 'cursor-gone'; personId: string }
  /** New bytes are at `session/<id>/content`. */
  | { type: 'content'; revision: number; by: string | null }
  | { type: 'reply'; id: number; ok: boolean; message: string; name?: string; url?: string | null };

export type PageCommand =
  | { name: 'edit' }
  | { name: 'save' }
  | { name: 'refresh-lock' }
  | { name: 'check' }
  | { name: 'lock-again' }
  | { name: 'overwrite' }
  | { name: 'reload' }
  | { name: 'rename'; to: string }
  | { name: 'save-copy'; to: string }
  | { name: 'leave' };

export type PageMessage =
  /** First message. `version` and `epoch` of the text the page still shows after a lost connection. */
  | { type: 'hello'; epoch: number | null; version: number | null }
  | { type: 'push'; epoch: number; version: number; updates: TextUpdate[] }
  | { type: 'cursor'; anchor: number; head: number; version: number }
  /** .docx and .xlsx: the page holds changes that are not uploaded yet. */
  | { type: 'changing'; isChanging: boolean }
  | { type: 'command'; id: number; command: PageCommand };
