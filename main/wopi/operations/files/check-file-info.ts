import { posix } from 'node:path';
import type { FileRecord } from '../../../store/files.ts';
import type { Call, Operation, Services } from '../../operation.ts';
import { assembleFileInfo } from '../../protocol/file-info.ts';
import type { FileInfo, FilePages } from '../../protocol/file-info.ts';
import { splitName } from '../../protocol/names.ts';
import type { Result } from '../../results.ts';
import { okJson } from '../../results.ts';
import { putRelativeFile } from './put-relative-file.ts';

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
    const { person, rights, token } = call;
    const file = await withHash(call.file, services);
    const basis = [
      person,
      ownerId(person, services),
      services.urls.origin(),
      services.profile(),
      contentUntil(services.now()),
      token.expiresAt,
      token.editor,
      rights,
    ];
    const known = answers.get(file);
    if (known?.basis.every((value, index) => value === basis[index])) return known.result;
    const result = okJson(
      await fileInfoFor({ file, person, rights, expiresAt: token.expiresAt, editor: token.editor }, services),
    );
    answers.set(file, { basis, result });
    return result;
  },
};

/**
 * The last answer for each state of a file. Records of files and people are replaced, never changed, so an answer
 * holds for as long as everything it was made of is the same; clients ask again and again in a session.
 */
const answers = new WeakMap<FileRecord, { basis: unknown[]; result: Result }>();

/** The file with its hash, when that takes no noticeable time. */
async function withHash(file: FileRecord, { files }: Services): Promise<FileRecord> {
  if (file.sha256 !== null || file.size > HASH_NOW_BYTES) return file;
  await files.ensureHash(file.id);
  return files.get(file.id) ?? file;
}

function ownerId(person: Call['person'], { people }: Services): string {
  return (people.list().find(({ role }) => role === 'owner') ?? person).id;
}

interface FileInfoCall extends Pick<Call, 'file' | 'person' | 'rights'> {
  /** How long the host pages named in the answer work. */
  expiresAt: number;
  /** The editor those pages open. */
  editor: string | null;
}

export async function fileInfoFor(
  { person, rights, expiresAt, editor, ...call }: FileInfoCall,
  services: Services,
): Promise<FileInfo> {
  const { urls } = services;
  const file = await withHash(call.file, services);
  const { extension } = splitName(file.name);
  const profile = services.profile();
  const owner = ownerId(person, services);
  return assembleFileInfo({
    fileName: file.name,
    extension,
    size: file.size,
    version: String(file.version),
    modifiedMs: file.modifiedMs,
    sha256: file.sha256,
    folderName: posix.basename(file.folder) || 'Shared folder',
    ownerId: owner,
    user: person,
    rights,
    supports: services.supports(),
    offersWriteRelative: profile.offers(putRelativeFile),
    origin: urls.origin(),
    pages: pagesOf({ file, person, expiresAt, editor }, services),
    vendorInfo: profile.vendorInfo({
      userId: person.id,
      isOwner: person.id === owner,
      isAnonymous: person.isAnonymous,
      canWrite: rights.write,
    }),
  });
}

type PagesInput = Pick<FileInfoCall, 'person' | 'expiresAt' | 'editor'> & { file: FileRecord };

/** The host's own pages about a file. Those that are asked for long after this answer last as long as its token. */
function pagesOf({ file, person, expiresAt, editor }: PagesInput, services: Services): FilePages {
  const { urls } = services;
  const hostPage = { fileId: file.id, personId: person.id, expiresAt, editor };
  const about = { kind: 'file' as const, id: file.id, personId: person.id, canWrite: person.rights.write };
  const folder = services.containers.at(file.folder) ?? services.containers.root();
  return {
    HostViewUrl: urls.hostPage({ ...hostPage, action: 'view' }),
    HostEditUrl: urls.hostPage({ ...hostPage, action: 'edit' }),
    HostEmbeddedViewUrl: urls.hostPage({ ...hostPage, action: 'embedview' }),
    DownloadUrl: urls.page({ ...about, page: 'download' }, expiresAt),
    FileUrl: urls.page({ ...about, page: 'content' }, contentUntil(services.now())),
    FileVersionUrl: urls.page({ ...about, page: 'versions' }, expiresAt),
    FileSharingUrl: urls.page({ ...about, page: 'sharing' }, expiresAt),
    FileEmbedCommandUrl: urls.page({ ...about, page: 'embed' }, expiresAt),
    BreadcrumbFolderUrl: urls.page({ ...about, kind: 'container', id: folder.id, page: 'folder' }, expiresAt),
  };
}

/** FileUrl opens the bytes for everybody who has it, so it is short-lived: a quarter of an hour at least, half at most. */
const CONTENT_STEP_MS = 15 * 60 * 1000;

function contentUntil(now: number): number {
  return (Math.floor(now / CONTENT_STEP_MS) + 2) * CONTENT_STEP_MS;
}
