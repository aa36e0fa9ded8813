import type { ExchangeDetail, Header } from '../../preload/contract.ts';
import type { Json, Observed } from './seen.ts';

/** One step of an example: the operation and what differs from a flawless exchange of it. */
export type Step = readonly [operation: string, differs?: Given];
/** A short name and the steps. */
export type Example = readonly [name: string, ...steps: Step[]];

export interface Given {
  /** Seconds after the step before; 1 otherwise. */
  after?: number;
  /** Milliseconds from the first to the last byte; 5 otherwise. */
  took?: number;
  file?: string;
  token?: string;
  person?: string;
  session?: string | null;
  client?: string;
  lock?: string;
  oldLock?: string;
  /** Headers of the request to add or replace; null takes one out. */
  request?: Record<string, string | null>;
  /** Body of the request; for PutFile the new content. */
  send?: string;
  status?: number | null;
  /** Headers of the answer to add or replace; null takes one out. */
  answer?: Record<string, string | null>;
  /** Body of the answer; objects become JSON. */
  body?: string | Json;
  /** Properties of CheckFileInfo and other JSON answers to add or replace. */
  info?: Json;
  /** Properties to take out. */
  without?: readonly string[];
  /** Query parameters to add or replace; null takes one out. */
  query?: Record<string, string | null>;
  /** In place of the path the operation implies; with it the query is given whole. */
  url?: string;
  method?: string;
  /** What the host recorded of its own checks and state. */
  facts?: Partial<ExchangeDetail>;
}

/** Where an operation goes: method, path below the id, override. */
// oxfmt-ignore
const OPERATIONS: Record<string, readonly [method: string, path: string, override?: string]> = {
  CheckFileInfo:        ['GET',  '/wopi/files/{id}'],
  GetFile:              ['GET',  '/wopi/files/{id}/contents'],
  PutFile:              ['POST', '/wopi/files/{id}/contents', 'PUT'],
  Lock:                 ['POST', '/wopi/files/{id}', 'LOCK'],
  GetLock:              ['POST', '/wopi/files/{id}', 'GET_LOCK'],
  RefreshLock:          ['POST', '/wopi/files/{id}', 'REFRESH_LOCK'],
  Unlock:               ['POST', '/wopi/files/{id}', 'UNLOCK'],
  UnlockAndRelock:      ['POST', '/wopi/files/{id}', 'LOCK'],
  PutRelativeFile:      ['POST', '/wopi/files/{id}', 'PUT_RELATIVE'],
  RenameFile:           ['POST', '/wopi/files/{id}', 'RENAME_FILE'],
  DeleteFile:           ['POST', '/wopi/files/{id}', 'DELETE'],
  PutUserInfo:          ['POST', '/wopi/files/{id}', 'PUT_USER_INFO'],
  GetShareUrl:          ['POST', '/wopi/files/{id}', 'GET_SHARE_URL'],
  EnumerateAncestors:   ['GET',  '/wopi/files/{id}/ancestry'],
  CheckContainerInfo:   ['GET',  '/wopi/containers/{id}'],
  EnumerateChildren:    ['GET',  '/wopi/containers/{id}/children'],
  ContainerAncestors:   ['GET',  '/wopi/containers/{id}/ancestry'],
  CreateChildFile:      ['POST', '/wopi/containers/{id}', 'CREATE_CHILD_FILE'],
  CreateChildContainer: ['POST', '/wopi/containers/{id}', 'CREATE_CHILD_CONTAINER'],
  RenameContainer:      ['POST', '/wopi/containers/{id}', 'RENAME_CONTAINER'],
  DeleteContainer:      ['POST', '/wopi/containers/{id}', 'DELETE_CONTAINER'],
  CheckEcosystem:       ['GET',  '/wopi/ecosystem'],
  GetRootContainer:     ['GET',  '/wopi/ecosystem/root_container_pointer'],
  Bootstrap:            ['GET',  '/wopibootstrapper'],
  GetNewAccessToken:    ['POST', '/wopibootstrapper'],
  Other:                ['GET',  '/'],
};

const VERSIONED = new Set(['GetFile', 'PutFile', 'Lock', 'RefreshLock', 'Unlock', 'UnlockAndRelock', 'RenameFile']);
export const EXAMPLE_START = Date.UTC(2026, 0, 5, 9);
const LIFE = 10 * 3600 * 1000;

interface Document {
  bytes: string;
  version: number;
  lock: string;
}

/** Plays an example as a flawless client and host would, but for what its steps say otherwise. */
export function play([, ...steps]: Example): Observed[] {
  const documents = new Map<string, Document>();
  let at = EXAMPLE_START;
  return steps.map(([operation, given = {}], index) => {
    at += (given.after ?? 1) * 1000;
    const file = given.file ?? 'doc1';
    const document = documents.get(file) ?? { bytes: 'PK\u0003\u0004 first', version: 1, lock: '' };
    documents.set(file, document);
    return observe(operation, given, document, { id: index + 1, at, file });
  });
}

function observe(
  operation: string,
  given: Given,
  document: Document,
  place: { id: number; at: number; file: string },
): Observed {
  const [method = 'GET', path = '/', override] = OPERATIONS[operation] ?? [];
  const { id, at, file } = place;
  const status = given.status === undefined ? 200 : given.status;
  const send = given.send ?? '';
  if (status === 200) change(operation, given, document);
  const isOther = operation === 'Other';
  const isBootstrapper = path === '/wopibootstrapper';
  const token = given.token ?? 'example-token-1';
  const requestHeaders = headers(
    isOther
      ? {}
      : {
          Authorization: `Bearer ${token}`,
          'X-WOPI-CorrelationId': `c${id}`,
          'X-WOPI-SessionId': 's1',
          'X-WOPI-ClientVersion': '1',
          'X-WOPI-MachineName': 'm',
        },
    { 'User-Agent': given.client ?? 'Example/1.0' },
    override === undefined ? {} : { 'X-WOPI-Override': override },
    operation === 'GetNewAccessToken' ? { 'X-WOPI-EcosystemOperation': 'GET_NEW_ACCESS_TOKEN' } : {},
    given.lock === undefined ? {} : { 'X-WOPI-Lock': given.lock },
    given.oldLock === undefined ? {} : { 'X-WOPI-OldLock': given.oldLock },
    given.request ?? {},
  );
  const body = answerBody(operation, given, document, status, file);
  const answerHeaders = headers(
    contentType(operation, body, given),
    status === 200 && VERSIONED.has(operation) ? { 'X-WOPI-ItemVersion': String(document.version) } : {},
    status === 200 && operation === 'GetLock' ? { 'X-WOPI-Lock': document.lock } : {},
    status === 409 ? { 'X-WOPI-Lock': document.lock } : {},
    { 'Content-Length': String(Buffer.byteLength(body)) },
    given.answer ?? {},
  );
  const query =
    isOther || isBootstrapper
      ? ''
      : queryOf({ access_token: token, access_token_ttl: String(EXAMPLE_START + LIFE), ...given.query });
  const url = given.url ?? `https://host.example${path.replace('{id}', file)}${query}`;
  const exchange: Observed['exchange'] = {
    id,
    realAt: at,
    at,
    method: given.method ?? method,
    path: url.replace(/^https?:\/\/[^/?]*/, '').split(/[?#]/, 1)[0] ?? '',
    operation: null,
    fileId: null,
    fileName: null,
    personId: given.person ?? 'ann',
    personName: null,
    client: 'Example',
    status,
    outcome: status === null ? 'aborted' : 'ok',
    durationMs: given.took ?? 5,
    requestBytes: Buffer.byteLength(send),
    responseBytes: Buffer.byteLength(body),
    lockId: given.lock ?? null,
    url,
    httpVersion: '1.1',
    remoteAddress: '192.0.2.7',
    requestHeaders,
    responseHeaders: status === null ? [] : answerHeaders,
    requestBody: { size: Buffer.byteLength(send), contentType: null, kept: 0, missing: null },
    responseBody: { size: Buffer.byteLength(body), contentType: null, kept: 0, missing: null },
    before: null,
    after: null,
    proof: { verdict: 'unchecked', explanation: '' },
    tokenId: null,
    correlationId: `c${id}`,
    sessionId: given.session === undefined ? 's1' : given.session,
    explanation: null,
    firstByteMs: 3,
    ...given.facts,
  };
  return {
    exchange,
    requestSha256: standInHash(send),
    responseSha256: standInHash(body),
    read: (side) => Buffer.from(side === 'request' ? send : body),
  };
}

function change(operation: string, given: Given, document: Document): void {
  if (operation === 'Lock' || operation === 'UnlockAndRelock') document.lock = given.lock ?? '';
  if (operation === 'Unlock') document.lock = '';
  if (operation !== 'PutFile') return;
  document.bytes = given.send ?? '';
  document.version += 1;
}

function contentType(operation: string, body: string, { body: own }: Given): Record<string, string> {
  if (body === '') return {};
  if (operation === 'GetFile') return { 'Content-Type': 'application/octet-stream' };
  return {
    'Content-Type':
      operation === 'Other' && typeof own === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
  };
}

function answerBody(operation: string, given: Given, document: Document, status: number | null, file: string): string {
  if (typeof given.body === 'string') return given.body;
  if (given.body === undefined && status !== 200) return '';
  const defaults = given.body ?? defaultBody(operation, document, given, file);
  if (typeof defaults === 'string') return defaults;
  const merged = { ...defaults, ...given.info };
  for (const name of given.without ?? []) delete merged[name];
  return JSON.stringify(merged);
}

function defaultBody(operation: string, document: Document, given: Given, file: string): string | Json {
  const container = (name: string): string => `https://host.example/wopi/containers/${name}?access_token=folder-token`;
  const answers: Record<string, () => string | Json> = {
    GetFile: () => document.bytes,
    CheckFileInfo: () => fileInfo(document, given.person ?? 'ann', file),
    PutRelativeFile: () => ({
      Name: 'Copy.docx',
      Url: 'https://host.example/wopi/files/copy?access_token=copy-token',
      HostViewUrl: 'https://host.example/view/copy',
      HostEditUrl: 'https://host.example/edit/copy',
    }),
    RenameFile: () => ({ Name: 'Renamed' }),
    GetShareUrl: () => ({ ShareUrl: 'https://host.example/share/1' }),
    EnumerateAncestors: () => ({ AncestorsWithRootFirst: [{ Name: 'All', Url: container('root') }] }),
    ContainerAncestors: () => ({ AncestorsWithRootFirst: [] }),
    EnumerateChildren: () => ({ ChildContainers: [], ChildFiles: [] }),
    CheckContainerInfo: () => ({ Name: 'All' }),
    CreateChildFile: () => ({ Name: 'New.docx', Url: 'https://host.example/wopi/files/new?access_token=new-token' }),
    CreateChildContainer: () => ({ ContainerPointer: { Name: 'New', Url: container('new') } }),
    RenameContainer: () => ({ Name: 'Other' }),
    CheckEcosystem: () => ({}),
    GetRootContainer: () => ({ ContainerPointer: { Name: 'All', Url: container('root') } }),
    Bootstrap: () => ({ Bootstrap: profile() }),
    GetNewAccessToken: () => ({
      Bootstrap: profile(),
      AccessTokenInfo: { AccessToken: 'fresh-token', AccessTokenExpiry: EXAMPLE_START + LIFE },
    }),
  };
  return answers[operation]?.() ?? '';
}

function profile(): Json {
  return {
    EcosystemUrl: 'https://host.example/wopi/ecosystem?access_token=ecosystem-token',
    UserId: 'ann',
    SignInName: 'ann@host.example',
    UserFriendlyName: 'Ann',
  };
}

function fileInfo(document: Document, person: string, file: string): Json {
  return {
    BaseFileName: `Report-${file}.docx`,
    OwnerId: 'ann',
    Size: Buffer.byteLength(document.bytes),
    UserId: person,
    Version: String(document.version),
    FileExtension: '.docx',
    UserFriendlyName: 'Ann',
    LastModifiedTime: new Date(EXAMPLE_START + document.version * 1000).toISOString(),
    SupportsUpdate: true,
    SupportsLocks: true,
    SupportsGetLock: true,
    SupportsExtendedLockLength: true,
    SupportsRename: true,
    SupportsDeleteFile: true,
    SupportsUserInfo: true,
    UserCanWrite: true,
    UserCanRename: true,
    PostMessageOrigin: 'https://host.example',
    HostViewUrl: 'https://host.example/view',
    HostEditUrl: 'https://host.example/edit',
    CloseUrl: 'https://host.example/',
  };
}

function headers(...groups: Record<string, string | null>[]): Header[] {
  const merged = new Map<string, Header | null>();
  for (const [name, value] of groups.flatMap((group) => Object.entries(group)))
    merged.set(name.toLowerCase(), value === null ? null : { name, value });
  return [...merged.values()].filter((header) => header !== null);
}

function queryOf(parameters: Record<string, string | null>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Examples need contents told apart, not hashed. */
function standInHash(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);
}
