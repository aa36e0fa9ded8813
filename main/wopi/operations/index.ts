import type {
  BootstrapOperation,
  ContainerOperation,
  Description,
  EcosystemOperation,
  Operation,
} from '../operation.ts';
import { bootstrap } from './bootstrapper/bootstrap.ts';
import { getNewAccessToken } from './bootstrapper/get-new-access-token.ts';
import { getRootContainerShortcut } from './bootstrapper/get-root-container.ts';
import { checkContainerInfo } from './containers/check-container-info.ts';
import { createChildContainer } from './containers/create-child-container.ts';
import { createChildFile } from './containers/create-child-file.ts';
import { deleteContainer } from './containers/delete-container.ts';
import { enumerateContainerAncestors } from './containers/enumerate-ancestors.ts';
import { enumerateChildren } from './containers/enumerate-children.ts';
import { getContainerEcosystem } from './containers/get-ecosystem.ts';
import { getContainerShareUrl } from './containers/get-share-url.ts';
import { renameContainer } from './containers/rename-container.ts';
import { checkEcosystem } from './ecosystem/check-ecosystem.ts';
import { getRootContainer } from './ecosystem/get-root-container.ts';
import { addActivities } from './files/add-activities.ts';
import { checkFileInfo } from './files/check-file-info.ts';
import { deleteFile } from './files/delete-file.ts';
import { enumerateFileAncestors } from './files/enumerate-ancestors.ts';
import { getFileEcosystem } from './files/get-ecosystem.ts';
import { getFile } from './files/get-file.ts';
import { getLock } from './files/get-lock.ts';
import { getShareUrl } from './files/get-share-url.ts';
import { lock } from './files/lock.ts';
import { putFile } from './files/put-file.ts';
import { putRelativeFile } from './files/put-relative-file.ts';
import { putUserInfo } from './files/put-user-info.ts';
import { refreshLock } from './files/refresh-lock.ts';
import { renameFile } from './files/rename-file.ts';
import { unlockAndRelock } from './files/unlock-and-relock.ts';
import { unlock } from './files/unlock.ts';

/** In each table the first entry that matches method, path, override and selecting header is the one that runs. */
export const FILE_OPERATIONS: readonly Operation[] = [
  checkFileInfo,
  getFile,
  putFile,
  unlockAndRelock,
  lock,
  getLock,
  refreshLock,
  unlock,
  putRelativeFile,
  renameFile,
  deleteFile,
  putUserInfo,
  getShareUrl,
  enumerateFileAncestors,
  getFileEcosystem,
  addActivities,
];

export const CONTAINER_OPERATIONS: readonly ContainerOperation[] = [
  checkContainerInfo,
  enumerateChildren,
  enumerateContainerAncestors,
  createChildContainer,
  createChildFile,
  renameContainer,
  deleteContainer,
  getContainerEcosystem,
  getContainerShareUrl,
];

export const ECOSYSTEM_OPERATIONS: readonly EcosystemOperation[] = [checkEcosystem, getRootContainer];

export const BOOTSTRAP_OPERATIONS: readonly BootstrapOperation[] = [
  bootstrap,
  getRootContainerShortcut,
  getNewAccessToken,
];

/** Everything this host offers. */
export const ALL_OPERATIONS: readonly Description[] = [
  ...FILE_OPERATIONS,
  ...CONTAINER_OPERATIONS,
  ...ECOSYSTEM_OPERATIONS,
  ...BOOTSTRAP_OPERATIONS,
];
