import { posix } from 'node:path';
import type { FileRow } from '../../preload/contract.ts';
import type { Database } from './database.ts';
import type { DiskFile } from './folder.ts';

export interface FileRecord extends DiskFile {
  id: string;
  name: string;
  /** '' for the shared folder itself. */
  folder: string;
  version: number;
  /** Hex; null until somebody needed it. */
  sha256: string | null;
}

export function toRecord(file: DiskFile, id: string, version: number, sha256: string | null): FileRecord {
  const folder = posix.dirname(file.path);
  return { ...file, id, name: posix.basename(file.path), folder: folder === '.' ? '' : folder, version, sha256 };
}

export function toFileRow(record: FileRecord): FileRow {
  const { id, path, name, size, version, modifiedMs } = record;
  return { id, path, name, size, version: String(version), modifiedAt: Math.round(modifiedMs) };
}

/** The table of files. A file that is gone keeps its row, in case it comes back. */
export interface FileTable {
  /** Id of the row of a shared folder, made when there is none. */
  folderId(root: string): number;
  present(folderId: number): FileRecord[];
  gone(folderId: number): FileRecord[];
  insert(folderId: number, record: FileRecord): void;
  /** Marks the file as present, too. */
  update(record: FileRecord): void;
  setHash(record: FileRecord, sha256: string): void;
  markGone(id: string): void;
}

export function createFileTable(database: Database): FileTable {
  const sql = {
    folder: database.prepare<[string], { id: number }>(
      'INSERT INTO folders (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET path = path RETURNING id',
    ),
    all: database.prepare<[number, number], StoredFile>('SELECT * FROM files WHERE folder_id = ? AND is_gone = ?'),
    insert: database.prepare(
      `INSERT INTO files (id, folder_id, path, size, modified_ms, inode, version, sha256)
       VALUES (@id, @folderId, @path, @size, @modifiedMs, @inode, @version, @sha256)`,
    ),
    update: database.prepare(
      `UPDATE files SET path = @path, size = @size, modified_ms = @modifiedMs, inode = @inode, version = @version,
         sha256 = @sha256, is_gone = 0 WHERE id = @id`,
    ),
    hash: database.prepare('UPDATE files SET sha256 = ? WHERE id = ? AND version = ?'),
    markGone: database.prepare('UPDATE files SET is_gone = 1 WHERE id = ?'),
  };
  return {
    folderId: (root) => sql.folder.get(root)?.id ?? 0,
    present: (folderId) => sql.all.all(folderId, 0).map(fromStored),
    gone: (folderId) => sql.all.all(folderId, 1).map(fromStored),
    insert: (folderId, record) => void sql.insert.run({ ...record, folderId }),
    update: (record) => void sql.update.run({ ...record }),
    setHash: ({ id, version }, sha256) => void sql.hash.run(sha256, id, version),
    markGone: (id) => void sql.markGone.run(id),
  };
}

interface StoredFile {
  id: string;
  path: string;
  size: number;
  modified_ms: number;
  inode: string;
  version: number;
  sha256: string | null;
}

function fromStored({ id, path, size, modified_ms: modifiedMs, inode, version, sha256 }: StoredFile): FileRecord {
  return toRecord({ path, size, modifiedMs, inode }, id, version, sha256);
}
