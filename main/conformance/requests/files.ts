import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { encodeUtf7 } from '../../wopi/protocol/names.ts';
import { CasesError } from '../model.ts';
import type { RequestInput, RequestKind } from './kind.ts';
import { always, whenSet } from './kind.ts';
import { checkNameMode, nameHeaders } from './names.ts';

const resourceBody = ({ attributes, resources }: RequestInput): Buffer =>
  resources.content(attributes.required('ResourceId'));

const textBody = ({ element }: RequestInput): Buffer => Buffer.from(bodyOf(element));

function bodyOf(element: RequestInput['element']): string {
  return element.children.find(({ name }) => name === 'RequestBody')?.text ?? '';
}

const needsBody: RequestKind['check'] = (_attributes, element) => {
  if (bodyOf(element) === '') throw new CasesError(`a ${element.name} has no RequestBody.`);
};

const lockHeader: RequestKind['headers'] = ({ attributes }) => [always(WopiHeader.Lock, attributes, 'Lock')];

/** Requests on the file itself. */
export const FILE_REQUESTS: Readonly<Record<string, RequestKind>> = {
  CheckFileInfo: { method: 'GET' },
  GetFile: {
    method: 'GET',
    suffix: '/contents',
    isBinary: true,
    // The cases write Lock, which upstream ignores.
    headers: ({ attributes }) => whenSet(WopiHeader.Lock, attributes.text('NewLock')),
  },
  PutFile: {
    method: 'POST',
    suffix: '/contents',
    override: 'PUT',
    headers: ({ attributes }) => whenSet(WopiHeader.Lock, attributes.text('Lock')),
    body: resourceBody,
  },
  PutRelativeFile: {
    method: 'POST',
    override: 'PUT_RELATIVE',
    check: checkNameMode,
    headers: (input) => [
      [WopiHeader.Size, String(resourceBody(input).length)],
      ...nameHeaders(input.attributes, 'Name', { mayOverwrite: true }),
    ],
    body: resourceBody,
  },
  Lock: {
    method: 'POST',
    override: 'LOCK',
    check: (attributes) => void attributes.flag('LockUserVisible', false),
    headers: ({ attributes }) => [
      always(WopiHeader.Lock, attributes, 'Lock'),
      ...whenSet(
        WopiHeader.LockUserVisible,
        attributes.text('LockUserVisible') && (attributes.flag('LockUserVisible', false) ? 'True' : 'False'),
      ),
    ],
  },
  Unlock: { method: 'POST', override: 'UNLOCK', headers: lockHeader },
  RefreshLock: { method: 'POST', override: 'REFRESH_LOCK', headers: lockHeader },
  UnlockAndRelock: {
    method: 'POST',
    override: 'LOCK',
    headers: ({ attributes }) => [
      always(WopiHeader.Lock, attributes, 'NewLock'),
      always(WopiHeader.OldLock, attributes, 'OldLock'),
    ],
  },
  GetLock: { method: 'POST', override: 'GET_LOCK' },
  RenameFile: {
    method: 'POST',
    override: 'RENAME_FILE',
    headers: ({ attributes }) => [
      [WopiHeader.RequestedName, encodeUtf7(attributes.text('Name') ?? '')],
      always(WopiHeader.Lock, attributes, 'Lock'),
      always(WopiHeader.CoauthLockId, attributes, 'CoauthLockId'),
    ],
  },
  DeleteFile: { method: 'POST', override: 'DELETE', neverOnWopiSrc: true },
  PutUserInfo: { method: 'POST', override: 'PUT_USER_INFO', check: needsBody, body: textBody },
  AddActivities: { method: 'POST', override: 'ADD_ACTIVITIES', check: needsBody, body: textBody },
  GetShareUrl: {
    method: 'POST',
    override: 'GET_SHARE_URL',
    headers: ({ attributes }) => [always(WopiHeader.UrlType, attributes, 'UrlType')],
  },
  GetFromFileUrl: { method: 'GET', isBare: true },
  EnumerateAncestors: { method: 'GET', suffix: '/ancestry' },
};
