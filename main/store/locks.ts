import type { LockEvent, LockRow, Publish } from '../../preload/contract.ts';
import type { Clock } from '../clock.ts';
import type { LockDecision, LockMismatch } from '../wopi/protocol/lock-rules.ts';
import { liveLock } from '../wopi/protocol/lock-rules.ts';
import type { Database } from './database.ts';
import { createLockHistory } from './lock-history.ts';

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
  /** Reads, decides and writes without a pause in between; refusals are recorded, too. Answer after `committed()`. */
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
  /**
   * Resolves when every decision made so far is in the database; requests that arrive together share one transaction.
   * Rejects when it could not be written: the locks are then what they were before.
   */
  committed(): Promise<void>;
  /** Writes what is still in memory, the history included. */
  flush(): void;
  trimHistory(): void;
}

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
  };
  // All writes go through this module, so the table is mirrored and a request never reads it.
  const held = new Map<string, Lock>();
  const load = (): void => {
    held.clear();
    for (const stored of sql.all.all()) held.set(stored.file_id, toLock(stored));
  };
  load();
  const history = createLockHistory({ database, onError });

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

  /** Decided, visible to the next decision, and not yet in the database. */
  let unsaved = new Map<string, Lock | undefined>();
  let happened: LockEvent[] = [];
  let commit: { promise: Promise<void>; settle(error?: Error): void } | undefined;

  const describe = (change: Change): LockEvent => {
    const { personId, ...rest } = change;
    return { ...rest, id: history.nextId(), at: clock.now(), realAt: wallNow(), personName: name(personId) };
  };
  const announce = (event: LockEvent): void => {
    const lock = held.get(event.fileId);
    publish({ type: 'lock', fileId: event.fileId, lock: lock ? toRow(event.fileId, lock) : null, change: event });
  };
  const write = database.transaction((changed: ReadonlyMap<string, Lock | undefined>) => {
    for (const [fileId, lock] of changed) {
      if (lock) sql.put.run(fileId, lock.lockId, lock.personId, lock.takenAt, lock.refreshedAt, lock.expiresAt);
      else sql.remove.run(fileId);
    }
  });
  const commitNow = (): void => {
    const current = commit;
    const [events, changed] = [happened, unsaved];
    commit = undefined;
    happened = [];
    unsaved = new Map();
    try {
      if (changed.size > 0) write(changed);
    } catch (error) {
      load();
      current?.settle(error instanceof Error ? error : new Error('The locks could not be written.', { cause: error }));
      return;
    }
    history.add(events);
    events.forEach(announce);
    current?.settle();
  };
  /** What happened counts from now on and is written with everything else of this turn of the event loop. */
  const note = (event: LockEvent): void => {
    happened.push(event);
    commit ??= openCommit();
  };
  const openCommit = (): NonNullable<typeof commit> => {
    let settle: (error?: Error) => void = () => undefined;
    const promise = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Whoever waits is told; a sweep, which nobody waits for, must not end the process.
    promise.catch(onError);
    setImmediate(commitNow);
    return { promise, settle };
  };
  const change = (fileId: string, lock: Lock | undefined, event: Change): void => {
    if (lock) held.set(fileId, lock);
    else held.delete(fileId);
    unsaved.set(fileId, lock);
    note(describe(event));
  };
  const drop = (fileId: string, lock: Lock, how: 'released' | 'expired', by: LockEvent['by']): void => {
    const { lockId, personId } = lock;
    change(fileId, undefined, { fileId, lockId, previousLockId: null, change: how, personId, by, reason: null });
  };
  const expireIfDue = (fileId: string): void => {
    const lock = held.get(fileId);
    if (lock && !liveLock(lock, clock.now())) drop(fileId, lock, 'expired', 'clock');
  };
  const refuse = (fileId: string, lockId: string, { by, personId }: LockActor, mismatch: LockMismatch): void =>
    note(
      describe({
        fileId,
        lockId,
        previousLockId: mismatch.current,
        change: 'refused',
        personId,
        by,
        reason: mismatch.reason,
      }),
    );
  const flush = (): void => {
    commitNow();
    history.flush();
  };

  return {
    live(fileId) {
      const lock = held.get(fileId);
      return lock && liveLock(lock, clock.now()) ? lock : undefined;
    },
    list: () =>
      [...held].filter(([, lock]) => liveLock(lock, clock.now())).map(([fileId, lock]) => toRow(fileId, lock)),
    committed: () => commit?.promise ?? Promise.resolve(),
    flush,
    trimHistory: history.trim,
    history(fileId) {
      flush();
      return history.list(fileId);
    },

    decide(fileId, wantedLockId, actor, rule) {
      expireIfDue(fileId);
      const current = held.get(fileId);
      const now = clock.now();
      const decision = rule(current, now);
      if (decision.kind === 'mismatch') {
        refuse(fileId, wantedLockId, actor, decision);
        return decision;
      }
      const isRefresh = decision.change === 'refreshed' && current !== undefined;
      const next = decision.next && {
        ...decision.next,
        personId: isRefresh ? current.personId : actor.personId,
        takenAt: isRefresh ? current.takenAt : now,
        refreshedAt: now,
      };
      change(fileId, next, {
        fileId,
        lockId: decision.next?.lockId ?? wantedLockId,
        previousLockId: decision.change === 'swapped' ? (current?.lockId ?? null) : null,
        change: decision.change,
        personId: actor.personId,
        by: actor.by,
        reason: null,
      });
      return decision;
    },

    recordRefusal: refuse,

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

/** A change before it gets its number and times. */
type Change = Omit<LockEvent, 'id' | 'at' | 'realAt' | 'personName'> & { personId: string | null };

interface StoredLock {
  file_id: string;
  lock_id: string;
  person_id: string | null;
  taken_at: number;
  refreshed_at: number;
  expires_at: number;
}

function toLock(stored: StoredLock): Lock {
  return {
    lockId: stored.lock_id,
    personId: stored.person_id,
    takenAt: stored.taken_at,
    refreshedAt: stored.refreshed_at,
    expiresAt: stored.expires_at,
  };
}
