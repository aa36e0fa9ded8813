import type { Operation } from '../../operation.ts';
import { lockOf } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { ok } from '../../results.ts';

/** Tells the current lock id, empty when the file is not locked, and changes nothing. */
export const getLock: Operation = {
  name: 'GetLock',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'GET_LOCK',
  needs: 'write',
  advertises: ['SupportsGetLock'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/getlock',
  run: (call, services) =>
    ok({
      [WopiHeader.Lock]: lockOf(call, services)?.lockId ?? '',
      [WopiHeader.ItemVersion]: String(call.file.version),
    }),
};
