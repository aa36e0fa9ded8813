import { posix } from 'node:path';
import { folderOf } from '../../../store/files.ts';
import type { Call, Operation, Services } from '../../operation.ts';
import { assembleFileInfo } from '../../protocol/file-info.ts';
import type { FileInfo } from '../../protocol/file-info.ts';
import { splitName } from '../../protocol/names.ts';
import { okJson } from '../../results.ts';

/** Up to this size the hash is computed before the answer; larger files get it with their next save or read. */
const HASH_NOW_BYTES = 16 * 1024 * 1024;

/** Everything a client wants to know of a file and of what this person may do with it. */
export const checkFileInfo: Operation = {
  name: 'CheckFileInfo',
  method: 'GET',
  path: '/wopi/files/:id',
  needs: 'read',
  advertises: [],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/checkfileinfo',
  run: async (call, services) => okJson(await fileInfoFor(call, services)),
};

export async function fileInfoFor(call: Pick<Call, 'file' | 'person' | 'rights'> & { expiresAt?: number; token?: Call['token'] }, services: Services): Promise<FileInfo> {
  const { person, rights } = call;
  const { files, people, urls } = services;
  if (call.file.sha256 === null && call.file.size <= HASH_NOW_BYTES) await files.ensureHash(call.file.id);
  const file = files.get(call.file.id) ?? call.file;
  const expiresAt = call.token?.expiresAt ?? call.expiresAt ?? services.now();
  const page = { fileId: file.id, personId: person.id, expiresAt };
  const [hostViewUrl, hostEditUrl] = await Promise.all([urls.hostPage({ ...page, action: 'view' }), urls.hostPage({ ...page, action: 'edit' })]);
  const { extension } = splitName(file.name);
  const owner = people.list().find((candidate) => candidate.role === 'owner') ?? person;
  return assembleFileInfo({
    fileName: file.name,
    extension,
    size: file.size,
    version: String(file.version),
    modifiedMs: file.modifiedMs,
    sha256: file.sha256,
    folderName: posix.basename(folderOf(file.path)) || 'Shared folder',
    ownerId: owner.id,
    user: { id: person.id, name: person.name, isAnonymous: person.isAnonymous, userInfo: person.userInfo },
    rights,
    supports: services.supports,
    origin: urls.origin(),
    hostViewUrl,
    hostEditUrl,
  });
}
