import type { FileVersion } from '../../preload/contract.ts';
import type { Blobs } from './blobs.ts';
import type { Database } from './database.ts';

export type VersionSource = FileVersion['source'];

/** A new version is copied aside at once up to this size; a larger one is kept when it is replaced (by a link, which costs nothing). */
const COPY_AT_ONCE_BYTES = 64 * 1024 * 1024;

/** In place of 0 and 1: the bytes were kept once. */
const GIVEN_UP = -1;

interface VersionOf {
  id: string;
  version: number;
  size: number;
  sha256: string | null;
}

export interface Versions {
  add(record: VersionOf, by: { source: VersionSource; people: string[] }): void;
  setHash(fileId: string, version: number, sha256: string): void;
  markKept(fileId: string, version: number): void;
  isKept(fileId: string, version: number): boolean;
  isWorthKeeping(size: number): boolean;
  isWorthCopying(size: number): boolean;
  list(fileId: string, current: number | undefined): FileVersion[];
  kept(fileId: string, version: number): { sha256: string; size: number } | undefined;
  /** Whether a kept version refers to this blob. */
  usesBlob(sha256: string): boolean;
  /** Gives up the bytes of the oldest versions until the rest fits the budget. */
  trim(): void;
}

/** The history of every file: a row for each version, and the bytes of as many as the budget holds. */
export function createVersions(options: {
  database: Database;
  blobs: Blobs;
  wallNow: () => number;
  budget: () => number;
}): Versions {
  const { database, blobs, wallNow, budget } = options;
  const sql = {
    add: database.prepare(
      'INSERT INTO file_versions (file_id, version, size, sha256, real_at, source, people) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    setHash: database.prepare('UPDATE file_versions SET sha256 = ? WHERE file_id = ? AND version = ?'),
    markKept: database.prepare('UPDATE file_versions SET is_kept = 1 WHERE file_id = ? AND version = ?'),
    one: database.prepare<[string, number], StoredVersion>(
      'SELECT * FROM file_versions WHERE file_id = ? AND version = ?',
    ),
    list: database.prepare<[string], StoredVersion>(
      'SELECT * FROM file_versions WHERE file_id = ? ORDER BY version DESC',
    ),
    keptBytes: database
      .prepare<[], number>('SELECT COALESCE(SUM(size), 0) FROM file_versions WHERE is_kept = 1')
      .pluck(),
    oldestKept: database.prepare<[], StoredVersion>(
      'SELECT * FROM file_versions WHERE is_kept = 1 ORDER BY real_at, version LIMIT 200',
    ),
    uses: database.prepare<[string], number>('SELECT 1 FROM file_versions WHERE sha256 = ? AND is_kept = 1').pluck(),
    giveUp: database.prepare(`UPDATE file_versions SET is_kept = ${GIVEN_UP} WHERE file_id = ? AND version = ?`),
  };

  const unavailable = (stored: StoredVersion): string | null => {
    if (stored.is_kept === 1 && stored.sha256 && blobs.has(stored.sha256)) return null;
    if (stored.size > budget())
      return `${stored.size} bytes are more than the whole budget for versions (${budget()} bytes).`;
    if (stored.is_kept === GIVEN_UP) return 'It was removed to stay within the budget for versions.';
    return 'It was overwritten by a program outside this app before a copy was made.';
  };

  const usesBlob = (sha256: string): boolean => sql.uses.get(sha256) === 1;

  const giveUp = ({ file_id: fileId, version, sha256 }: StoredVersion): void => {
    sql.giveUp.run(fileId, version);
    // Captured traffic may refer to it, too: what is given up is given up, or the budget would hold nothing.
    if (sha256 && !usesBlob(sha256)) blobs.remove(sha256);
  };

  return {
    usesBlob,
    trim() {
      let excess = (sql.keptBytes.get() ?? 0) - budget();
      while (excess > 0) {
        const oldest = sql.oldestKept.all();
        if (oldest.length === 0) return;
        for (const stored of oldest) {
          if (excess <= 0) return;
          excess -= stored.size;
          giveUp(stored);
        }
      }
    },
    add(record, by) {
      sql.add.run(
        record.id,
        record.version,
        record.size,
        record.sha256,
        wallNow(),
        by.source,
        JSON.stringify(by.people),
      );
    },
    setHash: (fileId, version, sha256) => void sql.setHash.run(sha256, fileId, version),
    markKept: (fileId, version) => void sql.markKept.run(fileId, version),
    isKept: (fileId, version) => sql.one.get(fileId, version)?.is_kept === 1,
    isWorthKeeping: (size) => size <= budget(),
    isWorthCopying: (size) => size <= Math.min(budget(), COPY_AT_ONCE_BYTES),
    list: (fileId, current) =>
      sql.list.all(fileId).map((stored) => ({
        version: String(stored.version),
        size: stored.size,
        sha256: stored.sha256,
        realAt: stored.real_at,
        source: stored.source,
        people: JSON.parse(stored.people) as string[],
        isCurrent: stored.version === current,
        unavailable: stored.version === current ? null : unavailable(stored),
      })),
    kept(fileId, version) {
      const stored = sql.one.get(fileId, version);
      return stored?.sha256 && unavailable(stored) === null ? { sha256: stored.sha256, size: stored.size } : undefined;
    },
  };
}

interface StoredVersion {
  file_id: string;
  version: number;
  size: number;
  sha256: string | null;
  is_kept: number;
  real_at: number;
  source: VersionSource;
  people: string;
}
