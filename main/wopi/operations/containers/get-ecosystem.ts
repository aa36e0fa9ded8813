import type { ContainerOperation } from '../../operation.ts';
import { linkTo } from '../../operation.ts';
import { okJson } from '../../results.ts';

/** The way from a folder to the ecosystem of its user. */
export const getContainerEcosystem: ContainerOperation = {
  name: 'GetEcosystem (containers)',
  method: 'GET',
  path: '/wopi/containers/:id/ecosystem_pointer',
  needs: 'read',
  advertises: ['SupportsEcosystem'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/getecosystem',
  run: ({ token }, services) =>
    okJson({ Url: linkTo({ parent: token, kind: 'ecosystem', resourceId: '', source: 'GetEcosystem' }, services) }),
};
