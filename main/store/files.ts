import { lstatSync } from 'node:fs';
import type { FileListing, FileVersion, Publish } from '../../preload/contract.ts';
import type { Blobs } from './blobs.ts';
import { hashFile } from './blobs.ts';
import type { Database } from './database.ts';
import { newId } from './ids.ts';
import { FolderUnavailable, isDiskFull } from './errors.ts';
import { createFileChanges, pathIn } from './file-changes.ts';
import type { ChangedBy, FileChanges } from './file-changes.ts';
import type { FileContent } from './file-content.ts';
import { createContentReader } from './file-content.ts';
import { createFileIndex } from './file-index.ts';
import { matchMoves } from './file-moves.ts';
import { createFileTable, toFileRow, toRecord } from './file-rows.ts';
import type { FileRecord } from './file-rows.ts';
import { createVersions } from './file-versions.ts';
import type { Versions } from './file-versions.ts';
import type { DiskFile, Folder } from './folder.ts';
import { createVersionKeeper } from './version-keeper.ts';

export type { ChangedBy } from './file-changes.ts';
export type { FileRecord } from './file-rows.ts';

export interface Files extends FileChanges {
  /** Shares another folder; the files of the former one keep their ids for its return. */
  open(folder: Folder): void;
  /** No folder can be used now; every question about files is answered with the reason. */
  close(reason: string): void;
  /** Compares index and disk, for the whole folder or for some paths only. */
  reconcile(paths?: ReadonlySet<string>): void;
  list(): FileListing;
  /** From the index alone. */
  get(id: string): FileRecord | undefined;
  find(path: string): FileRecord | undefined;
  /** Checked against the disk: an edit made outside is taken in first. undefined when the file is gone. */
  current(id: string): FileRecord | undefined;
  absolute(record: DiskFile): string;
  isReadOnly(): boolean;
  /** Hex SHA-256 of the current bytes, computed once per version. */
  ensureHash(id: string): Promise<string | undefined>;
  isTaken(folder: string, name: string, exceptId?: string): boolean;
  /** Where a body for a file in this folder has to be received, so that a rename can place it. */
  stagingFor(folder: string): string;
  /** Version and bytes that belong together, whatever happens to the file meanwhile. */
  read(id: string): Promise<FileContent | undefined>;
  versions(id: string): FileVersion[];
  keptVersion(id: string, version: string): { sha256: string; size: number } | undefined;
  /** Remembers the bytes of the current version, in the background, when they are not kept yet. */
  keepSoon(id: string): void;
  trimVersions(): void;
  /** Where bytes with this hash can be read, as a kept version or as the content of a file. */
  pathOfBytes(sha256: string): string | undefined;
  /** Whether a kept version refers to this blob. */
  usesBlob(sha256: string): boolean;
  /** Waits for background work; for stopping. */
  settle(): Promise<void>;
}

interface FilesOptions {
  database: Database;
  blobs: Blobs;
  publish: Publish;
  wallNow: () => number;
  versionsBudget: () => number;
}

export function createFiles({ database, blobs, publish, wallNow, versionsBudget }: FilesOptions): Files {
  const index = createFileIndex();
  let folder: Folder | undefined;
  let unavailable = 'No folder is shared yet. Choose one in Settings.';
  let folderId = 0;
  /** Requests that arrive together are answered from one look at the disk: cleared with every turn of the event loop. */
  const lookedAt = new Map<string, FileRecord>();
  const readContent = createContentReader();
  const versions: Versions = createVersions({ database, blobs, wallNow, budget: versionsBudget });

  const table = createFileTable(database);
  const keeper = createVersionKeeper(blobs, versions, (id) => files.current(id));

  const shared = (): Folder => {
    if (!folder) throw new FolderUnavailable(unavailable);
    return folder;
  };
  /** The record after the bytes changed under it, whoever changed them. */
  const changed = (record: FileRecord, file: DiskFile, sha256: string | null, by: ChangedBy): FileRecord => {
    // A save that was killed before its transaction ended had put the former bytes aside; they are found here.
    if (record.sha256 !== null && blobs.has(record.sha256)) versions.markKept(record.id, record.version);
    const next = toRecord(file, record.id, record.version + 1, sha256);
    table.update(next);
    versions.add(next, by);
    return next;
  };
  const isSame = (record: DiskFile, file: DiskFile): boolean =>
    record.size === file.size && record.modifiedMs === file.modifiedMs && record.inode === file.inode;

  const OUTSIDE: ChangedBy = { source: 'outside', people: [] };
  const insert = (file: DiskFile, sha256: string | null, by: ChangedBy): FileRecord => {
    const record = toRecord(file, newId(), 1, sha256);
    table.insert(folderId, record);
    versions.add(record, by);
    return record;
  };
  const atPaths = (paths: ReadonlySet<string>): FileRecord[] => [...paths].flatMap((path) => index.find(path) ?? []);
  /** The two halves of a rename may be noticed apart: whoever sees the new path looks for the old one. */
  const movedTo = (fresh: readonly DiskFile[]): FileRecord[] =>
    fresh.flatMap((file) => index.sameInode(file.inode)).filter((record) => !shared().look(record.path));

  const takeInOutsideEdit = (record: FileRecord, file: DiskFile): FileRecord => {
    const next = database.transaction(() => changed(record, file, null, OUTSIDE)).immediate();
    index.put(next);
    publish({ type: 'file', file: toFileRow(next) });
    return next;
  };

  const changes = createFileChanges({
    database,
    blobs,
    table,
    index,
    versions,
    publish,
    shared,
    insert,
    changed,
    current: (id) => files.current(id),
    ensureHash: (id) => files.ensureHash(id),
    isTaken: (inFolder, name, exceptId) => files.isTaken(inFolder, name, exceptId),
    keepSoon: (id) => files.keepSoon(id),
  });

  const files: Files = {
    ...changes,

    open(next) {
      folder = next;
      folderId = table.folderId(next.root);
      index.clear();
      for (const record of table.present(folderId)) index.put(record);
      files.reconcile();
      publish({ type: 'files-reset' });
    },

    close(reason) {
      folder = undefined;
      unavailable = reason;
      index.clear();
    },

    reconcile(paths) {
      const some =
        paths && ![...paths].some((path) => index.isFolder(path) !== shared().isFolder(path)) ? paths : undefined;
      const disk = some ? lookAll(shared(), some) : shared().walk();
      const isNewTree = !some && index.setFolders(disk.folders);
      const onDisk = new Map(disk.files.map((file) => [file.path, file]));
      const fresh = disk.files.filter((file) => !index.find(file.path));
      const known = some ? [...atPaths(some), ...movedTo(fresh)] : index.all();
      const missing = known.filter((record) => !onDisk.has(record.path));
      const edited = known.filter((record) => {
        const file = onDisk.get(record.path);
        return file !== undefined && !isSame(record, file);
      });
      if (missing.length + fresh.length + edited.length === 0) {
        if (isNewTree) publish({ type: 'files-reset' });
        return;
      }

      const gone = fresh.length > 0 ? table.gone(folderId) : [];
      const { moved, added, lost } = matchMoves(missing, gone, fresh);
      const events: (() => void)[] = [];
      database
        .transaction(() => {
          for (const record of lost) table.markGone(record.id);
          for (const record of edited) {
            const file = onDisk.get(record.path) ?? record;
            const next = changed(record, file, null, OUTSIDE);
            events.push(() => (index.put(next), publish({ type: 'file', file: toFileRow(next) })));
          }
          // Paths are unique, so those that are left have to be free before others are taken.
          for (const { record } of moved) table.markGone(record.id);
          for (const { record, file } of moved) {
            const isUntouched = record.size === file.size && record.modifiedMs === file.modifiedMs;
            const next = isUntouched
              ? toRecord(file, record.id, record.version, record.sha256)
              : changed(record, file, null, OUTSIDE);
            if (isUntouched) table.update(next);
            events.push(
              () => (index.remove(record), index.put(next), publish({ type: 'file', file: toFileRow(next) })),
            );
          }
          for (const file of added) {
            const record = insert(file, null, OUTSIDE);
            events.push(() => (index.put(record), publish({ type: 'file', file: toFileRow(record) })));
          }
        })
        .immediate();
      for (const record of lost) index.remove(record);
      for (const event of events) event();
      for (const record of lost) publish({ type: 'file-removed', fileId: record.id });
      if (isNewTree) publish({ type: 'files-reset' });
    },

    list: () => ({ files: index.all().map(toFileRow), folders: index.folders() }),
    get: index.get,
    find: index.find,

    current(id) {
      const record = index.get(id);
      if (!record || lookedAt.get(id) === record) return record;
      const file = shared().look(record.path);
      if (!file) {
        files.reconcile(new Set([record.path]));
        return undefined;
      }
      const current = isSame(record, file) ? record : takeInOutsideEdit(record, file);
      if (lookedAt.size === 0) setImmediate(() => lookedAt.clear());
      lookedAt.set(id, current);
      return current;
    },

    absolute: (record) => shared().absolute(record.path),
    isReadOnly: () => folder?.isReadOnly() ?? false,

    async ensureHash(id) {
      const record = files.current(id);
      if (!record) return undefined;
      if (record.sha256) return record.sha256;
      const sha256 = await hashFile(files.absolute(record));
      const still = files.current(id);
      if (still?.version !== record.version) return still?.sha256 ?? undefined;
      try {
        database.transaction(() => {
          table.setHash(record, sha256);
          versions.setHash(id, record.version, sha256);
        })();
      } catch (error) {
        // Reading goes on while nothing can be stored; the hash is computed again after the next start.
        if (!isDiskFull(error)) throw error;
      }
      index.put({ ...still, sha256 });
      return sha256;
    },

    isTaken(inFolder, name, exceptId) {
      if (index.hasName(inFolder, name, exceptId)) return true;
      // What the host does not show (hidden files, links) stands in the way, too; a file is not in its own.
      const path = pathIn(inFolder, name);
      if (!lstatSync(shared().absolute(path), { throwIfNoEntry: false })) return false;
      const own = exceptId === undefined ? undefined : index.get(exceptId);
      return own === undefined || shared().look(path)?.inode !== own.inode;
    },

    stagingFor(inFolder) {
      shared().check();
      return shared().absolute(inFolder);
    },

    read: (id) =>
      readContent(
        (isAgain) => {
          if (isAgain) lookedAt.delete(id);
          return files.current(id);
        },
        (record) => files.absolute(record),
      ),

    versions: (id) => versions.list(id, index.get(id)?.version),
    keptVersion: (id, version) => versions.kept(id, Number(version)),

    keepSoon(id) {
      const record = index.get(id);
      if (record) keeper.keepSoon(record, files.absolute(record));
    },

    trimVersions: versions.trim,
    usesBlob: versions.usesBlob,
    pathOfBytes(sha256) {
      if (blobs.has(sha256)) return blobs.pathOf(sha256);
      const record = index.all().find((candidate) => candidate.sha256 === sha256);
      try {
        const current = record && files.current(record.id);
        return current?.sha256 === sha256 ? files.absolute(current) : undefined;
      } catch {
        return undefined; // The shared folder is away.
      }
    },

    settle: keeper.settle,
  };
  return files;
}

function lookAll(folder: Folder, paths: ReadonlySet<string>): { files: DiskFile[]; folders: string[] } {
  return { files: [...paths].flatMap((path) => folder.look(path) ?? []), folders: [] };
}
