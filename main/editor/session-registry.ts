import { createHash, timingSafeEqual } from 'node:crypto';
import type { Session } from './session.ts';
import type { Timers } from './timers.ts';

/** A page that never connects is forgotten after this long … */
const FIRST_CONNECT_MS = 60_000;
/** … and one that was disconnected, such as on a sleeping laptop, after this long. */
const KEPT_AFTER_MS = 30 * 60_000;
const MAX_SESSIONS = 1_000;

export interface SessionRegistry {
  /** False when there are too many. */
  add(session: Session): boolean;
  /** The session, if the secret is its own. */
  find(id: string, secret: string): Session | undefined;
  /** Called when a page disconnects. */
  disconnected(session: Session): void;
  all(): Session[];
}

export function createSessionRegistry(timers: Timers): SessionRegistry {
  const sessions = new Map<string, Session>();
  const forgetLater = (session: Session, ms: number): void => {
    timers.after(ms, () => {
      if (!session.isConnected) sessions.delete(session.sessionId);
    });
  };

  return {
    add(session) {
      if (sessions.size >= MAX_SESSIONS) return false;
      sessions.set(session.sessionId, session);
      forgetLater(session, FIRST_CONNECT_MS);
      return true;
    },
    find(id, secret) {
      const session = sessions.get(id);
      return session !== undefined && isSame(session.secret, secret) ? session : undefined;
    },
    disconnected(session) {
      forgetLater(session, KEPT_AFTER_MS);
    },
    all: () => [...sessions.values()],
  };
}

/** Compared as digests: equal lengths, constant time. */
function isSame(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
