import type { Grants, LaunchGrant } from '../store/grants.ts';
import type { HostUrls } from '../wopi/operation.ts';
import { EDITOR_SOURCE } from './discovery.ts';

/** Expiry is rounded up, so that the addresses in a running session change rarely. */
const GRANT_STEP_MS = 60 * 60 * 1000;

/** @param base scheme, host and port of the public URL, or of the host listener when there is none */
export function createHostUrls(
  base: () => string,
  grants: Grants,
): HostUrls & { grantPage(grant: LaunchGrant, expiresAt: number): string } {
  const grantPage = (grant: LaunchGrant, expiresAt: number): string =>
    `${base()}/page/${grants.signLaunch(grant, roundUp(expiresAt))}`;
  let known = { base: '', origin: '' };
  return {
    grantPage,
    // Every CheckFileInfo asks, and taking an address apart is slower than the rest of its answer.
    origin() {
      const now = base();
      if (known.base !== now) known = { base: now, origin: new URL(now).origin };
      return known.origin;
    },
    wopiSrc: (fileId) => `${base()}/wopi/files/${fileId}`,
    container: (containerId) => `${base()}/wopi/containers/${containerId}`,
    ecosystem: () => `${base()}/wopi/ecosystem`,
    hostPage: ({ fileId, personId, action, expiresAt, editor }) =>
      grantPage({ fileId, personId, sourceId: editor ?? EDITOR_SOURCE, app: '', action }, expiresAt),
    page: (grant, expiresAt) =>
      `${base()}/about/${grants.signPage(grant, grant.page === 'content' ? expiresAt : roundUp(expiresAt))}`,
  };
}

function roundUp(expiresAt: number): number {
  return Math.ceil(expiresAt / GRANT_STEP_MS) * GRANT_STEP_MS;
}
