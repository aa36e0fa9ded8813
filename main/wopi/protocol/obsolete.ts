/**
 * Operations of the specification that no host of the partner programme offers: old ones of MS-WOPI, and the
 * coauthoring of CSPP Plus. They are answered 501, by name.
 */
// oxfmt-ignore
const BY_OVERRIDE = new Map([
  ['COBALT',                 'ExecuteCellStorageRequest'],
  ['READ_SECURE_STORE',      'ReadSecureStore'],
  ['GET_RESTRICTED_LINK',    'GetRestrictedLink'],
  ['REVOKE_RESTRICTED_LINK', 'RevokeRestrictedLink'],
  ['GET_COAUTH_LOCK',        'GetCoauthLock'],
  ['REFRESH_COAUTH_LOCK',    'RefreshCoauthLock'],
  ['UNLOCK_COAUTH_LOCK',     'UnlockCoauthLock'],
  ['GET_COAUTH_TABLE',       'GetCoauthTable'],
  ['GET_CHUNKED_FILE',       'GetChunkedFile'],
  ['PUT_CHUNKED_FILE',       'PutChunkedFile'],
  ['GET_SEQUENCE_NUMBER',    'GetSequenceNumber'],
]);

/** The name of an operation that a POST names and nobody offers. */
export function obsoleteOperation(override: string | undefined): string | undefined {
  return override === undefined ? undefined : BY_OVERRIDE.get(override);
}

const FOLDER = /^\/wopi\/folders\/[^/]+(\/children)?$/;

/** The same for an address of the folders of OneNote. */
export function obsoleteFolderOperation(path: string): string | undefined {
  const found = FOLDER.exec(path);
  return found ? (found[1] === undefined ? 'CheckFolderInfo' : 'EnumerateChildren (folders)') : undefined;
}
