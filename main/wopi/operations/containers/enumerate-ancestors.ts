import { posix } from 'node:path';
import type { Caller, ContainerOperation, Services } from '../../operation.ts';
import type { Result } from '../../results.ts';
import { okJson } from '../../results.ts';
import { pointerTo } from './check-container-info.ts';

/** The folders above this one, the shared folder first; none above the shared folder itself. */
export const enumerateContainerAncestors: ContainerOperation = {
  name: 'EnumerateAncestors (containers)',
  method: 'GET',
  path: '/wopi/containers/:id/ancestry',
  needs: 'read',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/enumerateancestors',
  run(call, services) {
    const { path } = call.container;
    if (path === '') return okJson({ AncestorsWithRootFirst: [] });
    const parent = posix.dirname(path);
    return ancestors(call, parent === '.' ? '' : parent, services, 'EnumerateAncestors (containers)');
  },
};

/** The folders from the shared one down to the one at `path`, which is the last. */
export function ancestors(call: Caller, path: string, services: Services, source: string): Result {
  const line = services.containers.downTo(path);
  return okJson({ AncestorsWithRootFirst: line.map((container) => pointerTo(call, container, services, source)) });
}
