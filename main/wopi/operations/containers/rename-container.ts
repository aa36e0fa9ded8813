import { NameTaken } from '../../../store/errors.ts';
import type { ContainerOperation } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { checkFolderName, decodeUtf7, utf7Problem } from '../../protocol/names.ts';
import { badRequest, nameTaken, notImplemented, okJson, oneAsciiLine } from '../../results.ts';

/** Renames a folder; its id and those of everything in it stay. Unlike RenameFile it looks for no other name. */
export const renameContainer: ContainerOperation = {
  name: 'RenameContainer',
  method: 'POST',
  path: '/wopi/containers/:id',
  override: 'RENAME_CONTAINER',
  needs: 'rename',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/renamecontainer',
  malformed(call) {
    if (call.header(WopiHeader.RequestedName)) return undefined;
    return badRequest(`${WopiHeader.RequestedName} is missing: it carries the new name in UTF-7.`);
  },
  run({ container, header }, { containers }) {
    if (container.path === '')
      return notImplemented('The shared folder itself is not renamed over WOPI; choose another one in Settings.');
    const requested = header(WopiHeader.RequestedName) ?? '';
    const verdict = checkFolderName(decodeUtf7(requested));
    const problem = utf7Problem(requested) ?? (verdict.ok ? undefined : verdict.reason);
    if (problem !== undefined || !verdict.ok) {
      const reason = problem ?? '';
      return badRequest(reason, { [WopiHeader.InvalidContainerNameError]: oneAsciiLine(reason) }, 'bad-name');
    }
    try {
      return okJson({ Name: containers.rename(container, verdict.name).name });
    } catch (error) {
      if (error instanceof NameTaken) return nameTaken(error.message, {});
      throw error;
    }
  },
};
