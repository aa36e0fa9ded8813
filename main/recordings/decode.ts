import { createHash } from 'node:crypto';
import type { BodyInfo, ExchangeRow, Outcome } from '../../preload/contract.ts';
import { addressOf, operationOf } from '../findings/operation-of.ts';
import type { Address } from '../findings/operation-of.ts';
import { tokenSight } from '../findings/token-sight.ts';
import { clientName } from '../wopi/protocol/client-name.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import type { CapturedBody, FinishedExchange } from '../store/exchange-record.ts';
import { headerText } from '../wopi/protocol/header-text.ts';
import { isUtf8Text } from './body-nature.ts';
import { LARGEST_SEARCHED } from './limits.ts';
import { Secrets } from './secrets.ts';

/** What a recording of another program holds of one request. */
export interface ForeignExchange {
  realAt: number;
  method: string;
  /** Complete, as recorders write it, or only path and query. */
  url: string;
  httpVersion: string;
  remoteAddress: string;
  /** null or 0: no answer came. */
  status: number | null;
  durationMs: number | null;
  firstByteMs: number | null;
  requestHeaders: { name: string; value: string }[];
  responseHeaders: { name: string; value: string }[];
  request: ForeignBody;
  response: ForeignBody;
}

export interface ForeignBody {
  /** null: the recording does not have them. */
  bytes: Uint8Array | null;
  size: number;
  contentType: string | null;
}

export interface Decoder {
  exchange(foreign: ForeignExchange, id: number): FinishedExchange;
  /** Names that were told late and fit earlier exchanges too. */
  learned(): {
    fileNames: ReadonlyMap<string, string>;
    people: ReadonlyMap<string, { id: string; name: string | null }>;
  };
}

/** Reads other hosts' traffic as if it were captured here: operation, outcome, lock, token, person, name of the file. */
export function createDecoder(): Decoder {
  const secrets = new Secrets();
  const fileNames = new Map<string, string>();
  const people = new Map<string, { id: string; name: string | null }>();

  const body = ({ bytes, size, contentType }: ForeignBody): CapturedBody => {
    const info: BodyInfo = { size, contentType, kept: 0, missing: null };
    if (bytes === null || bytes.length === 0) {
      return { ...info, missing: size > 0 ? NOT_RECORDED : null, sha256: null, bytes: null, cost: 0 };
    }
    const isText = bytes.length <= LARGEST_SEARCHED && isUtf8Text(bytes);
    const { text, hidden } = isText ? secrets.text(Buffer.from(bytes).toString('utf8')) : { text: '', hidden: 0 };
    const kept = hidden > 0 ? Buffer.from(text) : bytes;
    const sha256 = createHash('sha256').update(kept).digest('hex');
    return {
      ...info,
      size,
      kept: kept.length,
      sha256,
      bytes: kept,
      cost: kept.length,
      ...(hidden > 0 ? { hidden } : {}),
    };
  };

  const exchange = (foreign: ForeignExchange, id: number): FinishedExchange => {
    const { method, status, realAt } = foreign;
    const target = targetOf(foreign.url);
    const url = secrets.text(target).text;
    const requestHeaders = secrets.headers(withHost(foreign));
    const responseHeaders = secrets.headers(foreign.responseHeaders);
    const path = (url.split('?', 1)[0] ?? '').slice(0, 2000);
    const sent = lookup(requestHeaders);
    const answered = lookup(responseHeaders);
    const address = addressOf(path);
    const operation = address ? operationOf(method, address, sent) : null;
    const fileId = address && address.id !== '' ? plain(address.id).slice(0, 500) : null;
    const sight = address ? tokenSight(url, sent('Authorization')) : null;
    const requestBody = body(foreign.request);
    const responseBody = body(foreign.response);
    const told = operation === 'CheckFileInfo' && status === 200 ? readInfo(responseBody.bytes) : null;
    if (fileId !== null && told?.fileName) remember(fileNames, fileId, told.fileName);
    if (sight?.key && told?.person) remember(people, sight.key, told.person);
    const person = sight?.key ? people.get(sight.key) : undefined;
    const outcome = outcomeOf(foreign, address, operation, sight !== null, answered);
    const row: ExchangeRow = {
      id,
      realAt,
      at: realAt,
      method: method.slice(0, 40),
      path,
      operation,
      fileId,
      fileName: fileId === null ? null : (fileNames.get(fileId) ?? null),
      personId: person?.id ?? null,
      personName: person?.name ?? null,
      client: clientName(sent('User-Agent') ?? ''),
      status: status === 0 ? null : status,
      outcome,
      durationMs: foreign.durationMs,
      requestBytes: requestBody.size,
      responseBytes: responseBody.size,
      lockId: (status === 409 ? answered(WopiHeader.Lock) : null) || sent(WopiHeader.Lock) || null,
      sessionId: sent(WopiHeader.SessionId),
      correlationId: sent(WopiHeader.CorrelationId),
      tokenId: sight?.key ?? null,
    };
    return {
      row,
      facts: {
        url,
        httpVersion: foreign.httpVersion,
        remoteAddress: foreign.remoteAddress,
        before: null,
        after: null,
        proof: {
          verdict: sent(WopiHeader.Proof) === null ? 'unsigned' : 'unchecked',
          explanation:
            'Recorded elsewhere: signatures are not checked again, because the token they cover is not kept.',
        },
        explanation: answered('X-WOPI-LockFailureReason') || answered('X-WOPI-ServerError') || null,
        firstByteMs: foreign.firstByteMs,
      },
      requestHeaders: headerText(requestHeaders),
      responseHeaders: headerText(responseHeaders),
      requestBody,
      responseBody,
    };
  };
  return { exchange, learned: () => ({ fileNames, people }) };
}

const NOT_RECORDED = 'The recording does not hold these bytes.';
const REMEMBERED = 20_000;

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
}

/** Path and query as a server receives them. */
function targetOf(url: string): string {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url) ?? [];
  const target = (rest ?? url).split('#', 1)[0] ?? '';
  return target.startsWith('/') ? target : `/${target}`;
}

/** HTTP/2 has no Host line; recorders write its pseudo headers or nothing. */
function withHost({ url, requestHeaders }: ForeignExchange): { name: string; value: string }[] {
  const headers = requestHeaders.filter(({ name }) => !name.startsWith(':'));
  if (headers.some(({ name }) => name.toLowerCase() === 'host')) return headers;
  const host =
    requestHeaders.find(({ name }) => name === ':authority')?.value ?? /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1];
  return host === undefined ? headers : [{ name: 'Host', value: host }, ...headers];
}

function lookup(headers: readonly { name: string; value: string }[]): (name: string) => string | null {
  const found = new Map<string, string>();
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, value);
  }
  return (name) => found.get(name.toLowerCase()) ?? null;
}

interface FileInfo {
  fileName: string | null;
  person: { id: string; name: string | null } | null;
}

function readInfo(bytes: Uint8Array | null): FileInfo | null {
  try {
    const info = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as Record<string, unknown> | null;
    const text = (name: string): string | null => {
      const value = info?.[name];
      return typeof value === 'string' && value !== '' ? value.slice(0, 500) : null;
    };
    const id = text('UserId');
    return { fileName: text('BaseFileName'), person: id === null ? null : { id, name: text('UserFriendlyName') } };
  } catch {
    return null;
  }
}

const LOCK_REFUSED = new Set([
  'Lock',
  'UnlockAndRelock',
  'RefreshLock',
  'Unlock',
  'PutFile',
  'DeleteFile',
  'RenameFile',
]);
const NAMING = new Set(['PutRelativeFile', 'CreateChildFile', 'CreateChildContainer', 'RenameContainer']);

// oxfmt-ignore
const OUTCOMES: Record<number, Outcome> = {
  400: 'bad-request', 403: 'no-permission', 404: 'not-found', 405: 'not-implemented',
  412: 'changed-meanwhile', 413: 'too-large', 501: 'not-implemented',
};

/** What an answer of another host means; why it refused a token it alone knows. */
function outcomeOf(
  { status, responseHeaders }: ForeignExchange,
  address: Address | undefined,
  operation: string | null,
  hasToken: boolean,
  answered: (name: string) => string | null,
): Outcome {
  if (status === null || status === 0) return 'aborted';
  if (status < 400) return 'ok';
  if (status === 401) return address === undefined || hasToken ? 'token-forged' : 'token-missing';
  if (status === 409 && operation !== null) {
    if (LOCK_REFUSED.has(operation)) return answered(WopiHeader.Lock) ? 'locked-by-other' : 'not-locked';
    if (operation === 'DeleteContainer') return 'not-empty';
    if (NAMING.has(operation)) return 'name-taken';
  }
  if (status === 400 && responseHeaders.some(({ name }) => /^x-wopi-invalid\w*nameerror$/i.test(name)))
    return 'bad-name';
  return OUTCOMES[status] ?? (status >= 500 ? 'server-error' : 'bad-request');
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
