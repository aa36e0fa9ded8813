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

export function createLockHistory(options: { database: Database; onError: (error: unknown) => void }): LockHistory {
  const { database, onError } = options;
  const sql = {
    add: database.prepare('INSERT INTO lock_event_runs (first_id, last_id, file_id, events) VALUES (?, ?, ?, ?)'),
    trim: database.prepare('DELETE FROM lock_event_runs WHERE last_id <= ?'),
    lastId: database.prepare<[], number | null>('SELECT MAX(last_id) FROM lock_event_runs').pluck(),
    // Runs of one file never overlap: what one flush writes comes after all that earlier ones wrote.
    list: database
      .prepare<[string], string>('SELECT events FROM lock_event_runs WHERE file_id = ? ORDER BY first_id DESC')
      .pluck(),
  };
  let lastId = sql.lastId.get() ?? 0;
  let waiting: LockEvent[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** What happened to one file is one row: under load a statement for each line would cost more than the lock. */
  const write = database.transaction((events: readonly LockEvent[]) => {
    const runs = new Map<string, LockEvent[]>();
    for (const event of events) {
      const run = runs.get(event.fileId);
      if (run) run.push(event);
      else runs.set(event.fileId, [event]);
    }
    for (const [fileId, run] of runs) sql.add.run(run[0]?.id, run.at(-1)?.id, fileId, JSON.stringify(run));
  });
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      if (batch.length > 0) write(batch);
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
      const lines = unwritten.slice(0, SHOWN);
      for (const run of sql.list.iterate(fileId)) {
        if (lines.length >= SHOWN) break;
        lines.push(...(JSON.parse(run) as LockEvent[]).reverse());
      }
      return lines.slice(0, SHOWN);
    },
    flush,
    trim: () => void sql.trim.run(lastId - KEPT),
  };
}
