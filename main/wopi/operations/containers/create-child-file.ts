import { Readable } from 'node:stream';
import { NameTaken } from '../../../store/errors.ts';
import type { FileRecord } from '../../../store/files.ts';
import type { ContainerCall, ContainerOperation, Services } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { mayOverwrite } from '../../protocol/lock-rules.ts';
import {
  checkFileName,
  decodeTarget,
  decodeUtf7,
  encodeUtf7,
  nearestLegalName,
  nextFreeName,
  suggestedTargetName,
  utf7Problem,
} from '../../protocol/names.ts';
import type { NameVerdict } from '../../protocol/names.ts';
import type { Result } from '../../results.ts';
import { badRequest, lockMismatch, nameTaken, notFound, notImplemented, okJson, oneAsciiLine } from '../../results.ts';
import { createdFile } from '../files/put-relative-file.ts';

const NAME = 'CreateChildFile';
/** A suggestion may be nothing but an extension, and here is no initial file to take the rest from. */
const DEFAULT_STEM = 'New document';

/** Creates an empty file in a folder under a suggested or an exact name; the client fills it with PutFile. */
export const createChildFile: ContainerOperation = {
  name: NAME,
  method: 'POST',
  path: '/wopi/containers/:id',
  override: 'CREATE_CHILD_FILE',
  needs: 'create',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/createchildfile',
  malformed: oneTarget,
  async run(call, services) {
    const exact = call.header(WopiHeader.RelativeTarget);
    if (exact !== undefined) return createExact(call, services, exact);
    const wanted = suggestedTargetName(call.header(WopiHeader.SuggestedTarget) ?? '', DEFAULT_STEM);
    return create(call, services, freeIn(call, services, wanted));
  },
};

/** Both operations that create take one of two headers; unlike PutRelativeFile both together are "not implemented". */
export function oneTarget(call: ContainerCall): Result | undefined {
  const targets = [WopiHeader.SuggestedTarget, WopiHeader.RelativeTarget].filter(
    (name) => call.header(name) !== undefined,
  );
  if (targets.length === 1) return undefined;
  if (targets.length === 2) {
    return notImplemented(`${targets.join(' and ')} exclude each other; send one of them.`);
  }
  const reason = `The name is missing: send ${WopiHeader.SuggestedTarget} or ${WopiHeader.RelativeTarget}.`;
  return badRequest(reason, { [WopiHeader.ServerError]: oneAsciiLine(reason) });
}

function freeIn({ container }: ContainerCall, { containers }: Services, name: string): string {
  return nextFreeName(name, (candidate) => containers.isTaken(container, candidate));
}

/** The name in a header that asks for exactly this one. */
export function readTarget(header: string, check: (name: string) => NameVerdict): NameVerdict {
  const wanted = decodeTarget(header);
  return wanted === undefined ? { ok: false, reason: utf7Problem(header) ?? '' } : check(wanted);
}

async function createExact(call: ContainerCall, services: Services, header: string): Promise<Result> {
  const { files, locks, now } = services;
  const verdict = readTarget(header, checkFileName);
  if (!verdict.ok) {
    const legal = nearestLegalName(decodeUtf7(header));
    const headers = {
      [WopiHeader.InvalidFileNameError]: oneAsciiLine(verdict.reason),
      ...(legal === undefined ? {} : { [WopiHeader.ValidRelativeTarget]: encodeUtf7(freeIn(call, services, legal)) }),
    };
    return badRequest(verdict.reason, headers, 'bad-name');
  }
  const { name } = verdict;
  const { path } = call.container;
  const full = path === '' ? name : `${path}/${name}`;
  // Another program may have written it a moment ago.
  if (!files.find(full)) files.reconcile(new Set([full]));
  const target = files.find(full);
  if (!target) return create(call, services, name);

  const lock = locks.live(target.id);
  if (call.header(WopiHeader.OverwriteRelativeTarget)?.trim().toLowerCase() !== 'true') {
    const held: Record<string, string> = lock ? { [WopiHeader.Lock]: lock.lockId } : {};
    return taken(name, { ...held, [WopiHeader.ValidRelativeTarget]: encodeUtf7(freeIn(call, services, name)) });
  }
  if (!call.rights.write) return notImplemented(`${call.person.name} may not overwrite “${name}”.`);
  const allowed = mayOverwrite(lock, now());
  return allowed.ok ? empty(call, services, target) : lockMismatch(allowed);
}

/** Overwriting keeps the id: to everybody who has the file it is the same one, empty. */
async function empty(call: ContainerCall, services: Services, target: FileRecord): Promise<Result> {
  const { files, locks, blobs, now } = services;
  const staged = await blobs.stage(Readable.from([]), files.stagingFor(call.container.path), 0);
  const permit = () => mayOverwrite(locks.live(target.id), now());
  const replaced = await files.replace(target.id, staged, permit, { source: 'wopi', people: [call.person.id] });
  if (replaced?.ok) return okJson(createdFile(call, services, replaced.record, NAME));
  await blobs.discard(staged);
  return replaced ? lockMismatch(replaced.refusal) : notFound(`“${target.name}” was deleted at this moment.`);
}

async function create(call: ContainerCall, services: Services, name: string): Promise<Result> {
  const { files, blobs } = services;
  const { path } = call.container;
  const staged = await blobs.stage(Readable.from([]), files.stagingFor(path), 0);
  try {
    const record = files.create(path, name, staged, { source: 'wopi', people: [call.person.id] });
    return okJson(createdFile(call, services, record, NAME));
  } catch (error) {
    await blobs.discard(staged);
    if (!(error instanceof NameTaken)) throw error;
    return taken(name, { [WopiHeader.ValidRelativeTarget]: encodeUtf7(freeIn(call, services, name)) });
  }
}

function taken(name: string, headers: Record<string, string>): Result {
  return nameTaken(`There is already a file or folder named “${name}”.`, headers);
}
