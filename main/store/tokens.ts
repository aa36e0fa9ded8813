import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { Publish, TokenKind, TokenReading, TokenRow, TokenState } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { isDiskFull } from './errors.ts';
import { createSignatures } from './signatures.ts';
import type { Claims } from './signatures.ts';

/** A token as it is kept. Times are virtual epoch milliseconds. */
export interface Token {
  id: string;
  personId: string;
  /** What it opens, and nothing else. */
  kind: TokenKind;
  /** Id of the file or container; '' for the ecosystem, which belongs to the person alone. */
  resourceId: string;
  canWrite: boolean;
  issuedAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  isRevoked: boolean;
  source: string;
  /** The token at the head of the chain of answers this one came from: it ends when that one ends. */
  headId: string | null;
  /** The discovery source whose editor a host page was opened with; null for tokens that came another way. */
  editor: string | null;
}

export type TokenVerdict =
  | { kind: 'valid'; token: Token }
  | { kind: 'expired' | 'revoked'; token: Token }
  | { kind: 'forged'; token: undefined };

export interface NewToken extends Pick<Token, 'personId' | 'kind' | 'resourceId' | 'canWrite' | 'source'> {
  /** Virtual epoch milliseconds. */
  expiresAt: number;
  editor?: string;
}

/** What a token is minted for while another one is being answered. */
export interface ChildToken extends Pick<Token, 'kind' | 'resourceId' | 'source'> {
  parent: Token;
}

export interface Tokens {
  issue(wish: NewToken): { token: Token; accessToken: string };
  /**
   * A token that goes into an answer: same person and rights as the one that was called with, and it ends with it.
   * Nothing is stored before it is used, so listing a folder of thousands costs thousands of signatures and no more.
   */
  derive(wish: ChildToken): string;
  verify(accessToken: string): Promise<TokenVerdict>;
  /** The verdict without waiting, for a token whose signature was checked before. */
  verdictOf(accessToken: string): TokenVerdict | undefined;
  read(accessToken: string): Promise<TokenReading>;
  /** Remembers the use in memory; written with the next batch. */
  markUsed(token: Token): void;
  get(id: string): Token | undefined;
  /** The text of a token that was handed out before: the same token is signed to the same text. */
  textOf(token: Token): string;
  list(): TokenRow[];
  toRow(token: Token): TokenRow;
  revoke(id: string): Token | undefined;
  expireNow(id: string): Token | undefined;
  /** Announces tokens whose time is over; returns when the next one is due (virtual), or null. */
  sweep(): number | null;
  flushUses(): void;
  /** Forgets tokens that have opened nothing for a week; until then the table tells why a request was refused. */
  forgetOld(): void;
}

const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;

/** Checking a signature costs ten times what the rest of a small request costs, so verdicts are remembered. */
const REMEMBERED_SIGNATURES = 5000;

interface TokensOptions {
  database: Database;
  clock: Clock;
  publish: Publish;
  /** 32 random bytes, base64url. */
  secret: string;
  /** What people call a file or container. */
  resourceName(kind: TokenKind, id: string): string | undefined;
  personName(personId: string): string | undefined;
}

export function newTokenSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function createTokens({ database, clock, publish, secret, resourceName, personName }: TokensOptions): Tokens {
  const { sign, read } = createSignatures(secret);
  const sql = {
    all: database.prepare<[], StoredToken>('SELECT * FROM tokens ORDER BY issued_at'),
    insert: database.prepare(
      `INSERT INTO tokens (id, person_id, kind, resource_id, can_write, issued_at, expires_at, source, head_id, editor)
       VALUES (@id, @personId, @kind, @resourceId, @canWrite, @issuedAt, @expiresAt, @source, @headId, @editor)`,
    ),
    forget: database.prepare('DELETE FROM tokens WHERE id = ?'),
    update: database.prepare(
      'UPDATE tokens SET expires_at = @expiresAt, is_revoked = @isRevoked, last_used_at = @lastUsedAt WHERE id = @id',
    ),
  };
  const tokens = new Map(sql.all.all().map((stored) => [stored.id, fromStored(stored)]));
  const signatures = new Map<string, Signed>();
  const used = new Set<Token>();
  let announcedUntil = clock.now();

  const headOf = (token: Token): Token | undefined => (token.headId === null ? undefined : tokens.get(token.headId));
  const expiryOf = (token: Token): number => Math.min(token.expiresAt, headOf(token)?.expiresAt ?? token.expiresAt);
  const state = (token: Token): TokenState => {
    if (token.isRevoked || headOf(token)?.isRevoked) return 'revoked';
    return expiryOf(token) <= clock.now() ? 'expired' : 'valid';
  };
  const toRow = (token: Token): TokenRow => ({
    id: token.id,
    personId: token.personId,
    personName: personName(token.personId) ?? token.personId,
    kind: token.kind,
    fileId: token.resourceId,
    fileName: resourceName(token.kind, token.resourceId) ?? token.resourceId,
    canWrite: token.canWrite,
    issuedAt: token.issuedAt,
    expiresAt: expiryOf(token),
    lastUsedAt: token.lastUsedAt,
    state: state(token),
    source: token.source,
  });
  const announce = (token: Token): void => publish({ type: 'token', token: toRow(token) });
  const write = (token: Token): void =>
    void sql.update.run({
      id: token.id,
      expiresAt: token.expiresAt,
      isRevoked: Number(token.isRevoked),
      lastUsedAt: token.lastUsedAt,
    });

  const store = (token: Token): void => {
    sql.insert.run({ ...token, canWrite: Number(token.canWrite) });
    keep(token);
  };
  const keep = (token: Token): void => {
    tokens.set(token.id, token);
    announce(token);
  };

  /** What a token that this host signed says, whatever its state. */
  const signed = async (accessToken: string): Promise<Signed | undefined> => {
    const known = signatures.get(accessToken);
    if (known) return known;
    const payload = await read('wopi', accessToken);
    if (typeof payload?.jti !== 'string') return undefined;
    const { jti: id, head, kind, rid, w, src } = payload;
    const isChild = typeof head === 'string' && isKind(kind) && typeof rid === 'string' && typeof src === 'string';
    const found: Signed = isChild
      ? { id, child: { headId: head, kind, resourceId: rid, canWrite: w === true, source: src } }
      : { id };
    if (signatures.size >= REMEMBERED_SIGNATURES) signatures.clear();
    signatures.set(accessToken, found);
    return found;
  };

  /** The first use of a token that was minted for an answer: from now on it has a row like any other. */
  const adopt = (id: string, child: NonNullable<Signed['child']>): Token | undefined => {
    const head = tokens.get(child.headId);
    if (!head) return undefined;
    const { personId, expiresAt } = head;
    const token: Token = {
      ...child,
      id,
      personId,
      expiresAt,
      issuedAt: clock.now(),
      lastUsedAt: null,
      isRevoked: false,
      editor: head.editor,
    };
    if (state(token) !== 'valid') return token;
    try {
      store(token);
    } catch (error) {
      // It says all there is to know by itself, so it is adopted again after the next start.
      if (!isDiskFull(error)) throw error;
      keep(token);
    }
    return token;
  };

  const judge = (found: Signed | undefined): TokenVerdict => {
    const token = found && (tokens.get(found.id) ?? (found.child && adopt(found.id, found.child)));
    return token ? { kind: state(token), token } : { kind: 'forged', token: undefined };
  };
  const verify = async (accessToken: string): Promise<TokenVerdict> => judge(await signed(accessToken));

  const change = (id: string, patch: Partial<Token>): Token | undefined => {
    const token = tokens.get(id);
    if (!token) return undefined;
    Object.assign(token, patch);
    write(token);
    announce(token);
    for (const child of tokens.values()) if (child.headId === id) announce(child);
    return token;
  };

  return {
    verify,
    verdictOf(accessToken) {
      const found = signatures.get(accessToken);
      return found && judge(found);
    },
    toRow,
    issue(wish) {
      const id = randomBytes(9).toString('hex');
      const token: Token = {
        editor: null,
        ...wish,
        id,
        issuedAt: clock.now(),
        lastUsedAt: null,
        isRevoked: false,
        headId: null,
      };
      store(token);
      return { token, accessToken: sign('wopi', claimsOf(token)) };
    },
    derive({ parent, kind, resourceId, source }) {
      const headId = parent.headId ?? parent.id;
      const { personId, canWrite } = parent;
      for (let turn = 0; ; turn += 1) {
        const id = childId([headId, kind, resourceId, canWrite, source, turn]);
        const known = tokens.get(id);
        // One that was revoked by itself is not handed out again.
        if (known && state(known) !== 'valid') continue;
        const claims = claimsOf({ id, personId, kind, resourceId, canWrite, expiresAt: expiryOf(parent) });
        return sign('wopi', { ...claims, head: headId, src: source });
      }
    },
    async read(accessToken) {
      const length = accessToken.length;
      let claims: TokenReading['claims'];
      try {
        claims = Object.fromEntries(
          Object.entries(decodeJwt(accessToken)).filter((entry): entry is [string, string | number | boolean] =>
            ['string', 'number', 'boolean'].includes(typeof entry[1]),
          ),
        );
      } catch {
        return {
          verdict: 'unreadable',
          explanation: 'This is no token of this host: it is not three base64url parts joined by dots.',
          claims: null,
          length,
        };
      }
      const verdict = await verify(accessToken);
      return { verdict: verdict.kind, explanation: explain(verdict, toRow), claims, length };
    },
    markUsed(token) {
      token.lastUsedAt = clock.now();
      used.add(token);
    },
    get: (id) => tokens.get(id),
    textOf(token) {
      const { headId, source } = token;
      const claims = claimsOf({ ...token, expiresAt: expiryOf(token) });
      return sign('wopi', headId === null ? claims : { ...claims, head: headId, src: source });
    },
    list: () => [...tokens.values()].map(toRow),
    revoke: (id) => change(id, { isRevoked: true }),
    expireNow: (id) => change(id, { expiresAt: clock.now() }),
    sweep() {
      const now = clock.now();
      let next: number | null = null;
      for (const token of tokens.values()) {
        if (token.isRevoked) continue;
        if (token.expiresAt > announcedUntil && token.expiresAt <= now) announce(token);
        if (token.expiresAt > now && (next === null || token.expiresAt < next)) next = token.expiresAt;
      }
      announcedUntil = now;
      return next;
    },
    forgetOld() {
      const before = clock.now() - REMEMBERED_MS;
      const old = [...tokens.values()].filter((token) => expiryOf(token) < before);
      if (old.length === 0) return;
      database.transaction(() => old.forEach(({ id }) => sql.forget.run(id)))();
      for (const { id } of old) {
        tokens.delete(id);
        publish({ type: 'token-removed', tokenId: id });
      }
    },
    flushUses() {
      if (used.size === 0) return;
      const batch = [...used];
      used.clear();
      database.transaction(() => batch.forEach(write))();
      batch.forEach(announce);
    },
  };
}

/** What the signature alone vouches for; a child carries what its row will hold. */
interface Signed {
  id: string;
  child?: Pick<Token, 'kind' | 'resourceId' | 'canWrite' | 'source'> & { headId: string };
}

function claimsOf(token: Pick<Token, 'id' | 'personId' | 'kind' | 'resourceId' | 'canWrite' | 'expiresAt'>): Claims {
  const { id, personId, kind, resourceId, canWrite, expiresAt } = token;
  return { jti: id, sub: personId, kind, rid: resourceId, w: canWrite, exp: Math.floor(expiresAt / 1000) };
}

function childId(parts: (string | number | boolean)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 18);
}

function isKind(value: unknown): value is TokenKind {
  return value === 'file' || value === 'container' || value === 'ecosystem';
}

function explain(verdict: TokenVerdict, toRow: (token: Token) => TokenRow): string {
  if (verdict.kind === 'forged')
    return 'The signature is not of this host, or the token was issued with a database that is gone. A request with it is answered 401.';
  const row = toRow(verdict.token);
  const about = `${row.personName} for ${row.kind === 'file' ? '' : `the ${row.kind} `}“${row.fileName}”, ${row.canWrite ? 'may write' : 'read only'}`;
  if (verdict.kind === 'valid') return `Valid: ${about}.`;
  return `${verdict.kind === 'expired' ? 'Expired' : 'Revoked'}: ${about}. A request with it is answered 401.`;
}

interface StoredToken {
  id: string;
  person_id: string;
  kind: TokenKind;
  resource_id: string;
  can_write: number;
  issued_at: number;
  expires_at: number;
  last_used_at: number | null;
  is_revoked: number;
  source: string;
  head_id: string | null;
  editor: string | null;
}

function fromStored(stored: StoredToken): Token {
  return {
    id: stored.id,
    personId: stored.person_id,
    kind: stored.kind,
    resourceId: stored.resource_id,
    canWrite: stored.can_write === 1,
    issuedAt: stored.issued_at,
    expiresAt: stored.expires_at,
    lastUsedAt: stored.last_used_at,
    isRevoked: stored.is_revoked === 1,
    source: stored.source,
    headId: stored.head_id,
    editor: stored.editor,
  };
}
