// Who can be played, and the tokens that act for them.

export type Role = 'owner' | 'editor' | 'reader' | 'guest';

/** What Microsoft's licences make of a person: the two flags of CheckFileInfo about it. */
export type Licence = 'consumer' | 'business' | 'education';

export interface Rights {
  write: boolean;
  rename: boolean;
  /** PutRelativeFile: may create a file beside this one. */
  create: boolean;
  delete: boolean;
}

/** A persona. `id` is sent as UserId, so it is alphanumeric only (specification, CheckFileInfo). */
export interface Person {
  id: string;
  name: string;
  role: Role;
  rights: Rights;
  isAnonymous: boolean;
  licence: Licence;
  /** What PutUserInfo stored last, sent back as UserInfo; '' when nothing. */
  userInfo: string;
}

export type TokenState = 'valid' | 'expired' | 'revoked';

/** What a token opens: one file, one folder, or what a person sees of the host before naming either. */
export type TokenKind = 'file' | 'container' | 'ecosystem';

export interface TokenRow {
  id: string;
  personId: string;
  personName: string;
  kind: TokenKind;
  /** Id of the file or container; '' for the ecosystem. */
  fileId: string;
  fileName: string;
  canWrite: boolean;
  issuedAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  state: TokenState;
  /** What asked for it: 'host page', 'command line', 'screen', or the operation whose answer carried it. */
  source: string;
}

export interface IssuedToken {
  token: TokenRow;
  /** The only moment the secret leaves the host; it cannot be read again later. */
  accessToken: string;
  accessTokenTtl: number;
  wopiSrc: string;
}

export interface TokenReading {
  verdict: 'valid' | 'expired' | 'revoked' | 'forged' | 'unreadable';
  explanation: string;
  claims: Record<string, string | number | boolean> | null;
  length: number;
}
