import type { LockEvent, LockRow, Publish } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { LockDecision, LockMismatch } from '../wopi/protocol/lock-rules.ts';
import { liveLock } from '../wopi/protocol/lock-rules.ts';
import type { Database } from './database.ts';

/** A lock as it is kept; times are virtual. */
export interface Lock {
  lockId: string;
  personId: string | null;
  takenAt: number;
  refreshedAt: number;
  expiresAt: number;
}

export interface LockActor {
  by: 'wopi' | 'screen';
  personId: string | null;
}

export interface Locks {
  /** The lock that counts now; an expired one is none. */
  live(fileId: string): Lock | undefined;
  list(): LockRow[];
  history(fileId: string): LockEvent[];
  /** Reads, decides and writes in one synchronous transaction; refusals are recorded, too. */
  decide(
    fileId: string,
    wantedLockId: string,
    actor: LockActor,
    rule: (current: Lock | undefined, now: number) => LockDecision,
  ): LockDecision;
  /** For operations that only ask the lock: puts the refusal on the file's timeline. */
  recordRefusal(fileId: string, wantedLockId: string, actor: LockActor, mismatch: LockMismatch): void;
  /** Ends a lock now, whoever holds it. */
  end(fileId: string, change: 'released' | 'expired'): boolean;
  /** Lets every lock whose time is over expire; returns when the next one is due (virtual), or null. */
  sweep(): number | null;
  /** Writes the part of the history that is still in memory. */
  flush(): void;
}

const HISTORY_LIMIT = 1000;
/** A lock itself is committed before the answer goes out; its line in the history may follow together with others. */
const HISTORY_DELAY_MS = 40;

interface LocksOptions {
  database: Database;
  clock: Clock;
  wallNow: () => number;
  publish: Publish;
  fileName(fileId: string): string | undefined;
  personName(personId: string): string | undefined;
  onError(error: unknown): void;
}

export function createLocks({ database, clock, wallNow, publish, fileName, personName, onError }: LocksOptions): Locks {
  const sql = {
    all: database.prepare<[], StoredLock>('SELECT * FROM locks'),
    put: database.prepare(
      `INSERT INTO locks (file_id, lock_id, person_id, taken_at, refreshed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (file_id) DO UPDATE SET lock_id = excluded.lock_id, person_id = excluded.person_id, taken_at = excluded.taken_at,
         refreshed_at = excluded.refreshed_at, expires_at = excluded.expires_at`,
    ),
    remove: database.prepare('DELETE FROM locks WHERE file_id = ?'),
    addEvent: database.prepare(
      'INSERT INTO lock_events (id, file_id, lock_id, previous_lock_id, change, at, real_at, person_id, by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    lastEvent: database.prepare<[], number | null>('SELECT MAX(id) FROM lock_events').pluck(),
    history: database.prepare<[string, number], StoredEvent>(
      'SELECT * FROM lock_events WHERE file_id = ? ORDER BY id DESC LIMIT ?',
    ),
  };
  // All writes go through this module, so the table is mirrored and a request never reads it.
  const held = new Map<string, Lock>();
  for (const stored of sql.all.all()) {
    held.set(stored.file_id, {
      lockId: stored.lock_id,
      personId: stored.person_id,
      takenAt: stored.taken_at,
      refreshedAt: stored.refreshed_at,
      expiresAt: stored.expires_at,
    });
  }

  const name = (personId: string | null): string | null =>
    personId === null ? null : (personName(personId) ?? personId);
  const toRow = (fileId: string, lock: Lock): LockRow => ({
    fileId,
    fileName: fileName(fileId) ?? fileId,
    lockId: lock.lockId,
    personId: lock.personId,
    personName: name(lock.personId),
    takenAt: lock.takenAt,
    refreshedAt: lock.refreshedAt,
    expiresAt: lock.expiresAt,
  });

  interface Happened {
    fileId: string;
    lockId: string;
    previousLockId: string | null;
    change: LockEvent['change'];
    personId: string | null;
    by: LockEvent['by'];
    reason: string | null;
  }
  let lastEventId = sql.lastEvent.get() ?? 0;
  let unwritten: unknown[][] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const batch = unwritten;
    unwritten = [];
    if (batch.length > 0) database.transaction(() => batch.forEach((values) => sql.addEvent.run(...values)))();
  };
  const flushLater = (): void => {
    timer ??= setTimeout(() => {
      try {
        flush();
      } catch (error) {
        // The history is for reading along: a full disk must not end the host.
        onError(error);
      }
    }, HISTORY_DELAY_MS).unref();
  };
  const writeEvent = (happened: Happened): LockEvent => {
    const { fileId, lockId, previousLockId, change, personId, by, reason } = happened;
    const at = clock.now();
    const realAt = wallNow();
    lastEventId += 1;
    unwritten.push([lastEventId, fileId, lockId, previousLockId, change, at, realAt, personId, by, reason]);
    flushLater();
    return {
      id: lastEventId,
      fileId,
      lockId,
      previousLockId,
      change,
      at,
      realAt,
      personName: name(personId),
      by,
      reason,
    };
  };
  const announce = (event: LockEvent): void => {
    const lock = held.get(event.fileId);
    publish({ type: 'lock', fileId: event.fileId, lock: lock ? toRow(event.fileId, lock) : null, change: event });
  };
  const store = (fileId: string, lock: Lock | undefined): void => {
    if (lock) sql.put.run(fileId, lock.lockId, lock.personId, lock.takenAt, lock.refreshedAt, lock.expiresAt);
    else sql.remove.run(fileId);
  };
  const mirror = (fileId: string, lock: Lock | undefined): void => {
    if (lock) held.set(fileId, lock);
    else held.delete(fileId);
  };
  const drop = (fileId: string, lock: Lock, change: 'released' | 'expired', by: LockEvent['by']): void => {
    store(fileId, undefined);
    const event = writeEvent({
      fileId,
      lockId: lock.lockId,
      previousLockId: null,
      change,
      personId: lock.personId,
      by,
      reason: null,
    });
    mirror(fileId, undefined);
    announce(event);
  };
  const expireIfDue = (fileId: string): void => {
    const lock = held.get(fileId);
    if (lock && !liveLock(lock, clock.now())) drop(fileId, lock, 'expired', 'clock');
  };
  const refuse = (fileId: string, wantedLockId: string, actor: LockActor, mismatch: LockMismatch): LockEvent =>
    writeEvent({
      fileId,
      lockId: wantedLockId,
      previousLockId: mismatch.current,
      change: 'refused',
      personId: actor.personId,
      by: actor.by,
      reason: mismatch.reason,
    });

  return {
    live(fileId) {
      const lock = held.get(fileId);
      return lock && liveLock(lock, clock.now()) ? lock : undefined;
    },
    list: () =>
      [...held].filter(([, lock]) => liveLock(lock, clock.now())).map(([fileId, lock]) => toRow(fileId, lock)),
    flush,
    history(fileId) {
      flush();
      return sql.history.all(fileId, HISTORY_LIMIT).map((stored) => fromStored(stored, name(stored.person_id)));
    },

    decide(fileId, wantedLockId, actor, rule) {
      expireIfDue(fileId);
      const current = held.get(fileId);
      const now = clock.now();
      const decision = rule(current, now);
      if (decision.kind === 'mismatch') {
        announce(refuse(fileId, wantedLockId, actor, decision));
        return decision;
      }
      const isRefresh = decision.change === 'refreshed' && current !== undefined;
      const next = decision.next && {
        ...decision.next,
        personId: isRefresh ? current.personId : actor.personId,
        takenAt: isRefresh ? current.takenAt : now,
        refreshedAt: now,
      };
      // One statement is one transaction; deciding and writing happen without a pause in between.
      store(fileId, next);
      mirror(fileId, next);
      announce(
        writeEvent({
          fileId,
          lockId: decision.next?.lockId ?? wantedLockId,
          previousLockId: decision.change === 'swapped' ? (current?.lockId ?? null) : null,
          change: decision.change,
          personId: actor.personId,
          by: actor.by,
          reason: null,
        }),
      );
      return decision;
    },

    recordRefusal: (fileId, wantedLockId, actor, mismatch) => announce(refuse(fileId, wantedLockId, actor, mismatch)),

    end(fileId, change) {
      const lock = held.get(fileId);
      if (!lock) return false;
      drop(fileId, lock, change, 'screen');
      return true;
    },

    sweep() {
      for (const fileId of held.keys()) expireIfDue(fileId);
      const due = [...held.values()].map((lock) => lock.expiresAt);
      return due.length > 0 ? Math.min(...due) : null;
    },
  };
}

interface StoredLock {
  file_id: string;
  lock_id: string;
  person_id: string | null;
  taken_at: number;
  refreshed_at: number;
  expires_at: number;
}

interface StoredEvent {
  id: number;
  file_id: string;
  lock_id: string;
  previous_lock_id: string | null;
  change: LockEvent['change'];
  at: number;
  real_at: number;
  person_id: string | null;
  by: LockEvent['by'];
  reason: string | null;
}

function fromStored(stored: StoredEvent, person: string | null): LockEvent {
  return {
    id: stored.id,
    fileId: stored.file_id,
    lockId: stored.lock_id,
    previousLockId: stored.previous_lock_id,
    change: stored.change,
    at: stored.at,
    realAt: stored.real_at,
    personName: person,
    by: stored.by,
    reason: stored.reason,
  };
}
