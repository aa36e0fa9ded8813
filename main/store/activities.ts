import type { Database } from './database.ts';

/** What a client reported of a document: a comment written, changed or removed. */
export interface Activity {
  /** As the client made it, letter case and all. */
  id: string;
  type: string;
  at: number;
  personId: string;
  /** The report itself, JSON. */
  text: string;
}

export interface Activities {
  /** A report that is known already is kept once. */
  add(fileId: string, activities: readonly Activity[]): void;
  /** Newest first. */
  list(fileId: string): Activity[];
}

/** Older ones give way; a document with more comments than this has its history in its own pages. */
const KEPT_PER_FILE = 1000;

export function createActivities({ database }: { database: Database }): Activities {
  const sql = {
    add: database.prepare(
      `INSERT INTO activities (file_id, activity_id, type, at, person_id, activity)
       VALUES (@fileId, @id, @type, @at, @personId, @text)
       ON CONFLICT (file_id, activity_id) DO UPDATE SET type = excluded.type, at = excluded.at, activity = excluded.activity`,
    ),
    trim: database.prepare(
      `DELETE FROM activities WHERE file_id = @fileId AND rowid NOT IN
         (SELECT rowid FROM activities WHERE file_id = @fileId ORDER BY at DESC, rowid DESC LIMIT ${KEPT_PER_FILE})`,
    ),
    list: database.prepare<[string], Activity>(
      `SELECT activity_id AS id, type, at, person_id AS personId, activity AS text FROM activities
       WHERE file_id = ? ORDER BY at DESC, rowid DESC`,
    ),
  };
  return {
    add(fileId, activities) {
      database.transaction(() => {
        for (const activity of activities) sql.add.run({ ...activity, fileId });
        sql.trim.run({ fileId });
      })();
    },
    list: (fileId) => sql.list.all(fileId),
  };
}
