import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { encodeUtf7 } from '../../wopi/protocol/names.ts';
import type { HeaderPair } from '../requests/kind.ts';
import type { Reply, Request, Trial } from './trial.ts';

/** The operations of the protocol as the cases of our own call them. */

const DOCS = 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program';
/** Page of the public specification. */
export const page = (path: string): string => `${DOCS}/${path}`;

const lockHeader = (id: string | undefined): HeaderPair[] => (id === undefined ? [] : [[WopiHeader.Lock, id]]);

export const checkFileInfo = (trial: Trial, request: Request = {}): Promise<Reply> =>
  trial.send('CheckFileInfo', request);

export const getFile = (trial: Trial, request: Request = {}): Promise<Reply> =>
  trial.send('GetFile', { ...request, suffix: '/contents' });

export function lock(trial: Trial, id: string | undefined, request: Request = {}): Promise<Reply> {
  return trial.send('Lock', { ...request, override: 'LOCK', headers: lockHeader(id) });
}

export function unlock(trial: Trial, id: string | undefined, request: Request = {}): Promise<Reply> {
  return trial.send('Unlock', { ...request, override: 'UNLOCK', headers: lockHeader(id) });
}

export function refreshLock(trial: Trial, id: string | undefined, request: Request = {}): Promise<Reply> {
  return trial.send('RefreshLock', { ...request, override: 'REFRESH_LOCK', headers: lockHeader(id) });
}

export function relock(trial: Trial, oldId: string, newId: string | undefined, request: Request = {}): Promise<Reply> {
  const headers: HeaderPair[] = [...lockHeader(newId), [WopiHeader.OldLock, oldId]];
  return trial.send('UnlockAndRelock', { ...request, override: 'LOCK', headers });
}

export const getLock = (trial: Trial, request: Request = {}): Promise<Reply> =>
  trial.send('GetLock', { ...request, override: 'GET_LOCK' });

export function putFile(
  trial: Trial,
  body: Buffer | string,
  id: string | undefined,
  request: Request = {},
): Promise<Reply> {
  const headers = [...(request.headers ?? []), ...lockHeader(id)];
  return trial.send('PutFile', { ...request, suffix: '/contents', override: 'PUT', headers, body });
}

export interface NewName {
  suggested?: string;
  exact?: string;
  overwrite?: boolean;
  /** Sends the name as it stands, without encoding it. */
  isRaw?: boolean;
}

export function putRelativeFile(
  trial: Trial,
  name: NewName,
  body: Buffer | string = 'content',
  request: Request = {},
): Promise<Reply> {
  const headers: HeaderPair[] = [
    ...nameHeaders(name),
    [WopiHeader.Size, String(Buffer.byteLength(body))],
    ...(request.headers ?? []),
  ];
  return trial.send('PutRelativeFile', { ...request, override: 'PUT_RELATIVE', headers, body });
}

export function renameFile(trial: Trial, name: string, request: Request = {}): Promise<Reply> {
  const headers: HeaderPair[] = [...(request.headers ?? []), [WopiHeader.RequestedName, encodeUtf7(name)]];
  return trial.send('RenameFile', { ...request, override: 'RENAME_FILE', headers });
}

export const deleteFile = (trial: Trial, at: string): Promise<Reply> =>
  trial.send('DeleteFile', { override: 'DELETE', at });

export function putUserInfo(trial: Trial, body: string, request: Request = {}): Promise<Reply> {
  return trial.send('PutUserInfo', { ...request, override: 'PUT_USER_INFO', body });
}

export function getShareUrl(trial: Trial, type: string | undefined, request: Request = {}): Promise<Reply> {
  const headers: HeaderPair[] = type === undefined ? [] : [[WopiHeader.UrlType, type]];
  return trial.send('GetShareUrl', { ...request, override: 'GET_SHARE_URL', headers });
}

export const enumerateAncestors = (trial: Trial, at?: string): Promise<Reply> =>
  trial.send('EnumerateAncestors', { suffix: '/ancestry', ...(at === undefined ? {} : { at }) });

export function enumerateChildren(trial: Trial, at: string, filter?: string): Promise<Reply> {
  const headers: HeaderPair[] = filter === undefined ? [] : [[WopiHeader.FileExtensionFilterList, filter]];
  return trial.send('EnumerateChildren', { at, suffix: '/children', headers });
}

export const checkContainerInfo = (trial: Trial, at: string): Promise<Reply> =>
  trial.send('CheckContainerInfo', { at });

export function createChildFile(trial: Trial, at: string, name: NewName): Promise<Reply> {
  return trial.send('CreateChildFile', { at, override: 'CREATE_CHILD_FILE', headers: nameHeaders(name) });
}

export function createChildContainer(trial: Trial, at: string, name: NewName): Promise<Reply> {
  return trial.send('CreateChildContainer', { at, override: 'CREATE_CHILD_CONTAINER', headers: nameHeaders(name) });
}

export const deleteContainer = (trial: Trial, at: string): Promise<Reply> =>
  trial.send('DeleteContainer', { at, override: 'DELETE_CONTAINER' });

export function renameContainer(trial: Trial, at: string, name: string): Promise<Reply> {
  const headers: HeaderPair[] = [[WopiHeader.RequestedName, encodeUtf7(name)]];
  return trial.send('RenameContainer', { at, override: 'RENAME_CONTAINER', headers });
}

function nameHeaders({ suggested, exact, overwrite, isRaw }: NewName): HeaderPair[] {
  const encode = (name: string): string => (isRaw ? name : encodeUtf7(name));
  return [
    ...(suggested === undefined ? [] : [[WopiHeader.SuggestedTarget, encode(suggested)] as const]),
    ...(exact === undefined ? [] : [[WopiHeader.RelativeTarget, encode(exact)] as const]),
    ...(overwrite === undefined ? [] : [[WopiHeader.OverwriteRelativeTarget, overwrite ? 'True' : 'False'] as const]),
  ];
}
