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
  /** Files that are the same on the disk: a renamed one, or several names of one. */
  sameInode(inode: string): FileRecord[];
  folders(): string[];
  isFolder(path: string): boolean;
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
  const byInode = new Map<string, Set<string>>();
  let folders: readonly string[] = [];
  let knownFolders = new Set<string>();
  let foldedFolders = new Set<string>();

  const remove = (record: FileRecord): void => {
    const known = byId.get(record.id);
    if (!known) return;
    byId.delete(known.id);
    if (byPath.get(known.path)?.id === known.id) byPath.delete(known.path);
    drop(byName, fold(known.folder, known.name), known.id);
    drop(byInode, known.inode, known.id);
  };

  return {
    get: (id) => byId.get(id),
    find: (path) => byPath.get(path),
    all: () => [...byId.values()],
    remove,
    put(record) {
      const known = byId.get(record.id);
      const isInPlace = known?.path === record.path && known.inode === record.inode;
      if (!isInPlace) remove(record);
      byId.set(record.id, record);
      byPath.set(record.path, record);
      if (isInPlace) return;
      add(byName, fold(record.folder, record.name), record.id);
      add(byInode, record.inode, record.id);
    },
    clear() {
      byId.clear();
      byPath.clear();
      byName.clear();
      byInode.clear();
      folders = [];
      knownFolders.clear();
      foldedFolders.clear();
    },
    sameInode: (inode) => [...(byInode.get(inode) ?? [])].flatMap((id) => byId.get(id) ?? []),
    folders: () => [...folders],
    isFolder: (path) => knownFolders.has(path),
    setFolders(paths) {
      const sorted = [...paths].sort();
      const isSame = sorted.length === folders.length && sorted.every((path, index) => path === folders[index]);
      folders = sorted;
      if (isSame) return false;
      knownFolders = new Set(sorted);
      foldedFolders = new Set(sorted.map((path) => fold(parentOf(path), posix.basename(path))));
      return true;
    },
    hasName(folder, name, exceptId) {
      const folded = fold(folder, name);
      return foldedFolders.has(folded) || [...(byName.get(folded) ?? [])].some((id) => id !== exceptId);
    },
  };
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function drop(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}

function fold(folder: string, name: string): string {
  return `${folder}/${name.normalize('NFC').toLowerCase()}`;
}

function parentOf(path: string): string {
  const parent = posix.dirname(path);
  return parent === '.' ? '' : parent;
}
