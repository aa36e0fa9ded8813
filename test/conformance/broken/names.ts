import { encodeUtf7 } from '../../../main/wopi/protocol/names.ts';
import type { BrokenHost } from './broken-host.ts';
import { after, on, status } from './broken-host.ts';
import { answerOf, changeJson } from '../mutating-proxy.ts';

const NAMES = ['PutRelativeFile', 'RenameFileIfCreateChildFileIsSupported', 'Own.Names', 'Own.Concurrency'];

export const BROKEN_NAMES: readonly BrokenHost[] = [
  {
    name: 'names come back in UTF-7',
    groups: NAMES,
    mutation: after('PUT_RELATIVE', (_, returned) =>
      changeJson(returned, (body) => ({ ...body, Name: encodeUtf7(String(body['Name'])) })),
    ),
    caught: [
      'PutRelativeFile.FileNameReturnedIsCorrectlyEncoded',
      'CreateChildFileAndRenameFile.FileNameAfterRenameIsCorrectlyEncoded',
      'own.Names.Exact.Plus',
      'own.Names.Exact.Ampersand',
      'own.Names.Exact.Percent',
      'own.Names.Exact.At',
      'own.Names.Exact.Accents',
      'own.Names.Exact.Chinese',
      'own.Names.Exact.Emoji',
      'own.Names.Exact.Arabic',
      'own.Names.Exact.Mixed',
      'own.Names.Exact.LiteralUnderscore',
      'own.Names.Exact.Taken',
    ],
  },
  {
    name: 'the overwrite flag is compared with "true"',
    groups: NAMES,
    mutation: on(
      'PUT_RELATIVE',
      ({ headers }) =>
        void (headers['x-wopi-overwriterelativetarget'] !== 'true' && delete headers['x-wopi-overwriterelativetarget']),
    ),
    caught: [
      'PutRelativeFile.RelativeNameConflictOverwriteTrue',
      'own.Names.Exact.Overwrite',
      'own.Names.Exact.OverwriteLocked',
    ],
  },
  {
    name: 'PutRelativeFile always overwrites',
    groups: NAMES,
    mutation: on(
      'PUT_RELATIVE',
      ({ headers }) =>
        void ('x-wopi-relativetarget' in headers && (headers['x-wopi-overwriterelativetarget'] = 'true')),
    ),
    caught: [
      'PutRelativeFile.RelativeNameConflictNoOverwrite',
      'PutRelativeFile.RelativeNameConflictOverwriteFalse',
      'own.Names.Exact.Taken',
    ],
  },
  {
    name: 'PutRelativeFile names no host pages',
    groups: NAMES,
    mutation: after('PUT_RELATIVE', (_, returned) =>
      changeJson(returned, ({ HostEditUrl: _edit, HostViewUrl: _view, ...body }) => body),
    ),
    caught: ['PutRelativeFile.IncludeHostUrls'],
  },
  {
    name: 'new files come without a token',
    groups: ['PutRelativeFile', 'Own.Concurrency'],
    mutation: after('PUT_RELATIVE', (_, returned) =>
      changeJson(returned, (body) => ({ ...body, Url: String(body['Url']).split('?')[0] })),
    ),
    caught: [
      'PutRelativeFile.SuggestedExtension',
      'PutRelativeFile.SuggestedName',
      'PutRelativeFile.SuggestedNameConflict',
      'PutRelativeFile.RelativeName',
      'PutRelativeFile.RelativeNameOverwriteTrueNoEffect',
      'PutRelativeFile.RelativeNameOverwriteFalseNoEffect',
      'PutRelativeFile.RelativeNameConflictNoOverwrite',
      'PutRelativeFile.RelativeNameConflictOverwriteFalse',
      'PutRelativeFile.RelativeNameConflictOverwriteTrue',
      'PutRelativeFile.RelativeNameConflictOverwriteTrueLocked',
      'own.Race.Suggested',
      'own.Race.Exact',
    ],
    warned: ['PutRelativeFile.FileNameReturnedIsCorrectlyEncoded', 'PutRelativeFile.IncludeHostUrls'],
  },
  {
    name: 'RenameFile says the extension',
    groups: NAMES,
    mutation: after('RENAME_FILE', (_, returned) =>
      changeJson(returned, (body) => ({ Name: `${String(body['Name'])}.wopitestx` })),
    ),
    caught: [
      'CreateChildFileAndRenameFile.RenameShouldSucceed',
      'CreateChildFileAndRenameFile.FileNameAfterRenameIsCorrectlyEncoded',
      'CreateChildFileAndRenameFile.RenamingALockedFileWithACorrectLockHeaderValueShouldSucceed',
      'CreateChildFileAndRenameFile.RenameShouldNotChangeFileExtension',
      'own.Rename.KeepsId',
    ],
  },
  {
    name: 'RenameFile looks at no lock',
    groups: [...NAMES, 'Own.Locks'],
    mutation: after('RENAME_FILE', status(409, 200)),
    caught: [
      'CreateChildFileAndRenameFile.RenamingALockedFileWithAnIncorrectLockHeaderValueShouldReturnA409',
      'own.RenameFile.NoLockHeader',
    ],
  },
  {
    name: 'DeleteFile only says so',
    groups: [...NAMES, 'Own.Locks'],
    mutation: on('DELETE', () => answerOf(200)),
    caught: [
      'PutRelativeFile.RelativeNameOverwriteFalseNoEffect',
      'PutRelativeFile.RelativeNameConflictNoOverwrite',
      'PutRelativeFile.RelativeNameConflictOverwriteFalse',
      'PutRelativeFile.RelativeNameConflictOverwriteTrue',
      'PutRelativeFile.RelativeNameConflictOverwriteTrueLocked',
      'CreateChildFileAndRenameFile.FileNameAfterRenameIsCorrectlyEncoded',
      'CreateChildFileAndRenameFile.RenamingALockedFileWithACorrectLockHeaderValueShouldSucceed',
      'CreateChildFileAndRenameFile.RenamingADeletedFileShouldReturnA404',
      'CreateChildFileAndRenameFile.RenameShouldNotChangeFileExtension',
      'own.DeleteFile.Locked',
      'own.Names.Delete.Twice',
    ],
  },
];
