import { createHash, randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Staged, Staging } from './staging.ts';

/** Content-addressed files below one directory: kept file versions and captured bodies. */
export interface Blobs {
  pathOf(sha256: string): string;
  has(sha256: string): boolean;
  /**
   * Receives a body into `directory`, hashing, then flushes it. Constant memory.
   * @throws IncompleteBody when the sender goes away or the body exceeds `limit` bytes
   */
  stage: Staging['stage'];
  /** Removes, at the end of the program, bodies that are still being received. */
  giveUpAll(): void;
  /** Removes a staged body nobody wants; missing already is fine. */
  discard(staged: Staged): Promise<void>;
  /** Turns a staged body into a blob; the staged file is gone afterwards. */
  adopt(staged: Staged): Promise<void>;
  /** Keeps the bytes of a file that is about to be replaced: a link where possible, else a copy. */
  keepReplaced(path: string, sha256: string): void;
  /** Keeps a copy of a file that stays; nothing is kept when `isStill()` turns false meanwhile. */
  keepCopy(path: string, sha256: string, isStill: () => boolean): Promise<boolean>;
  remove(sha256: string): void;
  /**
   * Removes what nobody refers to: a kill between the writing of a body and of its row leaves such blobs behind. Once, after
   * the start; what this run has written or found here is left alone. Ends early when `isOver` turns true.
   */
  sweep(isUsed: (sha256: string) => boolean, isOver: () => boolean): Promise<void>;
  /** Where bodies that never become files of the shared folder are received. */
  stagingDirectory: string;
}

const SHA256 = /^[0-9a-f]{64}$/;

export function createBlobs(directory: string, staging: Staging): Blobs {
  const stagingDirectory = join(directory, 'staging');
  rmSync(stagingDirectory, { recursive: true, force: true });
  mkdirSync(stagingDirectory, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string): string => join(directory, sha256.slice(0, 2), sha256);
  // A blob that shares its bytes with another file (a save that was taken back, or a kill at that moment) may change
  // with it; it counts as not kept and is written anew.
  const has = (sha256: string): boolean => statSync(pathOf(sha256), { throwIfNoEntry: false })?.nlink === 1;
  // Its row may be written only later, so the sweep could not know that it is wanted.
  let claimed: Set<string> | null = new Set();
  const claim = (sha256: string): boolean => {
    claimed?.add(sha256);
    return has(sha256);
  };
  const remove = (sha256: string): void => {
    try {
      rmSync(pathOf(sha256), { force: true });
    } catch {
      // Nobody asks for it any more; it only takes room.
    }
  };
  const scratch = (): string => join(stagingDirectory, randomBytes(8).toString('hex'));
  const place = (from: string, sha256: string): void => {
    mkdirSync(dirname(pathOf(sha256)), { recursive: true, mode: 0o700 });
    renameSync(from, pathOf(sha256));
  };

  return {
    stagingDirectory,
    pathOf,
    has,
    stage: staging.stage,
    giveUpAll: staging.giveUpAll,
    discard: (staged) => rm(staged.path, { force: true }),
    async adopt(staged) {
      if (claim(staged.sha256)) return rm(staged.path, { force: true });
      try {
        place(staged.path, staged.sha256);
      } catch {
        // The shared folder may be on another file system than the blobs.
        const temporary = scratch();
        try {
          await copyFile(staged.path, temporary);
          place(temporary, staged.sha256);
        } catch (error) {
          // Half a copy on a full disk would keep it full.
          await rm(temporary, { force: true });
          throw error;
        }
        await rm(staged.path, { force: true });
      }
    },
    keepReplaced(path, sha256) {
      if (claim(sha256)) return;
      const temporary = scratch();
      try {
        if (statSync(path).nlink > 1) throw new Error('Another name of this file may be written to later.');
        linkSync(path, temporary);
      } catch {
        // Another file system, or one without hard links.
        copyWhole(path, temporary);
      }
      place(temporary, sha256);
    },
    async keepCopy(path, sha256, isStill) {
      if (claim(sha256)) return true;
      const temporary = scratch();
      try {
        await copyFile(path, temporary, constants.COPYFILE_FICLONE);
        if (!isStill()) return false;
        place(temporary, sha256);
        return true;
      } finally {
        // Half a copy on a full disk would keep it full.
        await rm(temporary, { force: true });
      }
    },
    remove,
    async sweep(isUsed, isOver) {
      for (const folder of await readdir(directory)) {
        const names = /^[0-9a-f]{2}$/.test(folder) ? await readdir(join(directory, folder)) : [];
        // From the question to the removal nothing else runs.
        for (const name of names) {
          if (isOver()) return;
          if (SHA256.test(name) && claimed?.has(name) === false && !isUsed(name)) remove(name);
        }
      }
      claimed = null;
    },
  };
}

/** Bytes from `offset`, at most `length`. */
export async function readSlice(path: string, offset: number, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, (await handle.stat()).size - offset)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** SHA-256 of a file, hex. Everything passes through one buffer: those of a stream would gather until they are collected. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(HASHED_AT_ONCE);
  const handle = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

const HASHED_AT_ONCE = 256 * 1024;

/** Half a copy on a full disk would keep it full. */
function copyWhole(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}
