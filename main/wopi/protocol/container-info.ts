import { shareUrlTypesOf, userInfoOf } from './file-info.ts';
import type { ShareUrlType, UserInfo } from './file-info.ts';

/** CheckContainerInfo: the properties this host sends. null is never sent. */
export interface ContainerInfo extends UserInfo {
  Name: string;
  HostUrl: string;
  SharingUrl: string;
  SupportedShareUrlTypes: readonly ShareUrlType[];
  UserCanCreateChildContainer: boolean;
  UserCanCreateChildFile: boolean;
  UserCanDelete: boolean;
  UserCanRename: boolean;
}

interface ContainerInfoInput {
  name: string;
  isRoot: boolean;
  user: { isAnonymous: boolean; licence: string };
  rights: { write: boolean; create: boolean; rename: boolean; delete: boolean };
  hostUrl: string;
  sharingUrl: string;
}

/** The root is the shared folder itself, which stays as it is. */
export function assembleContainerInfo({
  name,
  isRoot,
  user,
  rights,
  hostUrl,
  sharingUrl,
}: ContainerInfoInput): ContainerInfo {
  return {
    Name: name,
    HostUrl: hostUrl,
    SharingUrl: sharingUrl,
    ...userInfoOf(user),
    SupportedShareUrlTypes: shareUrlTypesOf(rights),
    UserCanCreateChildContainer: rights.create,
    UserCanCreateChildFile: rights.create,
    UserCanDelete: rights.delete && !isRoot,
    UserCanRename: rights.rename && !isRoot,
  };
}
