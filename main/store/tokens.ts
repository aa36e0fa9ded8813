import { randomBytes } from 'node:crypto';
import { SignJWT, decodeJwt, errors, jwtVerify } from 'jose';
import type { Publish, TokenReading, TokenRow, TokenState } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';

/** A token as it is kept. Times are virtual epoch milliseconds. */
export interface Token {
  id: string;
  personId: string;
  fileId: string;
  canWrite: boolean;
  issuedAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
  isRevoked: boolean;
  source: string;
}

export type TokenVerdict =
  | { kind: 'valid'; token: Token }
  | { kind: 'expired' | 'revoked'; token: Token }
  | { kind: 'forged'; token: undefined };

/** Permission to open one host page again, carried in its address instead of a token. */
export interface LaunchGrant {
  fileId: string;
  personId: string;
  sourceId: string;
  app: string;
  action: string;
}

export interface NewToken {
  personId: string;
  fileId: string;
  canWrite: boolean;
  /** Virtual epoch milliseconds. */
  expiresAt: number;
  source: string;
}

export interface Tokens {
  issue(wish: NewToken): Promise<{ token: Token; accessToken: string }>;
  verify(accessToken: string): Promise<TokenVerdict>;
  /** The verdict without waiting, for a token whose signature was checked before. */
  verdictOf(accessToken: string): TokenVerdict | undefined;
  read(accessToken: string): Promise<TokenReading>;
  /** Remembers the use in memory; written with the next batch. */
  markUsed(token: Token): void;
  get(id: string): Token | undefined;
  list(): TokenRow[];
  toRow(token: Token): TokenRow;
  revoke(id: string): Token | undefined;
  expireNow(id: string): Token | undefined;
  /** Announces tokens whose time is over; returns when the next one is due (virtual), or null. */
  sweep(): number | null;
  flushUses(): void;
  signGrant(grant: LaunchGrant, expiresAt: number): Promise<string>;
  readGrant(text: string): Promise<LaunchGrant | undefined>;
}

const TOKEN_AUDIENCE = 'wopi';
const GRANT_AUDIENCE = 'launch';
/** Checking a signature costs ten times what the rest of a small request costs, so verdicts are remembered. */
const REMEMBERED_SIGNATURES = 5000;

interface TokensOptions {
  database: Database;
  clock: Clock;
  publish: Publish;
  /** 32 random bytes, base64url. */
  secret: string;
  fileName(fileId: string): string | undefined;
  personName(personId: string): string | undefined;
}

export function newTokenSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function createTokens({ database, clock, publish, secret, fileName, personName }: TokensOptions): Tokens {
  const key = Buffer.from(secret, 'base64url');
  const sql = {
    all: database.prepare<[], StoredToken>('SELECT * FROM tokens ORDER BY issued_at'),
    insert: database.prepare(
      'INSERT INTO tokens (id, person_id, file_id, can_write, issued_at, expires_at, source) VALUES (@id, @personId, @fileId, @canWrite, @issuedAt, @expiresAt, @source)',
    ),
    update: database.prepare(
      'UPDATE tokens SET expires_at = @expiresAt, is_revoked = @isRevoked, last_used_at = @lastUsedAt WHERE id = @id',
    ),
  };
  const tokens = new Map(sql.all.all().map((stored) => [stored.id, fromStored(stored)]));
  const signatures = new Map<string, string>();
  const used = new Set<Token>();
  let announcedUntil = clock.now();

  const state = (token: Token): TokenState =>
    token.isRevoked ? 'revoked' : token.expiresAt <= clock.now() ? 'expired' : 'valid';
  const toRow = (token: Token): TokenRow => ({
    id: token.id,
    personId: token.personId,
    personName: personName(token.personId) ?? token.personId,
    fileId: token.fileId,
    fileName: fileName(token.fileId) ?? token.fileId,
    canWrite: token.canWrite,
    issuedAt: token.issuedAt,
    expiresAt: token.expiresAt,
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

  /** The id inside a token that this host signed, whatever its state. */
  const signedId = async (accessToken: string): Promise<string | undefined> => {
    const known = signatures.get(accessToken);
    if (known !== undefined) return known;
    try {
      // Expiry is judged by the virtual clock, from the table: jose must not look at it.
      const { payload } = await jwtVerify(accessToken, key, {
        audience: TOKEN_AUDIENCE,
        algorithms: ['HS256'],
        currentDate: new Date(0),
      });
      if (typeof payload.jti !== 'string') return undefined;
      if (signatures.size >= REMEMBERED_SIGNATURES) signatures.clear();
      signatures.set(accessToken, payload.jti);
      return payload.jti;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };

  const judge = (id: string | undefined): TokenVerdict => {
    const token = id === undefined ? undefined : tokens.get(id);
    return token ? { kind: state(token), token } : { kind: 'forged', token: undefined };
  };
  const verify = async (accessToken: string): Promise<TokenVerdict> => judge(await signedId(accessToken));

  const change = (id: string, patch: Partial<Token>): Token | undefined => {
    const token = tokens.get(id);
    if (!token) return undefined;
    Object.assign(token, patch);
    write(token);
    announce(token);
    return token;
  };

  return {
    verify,
    verdictOf(accessToken) {
      const id = signatures.get(accessToken);
      return id === undefined ? undefined : judge(id);
    },
    toRow,
    async issue(wish) {
      const token: Token = {
        ...wish,
        id: randomBytes(9).toString('hex'),
        issuedAt: clock.now(),
        lastUsedAt: null,
        isRevoked: false,
      };
      const accessToken = await new SignJWT({ fid: token.fileId, w: token.canWrite })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(TOKEN_AUDIENCE)
        .setJti(token.id)
        .setSubject(token.personId)
        .setExpirationTime(Math.floor(token.expiresAt / 1000))
        .sign(key);
      sql.insert.run({ ...token, canWrite: Number(token.canWrite), isRevoked: 0 });
      tokens.set(token.id, token);
      announce(token);
      return { token, accessToken };
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
    flushUses() {
      if (used.size === 0) return;
      const batch = [...used];
      used.clear();
      database.transaction(() => batch.forEach(write))();
      batch.forEach(announce);
    },
    signGrant: (grant, expiresAt) =>
      new SignJWT({ ...grant })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(GRANT_AUDIENCE)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key),
    async readGrant(text) {
      try {
        const { payload } = await jwtVerify(text, key, {
          audience: GRANT_AUDIENCE,
          algorithms: ['HS256'],
          currentDate: new Date(clock.now()),
        });
        const { fileId, personId, sourceId, app, action } = payload;
        if (![fileId, personId, sourceId, app, action].every((value) => typeof value === 'string')) return undefined;
        return { fileId, personId, sourceId, app, action } as LaunchGrant;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

function explain(verdict: TokenVerdict, toRow: (token: Token) => TokenRow): string {
  if (verdict.kind === 'forged')
    return 'The signature is not of this host, or the token was issued with a database that is gone. A request with it is answered 401.';
  const row = toRow(verdict.token);
  const about = `${row.personName} for “${row.fileName}”, ${row.canWrite ? 'may write' : 'read only'}`;
  if (verdict.kind === 'valid') return `Valid: ${about}.`;
  return `${verdict.kind === 'expired' ? 'Expired' : 'Revoked'}: ${about}. A request with it is answered 401.`;
}

interface StoredToken {
  id: string;
  person_id: string;
  file_id: string;
  can_write: number;
  issued_at: number;
  expires_at: number;
  last_used_at: number | null;
  is_revoked: number;
  source: string;
}

function fromStored(stored: StoredToken): Token {
  return {
    id: stored.id,
    personId: stored.person_id,
    fileId: stored.file_id,
    canWrite: stored.can_write === 1,
    issuedAt: stored.issued_at,
    expiresAt: stored.expires_at,
    lastUsedAt: stored.last_used_at,
    isRevoked: stored.is_revoked === 1,
    source: stored.source,
  };
}
