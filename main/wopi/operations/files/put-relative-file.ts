import type { Call, Caller, Operation, Services } from '../../operation.ts';
import { linkTo } from '../../operation.ts';
import { receive } from '../../receive.ts';
import { NameTaken } from '../../../store/errors.ts';
import type { FileRecord } from '../../../store/files.ts';
import type { Staged } from '../../../store/staging.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { mayOverwrite } from '../../protocol/lock-rules.ts';
import {
  checkFileName,
  decodeUtf7,
  encodeUtf7,
  nearestLegalName,
  nextFreeName,
  suggestedTargetName,
  utf7Problem,
} from '../../protocol/names.ts';
import type { Result } from '../../results.ts';
import { badRequest, lockMismatch, nameTaken, notFound, notImplemented, okJson } from '../../results.ts';

/** Creates a file beside this one from the request body, under a suggested or an exact name. */
export const putRelativeFile: Operation = {
  name: 'PutRelativeFile',
  method: 'POST',
  path: '/wopi/files/:id',
  override: 'PUT_RELATIVE',
  needs: 'create',
  withoutRight: notImplemented,
  advertises: ['SupportsUpdate'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/files/putrelativefile',
  malformed(call) {
    const suggested = call.header(WopiHeader.SuggestedTarget);
    const relative = call.header(WopiHeader.RelativeTarget);
    if (suggested !== undefined && relative !== undefined) {
      return badRequest(
        `${WopiHeader.SuggestedTarget} and ${WopiHeader.RelativeTarget} exclude each other; send one of them.`,
      );
    }
    if (suggested === undefined && relative === undefined) {
      return badRequest(
        `The name of the new file is missing: send ${WopiHeader.SuggestedTarget} or ${WopiHeader.RelativeTarget}.`,
      );
    }
    return undefined;
  },
  async run(call, services) {
    const suggested = call.header(WopiHeader.SuggestedTarget);
    const relative = call.header(WopiHeader.RelativeTarget);
    return relative === undefined
      ? saveSuggested(call, services, suggested ?? '')
      : saveExact(call, services, relative);
  },
};

/** A suggestion is never refused: the name changes until it is legal and free. */
async function saveSuggested(call: Call, services: Services, header: string): Promise<Result> {
  const { files } = services;
  const { folder } = call.file;
  const wanted = suggestedTargetName(header, call.file.name);
  const received = await receive(call, services, files.stagingFor(folder));
  if (!received.ok) return received.result;
  const free = nextFreeName(wanted, (candidate) => files.isTaken(folder, candidate));
  return createBeside(call, services, free, received.staged);
}

async function saveExact(call: Call, services: Services, header: string): Promise<Result> {
  const { files, locks, now } = services;
  const { folder } = call.file;
  const wanted = decodeUtf7(header);
  const freeBeside = (name: string): string =>
    encodeUtf7(nextFreeName(name, (candidate) => files.isTaken(folder, candidate)));
  const malformed = utf7Problem(header);
  const verdict = malformed === undefined ? checkFileName(wanted) : { ok: false as const, reason: malformed };
  if (!verdict.ok) {
    const legal = nearestLegalName(wanted);
    return badRequest(
      verdict.reason,
      legal === undefined ? {} : { [WopiHeader.ValidRelativeTarget]: freeBeside(legal) },
      'bad-name',
    );
  }
  const { name } = verdict;
  const mayReplace = call.header(WopiHeader.OverwriteRelativeTarget)?.toLowerCase() === 'true';
  const indexed = files.find(folder === '' ? name : `${folder}/${name}`);
  const target = indexed && files.current(indexed.id);
  if (!target && files.isTaken(folder, name)) return taken(name, freeBeside(name));
  if (target && !mayReplace) return taken(name, freeBeside(name));
  if (target && !call.rights.write) return notImplemented(`${call.person.name} may not overwrite “${name}”.`);
  if (target) {
    const allowed = mayOverwrite(locks.live(target.id), now());
    if (!allowed.ok) return lockMismatch(allowed);
  }

  const received = await receive(call, services, files.stagingFor(folder));
  if (!received.ok) return received.result;
  const { staged } = received;
  if (!target) return createBeside(call, services, name, staged);
  const replaced = await files.replace(target.id, staged, () => mayOverwrite(locks.live(target.id), now()), {
    source: 'wopi',
    people: [call.person.id],
  });
  if (replaced?.ok) return created(call, services, replaced.record, staged);
  await call.captured(staged);
  return replaced ? lockMismatch(replaced.refusal) : notFound(`“${name}” was deleted while its new content arrived.`);
}

function taken(name: string, free: string): Result {
  return nameTaken(`There is already a file or folder named “${name}”.`, { [WopiHeader.ValidRelativeTarget]: free });
}

async function createBeside(call: Call, services: Services, name: string, staged: Staged): Promise<Result> {
  const { files, blobs } = services;
  const { folder } = call.file;
  try {
    return created(
      call,
      services,
      files.create(folder, name, staged, { source: 'wopi', people: [call.person.id] }),
      staged,
    );
  } catch (error) {
    if (error instanceof NameTaken) {
      await call.captured(staged);
      return taken(name, encodeUtf7(nextFreeName(name, (candidate) => files.isTaken(folder, candidate))));
    }
    await blobs.discard(staged);
    throw error;
  }
}

function created(call: Call, services: Services, record: FileRecord, staged: Staged): Result {
  call.becameVersion(staged.sha256, staged.size);
  return okJson(createdFile(call, services, record, 'PutRelativeFile'));
}

/** What a client is told of a file it has just made. */
export function createdFile(call: Caller, services: Services, { id, name }: FileRecord, source: string): object {
  const { urls } = services;
  const { expiresAt, editor } = call.token;
  const page = { fileId: id, personId: call.person.id, expiresAt, editor };
  return {
    Name: name,
    Url: linkTo({ parent: call.token, kind: 'file', resourceId: id, source }, services),
    HostViewUrl: urls.hostPage({ ...page, action: 'view' }),
    HostEditUrl: urls.hostPage({ ...page, action: 'edit' }),
    HostEditNewUrl: urls.hostPage({ ...page, action: 'editnew' }),
  };
}
