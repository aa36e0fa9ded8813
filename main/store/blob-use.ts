import type { Database } from './database.ts';

/** Whether anything still refers to a blob: a kept file version or a captured exchange. */
export function createBlobUse(database: Database): (sha256: string) => boolean {
  const used = database
    .prepare<[string, string], number>(
      `SELECT EXISTS (SELECT 1 FROM captured_bodies WHERE sha256 = ? AND bytes IS NULL)
           OR EXISTS (SELECT 1 FROM file_versions WHERE sha256 = ? AND is_kept = 1)`,
    )
    .pluck();
  return (sha256) => used.get(sha256, sha256) === 1;
}
