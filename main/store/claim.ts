import Sqlite from 'better-sqlite3';
import type { Database } from './database.ts';
import { keepForThisUser } from './database.ts';

/** What this program holds. One program that opens a place twice knows what it does. */
const held = new Map<string, Database>();

/**
 * Makes a place this program's own until it ends, however it ends: SQLite's lock is the system's, which takes it back
 * from a program that was killed. The file stays, empty.
 * @returns false when another program has it
 */
export function claim(path: string, nativeBinding: string | undefined): boolean {
  if (held.has(path)) return true;
  keepForThisUser(path);
  const lock = new Sqlite(path, { timeout: 0, ...(nativeBinding ? { nativeBinding } : {}) });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    held.set(path, lock);
    return true;
  } catch (error) {
    lock.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}

export function giveBack(path: string): void {
  held.get(path)?.close();
  held.delete(path);
}
