import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileRow } from '../../preload/contract.ts';
import { IncompleteBody } from '../store/errors.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Staged } from '../store/staging.ts';

/** Files that arrive from the screen in slices. */
export interface Uploads {
  begin(folder: string, name: string): string;
  append(uploadId: string, bytes: Buffer): void;
  finish(uploadId: string): Promise<FileRow>;
}

const MAX_UPLOADS = 64;
/** A page that was closed in the middle says nothing; its upload makes room for others after this time. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

interface Upload {
  folder: string;
  name: string;
  body: Readable;
  staged: Promise<Staged>;
  touchedAt: number;
}

interface UploadOptions {
  blobs: Blobs;
  wallNow: () => number;
  maxFileBytes: () => number;
  /** @throws Error when a file cannot be received there */
  stagingFor(folder: string): string;
  place(folder: string, name: string, staged: Staged): Promise<FileRow>;
}

export function createUploads({ blobs, wallNow, maxFileBytes, stagingFor, place }: UploadOptions): Uploads {
  const uploads = new Map<string, Upload>();

  const get = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (!upload) {
      throw new Error('This upload does not exist any more; the file may be larger than Settings allow. Begin again.');
    }
    upload.touchedAt = wallNow();
    return upload;
  };
  const forgetAbandoned = (): void => {
    for (const [uploadId, { touchedAt, body }] of uploads) {
      if (wallNow() - touchedAt < FORGOTTEN_AFTER_MS) continue;
      uploads.delete(uploadId);
      body.destroy(new Error('The upload was not continued.'));
    }
  };

  return {
    begin(folder, name) {
      forgetAbandoned();
      if (uploads.size >= MAX_UPLOADS) {
        throw new Error(`${MAX_UPLOADS} uploads are running already. Wait until some have finished.`);
      }
      const uploadId = randomBytes(8).toString('hex');
      const body = new Readable({ read: () => undefined });
      const staged = blobs.stage(body, stagingFor(folder), maxFileBytes()).catch(async (error: unknown) => {
        uploads.delete(uploadId);
        if (error instanceof IncompleteBody) await blobs.discard(error.staged);
        throw error;
      });
      // Whoever finishes is told; an upload that nobody finishes must not end the process.
      staged.catch(() => undefined);
      uploads.set(uploadId, { folder, name, body, staged, touchedAt: wallNow() });
      return uploadId;
    },
    append: (uploadId, bytes) => void get(uploadId).body.push(bytes),
    async finish(uploadId) {
      const { folder, name, body, staged } = get(uploadId);
      uploads.delete(uploadId);
      body.push(null);
      return place(folder, name, await staged);
    },
  };
}
