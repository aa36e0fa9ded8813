import type { ContainerOperation } from '../../operation.ts';
import { shareUrl } from '../files/get-share-url.ts';

/** A link to a folder for people with a browser, for reading or for reading and writing. */
export const getContainerShareUrl: ContainerOperation = {
  name: 'GetShareUrl (containers)',
  method: 'POST',
  path: '/wopi/containers/:id',
  override: 'GET_SHARE_URL',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/getshareurl',
  run: (call, services) => shareUrl(call, { kind: 'container', id: call.container.id }, services),
};
