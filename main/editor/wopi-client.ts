import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CallReport, HeaderPair } from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';
import { encodeUtf7 } from '../wopi/protocol/names.ts';
import { exchange } from './exchange.ts';
import { explain, headerValue } from './explain.ts';
import type { WopiOperation } from './explain.ts';
import type { ProofSigner } from './keys.ts';

export const CLIENT_VERSION = '0.1.0';
/** Documents above this size are not opened. */
export const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;
const MAX_INFO_BYTES = 1024 * 1024;
/** Office gives a download up after 60 seconds. */
const CALL_TIMEOUT_MS = 60_000;

export interface CallResult {
  report: CallReport;
  /** null when no answer came. */
  status: number | null;
  body: Uint8Array;
  header(name: string): string | null;
}

/** The WOPI calls of one session: one person, one token, one file. */
export interface WopiClient {
  readonly wopiSrc: string;
  checkFileInfo(): Promise<CallResult>;
  getFile(): Promise<CallResult>;
  /** Without a lock id only an empty file may be written (editnew). */
  putFile(bytes: Uint8Array, lockId: string | null, editors: readonly string[]): Promise<CallResult>;
  lock(lockId: string): Promise<CallResult>;
  refreshLock(lockId: string): Promise<CallResult>;
  unlock(lockId: string): Promise<CallResult>;
  /** `name` without its extension, as the specification wants it. */
  renameFile(name: string, lockId: string | null): Promise<CallResult>;
  /** Suggested mode: the host changes the name until it is legal and free. */
  putRelativeFile(name: string, bytes: Uint8Array): Promise<CallResult>;
}

export interface ClientOptions {
  wopiSrc: URL;
  accessToken: string;
  accessTokenTtl: number;
  /** Sent as X-WOPI-SessionId: one per editing session, not the secret that opens it. */
  wopiSessionId: string;
  /** The host's `sc` parameter, given back on CheckFileInfo. */
  sessionContext: string | null;
  signer: ProofSigner;
  now: () => number;
  onCall: (report: CallReport) => void;
}

interface Call {
  operation: WopiOperation;
  path?: '/contents';
  override?: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
  maxBodyBytes?: number;
}

let callCount = 0;

export function createWopiClient(options: ClientOptions): WopiClient {
  const { sessionContext } = options;
  const send = (call: Call): Promise<CallResult> => sendCall(options, call);
  return {
    wopiSrc: options.wopiSrc.href,
    checkFileInfo: () =>
      send({
        operation: 'CheckFileInfo',
        maxBodyBytes: MAX_INFO_BYTES,
        ...(sessionContext === null ? {} : { headers: { [WopiHeader.SessionContext]: sessionContext } }),
      }),
    getFile: () =>
      send({
        operation: 'GetFile',
        path: '/contents',
        headers: { [WopiHeader.MaxExpectedSize]: String(MAX_DOCUMENT_BYTES) },
        maxBodyBytes: MAX_DOCUMENT_BYTES,
      }),
    putFile: (body, lockId, editors) =>
      send({
        operation: 'PutFile',
        path: '/contents',
        override: 'PUT',
        headers: {
          'Content-Type': 'application/octet-stream',
          ...(lockId === null ? {} : { [WopiHeader.Lock]: lockId }),
          ...(editors.length === 0 ? {} : { [WopiHeader.Editors]: editors.join(',') }),
        },
        body,
      }),
    lock: (id) => send({ operation: 'Lock', override: 'LOCK', headers: { [WopiHeader.Lock]: id } }),
    refreshLock: (id) =>
      send({ operation: 'RefreshLock', override: 'REFRESH_LOCK', headers: { [WopiHeader.Lock]: id } }),
    unlock: (id) => send({ operation: 'Unlock', override: 'UNLOCK', headers: { [WopiHeader.Lock]: id } }),
    renameFile: (name, lockId) =>
      send({
        operation: 'RenameFile',
        override: 'RENAME_FILE',
        headers: {
          [WopiHeader.RequestedName]: encodeUtf7(name),
          ...(lockId === null ? {} : { [WopiHeader.Lock]: lockId }),
        },
        maxBodyBytes: MAX_INFO_BYTES,
      }),
    putRelativeFile: (name, body) =>
      send({
        operation: 'PutRelativeFile',
        override: 'PUT_RELATIVE',
        headers: {
          'Content-Type': 'application/octet-stream',
          [WopiHeader.SuggestedTarget]: encodeUtf7(name),
          [WopiHeader.Size]: String(body.byteLength),
        },
        body,
        maxBodyBytes: MAX_INFO_BYTES,
      }),
  };
}

async function sendCall(options: ClientOptions, call: Call): Promise<CallResult> {
  const url = callUrl(options, call.path ?? '');
  const correlationId = randomUUID();
  const at = options.now();
  const started = performance.now();
  const answer = await exchange({
    method: call.override === undefined ? 'GET' : 'POST',
    url,
    headers: {
      ...standardHeaders(options, correlationId),
      ...(call.override === undefined ? {} : { [WopiHeader.Override]: call.override }),
      ...call.headers,
      ...options.signer.headers(url.href, options.accessToken),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
    maxBodyBytes: call.maxBodyBytes ?? MAX_INFO_BYTES,
    timeoutMs: CALL_TIMEOUT_MS,
  });
  const headers = answer.kind === 'answer' ? answer.headers : [];
  const status = answer.kind === 'answer' ? answer.status : null;
  callCount += 1;
  const report: CallReport = {
    id: callCount,
    operation: call.operation,
    at,
    durationMs: Math.round(performance.now() - started),
    status,
    ok: status === 200,
    headers: headers.filter(isOfInterest),
    meaning:
      answer.kind === 'answer'
        ? explain(call.operation, answer.status, headers)
        : `${call.operation} got no answer. ${answer.reason}`,
    correlationId,
  };
  options.onCall(report);
  return {
    report,
    status,
    body: answer.kind === 'answer' ? answer.body : new Uint8Array(),
    header: (name) => headerValue(headers, name),
  };
}

/** The token is in the query of every call; the spelling built here is the one that is signed and sent. */
function callUrl({ wopiSrc, accessToken, accessTokenTtl }: ClientOptions, path: string): URL {
  const query = `access_token=${encodeURIComponent(accessToken)}&access_token_ttl=${accessTokenTtl}`;
  return new URL(`${wopiSrc.origin}${wopiSrc.pathname}${path}?${query}`);
}

function standardHeaders(options: ClientOptions, correlationId: string): Record<string, string> {
  return {
    Authorization: `Bearer ${options.accessToken}`,
    'User-Agent': `WOPI Sandbox Editor/${CLIENT_VERSION}`,
    [WopiHeader.CorrelationId]: correlationId,
    [WopiHeader.RequestId]: randomUUID(),
    [WopiHeader.SessionId]: options.wopiSessionId,
    [WopiHeader.ClientVersion]: `WOPI-Sandbox-Editor.${CLIENT_VERSION}`,
    [WopiHeader.MachineName]: asciiName(hostname()),
    [WopiHeader.PerfTraceRequested]: 'false',
  };
}

/** Header values are ASCII; a computer may be called anything. */
function asciiName(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '_') || 'unknown';
}

function isOfInterest({ name }: HeaderPair): boolean {
  return /^(x-wopi-|x-request-id|content-type$|content-length$|location$|retry-after$)/i.test(name);
}
