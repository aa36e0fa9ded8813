import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { FileRow, NewFileKind, Settings } from '../../preload/contract.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Staged } from '../store/staging.ts';
import type { ChangedBy, FileRecord, Files } from '../store/files.ts';
import { toFileRow } from '../store/file-rows.ts';
import type { Locks } from '../store/locks.ts';
import { checkFileName, splitName } from '../wopi/protocol/names.ts';
import { templateOf } from './samples.ts';
import { createUploads } from './uploads.ts';

/** What the screen does to documents. The rules are those of the protocol: a locked file is not replaced or deleted. */
export interface Documents {
  create(folder: string, name: string, kind: NewFileKind): Promise<FileRow>;
  beginUpload(folder: string, name: string): string;
  appendUpload(uploadId: string, bytes: Buffer): void;
  finishUpload(uploadId: string): Promise<FileRow>;
  rename(fileId: string, name: string): FileRow;
  remove(fileId: string): Promise<void>;
  restore(fileId: string, version: string): Promise<FileRow>;
}

const BY_SCREEN: ChangedBy = { source: 'screen', people: [] };
interface DocumentsOptions {
  files: Files;
  locks: Locks;
  blobs: Blobs;
  settings: () => Settings;
  resourcesDirectory: string;
  wallNow: () => number;
}

export function createDocuments({
  files,
  locks,
  blobs,
  settings,
  resourcesDirectory,
  wallNow,
}: DocumentsOptions): Documents {
  const legalName = (name: string): string => {
    const verdict = checkFileName(name);
    if (!verdict.ok) throw new Error(verdict.reason);
    return verdict.name;
  };
  const knownFolder = (folder: string): string => {
    if (folder === '' || files.list().folders.includes(folder)) return folder;
    throw new Error(`There is no folder “${folder}” in the shared one. Choose one of the list.`);
  };
  const known = (fileId: string): FileRecord => {
    const record = files.current(fileId);
    if (!record) throw new Error('The file does not exist any more.');
    return record;
  };
  const refuseWhileLocked = (fileId: string, what: string) => () => {
    const lock = locks.live(fileId);
    return lock
      ? {
          ok: false as const,
          current: lock.lockId,
          reason: `The file is locked (${lock.lockId}) and cannot be ${what} now. Release the lock first (Locks).`,
        }
      : { ok: true as const };
  };
  const place = async (folder: string, name: string, staged: Staged): Promise<FileRow> => {
    try {
      return toFileRow(files.create(folder, name, staged, BY_SCREEN));
    } catch (error) {
      await blobs.discard(staged);
      throw error;
    }
  };

  const uploads = createUploads({
    blobs,
    wallNow,
    maxFileBytes: () => settings().maxFileBytes,
    stagingFor: files.stagingFor,
    place,
  });

  return {
    async create(folder, name, kind) {
      const { stem, extension } = splitName(name);
      const full = legalName(
        extension.toLowerCase() === `.${kind}` ? name : `${extension === '' ? stem : name}.${kind}`,
      );
      const bytes = await templateOf(resourcesDirectory, kind);
      return place(
        knownFolder(folder),
        full,
        await blobs.stage(
          Readable.from(bytes.length > 0 ? [bytes] : []),
          files.stagingFor(folder),
          settings().maxFileBytes,
        ),
      );
    },
    beginUpload(folder, name) {
      const legal = legalName(name);
      if (files.isTaken(knownFolder(folder), legal))
        throw new Error(`There is already a file or folder named “${legal}”. Rename one of the two.`);
      return uploads.begin(folder, legal);
    },
    appendUpload: uploads.append,
    finishUpload: uploads.finish,
    rename(fileId, name) {
      const renamed = files.rename(known(fileId).id, legalName(name), refuseWhileLocked(fileId, 'renamed'));
      if (!renamed) throw new Error('The file does not exist any more.');
      if (!renamed.ok) throw new Error(renamed.refusal.reason);
      return toFileRow(renamed.record);
    },
    async remove(fileId) {
      const removed = await files.remove(fileId, refuseWhileLocked(fileId, 'deleted'));
      if (removed && !removed.ok) throw new Error(removed.refusal.reason);
    },
    async restore(fileId, version) {
      const record = known(fileId);
      const kept = files.keptVersion(fileId, version);
      if (!kept) throw new Error(`The bytes of version ${version} are not kept, so it cannot be restored.`);
      const folder = record.path.includes('/') ? record.path.slice(0, record.path.lastIndexOf('/')) : '';
      const staged = await blobs.stage(
        createReadStream(blobs.pathOf(kept.sha256)),
        files.stagingFor(folder),
        Number.MAX_SAFE_INTEGER,
      );
      const replaced = await files.replace(fileId, staged, refuseWhileLocked(fileId, 'restored'), BY_SCREEN);
      if (replaced?.ok) return toFileRow(replaced.record);
      await blobs.discard(staged);
      throw new Error(replaced ? replaced.refusal.reason : 'The file does not exist any more.');
    },
  };
}
