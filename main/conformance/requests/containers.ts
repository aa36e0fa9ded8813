import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { encodeUtf7 } from '../../wopi/protocol/names.ts';
import type { RequestKind } from './kind.ts';
import { whenSet } from './kind.ts';
import { checkNameMode, nameHeaders } from './names.ts';

/** Requests on containers and the ecosystem. */
export const CONTAINER_REQUESTS: Readonly<Record<string, RequestKind>> = {
  CheckContainerInfo: { method: 'GET' },
  EnumerateChildren: {
    method: 'GET',
    suffix: '/children',
    headers: ({ attributes }) =>
      whenSet(WopiHeader.FileExtensionFilterList, attributes.text('FileExtensionFilterList')),
  },
  CreateChildContainer: {
    method: 'POST',
    override: 'CREATE_CHILD_CONTAINER',
    check: checkNameMode,
    headers: ({ attributes }) => nameHeaders(attributes, 'FolderName', { mayOverwrite: false }),
  },
  CreateChildFile: {
    method: 'POST',
    override: 'CREATE_CHILD_FILE',
    check: checkNameMode,
    headers: ({ attributes }) => nameHeaders(attributes, 'Name', { mayOverwrite: true }),
  },
  DeleteContainer: { method: 'POST', override: 'DELETE_CONTAINER', neverOnWopiSrc: true },
  RenameContainer: {
    method: 'POST',
    override: 'RENAME_CONTAINER',
    headers: ({ attributes }) => [[WopiHeader.RequestedName, encodeUtf7(attributes.text('Name') ?? '')]],
  },
  GetEcosystem: { method: 'GET', suffix: '/ecosystem_pointer' },
  // Upstream ignores EcosystemUrl here, and WopiSrc below.
  CheckEcosystem: { method: 'GET' },
  GetRootContainer: { method: 'GET', suffix: '/root_container_pointer' },
  GetNewAccessToken: {
    method: 'POST',
    override: 'GET_NEW_ACCESS_TOKEN',
    headers: ({ state }) => [[WopiHeader.WopiSrc, state.get('OriginalWopiSrc') ?? '']],
  },
};
