import Sqlite from 'better-sqlite3';
import { chmodSync, closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import initial from './migrations/001-initial.sql?raw';
import containers from './migrations/002-containers.sql?raw';
import signIns from './migrations/003-sign-ins.sql?raw';
import conformance from './migrations/004-conformance.sql?raw';
import editorOfToken from './migrations/005-editor-of-token.sql?raw';
import savedViews from './migrations/006-saved-views.sql?raw';
import lockEventRuns from './migrations/007-lock-event-runs.sql?raw';
import initialTraffic from './traffic-migrations/001-initial.sql?raw';
import trafficFindings from './traffic-migrations/002-findings.sql?raw';
import narrowTraffic from './traffic-migrations/003-narrow.sql?raw';
import packedBatches from './traffic-migrations/004-packed-batches.sql?raw';

export type Database = Sqlite.Database;

/** Steps are applied in order, each once; a released one is never edited. */
type Migrations = readonly string[];

/** Everything the host decides with. */
export const STATE_MIGRATIONS: Migrations = [
  initial,
  containers,
  signIns,
  conformance,
  editorOfToken,
  savedViews,
  lockEventRuns,
];
/** Captured traffic has a database of its own: it is written in the background, and its loss costs nobody a lock or a file id. */
export const TRAFFIC_MIGRATIONS: Migrations = [initialTraffic, trafficFindings, narrowTraffic, packedBatches];

export interface OpenedDatabase {
  database: Database;
  /** Where a damaged database was put, when a fresh one had to be begun. */
  setAside: string | null;
}

/**
 * Opens the database file, migrating it; a damaged one is kept aside under a new name and a fresh one is begun.
 * @param nativeBinding path of better-sqlite3's native part, when it is not the one of the package
 */
export function openDatabase(file: string, migrations: Migrations, nativeBinding?: string): OpenedDatabase {
  try {
    return { database: open(file, migrations, nativeBinding), setAside: null };
  } catch (error) {
    if (!(isDamage(error) || isOfAnother(error)) || file === ':memory:') throw error;
    return { setAside: moveAside(file), database: open(file, migrations, nativeBinding) };
  }
}

function open(file: string, migrations: Migrations, nativeBinding?: string): Database {
  if (isCutShort(file)) throw new Sqlite.SqliteError(`${file} is shorter than it says.`, 'SQLITE_CORRUPT');
  if (file !== ':memory:') keepForThisUser(file);
  const database = new Sqlite(file, nativeBinding ? { nativeBinding } : {});
  try {
    database.pragma('journal_mode = WAL');
    // WAL with NORMAL: a killed process loses nothing; only a power cut may lose the last moments.
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    database.pragma('cache_size = -4000');
    // Readers and writers share one connection, so waiting for a checkpoint costs every request: keep the log short.
    database.pragma('wal_autocheckpoint = 2000');
    migrate(database, migrations);
    readEveryTable(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Databases hold keys, and the data directory may be one that others can read. SQLite gives what it puts beside one the same permissions. */
export function keepForThisUser(file: string): void {
  if (existsSync(file)) {
    try {
      if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    } catch {
      // It belongs to somebody else, who decides.
    }
  } else closeSync(openSync(file, 'a', 0o600));
}

function migrate(database: Database, migrations: Migrations): void {
  const applied = database.pragma('user_version', { simple: true }) as number;
  if (applied > migrations.length) {
    throw new Error(
      `The data directory was written by a newer WOPI Sandbox (schema ${applied}, this one knows ${migrations.length}). Update the app or choose another data directory.`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < applied) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}

/** A second connection that only reads, beside the one that writes. */
export function openReader(file: string, nativeBinding?: string): Database {
  return new Sqlite(file, { readonly: true, ...(nativeBinding ? { nativeBinding } : {}) });
}

/** SQLite itself notices a missing end only when it wants to read it. */
function isCutShort(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // With a log beside it the file may be behind: it is brought up to date from there.
  const isBehind = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (size === 0 || isBehind) return false;
  if (size < HEADER_BYTES) return true;
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(descriptor);
  }
  // Page size (1 means 65,536) and number of pages, as the file format says.
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && size < pageSize * header.readUInt32BE(28);
}

const HEADER_BYTES = 100;

/** A page that cannot be read shows here, at the start, and not in the middle of a request. */
function readEveryTable(database: Database): void {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
  for (const table of tables) database.prepare(`SELECT * FROM "${table}" LIMIT 1`).get();
}

export function isDamage(error: unknown): boolean {
  return (
    error instanceof Sqlite.SqliteError && (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')
  );
}

/** Its tables are not those that its version stands for: another program wrote it, or somebody by hand. */
function isOfAnother(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code === 'SQLITE_ERROR';
}

function moveAside(file: string): string {
  const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
