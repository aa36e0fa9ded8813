import type { Database } from './database.ts';

/** A place discovery XML came from, with the last good answer. */
export interface StoredSource {
  id: string;
  name: string;
  kind: 'url' | 'file';
  url: string | null;
  loadedAt: number | null;
  problem: string | null;
  xml: string | null;
}

export interface Sources {
  list(): StoredSource[];
  save(source: StoredSource): void;
  remove(id: string): void;
}

export function createSources(database: Database): Sources {
  const sql = {
    all: database.prepare<[], StoredSource>(
      'SELECT id, name, kind, url, loaded_at AS loadedAt, problem, xml FROM discovery_sources ORDER BY rowid',
    ),
    put: database.prepare(
      `INSERT INTO discovery_sources (id, name, kind, url, loaded_at, problem, xml) VALUES (@id, @name, @kind, @url, @loadedAt, @problem, @xml)
       ON CONFLICT (id) DO UPDATE SET name = @name, loaded_at = @loadedAt, problem = @problem, xml = @xml`,
    ),
    remove: database.prepare('DELETE FROM discovery_sources WHERE id = ?'),
  };
  return {
    list: () => sql.all.all(),
    save: (source) => void sql.put.run(source),
    remove: (id) => void sql.remove.run(id),
  };
}
