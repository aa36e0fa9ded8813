import type { Operation } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { checkLockId, swapLock } from '../../protocol/lock-rules.ts';
import { badRequest } from '../../results.ts';
import { decideLock, malformedLockId } from './lock.ts';

/** Replaces the client's own lock id by a new one in one step. */
export const unlockAndRelock: Operation = {
  name: 'UnlockAndRelock',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'LOCK',
  when: WopiHeader.OldLock,
  needs: 'write',
  advertises: ['SupportsLocks'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/unlockandrelock',
  malformed(call) {
    const oldLockId = call.header(WopiHeader.OldLock) ?? '';
    // An empty old id is well-formed and simply matches nothing; a broken one is refused like any lock id.
    const legal = oldLockId === '' ? { ok: true as const } : checkLockId(oldLockId);
    return legal.ok
      ? malformedLockId(call)
      : badRequest(legal.reason.replace('lock id', `lock id in ${WopiHeader.OldLock}`));
  },
  run(call, services) {
    const oldLockId = call.header(WopiHeader.OldLock) ?? '';
    return decideLock(call, services, (current, lockId, now) => swapLock(current, oldLockId, lockId, now));
  },
};
