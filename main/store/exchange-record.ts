import type { BodyInfo, ExchangeDetail, ExchangeRow, Header } from '../../preload/contract.ts';

/** A captured body: small ones travel as bytes, large ones are a blob already. */
export interface CapturedBody extends BodyInfo {
  sha256: string | null;
  bytes: Uint8Array | null;
  /** Bytes this body adds to the capture's budget: none when it is a kept file version anyway. */
  cost: number;
}

/** Names and values in turn, as Node hands them over; a secret value is a marker already. */
export interface FlatHeaders {
  flat: string[];
  /** Positions of names whose value hides a secret. */
  hidden?: number[];
}

/** Everything known of an exchange once it has ended. */
export interface FinishedExchange {
  row: ExchangeRow;
  facts: Omit<
    ExchangeDetail,
    keyof ExchangeRow | 'requestBody' | 'responseBody' | 'requestHeaders' | 'responseHeaders'
  >;
  requestHeaders: FlatHeaders;
  responseHeaders: FlatHeaders;
  requestBody: CapturedBody;
  responseBody: CapturedBody;
}

/** Column and field, in the order both are written and read. */
export const ROW_COLUMNS = [
  ['id', 'id'],
  ['real_at', 'realAt'],
  ['at', 'at'],
  ['method', 'method'],
  ['path', 'path'],
  ['operation', 'operation'],
  ['file_id', 'fileId'],
  ['file_name', 'fileName'],
  ['person_id', 'personId'],
  ['person_name', 'personName'],
  ['client', 'client'],
  ['status', 'status'],
  ['outcome', 'outcome'],
  ['duration_ms', 'durationMs'],
  ['request_bytes', 'requestBytes'],
  ['response_bytes', 'responseBytes'],
  ['lock_id', 'lockId'],
] as const satisfies readonly (readonly [string, keyof ExchangeRow])[];

const EXTRA_COLUMNS = ['request_sha256', 'response_sha256', 'stored_bytes', 'detail'];
export const STORED_COLUMNS: readonly string[] = [...ROW_COLUMNS.map(([column]) => column), ...EXTRA_COLUMNS];
export const ROW_SELECT = ROW_COLUMNS.map(([column, field]) => `${column} AS ${field}`).join(', ');
/** Where the writer finds what it has to look at. */
export const STORED = {
  id: 0,
  requestSha256: ROW_COLUMNS.length,
  responseSha256: ROW_COLUMNS.length + 1,
  storedBytes: ROW_COLUMNS.length + 2,
} as const;

export type StoredValue = string | number | null;

/** One value per column, flat: what crosses to the writer is one array per batch. */
export function pushStored(exchange: FinishedExchange, values: StoredValue[]): void {
  const { row, requestBody, responseBody } = exchange;
  const detail = packDetail(exchange);
  for (const [, field] of ROW_COLUMNS) values.push(row[field]);
  values.push(requestBody.sha256, responseBody.sha256, detail.length + requestBody.cost + responseBody.cost, detail);
}

/** What is in the `detail` column. */
interface PackedDetail {
  facts: FinishedExchange['facts'];
  requestHeaders: FlatHeaders;
  responseHeaders: FlatHeaders;
  requestBody: BodyInfo;
  responseBody: BodyInfo;
}

function packDetail({ facts, requestHeaders, responseHeaders, requestBody, responseBody }: FinishedExchange): string {
  const packed: PackedDetail = {
    facts,
    requestHeaders,
    responseHeaders,
    requestBody: toInfo(requestBody),
    responseBody: toInfo(responseBody),
  };
  return JSON.stringify(packed);
}

export type Detail = Omit<ExchangeDetail, keyof ExchangeRow>;

export function unpackDetail(text: string): Detail {
  const { facts, requestHeaders, responseHeaders, requestBody, responseBody } = JSON.parse(text) as PackedDetail;
  return {
    ...facts,
    requestHeaders: toHeaders(requestHeaders),
    responseHeaders: toHeaders(responseHeaders),
    requestBody,
    responseBody,
  };
}

export function detailOf(exchange: FinishedExchange): Detail {
  return unpackDetail(packDetail(exchange));
}

function toHeaders({ flat, hidden }: FlatHeaders): Header[] {
  const headers: Header[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const header = { name: flat[index] ?? '', value: flat[index + 1] ?? '' };
    headers.push(hidden?.includes(index) ? { ...header, hidden: true } : header);
  }
  return headers;
}

function toInfo({ size, contentType, kept, missing, hidden }: CapturedBody): BodyInfo {
  return hidden ? { size, contentType, kept, missing, hidden } : { size, contentType, kept, missing };
}
