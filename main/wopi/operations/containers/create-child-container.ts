import { NameTaken } from '../../../store/errors.ts';
import type { ContainerCall, ContainerOperation, Services } from '../../operation.ts';
import { WopiHeader } from '../../protocol/headers.ts';
import { checkFolderName, decodeUtf7, encodeUtf7, nearestLegalName, nextFreeFolderName } from '../../protocol/names.ts';
import type { Result } from '../../results.ts';
import { badRequest, nameTaken, oneAsciiLine, okJson } from '../../results.ts';
import { describeContainer } from './check-container-info.ts';
import { oneTarget, readTarget } from './create-child-file.ts';

const NAME = 'CreateChildContainer';
/** For a suggestion of which nothing is left. */
const DEFAULT_NAME = 'New folder';

/** Creates a folder under a suggested or an exact name. */
export const createChildContainer: ContainerOperation = {
  name: NAME,
  method: 'POST',
  path: '/wopi/containers/:id',
  override: 'CREATE_CHILD_CONTAINER',
  needs: 'create',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/createchildcontainer',
  malformed: oneTarget,
  run(call, services) {
    const exact = call.header(WopiHeader.RelativeTarget);
    if (exact !== undefined) return createExact(call, services, exact);
    const wanted = nearestLegalName(decodeUtf7(call.header(WopiHeader.SuggestedTarget) ?? '')) ?? DEFAULT_NAME;
    return create(call, services, freeIn(call, services, wanted));
  },
};

function freeIn({ container }: ContainerCall, { containers }: Services, name: string): string {
  return nextFreeFolderName(name, (candidate) => containers.isTaken(container, candidate));
}

function createExact(call: ContainerCall, services: Services, header: string): Result {
  const verdict = readTarget(header, checkFolderName);
  if (verdict.ok) return create(call, services, verdict.name);
  const legal = nearestLegalName(decodeUtf7(header));
  return badRequest(
    verdict.reason,
    {
      [WopiHeader.InvalidContainerNameError]: oneAsciiLine(verdict.reason),
      ...(legal === undefined ? {} : { [WopiHeader.ValidRelativeTarget]: encodeUtf7(freeIn(call, services, legal)) }),
    },
    'bad-name',
  );
}

function create(call: ContainerCall, services: Services, name: string): Result {
  try {
    return okJson(describeContainer(call, services.containers.create(call.container, name), services, NAME));
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error;
    return nameTaken(error.message, { [WopiHeader.ValidRelativeTarget]: encodeUtf7(freeIn(call, services, name)) });
  }
}
