import type { Operation } from '../../operation.ts';
import { mayDelete } from '../../protocol/lock-rules.ts';
import { lockMismatch, notFound, ok } from '../../results.ts';

/** Deletes an unlocked file; its versions stay kept. */
export const deleteFile: Operation = {
  name: 'DeleteFile',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'DELETE',
  needs: 'delete',
  advertises: ['SupportsDeleteFile'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/deletefile',
  async run(call, { files, locks, now }) {
    const { id } = call.file;
    const removed = await files.remove(id, () => mayDelete(locks.live(id), now()));
    if (!removed) return notFound('The file is gone already.');
    if (removed.ok) return ok();
    locks.recordRefusal(id, '', { by: 'wopi', personId: call.person.id }, removed.refusal);
    return lockMismatch(removed.refusal);
  },
};
