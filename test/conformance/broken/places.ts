import type { BrokenHost } from './broken-host.ts';
import { after, CHECK, on, status } from './broken-host.ts';
import { answerOf, changeJson } from '../mutating-proxy.ts';
import type { Mutation } from '../mutating-proxy.ts';

const FOLDERS = [
  'Container',
  'RenameContainer',
  'EnumerateAncestorsAndChildren',
  'CreateChildFileAndDeleteFile',
  'Own.Containers',
];
const ECOSYSTEM = [
  'Ecosystem',
  'GetSharingUrlForFileWithUnknownType',
  'GetSharingUrlForContainerWithUnknownType',
  'GetSharingUrlForFileWithTypeReadOnly',
  'Own.Ecosystem',
  'Own.ShareUrl',
];
const CHILDREN = 'GET /wopi/containers/:id/children';

export const BROKEN_PLACES: readonly BrokenHost[] = [
  {
    name: 'ancestors come root last',
    groups: [...FOLDERS, 'Ecosystem', 'Own.Ecosystem'],
    mutation: reversedAncestors,
    caught: [
      'containers.EnumerateChildren',
      'containers.EnumerateChildrenWithOneFilter',
      'containers.EnumerateChildrenWithMultipleFilters',
      'own.EnumerateAncestors.Order',
      'own.EnumerateAncestors.Root',
      'own.Ecosystem.RootIsFirstAncestor',
    ],
  },
  {
    name: 'the extension filter is ignored',
    groups: FOLDERS,
    mutation: on(CHILDREN, ({ headers }) => void delete headers['x-wopi-fileextensionfilterlist']),
    caught: ['own.EnumerateChildren.Filter', 'own.EnumerateChildren.FilterCase'],
  },
  {
    name: 'listed sizes are text',
    groups: FOLDERS,
    mutation: after(CHILDREN, (_, returned) =>
      changeJson(returned, (body) => ({
        ...body,
        ChildFiles: (body['ChildFiles'] as { Size: number }[]).map((file) => ({ ...file, Size: String(file.Size) })),
      })),
    ),
    caught: ['own.EnumerateChildren.Truth'],
    warned: [
      'containers.EnumerateChildren',
      'containers.EnumerateChildrenWithOneFilter',
      'containers.EnumerateChildrenWithMultipleFilters',
    ],
  },
  {
    name: 'full folders are deleted',
    groups: FOLDERS,
    mutation: after('DELETE_CONTAINER', status(409, 200)),
    caught: ['own.DeleteContainer.NotEmpty', 'own.DeleteContainer.WithFolder'],
  },
  {
    name: 'RenameContainer only says so',
    groups: FOLDERS,
    mutation: on('RENAME_CONTAINER', ({ headers }) =>
      answerOf(200, { 'content-type': 'application/json' }, JSON.stringify({ Name: headers['x-wopi-requestedname'] })),
    ),
    caught: [
      'containers.CreateAndRenameChildContainer',
      'containers.CreateAndRenameChildContainerAndVerifyReturnedContainerNameIsCorrectlyEncoded',
      'own.RenameContainer.KeepsIds',
      'own.RenameContainer.Taken',
      'own.RenameContainer.Illegal',
    ],
  },
  {
    name: 'folders say nothing of licences',
    groups: FOLDERS,
    mutation: after('GET /wopi/containers/:id', (_, returned) =>
      changeJson(returned, ({ IsEduUser: _edu, LicenseCheckForEditIsEnabled: _licence, ...body }) => body),
    ),
    caught: [
      'containers.LicensingPropertiesOnChildFolderMatchWithParentFolder',
      'CreateChildFile.LicensingPropertiesOnChildFileMatchWithParentFolder',
      'own.Licence',
    ],
  },
  {
    name: 'new files in folders are not empty',
    groups: FOLDERS,
    mutation: after(CHECK, (_, returned) =>
      changeJson(returned, (body) => (body['Size'] === 0 ? { ...body, Size: 1 } : body)),
    ),
    caught: ['own.CreateChildFile.ZeroSize'],
  },
  {
    name: 'the ecosystem denies containers',
    groups: ECOSYSTEM,
    mutation: after('GET /wopi/ecosystem', (_, returned) =>
      changeJson(returned, () => ({ SupportsContainers: false })),
    ),
    caught: ['own.Ecosystem.CheckEcosystem'],
  },
  {
    name: 'an unknown share type is 400',
    groups: ECOSYSTEM,
    mutation: after('GET_SHARE_URL', status(501, 400)),
    caught: ['files.GetShareUrlForUnknownUrlType', 'containers.GetShareUrlForUnknownUrlType', 'own.ShareUrl.NoType'],
  },
  {
    name: 'share links carry a token',
    groups: ECOSYSTEM,
    mutation: after('GET_SHARE_URL', (_, returned) =>
      changeJson(returned, (body) => ({ ShareUrl: `${String(body['ShareUrl'])}?access_token=x` })),
    ),
    caught: ['own.ShareUrl.NoToken'],
  },
  {
    name: 'activities come back in lower case',
    groups: ['AddActivities'],
    mutation: after(
      'ADD_ACTIVITIES',
      (_, returned) => void (returned.body = Buffer.from(returned.body.toString('utf8').toLowerCase())),
    ),
    caught: ['files.*'],
  },
  {
    name: 'the bootstrapper answers 403',
    groups: ['Own.Bootstrapper'],
    mutation: after('GET /wopibootstrapper', status(401, 403)),
    caught: [
      'own.Bootstrapper.Challenge.Missing',
      'own.Bootstrapper.Challenge.Blank',
      'own.Bootstrapper.Challenge.Basic',
      'own.Bootstrapper.Challenge.Garbage',
      'own.Bootstrapper.Challenge.Form',
      'own.Bootstrapper.WopiTokenRefused',
      'own.Bootstrapper.TokenInQueryIgnored',
      'own.Bootstrapper.TokenEndpoint.BadCode',
      'own.Bootstrapper.SignIn.ForeignRedirect',
    ],
  },
  {
    name: 'the challenge comes twice',
    groups: ['Own.Bootstrapper'],
    mutation: after(
      'GET /wopibootstrapper',
      (_, { headers }) =>
        void (
          'www-authenticate' in headers &&
          (headers['www-authenticate'] = [String(headers['www-authenticate']), 'Bearer realm="own"'])
        ),
    ),
    caught: [
      'own.Bootstrapper.Challenge.Missing',
      'own.Bootstrapper.Challenge.Blank',
      'own.Bootstrapper.Challenge.Basic',
      'own.Bootstrapper.Challenge.Garbage',
      'own.Bootstrapper.Challenge.Form',
      'own.Bootstrapper.WopiTokenRefused',
      'own.Bootstrapper.TokenInQueryIgnored',
      'own.Bootstrapper.TokenEndpoint.BadCode',
      'own.Bootstrapper.SignIn.ForeignRedirect',
    ],
  },
];

function reversedAncestors(): Mutation {
  return {
    answer({ path }, returned) {
      if (!path.endsWith('/ancestry')) return;
      changeJson(returned, (body) => ({
        AncestorsWithRootFirst: (body['AncestorsWithRootFirst'] as unknown[]).reverse(),
      }));
    },
  };
}
