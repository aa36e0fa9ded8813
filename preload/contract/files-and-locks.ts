// The shared folder: files, their versions and their locks.

export interface FileRow {
  /** Opaque and stable: survives rename, move and edits made outside the app. */
  id: string;
  /** Relative to the shared folder, with '/' on every platform. */
  path: string;
  name: string;
  size: number;
  /** The Version string of CheckFileInfo: grows with every change, never repeats. */
  version: string;
  modifiedAt: number;
}

export interface FileListing {
  files: FileRow[];
  /** Every folder below the shared one, also the empty ones. */
  folders: string[];
}

export interface FileVersion {
  version: string;
  size: number;
  sha256: string | null;
  realAt: number;
  /** Where the bytes came from: a WOPI client, the app's own screen, or an edit made outside. */
  source: 'wopi' | 'screen' | 'outside';
  /** Ids of the people named in X-WOPI-Editors, or the one whose token saved. */
  people: string[];
  isCurrent: boolean;
  /** null when the bytes can be restored, otherwise why they are not kept. */
  unavailable: string | null;
}

export interface LockRow {
  fileId: string;
  fileName: string;
  lockId: string;
  /** Whose token took the lock; null when it was taken from the screen. */
  personId: string | null;
  personName: string | null;
  takenAt: number;
  refreshedAt: number;
  expiresAt: number;
}

export type LockChange = 'taken' | 'refreshed' | 'swapped' | 'released' | 'expired' | 'refused';

export interface LockEvent {
  id: number;
  fileId: string;
  lockId: string;
  /** The lock before the change: the swapped-out id, or for a refusal the id that stood in the way. */
  previousLockId: string | null;
  change: LockChange;
  at: number;
  realAt: number;
  personName: string | null;
  by: 'wopi' | 'screen' | 'clock';
  /** One sentence, given for refusals. */
  reason: string | null;
}
