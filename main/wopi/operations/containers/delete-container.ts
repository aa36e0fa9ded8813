import type { ContainerOperation } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { notEmpty, notImplemented, ok, oneAsciiLine } from '../../results.ts';

const SHOWN_NAMES = 5;

/** Deletes an empty folder. What the host does not show, such as files whose name begins with a full stop, counts too. */
export const deleteContainer: ContainerOperation = {
  name: 'DeleteContainer',
  method: 'POST',
  path: '/wopi/containers/:id',
  override: 'DELETE_CONTAINER',
  needs: 'delete',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/deletecontainer',
  run({ container }, { containers }) {
    if (container.path === '') return notImplemented('The shared folder itself is not deleted over WOPI.');
    const inTheWay = containers.remove(container);
    if (inTheWay.length === 0) return ok();
    const some = inTheWay.slice(0, SHOWN_NAMES).join(', ');
    const reason = `The container still holds ${inTheWay.length} items: ${some}${inTheWay.length > SHOWN_NAMES ? ' …' : ''}`;
    return notEmpty(reason, { [WopiHeader.ServerError]: oneAsciiLine(reason) });
  },
};
