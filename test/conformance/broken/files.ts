import type { BrokenHost } from './broken-host.ts';
import { after, CHECK, on, READ } from './broken-host.ts';
import { answerOf, changeJson } from '../mutating-proxy.ts';
import type { Mutation } from '../mutating-proxy.ts';

const FILES = [
  'CheckFileInfoSchema',
  'BaseWopiViewing',
  'EditFlows',
  'FileVersion',
  'Own.CheckFileInfo',
  'Own.Content',
];
const TOKENS = ['CheckFileInfoSchema', 'Locks', 'EditFlows', 'Ecosystem', 'Own.Tokens', 'Own.TwoPeople'];

export const BROKEN_FILES: readonly BrokenHost[] = [
  {
    name: 'PutFile loses the body',
    groups: FILES,
    mutation: on('PUT', (passing) => void (passing.body = Buffer.alloc(0))),
    caught: [
      'own.Content.ContentType.*',
      'BasicEdit',
      'PutUnlockedFile',
      'PutUnlockedFileNotZeroBytes',
      'own.Content.EveryByte',
      'own.Content.TwoMebibytes',
      'own.Content.SaveTwice',
      'own.Content.ShorterThanBefore',
      'own.Content.NoLockOnlyWhenEmpty',
      'own.Content.MaxExpectedSize',
    ],
  },
  {
    name: 'PutFile stores text',
    groups: FILES,
    mutation: on('PUT', (passing) => void (passing.body = Buffer.from(passing.body.toString('utf8')))),
    caught: ['own.Content.ContentType.*', 'own.Content.EveryByte', 'own.Content.TwoMebibytes'],
  },
  {
    name: 'PutFile takes a mebibyte at most',
    groups: FILES,
    mutation: on('PUT', ({ body }) => (body.length > 1024 * 1024 ? answerOf(413) : undefined)),
    caught: ['own.Content.TwoMebibytes'],
  },
  {
    name: 'PutFile parses forms',
    groups: FILES,
    mutation: on(
      'PUT',
      (passing) =>
        void (
          /urlencoded/.test(passing.headers['content-type'] ?? '') &&
          (passing.body = Buffer.from(new URLSearchParams(passing.body.toString('latin1')).toString()))
        ),
    ),
    caught: ['own.Content.ContentType.x-www-form-urlencoded'],
  },
  {
    name: 'PutFile says the version before',
    groups: FILES,
    mutation: stalePutVersion,
    caught: ['files.PutFileReturnsDifferentVersion', 'own.CheckFileInfo.ItemVersion'],
  },
  {
    name: 'GetFile says no version',
    groups: FILES,
    mutation: after(READ, (_, { headers }) => void delete headers['x-wopi-itemversion']),
    caught: ['own.CheckFileInfo.ItemVersion'],
    warned: ['files.GetFileReturnsVersion', 'files.LockAndUnlockAfterGetFileReturnsSameVersion'],
  },
  {
    name: 'GetFile ignores the expected size',
    groups: FILES,
    mutation: on(READ, ({ headers }) => void delete headers['x-wopi-maxexpectedsize']),
    caught: ['own.Content.MaxExpectedSize'],
  },
  {
    name: 'Version never changes',
    groups: FILES,
    mutation: after(CHECK, (_, returned) => changeJson(returned, (body) => ({ ...body, Version: '1' }))),
    caught: [
      'files.PutFileReturnsDifferentVersion',
      'files.LockAndUnlockAfterGetFileReturnsSameVersion',
      'own.CheckFileInfo.VersionNeverRepeats',
      'own.CheckFileInfo.ItemVersion',
    ],
  },
  {
    name: 'Size is text',
    groups: FILES,
    mutation: after(CHECK, (_, returned) => changeJson(returned, (body) => ({ ...body, Size: String(body['Size']) }))),
    caught: ['own.CheckFileInfo.Size', 'own.CheckFileInfo.ZeroSize'],
  },
  {
    name: 'Size counts one too many',
    groups: FILES,
    mutation: after(CHECK, (_, returned) =>
      changeJson(returned, (body) => ({ ...body, Size: Number(body['Size']) + 1 })),
    ),
    caught: ['own.CheckFileInfo.Size', 'own.CheckFileInfo.ZeroSize'],
  },
  {
    name: 'SHA256 is hex',
    groups: FILES,
    mutation: after(CHECK, (_, returned) =>
      changeJson(returned, (body) => ({
        ...body,
        SHA256: Buffer.from(String(body['SHA256']), 'base64').toString('hex'),
      })),
    ),
    caught: ['own.CheckFileInfo.Sha256', 'own.CheckFileInfo.Sha256AfterSave'],
  },
  {
    name: 'a URL is null',
    groups: FILES,
    mutation: after(CHECK, (_, returned) => changeJson(returned, (body) => ({ ...body, HostEditUrl: null }))),
    caught: ['HostUrls'],
    warned: ['own.CheckFileInfo.NoNulls'],
  },
  {
    name: 'a URL is relative',
    groups: FILES,
    mutation: after(CHECK, (_, returned) => changeJson(returned, (body) => ({ ...body, CloseUrl: '/closed' }))),
    caught: ['own.CheckFileInfo.NoNulls'],
  },
  {
    name: 'a bad token is 403',
    groups: TOKENS,
    mutation: () => ({ answer: (_, returned) => void (returned.status === 401 && (returned.status = 403)) }),
    caught: [
      'own.Tokens.Wrong.*',
      'CheckFileWithInvalidAccessToken',
      'LockFileWithInvalidAccessToken',
      'UnlockFileWithInvalidAccessToken',
      'GetPutFileWithInvalidAccessToken',
      'ecosystem.GetRootContainerInvalidAccessToken',
      'own.Tokens.Missing',
      'own.Tokens.Garbled',
      'own.Tokens.Cut',
      'own.Tokens.OfOtherFile',
      'own.Tokens.OfContainer',
      'own.Tokens.OfEcosystem',
    ],
  },
  {
    name: 'a bad token leads to a sign-in page',
    groups: TOKENS,
    mutation: () => ({
      answer: (_, returned) =>
        void (returned.status === 401 && Object.assign(returned, { status: 302, headers: { location: '/login' } })),
    }),
    caught: [
      'own.Tokens.Wrong.*',
      'CheckFileWithInvalidAccessToken',
      'LockFileWithInvalidAccessToken',
      'UnlockFileWithInvalidAccessToken',
      'GetPutFileWithInvalidAccessToken',
      'ecosystem.GetRootContainerInvalidAccessToken',
      'own.Tokens.Missing',
      'own.Tokens.Garbled',
      'own.Tokens.Cut',
      'own.Tokens.OfOtherFile',
      'own.Tokens.OfContainer',
      'own.Tokens.OfEcosystem',
    ],
  },
  {
    name: 'only the header carries the token',
    groups: TOKENS,
    mutation: onlyBearer,
    caught: ['own.Tokens.QueryAlone'],
  },
  {
    name: 'PutUserInfo forgets',
    groups: ['PutUserInfo', 'Own.TwoPeople', 'Own.Content'],
    mutation: on('PUT_USER_INFO', () => answerOf(200)),
    caught: [
      'PutUserInfoSucceeds',
      'own.Content.UserInfo.Longest',
      'own.TwoPeople.UserInfoIsPersonal',
      'own.TwoPeople.UserInfoFollowsPerson',
    ],
  },
  {
    name: 'a bad signature is 401',
    groups: ['ProofKeys'],
    mutation: () => ({ answer: (_, returned) => void (returned.status === 500 && (returned.status = 401)) }),
    caught: [
      'ProofKeys.CurrentInvalid.OldValidSignedWithOldKey',
      'ProofKeys.CurrentInvalid.OldInvalid',
      'ProofKeys.TimestampOlderThan20Min',
    ],
  },
  {
    name: 'FileUrl gives what was there first',
    groups: ['FileUrlUsage', 'FileUrlViewOnly', 'Own.Content'],
    mutation: staleFileUrl,
    caught: ['own.Content.FileUrl.Bare'],
  },
];

function stalePutVersion(): Mutation {
  const last = new Map<string, string>();
  return {
    answer({ operation, path }, returned) {
      const version = returned.headers['x-wopi-itemversion'];
      if (operation !== 'PUT' || typeof version !== 'string') return;
      returned.headers['x-wopi-itemversion'] = last.get(path) ?? '0';
      last.set(path, version);
    },
  };
}

/** A host behind a middleware that reads Authorization alone. */
function onlyBearer(): Mutation {
  return {
    request({ path, headers }) {
      const needsToken = path.startsWith('/wopi/');
      return needsToken && !('authorization' in headers) ? answerOf(401) : undefined;
    },
  };
}

/** A cache in front of FileUrl that knows the file only, not its version. */
function staleFileUrl(): Mutation {
  let first: Buffer | undefined;
  return {
    answer({ method, path }, returned) {
      if (method !== 'GET' || !path.startsWith('/about/') || returned.status !== 200) return;
      first ??= returned.body;
      returned.body = first;
    },
  };
}
