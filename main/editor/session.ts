import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CallReport,
  DocumentKind,
  EditorAction,
  EditorState,
  Problem,
  ServerMessage,
} from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { openContent } from './content.ts';
import type { Content } from './content.ts';
import { editRefusal, readFileInfo } from './file-info.ts';
import type { FileInfo } from './file-info.ts';
import type { Member } from './member.ts';
import { failureOf, problem, tokenRefused } from './problems.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import { describeSession } from './session-state.ts';
import type { Timers } from './timers.ts';
import type { CallResult, WopiClient } from './wopi-client.ts';

/** Permissions are asked for again this often while a document is open. */
export const RECHECK_EVERY_MS = 5 * 60 * 1000;
/** A page that lost its connection has this long to come back before it counts as closed. */
export const GRACE_MS = 5_000;
const TICK_MS = 15_000;
const KEPT_CALLS = 40;

export interface SessionPorts {
  rooms: Rooms;
  timers: Timers;
  now(): number;
}

export interface SessionStart {
  action: EditorAction;
  kind: DocumentKind;
  info: FileInfo;
  accessTokenTtl: number;
  client: (onCall: (report: CallReport) => void) => WopiClient;
  /** The CheckFileInfo call that allowed this session. */
  firstCall: CallReport;
}

/** What a page shows while it does not edit: the bytes as GetFile delivered them. */
export interface Snapshot {
  bytes: Uint8Array;
  version: string;
  content: Content | null;
}

/** One person with one document open in one browser tab. */
export class Session implements Member {
  /** Opens the session together with `secret`; never shown to others. */
  readonly sessionId = randomBytes(16).toString('base64url');
  readonly secret = randomBytes(24).toString('base64url');
  /** Names this person to the others. */
  readonly id = randomUUID();
  readonly client: WopiClient;
  readonly kind: DocumentKind;
  readonly action: EditorAction;
  readonly expiresAt: number;
  info: FileInfo;
  mode: EditorState['mode'] = 'opening';
  room: Room | null = null;
  snapshot: Snapshot | null = null;
  refusal: Problem | null = null;
  failure: Problem | null = null;
  isTokenRefused = false;
  readonly notices: string[] = [];
  readonly calls: CallReport[] = [];
  #send: ((message: ServerMessage) => void) | null = null;
  #opening: Promise<void> | null = null;
  #isStateDue = false;
  #timers: (() => void)[] = [];
  #cancelGrace: () => void = () => undefined;

  constructor(
    start: SessionStart,
    private readonly ports: SessionPorts,
  ) {
    this.action = start.action;
    this.kind = start.kind;
    this.info = start.info;
    this.expiresAt = start.accessTokenTtl;
    this.client = start.client((report) => this.#noteCall(report));
    this.calls.push(start.firstCall);
    if (start.action === 'editnew' && start.info.size > 0) {
      this.notices.push(
        `The action was editnew, but the file already has ${start.info.size.toLocaleString('en')} bytes: it was opened for editing, and nothing was replaced.`,
      );
    }
  }

  get isConnected(): boolean {
    return this.#send !== null;
  }

  get canWrite(): boolean {
    return !this.isTokenRefused && editRefusal(this.info) === undefined;
  }

  // ---- the page ----------------------------------------------------------------------------------------------

  async connect(
    send: (message: ServerMessage) => void,
    known: { epoch: number | null; version: number | null },
  ): Promise<void> {
    this.#cancelGrace();
    const isBack = this.mode !== 'opening';
    this.#send = send;
    this.#startTimers();
    if (isBack) this.#sendDocument(known);
    else await (this.#opening ??= this.#open().finally(() => (this.#opening = null)));
    this.stateChanged();
  }

  /** `isDeliberate`: the page said goodbye; otherwise the line may only be broken. */
  disconnect(isDeliberate: boolean): void {
    this.#send = null;
    this.#stopTimers();
    this.#cancelGrace();
    if (isDeliberate) void this.leave();
    else this.#cancelGrace = this.ports.timers.after(GRACE_MS, () => void this.leave());
  }

  /** Leaves the room; the last one to leave saves and unlocks. */
  async leave(): Promise<void> {
    const { room } = this;
    this.room = null;
    if (this.mode === 'editing') this.mode = 'opening';
    await room?.leave(this);
  }

  send(message: ServerMessage): void {
    this.#send?.(message);
  }

  /** Many things change at once; the page gets one state for all of them. */
  stateChanged(): void {
    if (this.#isStateDue) return;
    this.#isStateDue = true;
    queueMicrotask(() => {
      this.#isStateDue = false;
      this.send({ type: 'state', state: describeSession(this, this.ports.now()) });
    });
  }

  #sendDocument({ epoch, version }: { epoch: number | null; version: number | null }): void {
    const content = this.room?.content;
    const missed =
      content?.kind === 'text' && epoch === this.room?.epoch && version !== null
        ? content.document.updatesSince(version)
        : undefined;
    if (missed !== undefined && version !== null && epoch !== null)
      this.send({ type: 'updates', epoch, version, updates: missed });
    else if (this.room !== null) this.room.sendContent(this);
    else this.#sendSnapshot();
  }

  // ---- opening -----------------------------------------------------------------------------------------------

  async #open(): Promise<void> {
    if (this.action === 'edit' || this.action === 'editnew') await this.edit();
    else await this.read();
  }

  /** Joins the document for editing; when that is refused it is shown read-only, with the reason. */
  async edit(): Promise<void> {
    if (this.mode === 'editing' && this.room !== null) return;
    const reason =
      this.kind === 'slides'
        ? 'The Sandbox Editor shows presentations, but cannot change them.'
        : editRefusal(this.info);
    if (reason !== undefined) {
      await this.#readOnly(problem('Read-only', reason, null, []));
      return;
    }
    const { result, room } = await this.ports.rooms.join(this, this.kind, this.action === 'editnew');
    if (result.kind === 'refused') {
      await this.#readOnly(result.refusal);
      return;
    }
    this.room = room;
    this.mode = 'editing';
    this.refusal = null;
    this.failure = null;
    this.snapshot = null;
    room.sendContent(this);
    this.stateChanged();
    // The page went away while the document was opening.
    if (this.#send === null) await this.leave();
  }

  async #readOnly(refusal: Problem): Promise<void> {
    this.refusal = refusal;
    if (this.snapshot === null) await this.read();
    this.stateChanged();
  }

  /** Fetches the document for reading. */
  async read(): Promise<void> {
    if (this.kind === 'download') {
      this.mode = 'reading';
      this.stateChanged();
      return;
    }
    const got = await this.client.getFile();
    if (got.status !== 200) this.#fail(failureOf('The document could not be fetched', got.report));
    else this.#show(got);
    this.stateChanged();
  }

  #show(got: CallResult): void {
    const version = got.header(WopiHeader.ItemVersion) ?? this.info.version;
    const opening = openContent(this.kind, got.body);
    this.snapshot = { bytes: got.body, version, content: opening.ok ? opening.content : null };
    if (!opening.ok) {
      this.#fail(problem('The document cannot be shown', opening.reason, null, ['download']));
      return;
    }
    this.mode = 'reading';
    this.failure = null;
    this.#sendSnapshot();
  }

  #sendSnapshot(): void {
    const content = this.snapshot?.content;
    if (content?.kind === 'text') {
      this.send({ type: 'text', epoch: -1, version: 0, text: content.document.text, editable: false });
    } else if (content?.kind === 'bytes') {
      this.send({ type: 'content', revision: content.revision, by: null });
    }
  }

  #fail(failure: Problem): void {
    this.mode = 'failed';
    this.failure = failure;
  }

  /** The document's bytes as this person sees it, fetched now when they were not needed before. */
  async bytes(): Promise<Uint8Array | null> {
    if (this.room !== null) return this.room.bytes();
    if (this.snapshot !== null) return this.snapshot.bytes;
    const got = await this.client.getFile();
    if (got.status !== 200) return null;
    this.snapshot = {
      bytes: got.body,
      version: got.header(WopiHeader.ItemVersion) ?? this.info.version,
      content: null,
    };
    return got.body;
  }

  // ---- rights and time ---------------------------------------------------------------------------------------

  /** What the timer and the button do. */
  recheck(): Promise<CallReport> {
    return this.room?.recheck(this) ?? this.check();
  }

  /** Asks CheckFileInfo again; what it says about rights counts from now on. */
  async check(): Promise<CallReport> {
    const result = await this.client.checkFileInfo();
    if (result.status === 401) {
      this.tokenRefused(result.report);
    } else if (result.status === 404) {
      this.info = { ...this.info, flags: { ...this.info.flags, UserCanWrite: false } };
      this.refusal = failureOf('The file is gone', result.report);
    } else if (result.status === 200) {
      this.#noteInfo(result);
    }
    this.stateChanged();
    return result.report;
  }

  #noteInfo(result: CallResult): void {
    const reading = readFileInfo(result.body);
    if (!reading.ok) {
      this.notices.push(`The last CheckFileInfo answer could not be used. ${reading.reason}`);
      return;
    }
    const couldWrite = this.canWrite;
    this.info = reading.info;
    this.isTokenRefused = false;
    const reason = editRefusal(reading.info);
    if (this.mode === 'editing')
      this.refusal =
        reason === undefined ? null : problem('Editing was taken away', reason, null, ['download', 'copy-text']);
    // Somebody may save again: what waits for a writer goes now.
    if (!couldWrite && this.canWrite && this.room?.saver?.mayAutosave === true) this.room.saver.schedule(0);
  }

  tokenRefused(report: CallReport): void {
    this.isTokenRefused = true;
    this.refusal = tokenRefused(report, this.info.userName);
    this.stateChanged();
  }

  renamed(name: string): void {
    this.info = { ...this.info, name: `${name}${this.info.extension === '' ? '' : `.${this.info.extension}`}` };
    this.stateChanged();
  }

  #noteCall(report: CallReport): void {
    this.calls.unshift(report);
    this.calls.length = Math.min(this.calls.length, KEPT_CALLS);
    this.stateChanged();
    for (const member of this.room?.members ?? []) if (member !== this) member.stateChanged();
  }

  #startTimers(): void {
    this.#stopTimers();
    const every = (ms: number, slot: number, run: () => void): void => {
      this.#timers[slot] = this.ports.timers.after(ms, () => {
        run();
        every(ms, slot, run);
      });
    };
    every(RECHECK_EVERY_MS, 0, () => void this.recheck());
    // The virtual clock may jump; what the page says about the token follows within a tick.
    every(TICK_MS, 1, () => this.stateChanged());
  }

  #stopTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }
}
