import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { posix } from 'node:path';
import type { Database } from './database.ts';
import { newId } from './ids.ts';
import { FolderUnavailable, isDiskFull, NameTaken } from './errors.ts';
import type { FileRecord } from './file-rows.ts';
import type { Files } from './files.ts';
import type { Folder } from './folder.ts';
import { isHiddenName } from '../wopi/protocol/hidden-names.ts';

export interface ContainerRecord {
  /** Opaque and stable: survives renames and moves of the folder and of everything above it. */
  id: string;
  /** Relative to the shared folder; '' for the shared folder itself. */
  path: string;
  name: string;
  /** What the disk knows the folder by, whatever its name. */
  identity: string;
}

export interface Children {
  containers: ContainerRecord[];
  files: FileRecord[];
}

export interface Containers {
  open(folder: Folder): void;
  close(): void;
  /** Checked against the disk. undefined when the folder is gone. */
  get(id: string): ContainerRecord | undefined;
  /** Without looking at the disk; for names in lists. */
  nameOf(id: string): string | undefined;
  root(): ContainerRecord;
  /** The container of a folder, which gets its id here when nobody has seen it yet. */
  at(path: string): ContainerRecord | undefined;
  /** The shared folder first, the folder at `path` last. */
  downTo(path: string): ContainerRecord[];
  /** As the disk is at this moment, by name. */
  children(container: ContainerRecord): Children;
  isTaken(parent: ContainerRecord, name: string, except?: ContainerRecord): boolean;
  /** @throws NameTaken */
  create(parent: ContainerRecord, name: string): ContainerRecord;
  /** @throws NameTaken */
  rename(container: ContainerRecord, name: string): ContainerRecord;
  /** Removes an empty folder; answers what stands in the way, hidden names too. */
  remove(container: ContainerRecord): string[];
}

export const ROOT_NAME = 'Shared folder';

/** Folders of the shared one as WOPI containers. A folder gets its row when a client first sees it. */
export function createContainers({ database, files }: { database: Database; files: Files }): Containers {
  const sql = {
    folder: database.prepare<[string], { id: number }>('SELECT id FROM folders WHERE path = ?'),
    all: database.prepare<[number, number], StoredContainer>(
      'SELECT id, path, identity FROM containers WHERE folder_id = ? AND is_gone = ?',
    ),
    put: database.prepare(
      `INSERT INTO containers (id, folder_id, path, identity) VALUES (@id, @folderId, @path, @identity)
       ON CONFLICT (id) DO UPDATE SET path = excluded.path, identity = excluded.identity, is_gone = 0`,
    ),
    markGone: database.prepare('UPDATE containers SET is_gone = 1 WHERE id = ?'),
    forget: database.prepare('DELETE FROM containers WHERE id = ?'),
  };
  let folder: Folder | undefined;
  let folderId = 0;
  const byId = new Map<string, ContainerRecord>();
  const byPath = new Map<string, ContainerRecord>();

  const shared = (): Folder => {
    if (!folder) throw new FolderUnavailable('No folder is shared at the moment.');
    return folder;
  };
  /** undefined when there is no folder at this path. */
  const identityAt = (path: string): string | undefined => {
    if (path === '') return 'root';
    return shared().isFolder(path) ? identityOf(lstatSync(shared().absolute(path)), path) : undefined;
  };
  const drop = (record: ContainerRecord): void => {
    byId.delete(record.id);
    if (byPath.get(record.path)?.id === record.id) byPath.delete(record.path);
  };
  /** Containers are found while others are read, so a full disk costs their ids at the next start, not the answer. */
  const remember = (write: () => unknown): void => {
    try {
      write();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  };
  const markGone = (record: ContainerRecord): void => {
    remember(() => sql.markGone.run(record.id));
    drop(record);
  };
  const put = (record: ContainerRecord): ContainerRecord => {
    const there = byPath.get(record.path);
    if (there && there.id !== record.id) markGone(there);
    remember(() => sql.put.run({ ...record, folderId }));
    const before = byId.get(record.id);
    if (before && byPath.get(before.path)?.id === record.id) byPath.delete(before.path);
    byId.set(record.id, record);
    byPath.set(record.path, record);
    return record;
  };
  const findElsewhere = (identity: string): string | undefined =>
    shared()
      .walk()
      .folders.find((path) => identityAt(path) === identity);

  /** What became of a container whose path holds another folder, or none. */
  const follow = (record: ContainerRecord): ContainerRecord | undefined => {
    const moved = findElsewhere(record.identity);
    if (moved !== undefined) return put(toRecord(record.id, moved, record.identity));
    const identity = identityAt(record.path);
    // Removed and made anew by another program: the same folder to everybody who sees it.
    if (identity !== undefined) return put({ ...record, identity });
    markGone(record);
    return undefined;
  };

  const containers: Containers = {
    open(next) {
      folder = next;
      folderId = sql.folder.get(next.root)?.id ?? 0;
      byId.clear();
      byPath.clear();
      for (const { id, path, identity } of sql.all.all(folderId, 0)) {
        const record = toRecord(id, path, identity);
        byId.set(id, record);
        byPath.set(path, record);
      }
    },
    close() {
      folder = undefined;
      byId.clear();
      byPath.clear();
    },

    get(id) {
      const record = byId.get(id);
      if (!record || identityAt(record.path) === record.identity) return record;
      return follow(record);
    },
    nameOf: (id) => byId.get(id)?.name,
    root: () => byPath.get('') ?? put(toRecord(newContainerId(), '', 'root')),

    at(path) {
      if (path === '') return containers.root();
      const identity = identityAt(path);
      if (identity === undefined) return undefined;
      const known = byPath.get(path);
      if (known?.identity === identity) return known;
      const moved =
        [...byId.values()].find((record) => record.identity === identity) ??
        sql.all.all(folderId, 1).find((stored) => stored.identity === identity);
      if (moved) return put(toRecord(moved.id, path, identity));
      if (known) {
        const followed = follow(known);
        if (followed?.path === path) return followed;
      }
      return put(toRecord(newContainerId(), path, identity));
    },

    downTo(path) {
      const steps = path === '' ? [] : path.split('/');
      const paths = ['', ...steps.map((_, index) => steps.slice(0, index + 1).join('/'))];
      return paths.flatMap((step) => containers.at(step) ?? []);
    },

    children(container) {
      const inside = (name: string): string => (container.path === '' ? name : `${container.path}/${name}`);
      const entries = readEntries(shared().absolute(container.path));
      const visible = entries
        .filter(({ name }) => !isHiddenName(name))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
      const paths = visible.filter((entry) => entry.isFile()).map(({ name }) => inside(name));
      const unseen = paths.filter((path) => !files.find(path));
      if (unseen.length > 0) files.reconcile(new Set(unseen));
      return {
        containers: visible
          .filter((entry) => entry.isDirectory())
          .flatMap(({ name }) => containers.at(inside(name)) ?? []),
        files: paths.flatMap((path) => files.current(files.find(path)?.id ?? '') ?? []),
      };
    },

    isTaken(parent, name, except) {
      if (!except || fold(except.name) !== fold(name)) return files.isTaken(parent.path, name);
      // The folder's own name in other letters: taken only where the disk tells the two apart and has both.
      const path = posix.join(parent.path, name);
      const there = lstatSync(shared().absolute(path), { throwIfNoEntry: false });
      return there !== undefined && identityOf(there, path) !== except.identity;
    },

    create(parent, name) {
      if (containers.isTaken(parent, name)) throw new NameTaken(taken(name));
      const path = posix.join(parent.path, name);
      try {
        mkdirSync(shared().absolute(path));
      } catch (error) {
        throw isCode(error, 'EEXIST') ? new NameTaken(taken(name)) : error;
      }
      // A new folder has a new id, also where another program removed one with this path before.
      const record = put(toRecord(newContainerId(), path, identityAt(path) ?? ''));
      files.reconcile();
      return record;
    },

    rename(container, name) {
      const parent = posix.dirname(container.path);
      const path = parent === '.' ? name : `${parent}/${name}`;
      if (path === container.path) return container;
      const parentRecord = containers.at(parent === '.' ? '' : parent);
      if (!parentRecord || containers.isTaken(parentRecord, name, container)) throw new NameTaken(taken(name));
      renameSync(shared().absolute(container.path), shared().absolute(path));
      try {
        database.transaction(() => {
          const below = [...byId.values()].filter((record) => record.path.startsWith(`${container.path}/`));
          put({ ...container, path, name });
          for (const record of below) put({ ...record, path: path + record.path.slice(container.path.length) });
        })();
      } finally {
        files.reconcile();
      }
      return byId.get(container.id) ?? container;
    },

    remove(container) {
      const full = shared().absolute(container.path);
      const names = readEntries(full).map((entry) => entry.name);
      if (names.length > 0) return names;
      try {
        rmdirSync(full);
      } catch (error) {
        if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return ['something that was just put there'];
        if (!isCode(error, 'ENOENT')) throw error;
      }
      sql.forget.run(container.id);
      drop(container);
      files.reconcile();
      return [];
    },
  };
  return containers;
}

interface StoredContainer {
  id: string;
  path: string;
  identity: string;
}

function toRecord(id: string, path: string, identity: string): ContainerRecord {
  return { id, path, name: path === '' ? ROOT_NAME : posix.basename(path), identity };
}

/** Ids of containers differ from those of files at a glance, which keeps logs and tokens readable. */
function newContainerId(): string {
  return `c${newId()}`;
}

/**
 * Inodes of removed folders are given out again at once; the moment of birth tells the two apart. Where the file
 * system has none, the name has to.
 */
function identityOf(stats: Stats, path: string): string {
  return `${stats.dev}:${stats.ino}:${Math.floor(stats.birthtimeMs) || posix.basename(path)}`;
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function taken(name: string): string {
  return `There is already a file or folder named “${name}”. Choose another name.`;
}

function readEntries(absolute: string): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    // It vanished at this moment; the next request finds that out.
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
