import { ChangeSet, Text } from '@codemirror/state';
import { rebaseUpdates } from '@codemirror/collab';
import type { Update } from '@codemirror/collab';
import type { TextUpdate } from '../../preload/editor-contract.ts';
import { decodeText, encodeText, lineEndingName } from './text-format.ts';
import type { Encoding, LineEnding, TextFormat } from './text-format.ts';

/** Longer texts make the browser crawl; they are offered for download. */
export const MAX_TEXT_LENGTH = 5_000_000;
/** Pages further behind than this get the whole text again. */
const KEPT_UPDATES = 5_000;

export type PushResult =
  | { kind: 'accepted'; updates: TextUpdate[] }
  /** The page works on something the server no longer knows; it must be sent the whole text. */
  | { kind: 'outdated' }
  | { kind: 'invalid'; reason: string };

export type TextOpening = { ok: true; document: TextDocument } | { ok: false; reason: string };

/**
 * The one true copy of a text that several pages edit: it puts their changes in order (CodeMirror's collaborative
 * editing) and remembers how the file is written down. Versions count accepted changes.
 */
export class TextDocument {
  #text: Text;
  /** One per line break; kept in step with the text, so that untouched lines keep their endings. */
  #endings: LineEnding[];
  #format: TextFormat;
  #updates: Update[] = [];
  #firstKept = 0;

  private constructor(text: string, endings: LineEnding[], format: TextFormat) {
    this.#text = Text.of(text.split('\n'));
    this.#endings = endings;
    this.#format = format;
  }

  static open(bytes: Uint8Array): TextOpening {
    const decoded = decodeText(bytes);
    if (!decoded.ok) return decoded;
    if (decoded.text.length > MAX_TEXT_LENGTH) {
      return {
        ok: false,
        reason: `The text has ${decoded.text.length.toLocaleString('en')} characters; the editor takes up to ${MAX_TEXT_LENGTH.toLocaleString('en')}.`,
      };
    }
    return { ok: true, document: new TextDocument(decoded.text, decoded.endings, decoded.format) };
  }

  get version(): number {
    return this.#firstKept + this.#updates.length;
  }

  get text(): string {
    return this.#text.toString();
  }

  get format(): { encoding: string; lineEnding: string } {
    const kinds = new Set(this.#endings);
    return {
      encoding: `${this.#format.encoding}${this.#format.hasMark ? ' with BOM' : ''}`,
      lineEnding:
        kinds.size > 1
          ? `mixed, new lines ${lineEndingName(this.#format.lineEnding)}`
          : lineEndingName(this.#format.lineEnding),
    };
  }

  /** The file as it would be saved now. */
  encode(): { bytes: Uint8Array; encoding: Encoding } {
    return encodeText(this.#text.iterLines(), this.#endings, this.#format);
  }

  /** After a save that had to switch the encoding: the file now is what was written. */
  keepEncoding(encoding: Encoding): void {
    this.#format = { ...this.#format, encoding };
  }

  updatesSince(version: number): TextUpdate[] | undefined {
    if (version < this.#firstKept || version > this.version) return undefined;
    return this.#updates.slice(version - this.#firstKept).map(toWire);
  }

  /** Takes a page's changes made against `version`; later ones of others are worked in. */
  push(version: number, incoming: readonly TextUpdate[]): PushResult {
    if (version < this.#firstKept || version > this.version) return { kind: 'outdated' };
    try {
      const received = incoming.map(({ clientId, changes }) => ({
        clientID: clientId,
        changes: ChangeSet.fromJSON(changes),
      }));
      const rebased = rebaseUpdates(received, this.#updates.slice(version - this.#firstKept));
      const texts = successive(this.#text, rebased);
      const last = texts.at(-1);
      if (last !== undefined && last.length > MAX_TEXT_LENGTH) {
        return {
          kind: 'invalid',
          reason: `The text would grow beyond ${MAX_TEXT_LENGTH.toLocaleString('en')} characters.`,
        };
      }
      rebased.forEach((update, index) => this.#apply(update, texts[index] ?? this.#text));
      return { kind: 'accepted', updates: rebased.map(toWire) };
    } catch {
      return { kind: 'invalid', reason: 'The changes do not fit the text they say they were made on.' };
    }
  }

  #apply(update: Update, next: Text): void {
    this.#endings = mapEndings(this.#endings, this.#text, update.changes, this.#format.lineEnding);
    this.#text = next;
    this.#updates.push({ changes: update.changes, clientID: update.clientID });
    if (this.#updates.length > KEPT_UPDATES * 2) {
      this.#updates.splice(0, KEPT_UPDATES);
      this.#firstKept += KEPT_UPDATES;
    }
  }
}

/** The texts after each update; throws when one does not fit, before anything is taken over. */
function successive(start: Text, updates: readonly Update[]): Text[] {
  const texts: Text[] = [];
  let text = start;
  for (const { changes } of updates) {
    text = changes.apply(text);
    texts.push(text);
  }
  return texts;
}

/** Endings after a change: removed line breaks lose theirs, new ones get `fresh`. */
function mapEndings(endings: LineEnding[], text: Text, changes: ChangeSet, fresh: LineEnding): LineEnding[] {
  const spans: { from: number; to: number; added: number }[] = [];
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    spans.push({ from: text.lineAt(fromA).number - 1, to: text.lineAt(toA).number - 1, added: inserted.lines - 1 });
  });
  if (spans.every(({ from, to, added }) => from === to && added === 0)) return endings;
  const mapped: LineEnding[] = [];
  let position = 0;
  for (const { from, to, added } of spans) {
    for (; position < from; position += 1) mapped.push(endings[position] ?? fresh);
    for (let count = 0; count < added; count += 1) mapped.push(fresh);
    position = to;
  }
  return mapped.concat(endings.slice(position));
}

function toWire({ clientID, changes }: Update): TextUpdate {
  return { clientId: clientID, changes: changes.toJSON() as unknown };
}
