import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';

/** One secret of one sign-in. Times are virtual epoch milliseconds. */
export interface SignInSecret {
  kind: 'code' | 'access' | 'refresh';
  /** Everything that came from the same consent. */
  familyId: string;
  personId: string;
  clientId: string;
  /** '' where there is only one. */
  tenant: string;
  redirectUri: string | null;
  /** PKCE, for clients that use it. */
  challenge: string | null;
  challengeBy: string | null;
  expiresAt: number;
}

export interface SignIns {
  keep(text: string, secret: SignInSecret): void;
  /** undefined when it is unknown, expired or used up. A code that comes a second time ends everything it gave. */
  find(kind: SignInSecret['kind'], text: string): SignInSecret | undefined;
  useUp(text: string): boolean;
  endAll(): void;
}

/** Long enough to recognise a code that is tried again, short enough to keep the table small. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

export function createSignIns({ database, clock }: { database: Database; clock: Clock }): SignIns {
  const sql = {
    keep: database.prepare(
      `INSERT INTO sign_ins (hash, kind, family_id, person_id, client_id, tenant, redirect_uri, challenge, challenge_by, expires_at)
       VALUES (@hash, @kind, @familyId, @personId, @clientId, @tenant, @redirectUri, @challenge, @challengeBy, @expiresAt)`,
    ),
    find: database.prepare<[string, string], StoredSecret>(
      `SELECT kind, family_id AS familyId, person_id AS personId, client_id AS clientId, tenant, redirect_uri AS redirectUri,
         challenge, challenge_by AS challengeBy, expires_at AS expiresAt, is_used AS isUsed
       FROM sign_ins WHERE hash = ? AND kind = ?`,
    ),
    use: database.prepare('UPDATE sign_ins SET is_used = 1 WHERE hash = ? AND is_used = 0'),
    endFamily: database.prepare('UPDATE sign_ins SET is_used = 1 WHERE family_id = ?'),
    endAll: database.prepare('UPDATE sign_ins SET is_used = 1'),
    forget: database.prepare('DELETE FROM sign_ins WHERE expires_at < ?'),
  };
  return {
    keep(text, secret) {
      sql.forget.run(clock.now() - REMEMBERED_MS);
      sql.keep.run({ ...secret, hash: hashOf(text) });
    },
    find(kind, text) {
      const stored = sql.find.get(hashOf(text), kind);
      if (!stored) return undefined;
      const { isUsed, ...secret } = stored;
      if (isUsed === 1 && kind === 'code') sql.endFamily.run(secret.familyId);
      return isUsed === 1 || secret.expiresAt <= clock.now() ? undefined : secret;
    },
    useUp: (text) => sql.use.run(hashOf(text)).changes === 1,
    endAll: () => void sql.endAll.run(),
  };
}

interface StoredSecret extends SignInSecret {
  isUsed: number;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
