import type { BodyInfo, ExchangeDetail, ExchangeRow, Header } from '../../preload/contract.ts';
import type { HeaderText } from '../wopi/protocol/header-text.ts';

/** A captured body: small ones travel as bytes, large ones are a blob already. */
export interface CapturedBody extends BodyInfo {
  sha256: string | null;
  bytes: Uint8Array | null;
  /** Bytes this body adds to the capture's budget: none when it is a kept file version anyway. */
  cost: number;
}

/** Everything known of an exchange once it has ended. */
export interface FinishedExchange {
  row: ExchangeRow;
  facts: Omit<
    ExchangeDetail,
    keyof ExchangeRow | 'requestBody' | 'responseBody' | 'requestHeaders' | 'responseHeaders'
  >;
  requestHeaders: HeaderText;
  responseHeaders: HeaderText;
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}

/**
 * Column, field and how it is kept, in the order both are written and read: `text` columns hold the number of a text
 * that is written once, however often it comes.
 */
export const ROW_COLUMNS = [
  ['id', 'id', 'plain'],
  ['real_at', 'realAt', 'plain'],
  ['at', 'at', 'plain'],
  ['status', 'status', 'plain'],
  ['duration_ms', 'durationMs', 'plain'],
  ['request_bytes', 'requestBytes', 'plain'],
  ['response_bytes', 'responseBytes', 'plain'],
  ['correlation_id', 'correlationId', 'plain'],
  ['method', 'method', 'text'],
  ['path', 'path', 'text'],
  ['operation', 'operation', 'text'],
  ['file_id', 'fileId', 'text'],
  ['file_name', 'fileName', 'text'],
  ['person_id', 'personId', 'text'],
  ['person_name', 'personName', 'text'],
  ['client', 'client', 'text'],
  ['outcome', 'outcome', 'text'],
  ['lock_id', 'lockId', 'text'],
  ['session_id', 'sessionId', 'text'],
  ['token_id', 'tokenId', 'text'],
] as const satisfies readonly (readonly [string, keyof ExchangeRow, 'plain' | 'text'])[];

const selectOf = ([column, field, kind]: (typeof ROW_COLUMNS)[number]): string =>
  kind === 'plain' ? `e.${column} AS ${field}` : `(SELECT text FROM texts WHERE id = e.${column}) AS ${field}`;

/** A row as lists show it, from `exchanges e`. */
export const ROW_SELECT = ROW_COLUMNS.map(selectOf).join(', ');
const BODY_SELECT = ['request', 'response']
  .map((side) => `(SELECT sha256 FROM captured_bodies WHERE id = e.${side}_body) AS ${side}Sha256`)
  .join(', ');
/** An exchange whole, as the writer was given it, from `exchanges e JOIN exchange_details d USING (id)`. */
export const STORED_SELECT = `${ROW_SELECT}, ${BODY_SELECT}, e.stored_bytes, d.detail AS detail`;

/** Where what belongs to no column of the list stands behind those that do. */
export const STORED = {
  id: 0,
  requestSha256: ROW_COLUMNS.length,
  responseSha256: ROW_COLUMNS.length + 1,
  detail: ROW_COLUMNS.length + 3,
} as const;

export type StoredValue = string | number | null;

/** What is in the `detail` column. */
interface PackedDetail {
  facts: FinishedExchange['facts'];
  requestHeaders: PackedHeaders;
  responseHeaders: PackedHeaders;
  requestBody: BodyInfo;
  responseBody: BodyInfo;
}

/** The second form is what the first versions wrote. */
type PackedHeaders = HeaderText | { flat: string[]; hidden?: number[] };

/** @returns JSON for the `detail` column, a {@link PackedDetail} */
export function packDetail(exchange: FinishedExchange): string {
  const { facts, requestHeaders, responseHeaders, requestBody, responseBody } = exchange;
  const parts = {
    facts: JSON.stringify(facts),
    requestHeaders: headerJson(requestHeaders),
    responseHeaders: headerJson(responseHeaders),
    requestBody: JSON.stringify(toInfo(requestBody)),
    responseBody: JSON.stringify(toInfo(responseBody)),
  } satisfies Record<keyof PackedDetail, string>;
  return `{"facts":${parts.facts},"requestHeaders":${parts.requestHeaders},"responseHeaders":${parts.responseHeaders},"requestBody":${parts.requestBody},"responseBody":${parts.responseBody}}`;
}

/** Headers are most of a detail, and many exchanges share theirs. */
const headerJsons = new WeakMap<HeaderText, string>();

function headerJson(headers: HeaderText): string {
  let json = headerJsons.get(headers);
  if (json === undefined) headerJsons.set(headers, (json = JSON.stringify(headers)));
  return json;
}

export type Detail = Omit<ExchangeDetail, keyof ExchangeRow>;

export function unpackDetail(text: string): Detail {
  return toDetail(JSON.parse(text) as PackedDetail);
}

export function detailOf(exchange: FinishedExchange): Detail {
  const { requestBody, responseBody, ...rest } = exchange;
  return toDetail({ ...rest, requestBody: toInfo(requestBody), responseBody: toInfo(responseBody) });
}

function toDetail({ facts, requestHeaders, responseHeaders, requestBody, responseBody }: PackedDetail): Detail {
  return {
    ...facts,
    requestHeaders: headersOf(requestHeaders),
    responseHeaders: headersOf(responseHeaders),
    requestBody,
    responseBody,
  };
}

const headerLists = new WeakMap<PackedHeaders, Header[]>();

function headersOf(packed: PackedHeaders): Header[] {
  let headers = headerLists.get(packed);
  if (headers === undefined) headerLists.set(packed, (headers = toHeaders(packed)));
  return headers;
}

function toHeaders({ hidden, ...packed }: PackedHeaders): Header[] {
  const flat = 'text' in packed ? packed.text.split('\n') : packed.flat;
  const headers: Header[] = [];
  // A text without lines is one empty one.
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const header = { name: flat[index] ?? '', value: flat[index + 1] ?? '' };
    headers.push(hidden?.includes(index) ? { ...header, hidden: true } : header);
  }
  return headers;
}

function toInfo({ size, contentType, kept, missing, hidden }: CapturedBody): BodyInfo {
  return hidden ? { size, contentType, kept, missing, hidden } : { size, contentType, kept, missing };
}

const NO_BODY: BodyInfo = { size: 0, contentType: null, kept: 0, missing: null };

/** What can be told of a request that is still running. */
export const EMPTY_DETAIL: Detail = {
  url: '',
  httpVersion: '',
  remoteAddress: '',
  requestHeaders: [],
  responseHeaders: [],
  requestBody: NO_BODY,
  responseBody: NO_BODY,
  before: null,
  after: null,
  proof: { verdict: 'unchecked', explanation: 'The request is still running.' },
  explanation: null,
  firstByteMs: null,
};
