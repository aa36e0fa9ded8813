import type { Operation } from '../../operation.ts';
import { linkTo } from '../../operation.ts';
import { okJson } from '../../results.ts';

/** The way from a file to the ecosystem of its user. */
export const getFileEcosystem: Operation = {
  name: 'GetEcosystem (files)',
  method: 'GET',
  path: '/wopi/files/:id/ecosystem_pointer',
  needs: 'read',
  advertises: ['SupportsEcosystem'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/getecosystem',
  run: ({ token }, services) =>
    okJson({ Url: linkTo({ parent: token, kind: 'ecosystem', resourceId: '', source: 'GetEcosystem' }, services) }),
};
