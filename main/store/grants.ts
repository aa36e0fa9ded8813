import type { Clock } from '../clock.ts';
import { createSignatures } from './signatures.ts';

/** Permission to open one host page again, carried in its address instead of a token. */
export interface LaunchGrant {
  fileId: string;
  personId: string;
  sourceId: string;
  app: string;
  action: string;
}

/** Permission to open one of the pages about a file or folder, carried in its address. */
export interface PageGrant {
  page: 'folder' | 'download' | 'content' | 'versions' | 'sharing' | 'shared' | 'embed';
  kind: 'file' | 'container';
  id: string;
  personId: string;
  /** Whether the documents it leads to may be changed by whoever has the address. */
  canWrite: boolean;
}

export interface Grants {
  signLaunch(grant: LaunchGrant, expiresAt: number): string;
  readLaunch(text: string): Promise<LaunchGrant | undefined>;
  signPage(grant: PageGrant, expiresAt: number): string;
  readPage(text: string): Promise<PageGrant | undefined>;
}

/** Addresses that open one thing for one person until a moment of virtual time. */
export function createGrants(secret: string, clock: Clock): Grants {
  const { sign, read } = createSignatures(secret);
  const expiry = (expiresAt: number): { exp: number } => ({ exp: Math.floor(expiresAt / 1000) });
  const isOver = (exp: number | undefined): boolean => (exp ?? 0) * 1000 <= clock.now();
  return {
    signLaunch: (grant, expiresAt) => sign('launch', { ...grant, ...expiry(expiresAt) }),
    async readLaunch(text) {
      const claims = await read('launch', text);
      if (!claims || isOver(claims.exp)) return undefined;
      const { fileId, personId, sourceId, app, action } = claims;
      if (![fileId, personId, sourceId, app, action].every((value) => typeof value === 'string')) return undefined;
      return { fileId, personId, sourceId, app, action } as LaunchGrant;
    },
    signPage: (grant, expiresAt) => sign('page', { ...grant, ...expiry(expiresAt) }),
    async readPage(text) {
      const claims = await read('page', text);
      if (!claims || isOver(claims.exp)) return undefined;
      const { page, kind, id, personId, canWrite } = claims;
      if (![kind, id, personId].every((value) => typeof value === 'string')) return undefined;
      return { page, kind, id, personId, canWrite: canWrite === true } as PageGrant;
    },
  };
}
