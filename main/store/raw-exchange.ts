import type { ExchangeRow, FileMoment, Outcome, ProofReading } from '../../preload/contract.ts';
import { clientName } from '../wopi/protocol/client-name.ts';
import type { HeaderText } from '../wopi/protocol/header-text.ts';
import { redactHeaders, redactUrl } from '../wopi/protocol/redact.ts';
import type { CapturedBody, FinishedExchange } from './exchange-record.ts';

/**
 * What the host knows of a request, as it came. The thread that answers does no more than hand this over; taking it
 * apart, hiding its secrets and looking for names happens beside it ({@link digest}). Secrets are still in it, so it
 * only ever is in memory.
 */
export interface RawExchange {
  id: number;
  realAt: number;
  at: number;
  status: number | null;
  outcome: Outcome;
  durationMs: number | null;
  firstByteMs: number | null;
  requestBytes: number;
  responseBytes: number;
  method: string;
  url: string;
  httpVersion: string;
  remoteAddress: string;
  userAgent: string | null;
  lockId: string | null;
  sessionId: string | null;
  correlationId: string | null;
  /** Names and values in turn, one a line. */
  requestHeaders: string;
  /** The head of the answer as it went out, status line first; empty when none did. */
  responseHead: string;
  operation: string | null;
  fileId: string | null;
  fileName: string | null;
  personId: string | null;
  personName: string | null;
  tokenId: string | null;
  explanation: string | null;
  proofVerdict: ProofReading['verdict'];
  proofExplanation: string;
  /** The exchange this one repeats. */
  replayOf: number | null;
  before: FileMoment | null;
  after: FileMoment | null;
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}

/** Raw exchanges side by side, without strings of their own: every text is there once, however many have it. */
export interface PackedExchanges {
  /** {@link PACKED_WIDTH} numbers for each exchange; a text is its place in `texts`. NaN is null. */
  numbers: Float64Array;
  texts: string[];
}

/** Where each value of an exchange stands. */
// oxfmt-ignore
const AT = {
  id: 0, realAt: 1, at: 2, status: 3, durationMs: 4, firstByteMs: 5, requestBytes: 6, responseBytes: 7, replayOf: 8,
  outcome: 9, method: 10, url: 11, httpVersion: 12, remoteAddress: 13, userAgent: 14, lockId: 15, sessionId: 16,
  correlationId: 17, requestHeaders: 18, responseHead: 19, operation: 20, fileId: 21, fileName: 22, personId: 23,
  personName: 24, tokenId: 25, explanation: 26, proofVerdict: 27, proofExplanation: 28,
  before: 29, after: 33, requestBody: 37, responseBody: 44,
} as const;
export const PACKED_WIDTH = 51;
/** Offsets in a moment and in a body. */
const MOMENT = { size: 0, version: 1, lockId: 2, lockExpiresAt: 3 } as const;
const BODY = { size: 0, kept: 1, hidden: 2, cost: 3, sha256: 4, contentType: 5, missing: 6 } as const;

/** A size that stands for no moment at all. */
const NO_MOMENT = -1;
const LONGEST_PATH = 2000;

/**
 * Puts exchanges into a {@link PackedExchanges}. What the host holds of its traffic until it is stored is mostly this
 * array of numbers: off the heap, so that the garbage collector neither walks nor moves it.
 */
export class Packer implements PackedExchanges {
  numbers: Float64Array;
  readonly texts: string[] = [];
  #count = 0;
  readonly #places = new Map<string, number>();
  /** The place of each value in the exchange before: most of them come again. */
  readonly #latest = new Uint32Array(PACKED_WIDTH);

  /** @param room for so many exchanges at first; more is made when it is needed */
  constructor(room = FIRST_ROOM) {
    this.numbers = new Float64Array(room * PACKED_WIDTH);
  }

  get length(): number {
    return this.#count;
  }

  push(raw: RawExchange): void {
    const begin = this.#count * PACKED_WIDTH;
    if (begin === this.numbers.length) this.#makeRoom();
    const { numbers } = this;
    numbers[begin + AT.id] = raw.id;
    numbers[begin + AT.realAt] = raw.realAt;
    numbers[begin + AT.at] = raw.at;
    numbers[begin + AT.status] = raw.status ?? Number.NaN;
    numbers[begin + AT.durationMs] = raw.durationMs ?? Number.NaN;
    numbers[begin + AT.firstByteMs] = raw.firstByteMs ?? Number.NaN;
    numbers[begin + AT.requestBytes] = raw.requestBytes;
    numbers[begin + AT.responseBytes] = raw.responseBytes;
    numbers[begin + AT.replayOf] = raw.replayOf ?? Number.NaN;
    this.#text(begin, AT.outcome, raw.outcome);
    this.#text(begin, AT.method, raw.method);
    this.#text(begin, AT.url, raw.url);
    this.#text(begin, AT.httpVersion, raw.httpVersion);
    this.#text(begin, AT.remoteAddress, raw.remoteAddress);
    this.#text(begin, AT.userAgent, raw.userAgent);
    this.#text(begin, AT.lockId, raw.lockId);
    this.#text(begin, AT.sessionId, raw.sessionId);
    this.#text(begin, AT.correlationId, raw.correlationId);
    this.#text(begin, AT.requestHeaders, raw.requestHeaders);
    this.#text(begin, AT.responseHead, raw.responseHead);
    this.#text(begin, AT.operation, raw.operation);
    this.#text(begin, AT.fileId, raw.fileId);
    this.#text(begin, AT.fileName, raw.fileName);
    this.#text(begin, AT.personId, raw.personId);
    this.#text(begin, AT.personName, raw.personName);
    this.#text(begin, AT.tokenId, raw.tokenId);
    this.#text(begin, AT.explanation, raw.explanation);
    this.#text(begin, AT.proofVerdict, raw.proofVerdict);
    this.#text(begin, AT.proofExplanation, raw.proofExplanation);
    this.#moment(begin, AT.before, raw.before);
    this.#moment(begin, AT.after, raw.after);
    this.#body(begin, AT.requestBody, raw.requestBody);
    this.#body(begin, AT.responseBody, raw.responseBody);
    this.#count += 1;
  }

  /** The numbers in use, as a copy. */
  packed(): PackedExchanges {
    return { numbers: this.numbers.slice(0, this.#count * PACKED_WIDTH), texts: this.texts };
  }

  #moment(begin: number, at: number, moment: FileMoment | null): void {
    const { numbers } = this;
    numbers[begin + at + MOMENT.size] = moment ? (moment.size ?? Number.NaN) : NO_MOMENT;
    if (!moment) return;
    numbers[begin + at + MOMENT.lockExpiresAt] = moment.lockExpiresAt ?? Number.NaN;
    this.#text(begin, at + MOMENT.version, moment.version);
    this.#text(begin, at + MOMENT.lockId, moment.lockId);
  }

  #body(begin: number, at: number, body: CapturedBody): void {
    const { numbers } = this;
    numbers[begin + at + BODY.size] = body.size;
    numbers[begin + at + BODY.kept] = body.kept;
    numbers[begin + at + BODY.hidden] = body.hidden ?? 0;
    numbers[begin + at + BODY.cost] = body.cost;
    this.#text(begin, at + BODY.sha256, body.sha256);
    this.#text(begin, at + BODY.contentType, body.contentType);
    this.#text(begin, at + BODY.missing, body.missing);
  }

  #text(begin: number, at: number, text: string | null): void {
    this.numbers[begin + at] = text === null ? Number.NaN : this.#placeOf(at, text);
  }

  #placeOf(at: number, text: string): number {
    const { texts } = this;
    // Comparing is far cheaper than the hash that looking up takes.
    const latest = this.#latest[at] ?? 0;
    if (texts[latest] === text) return latest;
    let place = this.#places.get(text);
    if (place === undefined) {
      place = texts.push(text) - 1;
      this.#places.set(text, place);
    }
    this.#latest[at] = place;
    return place;
  }

  #makeRoom(): void {
    const larger = new Float64Array(this.numbers.length * 2);
    larger.set(this.numbers);
    this.numbers = larger;
  }
}

const FIRST_ROOM = 16;

/** Takes packed exchanges apart. What many of them share is worked out once. */
export class Digester {
  readonly #numbers: Float64Array;
  readonly #texts: readonly string[];
  readonly #urls = new Map<number, { url: string; path: string }>();
  readonly #requestHeaders = new Map<number, HeaderText>();
  readonly #responseHeaders = new Map<number, HeaderText>();

  constructor({ numbers, texts }: PackedExchanges) {
    this.#numbers = numbers;
    this.#texts = texts;
  }

  idAt(index: number): number {
    return this.#number(index * PACKED_WIDTH + AT.id);
  }

  /** An exchange as it is shown and kept, every secret replaced by a marker; bodies without their bytes. */
  at(index: number): FinishedExchange {
    const begin = index * PACKED_WIDTH;
    const { url, path } = this.#url(begin + AT.url);
    const replayOf = this.#numberOrNull(begin + AT.replayOf);
    return {
      row: {
        id: this.#number(begin + AT.id),
        realAt: this.#number(begin + AT.realAt),
        at: this.#number(begin + AT.at),
        status: this.#numberOrNull(begin + AT.status),
        outcome: this.#text(begin + AT.outcome) as Outcome,
        durationMs: this.#numberOrNull(begin + AT.durationMs),
        requestBytes: this.#number(begin + AT.requestBytes),
        responseBytes: this.#number(begin + AT.responseBytes),
        method: this.#text(begin + AT.method),
        path,
        operation: this.#textOrNull(begin + AT.operation),
        fileId: this.#textOrNull(begin + AT.fileId),
        fileName: this.#textOrNull(begin + AT.fileName),
        personId: this.#textOrNull(begin + AT.personId),
        personName: this.#textOrNull(begin + AT.personName),
        client: clientName(this.#text(begin + AT.userAgent)),
        lockId: this.#textOrNull(begin + AT.lockId),
        sessionId: this.#textOrNull(begin + AT.sessionId),
        correlationId: this.#textOrNull(begin + AT.correlationId),
        tokenId: this.#textOrNull(begin + AT.tokenId),
      },
      facts: {
        url,
        httpVersion: this.#text(begin + AT.httpVersion),
        remoteAddress: this.#text(begin + AT.remoteAddress),
        before: this.#moment(begin + AT.before),
        after: this.#moment(begin + AT.after),
        proof: {
          verdict: this.#text(begin + AT.proofVerdict) as ProofReading['verdict'],
          explanation: this.#text(begin + AT.proofExplanation),
        },
        explanation: this.#textOrNull(begin + AT.explanation),
        firstByteMs: this.#numberOrNull(begin + AT.firstByteMs),
        ...(replayOf === null ? {} : { replayOf }),
      },
      requestHeaders: this.#once(this.#requestHeaders, begin + AT.requestHeaders, (text) =>
        redactHeaders(text.split('\n')),
      ),
      responseHeaders: this.#once(this.#responseHeaders, begin + AT.responseHead, (head) =>
        redactHeaders(linesOf(head)),
      ),
      requestBody: this.#body(begin + AT.requestBody),
      responseBody: this.#body(begin + AT.responseBody),
    };
  }

  #number(at: number): number {
    return this.#numbers[at] ?? Number.NaN;
  }

  #numberOrNull(at: number): number | null {
    const value = this.#number(at);
    return Number.isNaN(value) ? null : value;
  }

  /** '' for null. */
  #text(at: number): string {
    return this.#texts[this.#number(at)] ?? '';
  }

  #textOrNull(at: number): string | null {
    return this.#texts[this.#number(at)] ?? null;
  }

  #once<T>(known: Map<number, T>, at: number, make: (text: string) => T): T {
    const place = this.#number(at);
    let made = known.get(place);
    if (made === undefined) known.set(place, (made = make(this.#text(at))));
    return made;
  }

  #url(at: number): { url: string; path: string } {
    return this.#once(this.#urls, at, (text) => {
      const url = redactUrl(text);
      const query = url.indexOf('?');
      return { url, path: (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST_PATH) };
    });
  }

  #moment(at: number): FileMoment | null {
    const size = this.#numberOrNull(at + MOMENT.size);
    if (size === NO_MOMENT) return null;
    return {
      version: this.#textOrNull(at + MOMENT.version),
      size,
      lockId: this.#textOrNull(at + MOMENT.lockId),
      lockExpiresAt: this.#numberOrNull(at + MOMENT.lockExpiresAt),
    };
  }

  #body(at: number): CapturedBody {
    const hidden = this.#number(at + BODY.hidden);
    const body: CapturedBody = {
      sha256: this.#textOrNull(at + BODY.sha256),
      size: this.#number(at + BODY.size),
      contentType: this.#textOrNull(at + BODY.contentType),
      kept: this.#number(at + BODY.kept),
      missing: this.#textOrNull(at + BODY.missing),
      cost: this.#number(at + BODY.cost),
      bytes: null,
    };
    if (hidden > 0) body.hidden = hidden;
    return body;
  }
}

/** The line of a list, for those who look on live. */
export function rowOf(raw: RawExchange): ExchangeRow {
  const packer = new Packer(1);
  packer.push(raw);
  return new Digester(packer).at(0).row;
}

/** Names and values in turn, out of "HTTP/1.1 200 OK\r\nName: value\r\n\r\n". */
function linesOf(head: string): string[] {
  const lines: string[] = [];
  // The first line is the status, the last two are empty.
  let begin = head.indexOf('\r\n') + 2;
  for (let end = head.indexOf('\r\n', begin); end > begin; end = head.indexOf('\r\n', begin)) {
    const colon = head.indexOf(': ', begin);
    lines.push(head.slice(begin, colon), head.slice(colon + 2, end));
    begin = end + 2;
  }
  return lines;
}
