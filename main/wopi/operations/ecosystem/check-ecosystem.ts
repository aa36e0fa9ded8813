import type { EcosystemOperation } from '../../operation.ts';
import { okJson } from '../../results.ts';

/** What the host offers beyond files, before a client has named any. */
export const checkEcosystem: EcosystemOperation = {
  name: 'CheckEcosystem',
  method: 'GET',
  path: '/wopi/ecosystem',
  needs: 'read',
  advertises: ['SupportsEcosystem'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/ecosystem/checkecosystem',
  run: (_, services) => okJson({ SupportsContainers: services.supports().includes('SupportsContainers') }),
};
