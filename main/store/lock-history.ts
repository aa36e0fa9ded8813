import type { LockEvent } from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** What happened to locks, refusals included. */
export interface LockHistory {
  nextId(): number;
  add(events: readonly LockEvent[]): void;
  /** Newest first. */
  list(fileId: string): LockEvent[];
  flush(): void;
  /** Gives up the oldest lines beyond what anybody reads. */
  trim(): void;
}

const KEPT = 100_000;
const SHOWN = 1000;
/** A lock itself is committed before the answer goes out; its line in the history follows together with others. */
const DELAY_MS = 40;

/** Lines per statement under load: each statement costs as much as a line. */
const AT_ONCE = 20;

const COLUMNS = 'id, file_id, lock_id, previous_lock_id, change, at, real_at, person_name, by, reason';

function insertOf(lines: number): string {
  const line = `(${COLUMNS.replaceAll(/\w+/g, '?')})`;
  return `INSERT INTO lock_events (${COLUMNS}) VALUES ${Array.from({ length: lines }, () => line).join(', ')}`;
}

function valuesOf(event: LockEvent): (string | number | null)[] {
  const { id, fileId, lockId, previousLockId, change, at, realAt, personName, by, reason } = event;
  return [id, fileId, lockId, previousLockId, change, at, realAt, personName, by, reason];
}

export function createLockHistory(options: { database: Database; onError: (error: unknown) => void }): LockHistory {
  const { database, onError } = options;
  const sql = {
    add: database.prepare(insertOf(1)),
    addMany: database.prepare(insertOf(AT_ONCE)),
    trim: database.prepare('DELETE FROM lock_events WHERE id <= ?'),
    lastId: database.prepare<[], number | null>('SELECT MAX(id) FROM lock_events').pluck(),
    list: database.prepare<[string, number], LockEvent>(
      `SELECT id, file_id AS fileId, lock_id AS lockId, previous_lock_id AS previousLockId, change, at, real_at AS realAt,
              person_name AS personName, by, reason
       FROM lock_events WHERE file_id = ? ORDER BY id DESC LIMIT ?`,
    ),
  };
  let lastId = sql.lastId.get() ?? 0;
  let waiting: LockEvent[] = [];
  let timer: NodeJS.Timeout | undefined;

  const write = (events: readonly LockEvent[]): void => {
    const alone = events.length % AT_ONCE;
    for (const event of events.slice(0, alone)) sql.add.run(valuesOf(event));
    for (let start = alone; start < events.length; start += AT_ONCE)
      sql.addMany.run(events.slice(start, start + AT_ONCE).flatMap(valuesOf));
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      if (batch.length > 0) database.transaction(() => write(batch))();
    } catch (error) {
      // The history is for reading along: a full disk must not end the host, or hide what happened meanwhile.
      waiting = [...batch, ...waiting].slice(-SHOWN);
      onError(error);
    }
  };
  return {
    nextId: () => (lastId += 1),
    add(events) {
      waiting.push(...events);
      timer ??= setTimeout(flush, DELAY_MS).unref();
    },
    list(fileId) {
      flush();
      const unwritten = waiting.filter((event) => event.fileId === fileId).reverse();
      return [...unwritten, ...sql.list.all(fileId, SHOWN)].slice(0, SHOWN);
    },
    flush,
    trim: () => void sql.trim.run(lastId - KEPT),
  };
}
