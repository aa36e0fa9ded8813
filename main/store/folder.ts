import { accessSync, constants, lstatSync, opendirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isHiddenName } from '../wopi/protocol/hidden-names.ts';
import { STAGED_NAME } from './staging.ts';
import { FolderUnavailable } from './errors.ts';

/** What the disk says of one regular file. */
export interface DiskFile {
  /** Relative to the shared folder, '/' separated. */
  path: string;
  size: number;
  modifiedMs: number;
  /** Device and inode: stays the same when a file is renamed or moved. */
  inode: string;
}

export interface Walk {
  files: DiskFile[];
  folders: string[];
}

/** Why a directory cannot be shared, or null when it can. */
export function folderProblem(folder: string): string | null {
  if (!isAbsolute(folder)) return `“${folder}” is not a complete path. Give one that begins at the root of a drive.`;
  try {
    if (!statSync(folder).isDirectory())
      return `“${folder}” is not a folder. Choose a folder in Settings, or with --folder.`;
    accessSync(folder, constants.R_OK | constants.X_OK);
    opendirSync(folder).closeSync();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT')
      return `The folder “${folder}” does not exist. Create it, or choose another one in Settings or with --folder.`;
    if (code === 'EACCES' || code === 'EPERM')
      return `The folder “${folder}” may not be read by this user. Change its permissions, or choose another folder.`;
    return `The folder “${folder}” cannot be read (${String(code ?? error)}). Check the drive, or choose another folder.`;
  }
}

/** Why `folder` and the data directory cannot go together, or null. */
export function overlapProblem(folder: string, dataDirectory: string): string | null {
  const isWithin = (inner: string, outer: string): boolean =>
    inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  const shared = realOrResolved(folder);
  const data = realOrResolved(dataDirectory);
  if (isWithin(shared, data)) {
    return `The folder “${folder}” lies inside the data directory “${dataDirectory}”, which holds the database and secrets. Share another folder, or move the data directory with --data.`;
  }
  if (isWithin(data, shared)) {
    return `The data directory “${dataDirectory}” lies inside the folder “${folder}”, so its database and secrets would be shared. Choose another data directory with --data.`;
  }
  return null;
}

function realOrResolved(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(resolve(path));
    return parent === resolve(path) ? parent : join(realOrResolved(parent), basename(path));
  }
}

/** The disk side of the shared folder: every path is checked to stay inside and to be a regular file. */
export interface Folder {
  /** Real path. */
  root: string;
  isReadOnly(): boolean;
  /** @throws FolderUnavailable */
  walk(): Walk;
  /** undefined when there is no such regular file inside the folder. @throws FolderUnavailable when the folder itself is gone */
  look(path: string): DiskFile | undefined;
  isFolder(path: string): boolean;
  /** @throws FolderUnavailable when it cannot be used now */
  check(): void;
  /** False when another directory stands at its place, or none. */
  isSame(): boolean;
  absolute(path: string): string;
  relative(absolute: string): string;
}

/** @throws FolderUnavailable */
export function openFolder(folder: string): Folder {
  const problem = folderProblem(folder);
  if (problem) throw new FolderUnavailable(problem);
  const root = realpathSync.native(folder);
  const prefix = root.endsWith(sep) ? root : root + sep;
  const absolute = (path: string): string =>
    path === '' ? root : prefix + (sep === '/' ? path : path.replaceAll('/', sep));
  const identity = identityOf(root);
  let readOnly = { isSo: false, checkedAt: Number.NEGATIVE_INFINITY };

  const check = (): void => {
    const problemNow = folderProblem(root);
    if (problemNow) throw new FolderUnavailable(problemNow);
  };

  const look = (path: string): DiskFile | undefined => {
    const full = absolute(path);
    let stats: Stats | undefined;
    try {
      stats = lstatSync(full, { throwIfNoEntry: false });
    } catch {
      stats = undefined;
    }
    if (!stats?.isFile() || !staysInside(path, full)) {
      check();
      return undefined;
    }
    return describe(path, stats);
  };

  /** A directory on the way may have become a link that leaves the folder. */
  const staysInside = (path: string, full: string): boolean => {
    if (!path.includes('/')) return true;
    const parent = dirname(full);
    try {
      return realpathSync.native(parent) === parent;
    } catch {
      return false;
    }
  };

  return {
    root,
    absolute,
    look,
    relative: (path) => relative(root, path).split(sep).join('/'),
    isReadOnly() {
      // Asked with every request, so the disk is asked once in a while only.
      const now = performance.now();
      if (now - readOnly.checkedAt > READ_ONLY_CHECK_MS) readOnly = { isSo: !isWritable(root), checkedAt: now };
      return readOnly.isSo;
    },
    isSame: () => identityOf(root) === identity,
    isFolder(path) {
      if (path === '') return true;
      const full = absolute(path);
      try {
        return lstatSync(full).isDirectory() && realpathSync.native(full) === full;
      } catch {
        return false;
      }
    },
    check,
    walk() {
      check();
      const found: Walk = { files: [], folders: [] };
      walkInto(root, '', found);
      return found;
    },
  };
}

const READ_ONLY_CHECK_MS = 500;

function identityOf(directory: string): string | undefined {
  const stats = statSync(directory, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function walkInto(absolute: string, prefix: string, found: Walk): void {
  let entries;
  try {
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch {
    return; // A folder that may not be read, or vanished meanwhile, is empty for the host.
  }
  for (const entry of entries) {
    const full = join(absolute, entry.name);
    removeIfAbandoned(full, entry.name);
    if (isHiddenName(entry.name)) continue;
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      found.folders.push(path);
      walkInto(full, `${path}/`, found);
    } else if (entry.isFile()) {
      const stats = lstatSync(full, { throwIfNoEntry: false });
      if (stats?.isFile()) found.files.push(describe(path, stats));
    }
  }
}

/** A half-received file of a process that was killed: nothing refers to it any more. */
function removeIfAbandoned(path: string, name: string): void {
  const pid = STAGED_NAME.exec(name)?.[1];
  if (pid === undefined || isRunning(Number(pid))) return;
  rmSync(path, { force: true });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function describe(path: string, stats: Stats): DiskFile {
  return { path, size: stats.size, modifiedMs: stats.mtimeMs, inode: `${stats.dev}:${stats.ino}` };
}
