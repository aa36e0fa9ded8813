import type { ContainerRecord } from '../../../store/containers.ts';
import type { Caller, ContainerCall, ContainerOperation, Services } from '../../operation.ts';
import { linkTo } from '../../operation.ts';
import { assembleContainerInfo } from '../../protocol/container-info.ts';
import type { ContainerInfo } from '../../protocol/container-info.ts';
import { okJson } from '../../results.ts';

/** What a folder is called and what this person may do with it. */
export const checkContainerInfo: ContainerOperation = {
  name: 'CheckContainerInfo',
  method: 'GET',
  path: '/wopi/containers/:id',
  needs: 'read',
  advertises: ['SupportsContainers'],
  spec: 'https://learn.microsoft.com/microsoft-365/cloud-storage-partner-program/rest/containers/checkcontainerinfo',
  run: (call, services) => okJson(containerInfoFor(call, call.container, services)),
};

interface Reader extends Pick<ContainerCall, 'person' | 'rights'> {
  /** How long the pages named in the answer work. */
  expiresAt: number;
}

export function containerInfoOf(
  { person, rights, expiresAt }: Reader,
  container: ContainerRecord,
  { urls }: Services,
): ContainerInfo {
  const about = { kind: 'container' as const, id: container.id, personId: person.id, canWrite: rights.write };
  return assembleContainerInfo({
    name: container.name,
    isRoot: container.path === '',
    user: person,
    rights,
    hostUrl: urls.page({ ...about, page: 'folder' }, expiresAt),
    sharingUrl: urls.page({ ...about, page: 'sharing' }, expiresAt),
  });
}

export function containerInfoFor(call: Caller, container: ContainerRecord, services: Services): ContainerInfo {
  return containerInfoOf({ ...call, expiresAt: call.token.expiresAt }, container, services);
}

/** A container as other containers name it, with everything a client would ask next. */
export function describeContainer(
  call: Caller,
  container: ContainerRecord,
  services: Services,
  source: string,
): object {
  return {
    ContainerPointer: pointerTo(call, container, services, source),
    ContainerInfo: containerInfoFor(call, container, services),
  };
}

export function pointerTo(call: Caller, { id, name }: ContainerRecord, services: Services, source: string): object {
  return { Name: name, Url: linkTo({ parent: call.token, kind: 'container', resourceId: id, source }, services) };
}
