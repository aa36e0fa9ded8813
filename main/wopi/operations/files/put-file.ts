import type { Operation } from '../../operation.ts';
import { receive } from '../../receive.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { mayWrite } from '../../protocol/lock-rules.ts';
import { lockMismatch, notFound, okJson } from '../../results.ts';

/** Replaces the bytes of a file under the lock of its editors; without a lock only an empty file may be filled. */
export const putFile: Operation = {
  name: 'PutFile',
  method: 'POST',
  path: '/wopi/files/:id/contents',
  override: 'PUT',
  needs: 'write',
  advertises: ['SupportsUpdate'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/putfile',
  async run(call, services) {
    const { files, locks } = services;
    const { id } = call.file;
    const received = await receive(call, services, files.stagingFor(call.file.folder));
    if (!received.ok) return received.result;
    const { staged } = received;

    const lockId = call.header(WopiHeader.Lock);
    const editors = (call.header(WopiHeader.Editors) ?? '').split(',').map((editor) => editor.trim());
    const people = editors.some((editor) => editor !== '')
      ? editors.filter((editor) => editor !== '')
      : [call.person.id];
    const replaced = await files.replace(
      id,
      staged,
      (file) => mayWrite(locks.live(id), lockId, file.size, services.now()),
      { source: 'wopi', people },
    );
    if (!replaced) {
      await call.captured(staged);
      return notFound('The file was deleted while its new content arrived.');
    }
    if (!replaced.ok) {
      await call.captured(staged);
      locks.recordRefusal(id, lockId ?? '', { by: 'wopi', personId: call.person.id }, replaced.refusal);
      return lockMismatch(replaced.refusal);
    }
    call.becameVersion(staged.sha256, staged.size);
    // Microsoft's clients ignore the body; Collabora reads LastModifiedTime from it.
    return okJson(
      { LastModifiedTime: new Date(replaced.record.modifiedMs).toISOString() },
      { [WopiHeader.ItemVersion]: String(replaced.record.version) },
    );
  },
};
