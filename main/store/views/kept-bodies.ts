import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { openReader, type Database } from '../database.ts';

/** Where the bytes lie that traffic only refers to: large bodies, and documents that are kept as file versions. */
export interface BodyPlaces {
  folder: string;
  /** Of the live traffic, whose bodies may also be what a file of the shared folder holds now: the database that knows. */
  stateFile: string | null;
}

/** Searches bodies that lie outside of the traffic database. */
export interface KeptBodies {
  /** From here on a search may take its time again, and its misses are counted anew. */
  begin(): void;
  /** `spec` names the search: each body is read once for it. */
  search(spec: string, sha256: string, fits: (bytes: Buffer) => boolean): boolean;
  /** What the search since `begin` left out; null when nothing. */
  report(): string | null;
  close(): void;
}

interface Options {
  nativeBinding: string | undefined;
  timer: () => number;
}

/** One search over all bodies may read files so long; what comes later has the same time in every second. */
const LIMIT_MS = 300;
const AGAIN_AFTER_MS = 1_000;
const LARGEST = 8 * 1024 * 1024;
const MOST_SEARCHES = 4;
const MOST_VERDICTS = 50_000;

export function openKeptBodies({ folder, stateFile }: BodyPlaces, { nativeBinding, timer }: Options): KeptBodies {
  const verdicts = new Map<string, Map<string, boolean>>();
  let state: Database | null = null;
  let files = new Map<string, string>();
  let filesVersion: unknown;
  let began = timer();
  let spent = 0;
  let left = { late: 0, large: 0 };

  const begin = (): void => {
    began = timer();
    spent = 0;
    left = { late: 0, large: 0 };
  };
  const verdictsOf = (spec: string): Map<string, boolean> => {
    const known = verdicts.get(spec) ?? new Map<string, boolean>();
    if (known.size >= MOST_VERDICTS) known.clear();
    verdicts.delete(spec);
    verdicts.set(spec, known);
    for (const oldest of verdicts.keys()) if (verdicts.size > MOST_SEARCHES) verdicts.delete(oldest);
    return known;
  };
  const fileWith = (sha256: string): string | undefined => {
    if (stateFile === null) return undefined;
    const known = files.get(sha256);
    if (known !== undefined) return known;
    state ??= openReader(stateFile, nativeBinding);
    // Another number after every commit of another connection: what was saved a moment ago is found as well.
    const version = state.pragma('data_version', { simple: true });
    if (version === filesVersion) return undefined;
    files = new Map(state.prepare<[], [string, string]>(CONTENTS).raw().all());
    filesVersion = version;
    return files.get(sha256);
  };
  const read = (sha256: string): Buffer | 'large' | null => {
    if (stateFile === null) return readWhole(join(folder, sha256), false);
    // A blob that shares its bytes with another file may have changed with it.
    const kept = readWhole(join(folder, sha256.slice(0, 2), sha256), true);
    if (kept !== null) return kept;
    const file = fileWith(sha256);
    return file === undefined ? null : readWhole(file, false);
  };

  return {
    begin,
    search(spec, sha256, fits) {
      const known = verdictsOf(spec);
      const verdict = known.get(sha256);
      if (verdict !== undefined) return verdict;
      const now = timer();
      if (spent >= LIMIT_MS && now - began > AGAIN_AFTER_MS) {
        began = now;
        spent = 0;
      }
      if (spent >= LIMIT_MS) {
        left.late += 1;
        return false;
      }
      const bytes = read(sha256);
      if (bytes === 'large') left.large += 1;
      const found = Buffer.isBuffer(bytes) && fits(bytes);
      // What is not there now may be in a file of the shared folder that is looked at later.
      if (bytes !== null) known.set(sha256, found);
      spent += timer() - now;
      return found;
    },
    report() {
      const parts = [
        left.late === 0 ? '' : `${counted(left.late)} older than those a search has time for`,
        left.large === 0 ? '' : `${counted(left.large)} larger than ${LARGEST / 1024 / 1024} MB`,
      ].filter((part) => part !== '');
      return parts.length === 0
        ? null
        : `Not every document was searched: ${parts.join(', and ')}. Documents kept as file versions are read one by one.`;
    },
    close: () => void state?.close(),
  };
}

const CONTENTS = `SELECT files.sha256, folders.path || '/' || files.path FROM files JOIN folders ON folders.id = files.folder_id
  WHERE is_gone = 0 AND sha256 IS NOT NULL`;

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'is' : 'are'}`;
}

/** null when it cannot be read. */
function readWhole(path: string, isAlone: boolean): Buffer | 'large' | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || (isAlone && stats.nlink > 1)) return null;
  if (stats.size > LARGEST) return 'large';
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const bytes = Buffer.allocUnsafe(stats.size);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, stats.size, 0));
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
