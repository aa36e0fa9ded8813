import type { CallReport, Problem, SaveState } from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { changeCount, encodeContent } from './content.ts';
import type { Content } from './content.ts';
import type { Member } from './member.ts';
import { problem, saveProblem } from './problems.ts';
import type { Timers } from './timers.ts';
import type { CallResult } from './wopi-client.ts';

/** A save follows this long after the last change … */
export const AUTOSAVE_MS = 1_000;
/** … and this long after the first one at the latest, however fast somebody types. */
const AUTOSAVE_AT_LATEST_MS = 10_000;
const RETRY_MS = [5_000, 15_000, 60_000] as const;

export interface SaverPorts {
  timers: Timers;
  now(): number;
  lockId(): string;
  /** Who may save, the one whose token is to be used first in front. */
  writers(): Member[];
  lockLost(): void;
  /** It is time to save; the room puts it into its queue. */
  due(): void;
  changed(): void;
}

/** Knows what is not saved yet, and saves it with PutFile. The room calls it from its queue, one call at a time. */
export class Saver {
  problem: Problem | null = null;
  savedAt: number | null = null;
  /** Bytes at the host: as loaded, then as saved last. */
  savedSize: number | null = null;
  savedBy: string | null = null;
  version = '';
  /** The member who changed something last: their token saves, as in Word. */
  lastChanger: string | null = null;
  #contributors = new Set<string>();
  #savedCount = 0;
  #isSaving = false;
  #retries = 0;
  #unsavedSince: number | null = null;
  #cancelTimer: () => void = () => undefined;

  constructor(
    private content: Content,
    private readonly ports: SaverPorts,
  ) {
    this.#savedCount = changeCount(content);
  }

  get isDirty(): boolean {
    return changeCount(this.content) !== this.#savedCount;
  }

  get state(): SaveState {
    if (this.#isSaving) return 'saving';
    if (!this.isDirty) return 'saved';
    return this.problem === null ? 'unsaved' : 'refused';
  }

  /** Unsaved changes that only wait for their moment; false while a problem needs a decision. */
  get mayAutosave(): boolean {
    return this.isDirty && (this.problem === null || this.problem.actions.includes('save'));
  }

  /** Everything is as the host has it: a fresh load. */
  replace(content: Content, version: string, size: number): void {
    this.content = content;
    this.version = version;
    this.savedSize = size;
    this.#savedCount = changeCount(content);
    this.settle();
  }

  /** Drops the problem and the timers, keeps what is unsaved. */
  settle(): void {
    this.problem = null;
    this.#retries = 0;
    this.#unsavedSince = null;
    this.#contributors.clear();
    this.#cancelTimer();
  }

  changedBy(member: Member): void {
    this.lastChanger = member.id;
    this.#contributors.add(member.info.userId);
    if (this.problem !== null) return;
    const now = performance.now();
    this.#unsavedSince ??= now;
    const latest = Math.max(0, this.#unsavedSince + AUTOSAVE_AT_LATEST_MS - now);
    this.schedule(Math.min(AUTOSAVE_MS, latest));
  }

  schedule(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.ports.timers.after(ms, () => this.ports.due());
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** Returns whether everything is at the host now. */
  async save(): Promise<boolean> {
    this.#cancelTimer();
    this.#unsavedSince = null;
    if (!this.isDirty) return true;
    const count = changeCount(this.content);
    const editors = this.#contributors;
    this.#contributors = new Set();
    this.#isSaving = true;
    this.ports.changed();
    const { bytes, encoding } = encodeContent(this.content);
    const outcome = await this.#put(bytes, [...editors]);
    this.#isSaving = false;
    if (outcome.kind === 'saved') {
      this.#savedCount = count;
      if (encoding !== null && this.content.kind === 'text') this.content.document.keepEncoding(encoding);
      this.savedSize = bytes.byteLength;
      this.#noteSaved(outcome.result, outcome.by);
    } else {
      for (const editor of editors) this.#contributors.add(editor);
      this.#notePutRefused(outcome.report);
    }
    this.ports.changed();
    return !this.isDirty;
  }

  /** Tries the people who may write in turn: one refused token must not cost the others their changes. */
  async #put(
    bytes: Uint8Array,
    editors: string[],
  ): Promise<{ kind: 'saved'; result: CallResult; by: Member } | { kind: 'refused'; report: CallReport | null }> {
    let report: CallReport | null = null;
    const people = editors.filter((id) => /^[\x21-\x2b\x2d-\x7e]+$/.test(id));
    for (const member of this.ports.writers()) {
      const result = await member.client.putFile(bytes, this.ports.lockId(), people);
      if (result.status === 200) return { kind: 'saved', result, by: member };
      report = result.report;
      if (result.status === 401) member.tokenRefused(report);
      else if (result.status === 404) await member.check();
      else break;
    }
    return { kind: 'refused', report };
  }

  #noteSaved(result: CallResult, by: Member): void {
    this.version = result.header(WopiHeader.ItemVersion) ?? this.version;
    this.savedAt = this.ports.now();
    this.savedBy = by.info.userName;
    this.problem = null;
    this.#retries = 0;
    if (this.isDirty) this.schedule(AUTOSAVE_MS);
  }

  #notePutRefused(report: CallReport | null): void {
    if (report === null) {
      // What refused the last token says more.
      this.problem ??= problem(
        'Not saved: nobody here may write any more',
        'The host refused every token in this document, so nothing can be saved. Open the document again from the host page: a fresh token saves what is here.',
        null,
        ['save', 'download', 'copy-text'],
      );
      return;
    }
    this.problem = saveProblem(report);
    if (report.status === 409) this.ports.lockLost();
    if (report.status === null || report.status >= 500) {
      if (report.status !== 501) this.schedule(RETRY_MS[Math.min(this.#retries, RETRY_MS.length - 1)] ?? 60_000);
      this.#retries += 1;
    }
  }
}
