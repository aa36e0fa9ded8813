import type { FileRecord } from '../../../store/files.ts';
import type { Call, Operation, Services } from '../../operation.ts';
import { receive } from '../../receive.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { mayWrite } from '../../protocol/lock-rules.ts';
import { lockMismatch, notFound, okJson, staleSave } from '../../results.ts';

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
    let changedMeanwhile: string | undefined;
    const replaced = await files.replace(
      id,
      staged,
      (file) => {
        const permission = mayWrite(locks.live(id), lockId, file.size, services.now());
        changedMeanwhile = permission.ok ? staleness(call, services, file) : undefined;
        return changedMeanwhile === undefined
          ? permission
          : { ok: false, current: lockId ?? '', reason: changedMeanwhile };
      },
      { source: 'wopi', people },
    );
    if (!replaced) {
      await call.captured(staged);
      return notFound('The file was deleted while its new content arrived.');
    }
    if (!replaced.ok) {
      await call.captured(staged);
      if (changedMeanwhile !== undefined) return staleSave(changedMeanwhile, lockId ?? '');
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

/**
 * Collabora and ONLYOFFICE name the state of the file they began with; another one means that somebody else has
 * saved meanwhile. Milliseconds are all that survives their way of writing a time.
 */
function staleness(call: Call, services: Services, file: FileRecord): string | undefined {
  if (!services.profile().comparesTimestamps) return undefined;
  const known = call.header(WopiHeader.CoolTimestamp) ?? call.header(WopiHeader.LoolTimestamp) ?? '';
  if (known === '' || Date.parse(known) === Math.floor(file.modifiedMs)) return undefined;
  return `The client knows the file as of ${known}; it was saved by somebody else since.`;
}
