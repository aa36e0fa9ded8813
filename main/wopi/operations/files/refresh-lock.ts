import type { Operation } from '../../operation.ts';
import { refreshLock as rule } from '../../protocol/lock-rules.ts';
import { decideLock, malformedLockId } from './lock.ts';

/** Starts the thirty minutes of the client's own lock again. */
export const refreshLock: Operation = {
  name: 'RefreshLock',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'REFRESH_LOCK',
  needs: 'write',
  advertises: ['SupportsLocks'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/refreshlock',
  malformed: malformedLockId,
  run: (call, services) => decideLock(call, services, rule),
};
