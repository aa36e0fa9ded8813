import { posix } from 'node:path';
import { folderOf } from '../../../store/files.ts';
import type { FileRecord } from '../../../store/files.ts';
import type { Call, Operation, Services } from '../../operation.ts';
import { assembleFileInfo } from '../../protocol/file-info.ts';
import type { FileInfo } from '../../protocol/file-info.ts';
import { splitName } from '../../protocol/names.ts';
import type { Result } from '../../results.ts';
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
  async run(call, services) {
    const basis = [call.person, services.urls.origin(), call.token.expiresAt, Object.values(call.rights).join()];
    const known = answers.get(call.file);
    if (known?.basis.every((value, index) => value === basis[index])) return known.result;
    const result = okJson(await fileInfoFor(call, services));
    answers.set(services.files.get(call.file.id) ?? call.file, { basis, result });
    return result;
  },
};

/**
 * The last answer for each state of a file. Records of files and people are replaced, never changed, so an answer
 * holds for as long as everything it was made of is the same; clients ask again and again in a session.
 */
const answers = new WeakMap<FileRecord, { basis: unknown[]; result: Result }>();

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
