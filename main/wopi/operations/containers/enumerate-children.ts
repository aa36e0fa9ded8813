import type { ContainerOperation } from '../../operation.ts';
import { linkTo } from '../../operation.ts';
import { roundTripTime } from '../../protocol/file-info.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { splitName } from '../../protocol/names.ts';
import { okJson } from '../../results.ts';
import { pointerTo } from './check-container-info.ts';

const NAME = 'EnumerateChildren';

/** Everything directly in a folder; a list of extensions narrows the files, never the folders. */
export const enumerateChildren: ContainerOperation = {
  name: NAME,
  method: 'GET',
  path: '/wopi/containers/:id/children',
  needs: 'read',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/enumeratechildren',
  run(call, services) {
    const { containers, files } = services.containers.children(call.container);
    const isWanted = extensionFilter(call.header(WopiHeader.FileExtensionFilterList));
    return okJson({
      ChildContainers: containers.map((child) => pointerTo(call, child, services, NAME)),
      ChildFiles: files
        .filter(({ name }) => isWanted(name))
        .map(({ id, name, version, size, modifiedMs }) => ({
          Name: name,
          Url: linkTo({ parent: call.token, kind: 'file', resourceId: id, source: NAME }, services),
          Version: String(version),
          Size: size,
          LastModifiedTime: roundTripTime(modifiedMs),
        })),
    });
  },
};

/** Blanks and missing full stops are forgiven: what is meant is plain. */
function extensionFilter(header: string | undefined): (name: string) => boolean {
  const wanted = (header ?? '')
    .split(',')
    .map((extension) => extension.trim().toLowerCase().replace(/^\.*/, '.'))
    .filter((extension) => extension !== '.');
  if (wanted.length === 0) return () => true;
  const extensions = new Set(wanted);
  return (name) => extensions.has(splitName(name).extension.toLowerCase());
}
