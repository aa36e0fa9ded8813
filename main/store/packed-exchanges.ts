import type { FileMoment } from '../../preload/contract.ts';
import type { CapturedBody } from './exchange-record.ts';
import type { RawExchange } from './raw-exchange.ts';

/**
 * Exchanges side by side, without strings of their own: every text is there once, however many have it. They are packed
 * raw; sealed (`packed-batches.ts`) they hold no secret any more.
 */
export interface PackedExchanges {
  /** {@link NUMBERS_WIDTH} for each exchange. NaN is null. */
  numbers: Float64Array;
  /** {@link TEXTS_WIDTH} for each exchange: places in `texts`, or {@link NO_TEXT}. */
  places: Uint16Array;
  texts: readonly string[];
}

/** Where each number of an exchange stands. */
// oxfmt-ignore
export const NUMBER = {
  id: 0, realAt: 1, at: 2, status: 3, durationMs: 4, firstByteMs: 5, requestBytes: 6, responseBytes: 7, replayOf: 8,
  before: 9, after: 11, requestBody: 13, responseBody: 17,
} as const;
export const NUMBERS_WIDTH = 21;
/** Offsets in a moment and in a body. */
export const MOMENT_NUMBER = { size: 0, lockExpiresAt: 1 } as const;
export const BODY_NUMBER = { size: 0, kept: 1, hidden: 2, cost: 3 } as const;

/** Where each text of an exchange stands; the first three may hold secrets. */
// oxfmt-ignore
export const TEXT = {
  url: 0, requestHeaders: 1, responseHead: 2,
  outcome: 3, method: 4, httpVersion: 5, remoteAddress: 6, userAgent: 7, lockId: 8, sessionId: 9, correlationId: 10,
  operation: 11, fileId: 12, fileName: 13, personId: 14, personName: 15, tokenId: 16, explanation: 17,
  proofVerdict: 18, proofExplanation: 19, before: 20, after: 22, requestBody: 24, responseBody: 27,
} as const;
export const TEXTS_WIDTH = 30;
export const MOMENT_TEXT = { version: 0, lockId: 1 } as const;
export const BODY_TEXT = { sha256: 0, contentType: 1, missing: 2 } as const;

export const NO_TEXT = 0xff_ff;
/** A size that stands for no moment at all. */
export const NO_MOMENT = -1;
/** So many fit even when no two texts are alike. */
const MOST_PACKED = Math.floor(NO_TEXT / TEXTS_WIDTH);

/**
 * Packs exchanges, at most {@link MOST_PACKED}. What the host holds of its traffic until it is stored is mostly these
 * two arrays: off the heap, so that the garbage collector neither walks nor moves them.
 */
export class Packer implements PackedExchanges {
  numbers: Float64Array;
  places: Uint16Array;
  readonly texts: string[] = [];
  #count = 0;
  readonly #known = new Map<string, number>();
  /** The place of each text in the exchange before: most of them come again. */
  readonly #latest = new Uint16Array(TEXTS_WIDTH);

  /** @param room for so many exchanges at first; more is made when it is needed */
  constructor(room = FIRST_ROOM) {
    this.numbers = new Float64Array(room * NUMBERS_WIDTH);
    this.places = new Uint16Array(room * TEXTS_WIDTH);
  }

  get length(): number {
    return this.#count;
  }

  push(raw: RawExchange): void {
    if (this.#count === MOST_PACKED) throw new Error(`A batch holds ${MOST_PACKED} exchanges at most.`);
    const at = this.#count * NUMBERS_WIDTH;
    if (at === this.numbers.length) this.#makeRoom();
    const { numbers } = this;
    numbers[at + NUMBER.id] = raw.id;
    numbers[at + NUMBER.realAt] = raw.realAt;
    numbers[at + NUMBER.at] = raw.at;
    numbers[at + NUMBER.status] = raw.status ?? Number.NaN;
    numbers[at + NUMBER.durationMs] = raw.durationMs ?? Number.NaN;
    numbers[at + NUMBER.firstByteMs] = raw.firstByteMs ?? Number.NaN;
    numbers[at + NUMBER.requestBytes] = raw.requestBytes;
    numbers[at + NUMBER.responseBytes] = raw.responseBytes;
    numbers[at + NUMBER.replayOf] = raw.replayOf ?? Number.NaN;
    const begin = this.#count * TEXTS_WIDTH;
    this.#text(begin, TEXT.url, raw.url);
    this.#text(begin, TEXT.requestHeaders, raw.requestHeaders);
    this.#text(begin, TEXT.responseHead, raw.responseHead);
    this.#text(begin, TEXT.outcome, raw.outcome);
    this.#text(begin, TEXT.method, raw.method);
    this.#text(begin, TEXT.httpVersion, raw.httpVersion);
    this.#text(begin, TEXT.remoteAddress, raw.remoteAddress);
    this.#text(begin, TEXT.userAgent, raw.userAgent);
    this.#text(begin, TEXT.lockId, raw.lockId);
    this.#text(begin, TEXT.sessionId, raw.sessionId);
    this.#text(begin, TEXT.correlationId, raw.correlationId);
    this.#text(begin, TEXT.operation, raw.operation);
    this.#text(begin, TEXT.fileId, raw.fileId);
    this.#text(begin, TEXT.fileName, raw.fileName);
    this.#text(begin, TEXT.personId, raw.personId);
    this.#text(begin, TEXT.personName, raw.personName);
    this.#text(begin, TEXT.tokenId, raw.tokenId);
    this.#text(begin, TEXT.explanation, raw.explanation);
    this.#text(begin, TEXT.proofVerdict, raw.proof.verdict);
    this.#text(begin, TEXT.proofExplanation, raw.proof.explanation);
    this.#moment(at + NUMBER.before, begin, TEXT.before, raw.before);
    this.#moment(at + NUMBER.after, begin, TEXT.after, raw.after);
    this.#body(at + NUMBER.requestBody, begin, TEXT.requestBody, raw.requestBody);
    this.#body(at + NUMBER.responseBody, begin, TEXT.responseBody, raw.responseBody);
    this.#count += 1;
  }

  /** What is in use, as a copy. */
  packed(): PackedExchanges {
    return {
      numbers: this.numbers.slice(0, this.#count * NUMBERS_WIDTH),
      places: this.places.slice(0, this.#count * TEXTS_WIDTH),
      texts: this.texts,
    };
  }

  #moment(at: number, begin: number, text: number, moment: FileMoment | null): void {
    this.numbers[at + MOMENT_NUMBER.size] = moment ? (moment.size ?? Number.NaN) : NO_MOMENT;
    if (!moment) {
      // Left at 0 they would name the first text, which may be a secret.
      this.places[begin + text + MOMENT_TEXT.version] = NO_TEXT;
      this.places[begin + text + MOMENT_TEXT.lockId] = NO_TEXT;
      return;
    }
    this.numbers[at + MOMENT_NUMBER.lockExpiresAt] = moment.lockExpiresAt ?? Number.NaN;
    this.#text(begin, text + MOMENT_TEXT.version, moment.version);
    this.#text(begin, text + MOMENT_TEXT.lockId, moment.lockId);
  }

  #body(at: number, begin: number, text: number, body: CapturedBody): void {
    const { numbers } = this;
    numbers[at + BODY_NUMBER.size] = body.size;
    numbers[at + BODY_NUMBER.kept] = body.kept;
    numbers[at + BODY_NUMBER.hidden] = body.hidden ?? 0;
    numbers[at + BODY_NUMBER.cost] = body.cost;
    this.#text(begin, text + BODY_TEXT.sha256, body.sha256);
    this.#text(begin, text + BODY_TEXT.contentType, body.contentType);
    this.#text(begin, text + BODY_TEXT.missing, body.missing);
  }

  #text(begin: number, which: number, text: string | null): void {
    this.places[begin + which] = text === null ? NO_TEXT : this.#placeOf(which, text);
  }

  #placeOf(which: number, text: string): number {
    const { texts } = this;
    // Comparing is far cheaper than the hash that looking up takes.
    const latest = this.#latest[which] ?? 0;
    if (texts[latest] === text) return latest;
    let place = this.#known.get(text);
    if (place === undefined) {
      place = texts.push(text) - 1;
      this.#known.set(text, place);
    }
    this.#latest[which] = place;
    return place;
  }

  #makeRoom(): void {
    const numbers = new Float64Array(this.numbers.length * 2);
    numbers.set(this.numbers);
    this.numbers = numbers;
    const places = new Uint16Array(this.places.length * 2);
    places.set(this.places);
    this.places = places;
  }
}

const FIRST_ROOM = 16;
