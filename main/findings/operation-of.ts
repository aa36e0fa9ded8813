import { WopiHeader } from '../wopi/protocol/headers.ts';

export type Resource = 'files' | 'containers' | 'folders' | 'ecosystem' | 'bootstrapper';

/** What a path of the protocol addresses. */
export interface Address {
  resource: Resource;
  /** As written in the path; '' for the ecosystem and the bootstrapper. */
  id: string;
  /** 'contents', 'children' and the like; '' for the resource itself. */
  part: string;
}

const PATH = /\/wopi[^/]*\/(files|containers|folders)\/([^/]+)(?:\/([a-z_]+))?\/?$/i;
const ECOSYSTEM = /\/wopi[^/]*\/ecosystem(?:\/([a-z_]+))?\/?$/i;
const BOOTSTRAPPER = /\/wopibootstrapper\/?$/i;

/** undefined: not an address of the protocol. */
export function addressOf(path: string): Address | undefined {
  const file = PATH.exec(path);
  if (file) {
    const [, resource = '', id = '', part = ''] = file;
    return { resource: resource.toLowerCase() as Resource, id, part };
  }
  const ecosystem = ECOSYSTEM.exec(path);
  if (ecosystem) return { resource: 'ecosystem', id: '', part: ecosystem[1] ?? '' };
  return BOOTSTRAPPER.test(path) ? { resource: 'bootstrapper', id: '', part: '' } : undefined;
}

/** GET operations by resource and part. */
const READS: Record<string, string> = {
  'files/': 'CheckFileInfo',
  'files/contents': 'GetFile',
  'files/ancestry': 'EnumerateAncestors',
  'files/ecosystem_pointer': 'GetEcosystem',
  'containers/': 'CheckContainerInfo',
  'containers/children': 'EnumerateChildren',
  'containers/ancestry': 'EnumerateAncestors',
  'containers/ecosystem_pointer': 'GetEcosystem',
  'folders/': 'CheckFolderInfo',
  'folders/children': 'EnumerateChildren',
  'ecosystem/': 'CheckEcosystem',
  'ecosystem/root_container_pointer': 'GetRootContainer',
  'bootstrapper/': 'Bootstrap',
};

/** POST operations by X-WOPI-Override; LOCK and UnlockAndRelock share theirs. */
const WRITES: Record<string, string> = {
  GET_LOCK: 'GetLock',
  REFRESH_LOCK: 'RefreshLock',
  UNLOCK: 'Unlock',
  PUT: 'PutFile',
  PUT_RELATIVE: 'PutRelativeFile',
  RENAME_FILE: 'RenameFile',
  DELETE: 'DeleteFile',
  PUT_USER_INFO: 'PutUserInfo',
  GET_SHARE_URL: 'GetShareUrl',
  ADD_ACTIVITIES: 'AddActivities',
  CREATE_CHILD_CONTAINER: 'CreateChildContainer',
  CREATE_CHILD_FILE: 'CreateChildFile',
  DELETE_CONTAINER: 'DeleteContainer',
  RENAME_CONTAINER: 'RenameContainer',
  GET_NEW_ACCESS_TOKEN: 'GetNewAccessToken',
  GET_ROOT_CONTAINER: 'GetRootContainer',
  GET_WOPI_SRC_WITH_ACCESS_TOKEN: 'GetFileWopiSrc',
};

/** The operation a request names, as the specification spells it; null when it names none that is known. */
export function operationOf(method: string, address: Address, header: (name: string) => string | null): string | null {
  if (method === 'GET' || method === 'HEAD') return READS[`${address.resource}/${address.part}`] ?? null;
  if (method !== 'POST') return null;
  if (address.resource === 'bootstrapper' || address.resource === 'ecosystem') {
    const asked = header(WopiHeader.EcosystemOperation) ?? header(WopiHeader.Override) ?? '';
    return WRITES[asked] ?? (address.resource === 'bootstrapper' ? 'Bootstrap' : null);
  }
  const override = header(WopiHeader.Override) ?? '';
  if (override === 'LOCK') return header(WopiHeader.OldLock) === null ? 'Lock' : 'UnlockAndRelock';
  return WRITES[override] ?? null;
}
