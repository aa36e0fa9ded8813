import type { VendorInfo } from './profiles.ts';

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
  SupportsContainers?: boolean;
  SupportsEcosystem?: boolean;
  SupportsAddActivities?: boolean;
  SupportedShareUrlTypes?: readonly ShareUrlType[];

  UserFriendlyName: string;
  IsAnonymousUser?: boolean;
  /** The mobile apps look for both, also when they are false. */
  IsEduUser: boolean;
  LicenseCheckForEditIsEnabled: boolean;
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
  DownloadUrl: string;
  FileUrl: string;
  FileSharingUrl?: string;
  FileVersionUrl: string;
  FileEmbedCommandUrl: string;
  HostViewUrl: string;
  HostEmbeddedViewUrl: string;
  HostEditUrl?: string;
  SignInUrl?: string;
  SignoutUrl: string;

  BreadcrumbBrandName: string;
  BreadcrumbBrandUrl: string;
  BreadcrumbFolderName: string;
  BreadcrumbFolderUrl: string;
  BreadcrumbDocName: string;
}

/** Kinds of links that GetShareUrl makes. */
export type ShareUrlType = 'ReadOnly' | 'ReadWrite';

/** Properties that say who the user is; equal in CheckFileInfo and CheckContainerInfo. */
export interface UserInfo {
  IsAnonymousUser?: boolean;
  IsEduUser: boolean;
  LicenseCheckForEditIsEnabled: boolean;
}

export function userInfoOf({ isAnonymous, licence }: { isAnonymous: boolean; licence: string }): UserInfo {
  return {
    ...(isAnonymous ? { IsAnonymousUser: true } : {}),
    IsEduUser: licence === 'education',
    LicenseCheckForEditIsEnabled: licence === 'business',
  };
}

/** Links that this person may hand on. */
export function shareUrlTypesOf(rights: { write: boolean }): ShareUrlType[] {
  return rights.write ? ['ReadOnly', 'ReadWrite'] : ['ReadOnly'];
}

/** Addresses of the host's own pages about one file, for one person. */
export type FilePages = Pick<
  FileInfo,
  | 'HostViewUrl'
  | 'HostEmbeddedViewUrl'
  | 'DownloadUrl'
  | 'FileUrl'
  | 'FileVersionUrl'
  | 'FileEmbedCommandUrl'
  | 'BreadcrumbFolderUrl'
> & { HostEditUrl: string; FileSharingUrl: string };

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
  user: { id: string; name: string; isAnonymous: boolean; licence: string; userInfo: string };
  rights: { write: boolean; rename: boolean; create: boolean };
  /** Names of the Supports… properties that the offered operations switch on. */
  supports: readonly string[];
  /** Whether PutRelativeFile is offered at all. */
  offersWriteRelative: boolean;
  origin: string;
  pages: FilePages;
  vendorInfo: VendorInfo;
}

/** Longest name without its extension that every supported file system takes together with one. */
export const FILE_NAME_MAX_LENGTH = 200;

export function assembleFileInfo(input: FileInfoInput): FileInfo {
  const { user, rights, origin } = input;
  const { HostEditUrl, FileSharingUrl, ...pages } = input.pages;
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
    ...userInfoOf(user),
    PostMessageOrigin: origin,
    ClosePostMessage: true,
    EditModePostMessage: true,
    EditNotificationPostMessage: true,
    FileVersionPostMessage: true,
    CloseUrl: `${origin}/closed`,
    SignoutUrl: `${origin}/signed-out`,
    ...pages,
    BreadcrumbBrandName: 'WOPI Sandbox',
    BreadcrumbBrandUrl: `${origin}/`,
    BreadcrumbFolderName: input.folderName,
    BreadcrumbDocName: stem,
  };
  if (input.sha256) info.SHA256 = Buffer.from(input.sha256, 'hex').toString('base64');
  if (user.isAnonymous) info.SignInUrl = `${origin}/sign-in`;
  if (user.userInfo !== '') info.UserInfo = user.userInfo;
  if (rights.write) {
    info.UserCanWrite = true;
    info.HostEditUrl = HostEditUrl;
  } else {
    info.ReadOnly = true;
  }
  if (rights.rename) info.UserCanRename = true;
  if (!rights.create || !input.offersWriteRelative) info.UserCanNotWriteRelative = true;
  const flags = Object.fromEntries(input.supports.map((flag) => [flag, true]));
  const sharing = input.supports.includes('SupportedShareUrlTypes')
    ? { SupportedShareUrlTypes: shareUrlTypesOf(rights), FileSharingUrl }
    : {};
  return { ...info, ...flags, ...sharing, ...input.vendorInfo };
}

/** ISO 8601 with seven decimals, as .NET's round-trip format writes it. */
export function roundTripTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '0000Z');
}
