import type { Operation } from '../../operation.ts';
import { ancestors } from '../containers/enumerate-ancestors.ts';

/** The folders a file lies in, the shared folder first, its own last. */
export const enumerateFileAncestors: Operation = {
  name: 'EnumerateAncestors (files)',
  method: 'GET',
  path: '/wopi/files/:id/ancestry',
  needs: 'read',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/enumerateancestors',
  run: (call, services) => ancestors(call, call.file.folder, services, 'EnumerateAncestors (files)'),
};
