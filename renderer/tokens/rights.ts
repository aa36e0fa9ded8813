import type { Rights, Role } from '../../preload/contract.ts';

/** The rights in the order they are shown, with what each lets the person do. */
export const RIGHTS = [
  { right: 'write', label: 'Write', explanation: 'Save and lock: PutFile, Lock and their kin (UserCanWrite)' },
  { right: 'rename', label: 'Rename', explanation: 'RenameFile (UserCanRename)' },
  { right: 'create', label: 'Create', explanation: 'PutRelativeFile: save a copy beside the file' },
  { right: 'delete', label: 'Delete', explanation: 'DeleteFile' },
] as const satisfies readonly { right: keyof Rights; label: string; explanation: string }[];

/** What a new persona of this role usually may do; every tick can be changed. */
export const USUAL_RIGHTS: Record<Role, Rights> = {
  owner: { write: true, rename: true, create: true, delete: true },
  editor: { write: true, rename: false, create: true, delete: false },
  reader: { write: false, rename: false, create: false, delete: false },
  guest: { write: false, rename: false, create: false, delete: false },
};

export const ROLES = Object.keys(USUAL_RIGHTS) as Role[];

/** Why a persona cannot have this id; null when it can. */
export function personIdProblem(id: string, taken: readonly string[]): string | null {
  if (id === '') return 'Give the person an id.';
  if (!/^[A-Za-z0-9]+$/.test(id)) {
    return 'Only letters A to Z and digits: the id is sent as UserId, and X-WOPI-Editors lists ids separated by commas.';
  }
  if (taken.includes(id)) return `"${id}" belongs to somebody else already. Choose another id.`;
  return null;
}
