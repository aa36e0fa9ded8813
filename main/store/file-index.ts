import { posix } from 'node:path';
import type { FileRecord } from './file-rows.ts';

/** Every present file by id, by path and by the names that stand in one another's way. */
export interface FileIndex {
  get(id: string): FileRecord | undefined;
  find(path: string): FileRecord | undefined;
  all(): FileRecord[];
  /** Also for a record that has moved or changed. */
  put(record: FileRecord): void;
  remove(record: FileRecord): void;
  clear(): void;
  folders(): string[];
  /** Answers whether they differ from the former ones. */
  setFolders(paths: readonly string[]): boolean;
  /** Whether a file or folder has this name, compared without case and Unicode form, as some platforms do. */
  hasName(folder: string, name: string, exceptId?: string): boolean;
}

export function createFileIndex(): FileIndex {
  const byId = new Map<string, FileRecord>();
  const byPath = new Map<string, FileRecord>();
  /** Folded path → ids: one look answers for a folder of any size. */
  const byName = new Map<string, Set<string>>();
  let folders: readonly string[] = [];
  let foldedFolders = new Set<string>();

  const remove = (record: FileRecord): void => {
    const known = byId.get(record.id);
    if (!known) return;
    byId.delete(known.id);
    if (byPath.get(known.path)?.id === known.id) byPath.delete(known.path);
    const folded = fold(known.folder, known.name);
    const ids = byName.get(folded);
    ids?.delete(known.id);
    if (ids?.size === 0) byName.delete(folded);
  };

  return {
    get: (id) => byId.get(id),
    find: (path) => byPath.get(path),
    all: () => [...byId.values()],
    remove,
    put(record) {
      const known = byId.get(record.id);
      if (known && known.path !== record.path) remove(known);
      byId.set(record.id, record);
      byPath.set(record.path, record);
      if (known?.path === record.path) return;
      const folded = fold(record.folder, record.name);
      const ids = byName.get(folded);
      if (ids) ids.add(record.id);
      else byName.set(folded, new Set([record.id]));
    },
    clear() {
      byId.clear();
      byPath.clear();
      byName.clear();
      folders = [];
      foldedFolders.clear();
    },
    folders: () => [...folders],
    setFolders(paths) {
      const sorted = [...paths].sort();
      const isSame = sorted.length === folders.length && sorted.every((path, index) => path === folders[index]);
      folders = sorted;
      if (!isSame) foldedFolders = new Set(sorted.map((path) => fold(parentOf(path), posix.basename(path))));
      return !isSame;
    },
    hasName(folder, name, exceptId) {
      const folded = fold(folder, name);
      return foldedFolders.has(folded) || [...(byName.get(folded) ?? [])].some((id) => id !== exceptId);
    },
  };
}

function fold(folder: string, name: string): string {
  return `${folder}/${name.normalize('NFC').toLowerCase()}`;
}

function parentOf(path: string): string {
  const parent = posix.dirname(path);
  return parent === '.' ? '' : parent;
}
