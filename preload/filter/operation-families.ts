export type OperationFamily = 'read' | 'write' | 'lock' | 'shape' | 'none';

/** What an operation is about; one that is not named here reads. */
const families: Readonly<Record<string, OperationFamily>> = {
  CheckFileInfo: 'read',
  GetFile: 'read',
  GetShareUrl: 'read',
  PutFile: 'write',
  PutRelativeFile: 'write',
  PutUserInfo: 'write',
  AddActivities: 'write',
  Lock: 'lock',
  GetLock: 'lock',
  RefreshLock: 'lock',
  Unlock: 'lock',
  UnlockAndRelock: 'lock',
  RenameFile: 'shape',
  DeleteFile: 'shape',
  CreateChildFile: 'shape',
  CreateChildContainer: 'shape',
  RenameContainer: 'shape',
  DeleteContainer: 'shape',
};

/** Reading, writing, locking, or changing names and existence. */
export function familyOf(operation: string | null): OperationFamily {
  if (operation === null) return 'none';
  return families[operation] ?? 'read';
}

/** The words filters use for families. */
export const familyWords = { reading: 'read', writing: 'write', locking: 'lock', changing: 'shape' } as const;

/** Operations that are named as of a family, or of any other one. */
export function operationsOf(family: OperationFamily, isIn: boolean): string[] {
  return Object.keys(families).filter((operation) => (families[operation] === family) === isIn);
}
