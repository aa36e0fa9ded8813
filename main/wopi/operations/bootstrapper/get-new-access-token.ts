import type { BootstrapOperation, Services } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { notFound, okJson } from '../../results.ts';
import { bootstrapOf, startingToken } from './bootstrap.ts';

const NAME = 'GetNewAccessToken';

/** A fresh token for a file or folder that the client knows the address of. */
export const getNewAccessToken: BootstrapOperation = {
  name: NAME,
  method: 'POST',
  path: '/wopibootstrapper',
  selector: 'GET_NEW_ACCESS_TOKEN',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/bootstrapper/getnewaccesstoken',
  run(call, services) {
    const wopiSrc = call.header(WopiHeader.WopiSrc) ?? '';
    const resource = resourceAt(wopiSrc, services);
    if (!resource) return notFound(`${WopiHeader.WopiSrc} is “${wopiSrc}”, which is no file or folder of this host.`);
    const { token, accessToken } = startingToken(call, services, { ...resource, source: NAME });
    return okJson({
      Bootstrap: bootstrapOf(call, services, NAME),
      AccessTokenInfo: { AccessToken: accessToken, AccessTokenExpiry: token.expiresAt },
    });
  },
};

/** The whole address has to be ours, not just its end: otherwise another host could have tokens made out for itself. */
function resourceAt(
  wopiSrc: string,
  { urls, files, containers }: Services,
): { kind: 'file' | 'container'; resourceId: string } | undefined {
  // A query names no other resource, so it is left out; a fragment has no place in an address of this kind.
  const [address = ''] = wopiSrc.split('?', 1);
  const idAfter = (prefix: string): string => (address.startsWith(prefix) ? address.slice(prefix.length) : '');
  const file = files.current(idAfter(urls.wopiSrc('')));
  if (file) return { kind: 'file', resourceId: file.id };
  const container = containers.get(idAfter(urls.container('')));
  return container && { kind: 'container', resourceId: container.id };
}
