import type { Call, Operation, Services } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import type { LockDecision } from '../../protocol/lock-rules.ts';
import { checkLockId, takeLock } from '../../protocol/lock-rules.ts';
import type { Lock } from '../../../store/locks.ts';
import type { Result } from '../../results.ts';
import { badRequest, lockMismatch, ok } from '../../results.ts';

/** Takes a free file, or extends the lock the client holds already. */
export const lock: Operation = {
  name: 'Lock',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'LOCK',
  needs: 'write',
  advertises: ['SupportsLocks', 'SupportsExtendedLockLength'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/lock',
  malformed: malformedLockId,
  run: (call, services) => decideLock(call, services, takeLock),
};

export function malformedLockId(call: Call): Result | undefined {
  const legal = checkLockId(call.header(WopiHeader.Lock));
  return legal.ok ? undefined : badRequest(legal.reason);
}

/** What Lock, RefreshLock and Unlock have in common: one lock id, one rule, one transaction. */
export async function decideLock(
  call: Call,
  services: Services,
  rule: (current: Lock | undefined, lockId: string, now: number) => LockDecision,
): Promise<Result> {
  const lockId = call.header(WopiHeader.Lock) ?? '';
  const actor = { by: 'wopi' as const, personId: call.person.id };
  const decision = services.locks.decide(call.file.id, lockId, actor, (current, now) => rule(current, lockId, now));
  await services.locks.committed();
  return decision.kind === 'mismatch'
    ? lockMismatch(decision)
    : ok({ [WopiHeader.ItemVersion]: String(call.file.version) });
}
