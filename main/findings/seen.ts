import type { ExchangeDetail, Header } from '../../preload/contract.ts';
import type { Address } from './operation-of.ts';
import { addressOf, operationOf } from './operation-of.ts';
import type { TokenSight } from './token-sight.ts';
import { parameter, tokenSight } from './token-sight.ts';

type Side = 'request' | 'response';

/** Larger bodies are not read as text: no answer of the protocol comes near this. */
const LARGEST_TEXT = 4 * 1024 * 1024;

/** One exchange that has ended, as the engine is given it: own traffic, an import or a run against another host. */
export interface Observed {
  exchange: Omit<ExchangeDetail, 'findings'>;
  /** Hex, of the bytes as they were sent; null when they are not known. */
  requestSha256: string | null;
  responseSha256: string | null;
  /** The bytes of a body where they are at hand. */
  read(side: Side): Uint8Array | null;
}

export type Json = Record<string, unknown>;

interface KnownAnswer {
  read: { value: unknown } | null;
}

/** Answers read before, by their hash: clients ask the same again and again. */
export interface KnownAnswers {
  get(sha256: string): KnownAnswer | undefined;
  set(sha256: string, answer: KnownAnswer): void;
}

/** An exchange as rules look at it: headers by name, address taken apart, bodies read only when a rule asks. */
export class Seen {
  readonly exchange: Observed['exchange'];
  readonly id: number;
  /** Virtual time of the request. */
  readonly at: number;
  readonly status: number | null;
  /** undefined: not an address of the protocol. */
  readonly address: Address | undefined;
  /** Operation as the specification spells it; null when the request names none. */
  readonly operation: string | null;
  /** Names the file, container or other resource the request is about; null when it is about none. */
  readonly target: string | null;
  readonly token: TokenSight | null;
  readonly #observed: Observed;
  readonly #answers: KnownAnswers | undefined;
  #request: Map<string, string> | undefined;
  #answer: Map<string, string> | undefined;
  #text: Partial<Record<Side, string | null>> = {};
  #json: KnownAnswer | undefined;

  constructor(observed: Observed, answers?: KnownAnswers) {
    const { exchange } = observed;
    this.#observed = observed;
    this.#answers = answers;
    this.exchange = exchange;
    this.id = exchange.id;
    this.at = exchange.at;
    this.status = exchange.status;
    this.address = addressOf(exchange.path);
    this.operation = this.address ? operationOf(exchange.method, this.address, (name) => this.header(name)) : null;
    this.target = this.address && this.address.id !== '' ? `${this.address.resource}/${this.address.id}` : null;
    this.token = this.address ? tokenSight(exchange.url, this.header('Authorization')) : null;
  }

  get isWopi(): boolean {
    return this.address !== undefined;
  }

  get succeeded(): boolean {
    return this.status === 200;
  }

  get requestSha256(): string | null {
    return this.#observed.requestSha256;
  }

  get responseSha256(): string | null {
    return this.#observed.responseSha256;
  }

  /** A request header; null without it, '' when it was sent empty. */
  header(name: string): string | null {
    this.#request ??= byName(this.exchange.requestHeaders);
    return this.#request.get(name.toLowerCase()) ?? null;
  }

  /** A header of the answer. */
  answered(name: string): string | null {
    this.#answer ??= byName(this.exchange.responseHeaders);
    return this.#answer.get(name.toLowerCase()) ?? null;
  }

  /** A query parameter as written; null without it. */
  query(name: string): string | null {
    return parameter(this.exchange.url, name);
  }

  bytes(side: Side): Uint8Array | null {
    return this.#observed.read(side);
  }

  text(side: Side): string | null {
    const known = this.#text[side];
    if (known !== undefined) return known;
    const read = this.bytes(side);
    const bytes = read !== null && read.length <= LARGEST_TEXT ? read : null;
    // A byte order mark has to stay visible.
    const text = bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    this.#text[side] = text;
    return text;
  }

  /** The body of the answer read as JSON; null when there is none at hand or it is not JSON. */
  get json(): { value: unknown } | null {
    this.#json ??= this.#read();
    return this.#json.read;
  }

  #read(): KnownAnswer {
    const { responseSha256 } = this.#observed;
    const known = responseSha256 === null ? undefined : this.#answers?.get(responseSha256);
    if (known) return known;
    const answer = { read: parse(this.text('response')) };
    if (responseSha256 !== null) this.#answers?.set(responseSha256, answer);
    return answer;
  }

  /** The JSON object of a successful answer; null for everything else. */
  get result(): Json | null {
    if (!this.succeeded) return null;
    const value = this.json?.value;
    return isObject(value) ? value : null;
  }

  get contentType(): string {
    return (this.answered('Content-Type') ?? '').toLowerCase();
  }

  get isHtml(): boolean {
    return this.contentType.startsWith('text/html');
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string | null): { value: unknown } | null {
  if (text === null || text === '') return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Headers that many exchanges share are one list. */
const named = new WeakMap<readonly Header[], Map<string, string>>();

function byName(headers: readonly Header[]): Map<string, string> {
  const known = named.get(headers);
  if (known) return known;
  const found = new Map<string, string>();
  named.set(headers, found);
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const before = found.get(key);
    found.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return found;
}
