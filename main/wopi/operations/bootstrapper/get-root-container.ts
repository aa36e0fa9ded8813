import type { BootstrapOperation } from '../../operation.ts';
import { okJson } from '../../results.ts';
import { containerInfoOf } from '../containers/check-container-info.ts';
import { bootstrapOf, startingToken } from './bootstrap.ts';

const NAME = 'GetRootContainer (bootstrapper)';

/** Bootstrap and the way to the folder at the top in one answer: what the mobile apps begin to browse with. */
export const getRootContainerShortcut: BootstrapOperation = {
  name: NAME,
  method: 'POST',
  path: '/wopibootstrapper',
  selector: 'GET_ROOT_CONTAINER',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/bootstrapper/getrootcontainer',
  run(call, services) {
    const root = services.containers.root();
    const { token, accessToken } = startingToken(call, services, {
      kind: 'container',
      resourceId: root.id,
      source: NAME,
    });
    const reader = { person: call.person, rights: services.rightsOf(call.person, token), expiresAt: token.expiresAt };
    return okJson({
      Bootstrap: bootstrapOf(call, services, NAME),
      RootContainerInfo: {
        ContainerPointer: { Name: root.name, Url: `${services.urls.container(root.id)}?access_token=${accessToken}` },
        ContainerInfo: containerInfoOf(reader, root, services),
      },
    });
  },
};
