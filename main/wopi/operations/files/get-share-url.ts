import type { Caller, Operation, Services } from '../../operation.ts';
import type { PageGrant } from '../../../store/grants.ts';
import { shareUrlTypesOf } from '../../protocol/file-info.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import type { Result } from '../../results.ts';
import { notImplemented, okJson } from '../../results.ts';

/** A link to a file for people with a browser, for reading or for reading and writing. */
export const getShareUrl: Operation = {
  name: 'GetShareUrl (files)',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'GET_SHARE_URL',
  needs: 'read',
  advertises: ['SupportedShareUrlTypes'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/getshareurl',
  run: (call, services) => shareUrl(call, { kind: 'file', id: call.file.id }, services),
};

/** Shared links are meant to be kept for a while, longer than the session they are made in. */
export const SHARED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

export function shareUrl(call: Caller, about: Pick<PageGrant, 'kind' | 'id'>, { urls, now }: Services): Result {
  const asked = call.header(WopiHeader.UrlType) ?? '';
  const type = shareUrlTypesOf(call.rights).find((offered) => offered === asked);
  if (type === undefined) {
    return notImplemented(
      `${WopiHeader.UrlType} is “${asked}”; ${shareUrlTypesOf(call.rights).join(' and ')} can be had here.`,
    );
  }
  const grant: PageGrant = { ...about, page: 'shared', personId: call.person.id, canWrite: type === 'ReadWrite' };
  return okJson({ ShareUrl: urls.page(grant, now() + SHARED_FOR_MS) });
}
