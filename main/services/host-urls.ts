import type { LaunchGrant, Tokens } from '../store/tokens.ts';
import type { HostUrls } from '../wopi/operation.ts';
import { EDITOR_SOURCE } from './discovery.ts';

/** Host page addresses are asked for with every CheckFileInfo and signing one is slow: they are remembered. */
const REMEMBERED = 5000;
/** Expiry is rounded up, so that the address in a running session changes rarely. */
const GRANT_STEP_MS = 60 * 60 * 1000;

/** @param base scheme, host and port of the public URL, or of the host listener when there is none */
export function createHostUrls(
  base: () => string,
  tokens: Tokens,
): HostUrls & { grantPage(grant: LaunchGrant, expiresAt: number): Promise<string> } {
  const remembered = new Map<string, string>();

  const grantPage = async (grant: LaunchGrant, expiresAt: number): Promise<string> => {
    const until = Math.ceil(expiresAt / GRANT_STEP_MS) * GRANT_STEP_MS;
    const key = `${grant.fileId}|${grant.personId}|${grant.sourceId}|${grant.app}|${grant.action}|${until}`;
    let signed = remembered.get(key);
    if (signed === undefined) {
      signed = await tokens.signGrant(grant, until);
      if (remembered.size >= REMEMBERED) remembered.clear();
      remembered.set(key, signed);
    }
    return `${base()}/page/${signed}`;
  };

  return {
    grantPage,
    origin: () => new URL(base()).origin,
    wopiSrc: (fileId) => `${base()}/wopi/files/${fileId}`,
    hostPage: ({ fileId, personId, action, expiresAt }) =>
      grantPage({ fileId, personId, sourceId: EDITOR_SOURCE, app: '', action }, expiresAt),
  };
}
