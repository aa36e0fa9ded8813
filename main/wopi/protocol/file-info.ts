/**
 * CheckFileInfo: the properties this host sends, spelled as in the specification. Defaults (false, '') are left out,
 * null is never sent.
 */
export interface FileInfo {
  BaseFileName: string;
  OwnerId: string;
  Size: number;
  UserId: string;
  Version: string;

  FileExtension: string;
  FileNameMaxLength: number;
  LastModifiedTime: string;
  SHA256?: string;

  SupportsUpdate?: boolean;
  SupportsLocks?: boolean;
  SupportsGetLock?: boolean;
  SupportsExtendedLockLength?: boolean;
  SupportsRename?: boolean;
  SupportsDeleteFile?: boolean;
  SupportsUserInfo?: boolean;

  UserFriendlyName: string;
  IsAnonymousUser?: boolean;
  UserInfo?: string;

  UserCanWrite?: boolean;
  ReadOnly?: boolean;
  UserCanRename?: boolean;
  UserCanNotWriteRelative?: boolean;

  PostMessageOrigin: string;
  ClosePostMessage: boolean;
  EditModePostMessage: boolean;
  EditNotificationPostMessage: boolean;
  FileVersionPostMessage: boolean;
  CloseUrl: string;
  HostViewUrl: string;
  HostEditUrl?: string;

  BreadcrumbBrandName: string;
  BreadcrumbBrandUrl: string;
  BreadcrumbFolderName: string;
  BreadcrumbFolderUrl: string;
  BreadcrumbDocName: string;
}

export interface FileInfoInput {
  fileName: string;
  extension: string;
  size: number;
  version: string;
  modifiedMs: number;
  /** Hex. */
  sha256: string | null;
  folderName: string;
  ownerId: string;
  user: { id: string; name: string; isAnonymous: boolean; userInfo: string };
  rights: { write: boolean; rename: boolean; create: boolean };
  /** Names of the Supports… properties that the offered operations switch on. */
  supports: readonly string[];
  origin: string;
  hostViewUrl: string;
  hostEditUrl: string;
}

/** Longest name without its extension that every supported file system takes together with one. */
export const FILE_NAME_MAX_LENGTH = 200;

export function assembleFileInfo(input: FileInfoInput): FileInfo {
  const { user, rights, origin } = input;
  const stem = input.extension === '' ? input.fileName : input.fileName.slice(0, -input.extension.length);
  const info: FileInfo = {
    BaseFileName: input.fileName,
    OwnerId: input.ownerId,
    Size: input.size,
    UserId: user.id,
    Version: input.version,
    FileExtension: input.extension,
    FileNameMaxLength: FILE_NAME_MAX_LENGTH,
    LastModifiedTime: roundTripTime(input.modifiedMs),
    UserFriendlyName: user.name,
    PostMessageOrigin: origin,
    ClosePostMessage: true,
    EditModePostMessage: true,
    EditNotificationPostMessage: true,
    FileVersionPostMessage: true,
    CloseUrl: `${origin}/closed`,
    HostViewUrl: input.hostViewUrl,
    BreadcrumbBrandName: 'WOPI Sandbox',
    BreadcrumbBrandUrl: `${origin}/`,
    BreadcrumbFolderName: input.folderName,
    BreadcrumbFolderUrl: `${origin}/`,
    BreadcrumbDocName: stem,
  };
  if (input.sha256) info.SHA256 = Buffer.from(input.sha256, 'hex').toString('base64');
  if (user.isAnonymous) info.IsAnonymousUser = true;
  if (user.userInfo !== '') info.UserInfo = user.userInfo;
  if (rights.write) {
    info.UserCanWrite = true;
    info.HostEditUrl = input.hostEditUrl;
  } else {
    info.ReadOnly = true;
  }
  if (rights.rename) info.UserCanRename = true;
  if (!rights.create) info.UserCanNotWriteRelative = true;
  return { ...info, ...Object.fromEntries(input.supports.map((flag) => [flag, true])) };
}

/** ISO 8601 with seven decimals, as .NET's round-trip format writes it. */
function roundTripTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '0000Z');
}
