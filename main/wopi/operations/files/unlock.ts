import type { Operation } from '../../operation.ts';
import { releaseLock } from '../../protocol/lock-rules.ts';
import { decideLock, malformedLockId } from './lock.ts';

/** Gives up the client's own lock. */
export const unlock: Operation = {
  name: 'Unlock',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'UNLOCK',
  needs: 'write',
  advertises: ['SupportsLocks'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/unlock',
  malformed: malformedLockId,
  run: (call, services) => decideLock(call, services, releaseLock),
};
