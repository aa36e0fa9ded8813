import type { HeaderPair } from '../../preload/editor-contract.ts';
import { WopiHeader } from '../wopi/protocol/headers.ts';

export type WopiOperation =
  | 'CheckFileInfo'
  | 'GetFile'
  | 'PutFile'
  | 'Lock'
  | 'RefreshLock'
  | 'Unlock'
  | 'RenameFile'
  | 'PutRelativeFile';

const DONE: Record<WopiOperation, string> = {
  CheckFileInfo: 'The host described the file and the rights of this person.',
  GetFile: 'The host delivered the document.',
  PutFile: 'The host saved the document.',
  Lock: 'The host locked the file for 30 minutes.',
  RefreshLock: 'The host extended the lock by 30 minutes.',
  Unlock: 'The host released the lock.',
  RenameFile: 'The host renamed the file.',
  PutRelativeFile: 'The host stored a copy beside the document.',
};

/** What an answer means, in words for somebody who knows the protocol a little. */
export function explain(operation: WopiOperation, status: number, headers: readonly HeaderPair[]): string {
  if (status === 200) return DONE[operation];
  const said = serverWords(headers);
  return `${meaningOf(operation, status, headers)}${said === '' ? '' : ` The host said: ${said}`}`;
}

function meaningOf(operation: WopiOperation, status: number, headers: readonly HeaderPair[]): string {
  if (status >= 300 && status < 400) {
    return `The host answered ${operation} with the redirect ${status}. WOPI knows no redirects; this editor does not follow them.`;
  }
  switch (status) {
    case 400:
      return `The host answered 400 to ${operation}: a header is missing or not legal.`;
    case 401:
      return `The host answered 401 to ${operation}: the token was revoked, has expired or is not for this file.`;
    case 404:
      return `The host answered 404 to ${operation}: the file is gone, or this person may not do that with it (WOPI has no 403).`;
    case 409:
      return conflict(operation, headers);
    case 412:
      return `The host answered 412 to ${operation}: the file is larger than the X-WOPI-MaxExpectedSize this editor sent.`;
    case 413:
      return `The host answered 413 to ${operation}: the document is larger than the host accepts.`;
    case 500:
      return `The host answered 500 to ${operation}: it failed, or it did not accept this editor's proof signature.`;
    case 501:
      return `The host answered 501 to ${operation}: it does not offer that for this file.`;
    default:
      return `The host answered ${status} to ${operation}, which the specification does not describe.`;
  }
}

function conflict(operation: WopiOperation, headers: readonly HeaderPair[]): string {
  if (operation === 'PutRelativeFile')
    return 'The host answered 409 to PutRelativeFile: a file of that name exists already.';
  const held = headerValue(headers, WopiHeader.Lock);
  if (held === null || held === '') {
    return `The host answered 409 to ${operation} with an empty X-WOPI-Lock: the file is not locked any more; the lock has expired or was removed.`;
  }
  return `The host answered 409 to ${operation}: the file is locked with another lock id, ${shown(held)}.`;
}

/** The reasons a host may give for its log; what a 409 means is clear from its lock. */
function serverWords(headers: readonly HeaderPair[]): string {
  const names = [WopiHeader.InvalidFileNameError, WopiHeader.ServerError];
  const value = names.map((name) => headerValue(headers, name)).find((words) => words !== null && words !== '');
  return value === undefined || value === null ? '' : shown(value);
}

const SHOWN_LENGTH = 300;

/** Words from outside within a sentence: one line, not endless, and lock ids as they are. */
function shown(value: string): string {
  const line = value.replace(/[^\x20-\x7e]/g, '?');
  return `“${line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line}”`;
}

export function headerValue(headers: readonly HeaderPair[], name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value ?? null;
}
