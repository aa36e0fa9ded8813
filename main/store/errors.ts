/** What can go wrong with files and disks, known to everybody above the store. */

/** The shared folder cannot be used at the moment; the message says why and what to do. */
export class FolderUnavailable extends Error {
  override name = 'FolderUnavailable';
}

/** The name is in use by another file or folder, compared without case and Unicode form. */
export class NameTaken extends Error {
  override name = 'NameTaken';
}

/** A body that did not arrive whole; what did arrive is still at `staged.path`. */
export class IncompleteBody extends Error {
  override name = 'IncompleteBody';
  constructor(
    readonly staged: { path: string; size: number; sha256: string },
    readonly reason: 'aborted' | 'too-large',
    message: string,
  ) {
    super(message);
  }
}

/** True for "no room left", from SQLite and from the file system alike. */
export function isDiskFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR_WRITE');
}

/** True when this user, or the file system, does not allow the change. */
export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
