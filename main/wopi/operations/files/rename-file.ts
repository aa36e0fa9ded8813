import type { Operation } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { mayRename } from '../../protocol/lock-rules.ts';
import { decodeUtf7, nearestLegalName, nextFreeName, splitName, utf7Problem } from '../../protocol/names.ts';
import { badRequest, lockMismatch, notFound, okJson, oneAsciiLine } from '../../results.ts';

/** Renames a file, keeping id and extension; a name that is illegal or taken becomes the nearest one that is not. */
export const renameFile: Operation = {
  name: 'RenameFile',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'RENAME_FILE',
  needs: 'rename',
  advertises: ['SupportsRename'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/renamefile',
  malformed(call) {
    if (call.header(WopiHeader.RequestedName)) return undefined;
    return badRequest(`${WopiHeader.RequestedName} is missing: it carries the new name, without extension, in UTF-7.`);
  },
  run(call, { files, locks, now }) {
    const header = call.header(WopiHeader.RequestedName) ?? '';
    const { id, name, folder } = call.file;
    const { extension } = splitName(name);
    // A file without extension keeps none, so a full stop in its new name would change what it is.
    const stem = extension === '' ? decodeUtf7(header).replaceAll('.', '_') : decodeUtf7(header);
    const wanted = utf7Problem(header) === undefined ? nearestLegalName(stem + extension) : undefined;
    if (wanted === undefined || splitName(wanted).extension !== extension) {
      const reason = utf7Problem(header) ?? `“${header}” holds nothing that could be a file name on every platform.`;
      return badRequest(reason, { [WopiHeader.InvalidFileNameError]: oneAsciiLine(reason) }, 'bad-name');
    }
    const lockId = call.header(WopiHeader.Lock);
    const free = nextFreeName(wanted, (candidate) => files.isTaken(folder, candidate, id));
    const renamed = files.rename(id, free, () => mayRename(locks.live(id), lockId, now()));
    if (!renamed) return notFound('The file is gone.');
    if (!renamed.ok) {
      locks.recordRefusal(id, lockId ?? '', { by: 'wopi', personId: call.person.id }, renamed.refusal);
      return lockMismatch(renamed.refusal);
    }
    return okJson(
      { Name: splitName(renamed.record.name).stem },
      { [WopiHeader.ItemVersion]: String(renamed.record.version) },
    );
  },
};
