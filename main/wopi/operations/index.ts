import type { Operation } from '../operation.ts';
import { checkFileInfo } from './files/check-file-info.ts';
import { deleteFile } from './files/delete-file.ts';
import { getFile } from './files/get-file.ts';
import { getLock } from './files/get-lock.ts';
import { lock } from './files/lock.ts';
import { putFile } from './files/put-file.ts';
import { putRelativeFile } from './files/put-relative-file.ts';
import { putUserInfo } from './files/put-user-info.ts';
import { refreshLock } from './files/refresh-lock.ts';
import { renameFile } from './files/rename-file.ts';
import { unlockAndRelock } from './files/unlock-and-relock.ts';
import { unlock } from './files/unlock.ts';

/** The first entry that matches method, path, override and selecting header is the one that runs. */
export const OPERATIONS: readonly Operation[] = [
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
];
