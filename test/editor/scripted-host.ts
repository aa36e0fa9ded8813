import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  checkLockId,
  liveLock,
  mayRename,
  mayWrite,
  refreshLock,
  releaseLock,
  takeLock,
} from '../../main/wopi/protocol/lock-rules.ts';
import type { LockDecision, LockPermission, LockState } from '../../main/wopi/protocol/lock-rules.ts';

/** One request as the host saw it. */
export interface Seen {
  operation: string;
  token: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  status: number;
}

export interface ScriptedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Breaks the connection off after the headers and this body. */
  breakOff?: boolean;
}

export interface ScriptedFile {
  name: string;
  bytes: Buffer;
  version: number;
  lock: LockState;
}

/**
 * A WOPI host that can be told to answer anything: what a correct host never does is needed to see how the editor
 * takes it. Left alone it follows the lock rules, with one file and a token per person.
 */
export interface ScriptedHost {
  base: string;
  wopiSrc: string;
  file: ScriptedFile;
  /** Properties of CheckFileInfo by token, over the usual ones. */
  info: Map<string, Record<string, unknown>>;
  /** Answers in place of the host; undefined lets it answer itself. */
  script: (operation: string, seen: Omit<Seen, 'status'>) => ScriptedAnswer | undefined | Promise<undefined>;
  seen: Seen[];
  operations(): string[];
  copies: { name: string; bytes: Buffer }[];
  now: number;
  close(): Promise<void>;
}

export async function scriptedHost(name: string, bytes: Buffer | string, port = 0): Promise<ScriptedHost> {
  const server = createServer((request, response) => void answer(host, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host: ScriptedHost = {
    base,
    wopiSrc: `${base}/wopi/files/f1`,
    file: { name, bytes: Buffer.from(bytes), version: 1, lock: undefined },
    info: new Map([
      ['olivia', { UserId: 'u1', UserFriendlyName: 'Olivia' }],
      ['emil', { UserId: 'u2', UserFriendlyName: 'Emil' }],
      ['rita', { UserId: 'u3', UserFriendlyName: 'Rita', UserCanWrite: false }],
    ]),
    script: () => undefined,
    seen: [],
    operations: () => host.seen.map(({ operation }) => operation),
    copies: [],
    now: Date.parse('2026-03-01T12:00:00Z'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}

const OVERRIDES: Record<string, string> = {
  LOCK: 'Lock',
  REFRESH_LOCK: 'RefreshLock',
  UNLOCK: 'Unlock',
  PUT: 'PutFile',
  PUT_RELATIVE: 'PutRelativeFile',
  RENAME_FILE: 'RenameFile',
};

async function answer(host: ScriptedHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = `${host.base}${request.url ?? ''}`;
  const override = request.headers['x-wopi-override'];
  const isContents = new URL(url).pathname.endsWith('/contents');
  const operation =
    typeof override === 'string' ? (OVERRIDES[override] ?? override) : isContents ? 'GetFile' : 'CheckFileInfo';
  const seen = {
    operation,
    token: new URL(url).searchParams.get('access_token') ?? '',
    url,
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
  const scripted = await host.script(operation, seen);
  const reply = scripted ?? rightAnswer(host, seen);
  host.seen.push({ ...seen, status: reply.status });
  response.writeHead(reply.status, { 'X-WOPI-ServerVersion': 'scripted', ...reply.headers });
  if (reply.breakOff === true) {
    response.write(reply.body ?? '', () => response.destroy());
    return;
  }
  response.end(reply.body);
}

function rightAnswer(host: ScriptedHost, seen: Omit<Seen, 'status'>): ScriptedAnswer {
  const { file } = host;
  const person = host.info.get(seen.token);
  if (person === undefined) return { status: 401 };
  const lockId = header(seen, 'x-wopi-lock');
  const itemVersion = { 'X-WOPI-ItemVersion': String(file.version) };
  switch (seen.operation) {
    case 'CheckFileInfo':
      return {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...usualInfo(host), ...person }),
      };
    case 'GetFile':
      return { status: 200, headers: itemVersion, body: file.bytes };
    case 'PutFile':
      return permitted(mayWrite(file.lock, lockId, file.bytes.length, host.now), () => {
        file.bytes = seen.body;
        file.version += 1;
        return { status: 200, headers: { 'X-WOPI-ItemVersion': String(file.version) } };
      });
    case 'RenameFile':
      return permitted(mayRename(file.lock, lockId, host.now), () => {
        const stem = header(seen, 'x-wopi-requestedname') ?? '';
        file.name = `${stem}${file.name.slice(file.name.lastIndexOf('.'))}`;
        return { status: 200, body: JSON.stringify({ Name: stem }) };
      });
    case 'PutRelativeFile': {
      const name = header(seen, 'x-wopi-suggestedtarget') ?? '';
      host.copies.push({ name, bytes: seen.body });
      return {
        status: 200,
        body: JSON.stringify({
          Name: name,
          Url: host.wopiSrc,
          HostEditUrl: `${host.base}/edit`,
          HostViewUrl: `${host.base}/view`,
        }),
      };
    }
    default:
      return checkLockId(lockId).ok ? locking(host, seen.operation, lockId ?? '') : { status: 400 };
  }
}

function locking(host: ScriptedHost, operation: string, lockId: string): ScriptedAnswer {
  const rules: Record<string, (current: LockState, id: string, now: number) => LockDecision> = {
    Lock: takeLock,
    RefreshLock: refreshLock,
    Unlock: releaseLock,
  };
  const decision = rules[operation]?.(host.file.lock, lockId, host.now);
  if (decision === undefined) return { status: 501 };
  if (decision.kind === 'mismatch')
    return { status: 409, headers: { 'X-WOPI-Lock': decision.current, 'X-WOPI-LockFailureReason': decision.reason } };
  host.file.lock = decision.next;
  return { status: 200, headers: { 'X-WOPI-ItemVersion': String(host.file.version) } };
}

function permitted(permission: LockPermission, run: () => ScriptedAnswer): ScriptedAnswer {
  return permission.ok ? run() : { status: 409, headers: { 'X-WOPI-Lock': permission.current } };
}

function usualInfo({ base, file }: ScriptedHost): Record<string, unknown> {
  return {
    BaseFileName: file.name,
    OwnerId: 'u1',
    Size: file.bytes.length,
    Version: String(file.version),
    UserCanWrite: true,
    UserCanRename: true,
    SupportsUpdate: true,
    SupportsLocks: true,
    SupportsRename: true,
    SupportsExtendedLockLength: true,
    PostMessageOrigin: base,
    CloseUrl: `${base}/closed`,
    ClosePostMessage: true,
  };
}

export function lockOf(host: ScriptedHost): string {
  return liveLock(host.file.lock, host.now)?.lockId ?? '';
}

function header(seen: Omit<Seen, 'status'>, name: string): string | undefined {
  const value = seen.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
