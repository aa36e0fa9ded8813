import type { LockPermission } from '../wopi/protocol/lock-rules.ts';
import type { Blobs } from './blobs.ts';
import type { Database } from './database.ts';
import { moveFile, placeFile, removeFile, replaceFile } from './disk-changes.ts';
import type { DiskChange } from './disk-changes.ts';
import { NameTaken } from './errors.ts';
import type { FileIndex } from './file-index.ts';
import { toFileRow } from './file-rows.ts';
import type { FileRecord, FileTable } from './file-rows.ts';
import type { Versions, VersionSource } from './file-versions.ts';
import type { DiskFile, Folder } from './folder.ts';
import type { Publish } from '../../preload/contract.ts';
import type { Staged } from './staging.ts';

/** Who changed a file: ids of people, and through which door. */
export interface ChangedBy {
  source: VersionSource;
  people: string[];
}

export type Refused = { ok: false; refusal: Extract<LockPermission, { ok: false }> };
export type Replaced = { ok: true; record: FileRecord } | Refused;

/** Asked inside the transaction, with the file as it is at that instant. */
export type Permit = (record: FileRecord) => LockPermission;

export interface FileChanges {
  /** A refusal leaves the staged body to the caller; an error removes it. */
  replace(id: string, staged: Staged, permit: Permit, by: ChangedBy): Promise<Replaced | undefined>;
  /** @throws NameTaken */
  create(folder: string, name: string, staged: Staged, by: ChangedBy): FileRecord;
  /** @throws NameTaken */
  rename(id: string, name: string, permit: Permit): Replaced | undefined;
  remove(id: string, permit: Permit): Promise<Replaced | undefined>;
}

interface ChangeOptions {
  database: Database;
  blobs: Blobs;
  table: FileTable;
  index: FileIndex;
  versions: Versions;
  publish: Publish;
  shared(): Folder;
  current(id: string): FileRecord | undefined;
  ensureHash(id: string): Promise<string | undefined>;
  isTaken(folder: string, name: string, exceptId?: string): boolean;
  keepSoon(id: string): void;
  /** Both write the record and its version; to be called inside a transaction. */
  insert(file: DiskFile, sha256: string | null, by: ChangedBy): FileRecord;
  changed(record: FileRecord, file: DiskFile, sha256: string | null, by: ChangedBy): FileRecord;
}

/** What the host itself does to files: decided, recorded and carried out in one step each. */
export function createFileChanges(options: ChangeOptions): FileChanges {
  const { database, blobs, table, index, versions, publish, shared, current, ensureHash, isTaken, keepSoon } = options;
  const { insert, changed } = options;
  const absolute = (record: FileRecord): string => shared().absolute(record.path);

  const keepBeforeLoss = (record: FileRecord): void => {
    if (record.sha256 === null || !versions.isWorthKeeping(record.size)) return;
    blobs.keepReplaced(absolute(record), record.sha256);
    versions.markKept(record.id, record.version);
  };

  /** Disk and database change together: when the database refuses, the disk is put back. */
  const together = <Result>(work: (change: (made: DiskChange) => void) => Result): Result => {
    const changes: DiskChange[] = [];
    try {
      const result = database.transaction(() => work((made) => void changes.push(made))).immediate();
      for (const change of changes) change.settle();
      return result;
    } catch (error) {
      for (const change of changes) change.undo();
      throw error;
    }
  };

  const replace: FileChanges['replace'] = async (id, staged, permit, by) => {
    // The bytes about to be replaced are kept under their hash, so it has to be known before the transaction.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await ensureHash(id);
      const record = current(id);
      if (!record) return undefined;
      const result = together((change) => {
        const permission = permit(record);
        if (!permission.ok) return { ok: false as const, refusal: permission };
        if (record.sha256 === null) return 'again' as const;
        keepBeforeLoss(record);
        change(replaceFile(staged.path, absolute(record)));
        const file = shared().look(record.path);
        if (!file) throw new Error(`“${record.path}” vanished while it was being replaced.`);
        return { ok: true as const, record: changed(record, file, staged.sha256, by) };
      });
      if (result === 'again') continue;
      if (result.ok) {
        index.put(result.record);
        publish({ type: 'file', file: toFileRow(result.record) });
        keepSoon(id);
      }
      return result;
    }
    throw new Error(
      'The file keeps being changed from outside while it is saved. Try again when the other program has finished.',
    );
  };

  return {
    async replace(id, staged, permit, by) {
      try {
        return await replace(id, staged, permit, by);
      } catch (error) {
        await blobs.discard(staged);
        throw error;
      }
    },

    create(inFolder, name, staged, by) {
      if (isTaken(inFolder, name))
        throw new NameTaken(`There is already a file or folder named “${name}”. Choose another name.`);
      const path = pathIn(inFolder, name);
      const record = together((change) => {
        change(placeFile(staged.path, shared().absolute(path)));
        const file = shared().look(path);
        if (!file) throw new Error(`“${path}” vanished while it was being created.`);
        return insert(file, staged.sha256, by);
      });
      index.put(record);
      publish({ type: 'file', file: toFileRow(record) });
      keepSoon(record.id);
      return record;
    },

    rename(id, name, permit) {
      const record = current(id);
      if (!record) return undefined;
      const result = together((change) => {
        const permission = permit(record);
        if (!permission.ok) return { ok: false as const, refusal: permission };
        if (isTaken(record.folder, name, id))
          throw new NameTaken(`There is already a file or folder named “${name}”. Choose another name.`);
        const next = { ...record, path: pathIn(record.folder, name), name };
        table.update(next);
        change(moveFile(absolute(record), shared().absolute(next.path)));
        return { ok: true as const, record: next };
      });
      if (result.ok) {
        index.put(result.record);
        publish({ type: 'file', file: toFileRow(result.record) });
      }
      return result;
    },

    async remove(id, permit) {
      await ensureHash(id);
      const record = current(id);
      if (!record) return undefined;
      const result = together((change) => {
        const permission = permit(record);
        if (!permission.ok) return { ok: false as const, refusal: permission };
        keepBeforeLoss(record);
        table.markGone(id);
        change(removeFile(absolute(record)));
        return { ok: true as const, record };
      });
      if (result.ok) {
        index.remove(result.record);
        publish({ type: 'file-removed', fileId: id });
      }
      return result;
    },
  };
}

export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
