import type { ExchangeRow, FileMoment, Outcome, ProofReading } from '../../preload/contract.ts';
import { clientName } from '../wopi/protocol/client-name.ts';
import type { HeaderText } from '../wopi/protocol/header-text.ts';
import { redactHeaders, redactUrl } from '../wopi/protocol/redact.ts';
import type { CapturedBody, FinishedExchange } from './exchange-record.ts';
import type { PackedExchanges } from './packed-exchanges.ts';
import {
  BODY_NUMBER,
  BODY_TEXT,
  MOMENT_NUMBER,
  MOMENT_TEXT,
  NO_MOMENT,
  NUMBER,
  NUMBERS_WIDTH,
  Packer,
  TEXT,
  TEXTS_WIDTH,
} from './packed-exchanges.ts';
import type { RawExchange } from './raw-exchange.ts';

const LONGEST_PATH = 2000;

/** How the texts that may hold secrets are read. */
export interface SecretTexts {
  url(text: string): string;
  requestHeaders(text: string): HeaderText;
  responseHeaders(head: string): HeaderText;
}

/** Replaces every secret by a marker. */
export const RAW: SecretTexts = {
  url: redactUrl,
  requestHeaders: (text) => redactHeaders(text.split('\n')),
  responseHeaders: (head) => redactHeaders(linesOf(head)),
};

/** Takes packed exchanges apart. What many of them share is worked out once. */
export class Digester {
  readonly #packed: PackedExchanges;
  readonly #secrets: SecretTexts;
  readonly #urls = new Map<number, { url: string; path: string }>();
  readonly #requestHeaders = new Map<number, HeaderText>();
  readonly #responseHeaders = new Map<number, HeaderText>();

  constructor(packed: PackedExchanges, secrets: SecretTexts = RAW) {
    this.#packed = packed;
    this.#secrets = secrets;
  }

  get length(): number {
    return Math.floor(this.#packed.numbers.length / NUMBERS_WIDTH);
  }

  idAt(index: number): number {
    return this.#number(index * NUMBERS_WIDTH + NUMBER.id);
  }

  /** One after the other, so that only the few which are used together are held: most of the cost is in what survives. */
  *all(): Iterable<FinishedExchange> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }

  /** An exchange as it is shown and kept, without secrets; bodies without their bytes. */
  at(index: number): FinishedExchange {
    const number = index * NUMBERS_WIDTH;
    const begin = index * TEXTS_WIDTH;
    const { url } = this.#url(begin + TEXT.url);
    const replayOf = this.#numberOrNull(number + NUMBER.replayOf);
    return {
      row: this.rowAt(index),
      facts: {
        url,
        httpVersion: this.#text(begin + TEXT.httpVersion),
        remoteAddress: this.#text(begin + TEXT.remoteAddress),
        before: this.#moment(number + NUMBER.before, begin + TEXT.before),
        after: this.#moment(number + NUMBER.after, begin + TEXT.after),
        proof: {
          verdict: this.#text(begin + TEXT.proofVerdict) as ProofReading['verdict'],
          explanation: this.#text(begin + TEXT.proofExplanation),
        },
        explanation: this.#textOrNull(begin + TEXT.explanation),
        firstByteMs: this.#numberOrNull(number + NUMBER.firstByteMs),
        ...(replayOf === null ? {} : { replayOf }),
      },
      requestHeaders: this.#once(this.#requestHeaders, begin + TEXT.requestHeaders, this.#secrets.requestHeaders),
      responseHeaders: this.#once(this.#responseHeaders, begin + TEXT.responseHead, this.#secrets.responseHeaders),
      requestBody: this.#body(number + NUMBER.requestBody, begin + TEXT.requestBody),
      responseBody: this.#body(number + NUMBER.responseBody, begin + TEXT.responseBody),
    };
  }

  /** The line of a list. */
  rowAt(index: number): ExchangeRow {
    const number = index * NUMBERS_WIDTH;
    const begin = index * TEXTS_WIDTH;
    const { path } = this.#url(begin + TEXT.url);
    return {
      id: this.#number(number + NUMBER.id),
      realAt: this.#number(number + NUMBER.realAt),
      at: this.#number(number + NUMBER.at),
      status: this.#numberOrNull(number + NUMBER.status),
      outcome: this.#text(begin + TEXT.outcome) as Outcome,
      durationMs: this.#numberOrNull(number + NUMBER.durationMs),
      requestBytes: this.#number(number + NUMBER.requestBytes),
      responseBytes: this.#number(number + NUMBER.responseBytes),
      method: this.#text(begin + TEXT.method),
      path,
      operation: this.#textOrNull(begin + TEXT.operation),
      fileId: this.#textOrNull(begin + TEXT.fileId),
      fileName: this.#textOrNull(begin + TEXT.fileName),
      personId: this.#textOrNull(begin + TEXT.personId),
      personName: this.#textOrNull(begin + TEXT.personName),
      client: clientName(this.#text(begin + TEXT.userAgent)),
      lockId: this.#textOrNull(begin + TEXT.lockId),
      sessionId: this.#textOrNull(begin + TEXT.sessionId),
      correlationId: this.#textOrNull(begin + TEXT.correlationId),
      tokenId: this.#textOrNull(begin + TEXT.tokenId),
    };
  }

  #number(at: number): number {
    return this.#packed.numbers[at] ?? Number.NaN;
  }

  #numberOrNull(at: number): number | null {
    const value = this.#number(at);
    return Number.isNaN(value) ? null : value;
  }

  #textOrNull(at: number): string | null {
    const { places, texts } = this.#packed;
    return texts[places[at] ?? texts.length] ?? null;
  }

  /** '' for null. */
  #text(at: number): string {
    return this.#textOrNull(at) ?? '';
  }

  #once<T>(known: Map<number, T>, at: number, make: (text: string) => T): T {
    const place = this.#packed.places[at] ?? 0;
    let made = known.get(place);
    if (made === undefined) known.set(place, (made = make(this.#text(at))));
    return made;
  }

  #url(at: number): { url: string; path: string } {
    return this.#once(this.#urls, at, (text) => {
      const url = this.#secrets.url(text);
      const query = url.indexOf('?');
      return { url, path: (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST_PATH) };
    });
  }

  #moment(number: number, text: number): FileMoment | null {
    const size = this.#numberOrNull(number + MOMENT_NUMBER.size);
    if (size === NO_MOMENT) return null;
    return {
      version: this.#textOrNull(text + MOMENT_TEXT.version),
      size,
      lockId: this.#textOrNull(text + MOMENT_TEXT.lockId),
      lockExpiresAt: this.#numberOrNull(number + MOMENT_NUMBER.lockExpiresAt),
    };
  }

  #body(number: number, text: number): CapturedBody {
    const hidden = this.#number(number + BODY_NUMBER.hidden);
    const body: CapturedBody = {
      sha256: this.#textOrNull(text + BODY_TEXT.sha256),
      size: this.#number(number + BODY_NUMBER.size),
      contentType: this.#textOrNull(text + BODY_TEXT.contentType),
      kept: this.#number(number + BODY_NUMBER.kept),
      missing: this.#textOrNull(text + BODY_TEXT.missing),
      cost: this.#number(number + BODY_NUMBER.cost),
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
  return new Digester(packer).rowAt(0);
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
