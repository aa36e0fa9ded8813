import type { EcosystemOperation } from '../../operation.ts';
import { okJson } from '../../results.ts';
import { describeContainer } from '../containers/check-container-info.ts';

/** The folder at the top, where browsing begins. */
export const getRootContainer: EcosystemOperation = {
  name: 'GetRootContainer (ecosystem)',
  method: 'GET',
  path: '/wopi/ecosystem/root_container_pointer',
  needs: 'read',
  advertises: ['SupportsEcosystem'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/ecosystem/getrootcontainer',
  run: (call, services) =>
    okJson(describeContainer(call, services.containers.root(), services, 'GetRootContainer (ecosystem)')),
};
