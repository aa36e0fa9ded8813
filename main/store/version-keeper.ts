import type { Blobs } from './blobs.ts';
import type { FileRecord } from './file-rows.ts';
import type { Versions } from './file-versions.ts';

/** Copies current versions aside in the background, so that a program outside can overwrite the file without loss. */
export interface VersionKeeper {
  keepSoon(record: FileRecord, path: string): void;
  /** Waits for what is under way. */
  settle(): Promise<void>;
}

/** @param current the file as the disk has it now */
export function createVersionKeeper(
  blobs: Blobs,
  versions: Versions,
  current: (id: string) => FileRecord | undefined,
): VersionKeeper {
  const underway = new Set<Promise<unknown>>();
  /** The version of each file that was dealt with; the question comes with every GetFile. */
  const seen = new Map<string, number>();

  const keep = async ({ id, version }: FileRecord, path: string, sha256: string): Promise<void> => {
    if (await blobs.keepCopy(path, sha256, () => current(id)?.version === version)) versions.markKept(id, version);
  };

  return {
    keepSoon(record, path) {
      const { id, version, size, sha256 } = record;
      if (!sha256 || seen.get(id) === version) return;
      seen.set(id, version);
      if (!versions.isWorthCopying(size) || versions.isKept(id, version)) return;
      // A version that could not be kept is reported where versions are listed; nothing else depends on it.
      const work = keep(record, path, sha256)
        .catch(() => undefined)
        .finally(() => underway.delete(work));
      underway.add(work);
    },
    async settle() {
      await Promise.all(underway);
    },
  };
}
