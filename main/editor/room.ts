import type {
  CallReport,
  DocumentKind,
  EditorState,
  Problem,
  ServerMessage,
  TextUpdate,
} from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { packageProblem, encodeContent, openContent } from './content.ts';
import type { Content } from './content.ts';
import { LockKeeper } from './lock-keeper.ts';
import type { JoinResult, Member, RoomLog } from './member.ts';
import { changedMeanwhile, failureOf, lockRefusal, problem, refreshProblem } from './problems.ts';
import { Saver } from './saver.ts';
import type { Timers } from './timers.ts';
import type { WopiClient } from './wopi-client.ts';

export interface RoomPorts {
  timers: Timers;
  now(): number;
  log: RoomLog;
  /** The blank document editnew writes into an empty file; empty bytes when the kind needs none. */
  template(extension: string): Promise<Uint8Array>;
  /** The room is empty and everything is saved and unlocked. */
  closed(): void;
}

/** How long unsaved changes of people who left wait before the next attempt to save them. */
const ABANDONED_RETRY_MS = 60_000;

/**
 * One document that one or more people edit under one lock. Everything that talks to the host goes through one
 * queue, so that Lock, PutFile, RefreshLock and Unlock never overtake each other.
 */
export class Room {
  readonly lock: LockKeeper;
  content: Content | null = null;
  saver: Saver | null = null;
  /** Grows whenever versions of the text stop counting, because it was loaded anew. */
  epoch = 0;
  /** Members whose page holds changes that are not uploaded yet. */
  readonly changing = new Set<string>();
  readonly #members = new Map<string, Member>();
  /** Left with unsaved changes that the host has not taken yet. */
  #lastLeaver: Member | null = null;
  #lockProblem: Problem | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #cancelRetry: () => void = () => undefined;

  constructor(
    private readonly kind: DocumentKind,
    private readonly ports: RoomPorts,
  ) {
    this.lock = new LockKeeper(
      ports.timers,
      () => ports.now(),
      () => void this.refreshLock(null),
    );
  }

  // ---- what pages show ---------------------------------------------------------------------------------------

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  get problem(): Problem | null {
    return this.saver?.problem ?? this.#lockProblem;
  }

  /** The calls made for the shared document, whoever's token they used. */
  get reports(): CallReport[] {
    return this.members.flatMap((member) => member.calls.filter(({ operation }) => operation !== 'CheckFileInfo'));
  }

  get lockState(): EditorState['lock'] {
    const { id, isHeld, refreshedAt, expiresAt } = this.lock;
    return { id, isHeld, refreshedAt, expiresAt };
  }

  // ---- coming and going --------------------------------------------------------------------------------------

  join(member: Member, isNew: boolean): Promise<JoinResult> {
    return this.#enqueue(async (): Promise<JoinResult> => {
      if (this.#isClosed) return { kind: 'closed' };
      if (this.content === null) {
        const refusal = await this.#open(member, isNew);
        if (refusal !== null) {
          this.#isClosed = true;
          this.ports.closed();
          return { kind: 'refused', refusal };
        }
      }
      this.#cancelRetry();
      this.#members.set(member.id, member);
      this.#lastLeaver = null;
      this.#broadcastState();
      this.lock.catchUp();
      if (this.saver?.mayAutosave === true) this.saver.schedule(0);
      return { kind: 'joined' };
    });
  }

  /** The last one to leave saves and unlocks. */
  leave(member: Member): Promise<void> {
    return this.#enqueue(async () => {
      if (!this.#members.delete(member.id)) return;
      this.changing.delete(member.id);
      this.broadcast({ type: 'cursor-gone', personId: member.id });
      this.#broadcastState();
      if (this.#members.size > 0) return;
      this.#lastLeaver = member;
      await this.#close(member);
    });
  }

  async #open(member: Member, isNew: boolean): Promise<Problem | null> {
    const { client, info } = member;
    if (isNew && info.size === 0) {
      const template = await this.ports.template(info.extension);
      if (template.byteLength > 0) {
        const put = await client.putFile(template, null, [info.userId]);
        if (put.status !== 200) return failureOf('The blank document could not be written', put.report);
      }
    }
    const locked = await this.lock.take(client);
    if (locked.status !== 200) return lockRefusal(locked.report);
    const loaded = await this.#load(client, info.version);
    if (loaded !== null) await this.lock.release(client);
    return loaded;
  }

  async #load(client: WopiClient, knownVersion: string): Promise<Problem | null> {
    const got = await client.getFile();
    if (got.status !== 200) return failureOf('The document could not be fetched', got.report);
    const opening = openContent(this.kind, got.body);
    if (!opening.ok) return problem('The document cannot be edited here', opening.reason, null, ['download']);
    const version = got.header(WopiHeader.ItemVersion) ?? knownVersion;
    this.content = opening.content;
    this.epoch += 1;
    if (this.saver === null) {
      this.saver = new Saver(opening.content, {
        timers: this.ports.timers,
        now: () => this.ports.now(),
        lockId: () => this.lock.id,
        writers: () => this.#writers(),
        lockLost: () => this.lock.lose(),
        due: () => void this.save(),
        changed: () => this.#broadcastState(),
      });
    }
    this.saver.replace(opening.content, version, got.body.byteLength);
    return null;
  }

  async #close(last: Member): Promise<void> {
    const isSaved = (await this.saver?.save()) ?? true;
    if (!isSaved) {
      this.ports.log.error(
        { file: last.info.name, wopiSrc: last.client.wopiSrc, problem: this.problem?.title },
        'Everybody left, and the last changes are not saved; they are kept and tried again.',
      );
      this.#cancelRetry = this.ports.timers.after(ABANDONED_RETRY_MS, () => void this.#retryClose());
      return;
    }
    this.#isClosed = true;
    this.saver?.stop();
    if (this.lock.isHeld) await this.lock.release(last.client);
    this.ports.closed();
  }

  #retryClose(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#lastLeaver !== null && this.#members.size === 0) await this.#close(this.#lastLeaver);
    });
  }

  /** The program ends: one last attempt for everybody. */
  async shutDown(): Promise<void> {
    for (const member of this.members) await this.leave(member);
    this.#cancelRetry();
    this.saver?.stop();
    this.lock.lose();
  }

  // ---- changes -----------------------------------------------------------------------------------------------

  push(member: Member, version: number, updates: readonly TextUpdate[]): void {
    if (this.content?.kind !== 'text') return;
    const before = this.content.document.version;
    const result = this.content.document.push(version, updates);
    if (result.kind !== 'accepted') {
      this.sendContent(member);
      return;
    }
    // Also without new updates: it tells a page that sent something twice where the text stands.
    this.broadcast({ type: 'updates', epoch: this.epoch, version: before, updates: result.updates });
    if (result.updates.length > 0) this.#noteChange(member);
  }

  /** New bytes of an Office file, made from `baseRevision`. Refused when somebody else's came first. */
  upload(member: Member, baseRevision: number, bytes: Uint8Array): { ok: boolean; revision: number; message: string } {
    const { content } = this;
    if (content?.kind !== 'bytes')
      return { ok: false, revision: 0, message: 'This document is not replaced as a whole.' };
    if (baseRevision !== content.revision) {
      const message = `${content.by ?? 'Somebody else'} saved revision ${content.revision} first; your changes were made on revision ${baseRevision}. Nothing was overwritten.`;
      return { ok: false, revision: content.revision, message };
    }
    const invalid = packageProblem(bytes);
    if (invalid !== undefined)
      return {
        ok: false,
        revision: content.revision,
        message: `What was sent is no Office document, so nothing was saved. ${invalid}`,
      };
    content.bytes = bytes;
    content.revision += 1;
    content.by = member.info.userName;
    this.changing.delete(member.id);
    for (const other of this.members) {
      if (other !== member) other.send({ type: 'content', revision: content.revision, by: content.by });
    }
    this.#noteChange(member);
    return { ok: true, revision: content.revision, message: 'Taken over.' };
  }

  setChanging(member: Member, isChanging: boolean): void {
    if (isChanging) this.changing.add(member.id);
    else this.changing.delete(member.id);
    this.#broadcastState();
  }

  #noteChange(member: Member): void {
    this.saver?.changedBy(member);
    this.#broadcastState();
  }

  /** Everything a page needs to show the document as it is now. */
  sendContent(member: Member): void {
    const { content } = this;
    if (content?.kind === 'text') {
      const { text, version } = content.document;
      member.send({ type: 'text', epoch: this.epoch, version, text, editable: true });
    } else if (content !== null) {
      member.send({ type: 'content', revision: content.revision, by: content.by });
    }
  }

  broadcast(message: ServerMessage, except?: Member): void {
    for (const member of this.members) {
      if (member !== except) member.send(message);
    }
  }

  bytes(): Uint8Array {
    return this.content === null ? new Uint8Array() : encodeContent(this.content).bytes;
  }

  // ---- talking to the host -----------------------------------------------------------------------------------

  save(): Promise<boolean> {
    return this.#enqueue(async () => (await this.saver?.save()) ?? true);
  }

  /** `by` null: the timer asked. */
  refreshLock(by: Member | null): Promise<CallReport | null> {
    return this.#enqueue(async () => {
      let report: CallReport | null = null;
      for (const member of by === null ? this.#writers() : [by]) {
        const result = await this.lock.refresh(member.client);
        report = result.report;
        if (result.status !== 401) break;
        member.tokenRefused(report);
      }
      this.#lockProblem = report === null || report.ok ? null : refreshProblem(report);
      this.#broadcastState();
      return report;
    });
  }

  /** Takes the lock back after it was lost. What the host has meanwhile is not overwritten unasked. */
  lockAgain(by: Member): Promise<CallReport> {
    return this.#enqueue(async () => {
      const { saver } = this;
      const locked = await this.lock.take(by.client);
      if (locked.status !== 200 || saver === null) {
        this.#setProblem(refreshProblem(locked.report));
        return locked.report;
      }
      await by.check();
      const theirs = by.info.version;
      this.#setProblem(theirs === saver.version ? null : changedMeanwhile(saver.version, theirs, saver.isDirty));
      if (saver.mayAutosave) await saver.save();
      return locked.report;
    });
  }

  /**
   * Asks CheckFileInfo again, in turn with everything else: an answer that overtook a PutFile would look like a
   * change by somebody else.
   */
  recheck(by: Member): Promise<CallReport> {
    return this.#enqueue(async () => {
      const report = await by.check();
      const { saver } = this;
      const isOther = saver !== null && saver.version !== '' && by.info.version !== saver.version;
      if (report.ok && isOther && this.problem === null) {
        this.#setProblem(changedMeanwhile(saver.version, by.info.version, saver.isDirty));
      }
      return report;
    });
  }

  /** The host's version is replaced by what is here; it stays in the host's version history. */
  overwrite(): Promise<boolean> {
    return this.#enqueue(async () => {
      this.#setProblem(null);
      return (await this.saver?.save()) ?? true;
    });
  }

  /** Drops what is unsaved, for everybody, and loads what the host has. */
  reload(by: Member): Promise<Problem | null> {
    return this.#enqueue(async () => {
      await by.check();
      const refused = await this.#load(by.client, by.info.version);
      if (refused !== null) {
        this.#setProblem(refused);
        return refused;
      }
      this.#lockProblem = null;
      this.changing.clear();
      for (const member of this.members) this.sendContent(member);
      this.#broadcastState();
      return null;
    });
  }

  rename(by: Member, name: string): Promise<{ report: CallReport; name: string | null }> {
    return this.#enqueue(async () => {
      const result = await by.client.renameFile(name, this.lock.isHeld ? this.lock.id : null);
      const renamed = result.status === 200 ? renamedTo(result.body) : null;
      if (renamed !== null) for (const member of this.members) member.renamed(renamed);
      return { report: result.report, name: renamed };
    });
  }

  #setProblem(found: Problem | null): void {
    this.#lockProblem = null;
    if (this.saver !== null) this.saver.problem = found;
    this.#broadcastState();
  }

  #writers(): Member[] {
    const people = this.#lastLeaver === null ? this.members : [...this.members, this.#lastLeaver];
    const last = this.saver?.lastChanger;
    return people.filter((member) => member.canWrite).sort((a, b) => Number(b.id === last) - Number(a.id === last));
  }

  #broadcastState(): void {
    for (const member of this.members) member.stateChanged();
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(task);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

/** The `Name` of a RenameFile answer: without path and extension. */
export function renamedTo(body: Uint8Array): string | null {
  try {
    const value = JSON.parse(new TextDecoder().decode(body)) as { Name?: unknown };
    return typeof value.Name === 'string' && value.Name !== '' ? value.Name : null;
  } catch {
    return null;
  }
}
