import { extensionOf } from '../../memory.ts';
import { rule } from '../../rule.ts';
import { shown } from '../../words.ts';

const RECENT_MS = 10 * 60 * 1000;
const SAME = Buffer.alloc(32, 9).toString('base64');

export const renameWithExtension = rule({
  id: 'rename-answers-extension',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [63],
  title: 'RenameFile answers the name with its extension',
  what: 'Name in the answer of RenameFile is the new name without path and without extension.',
  why: 'The client shows “Report.docx.docx”.',
  fix: 'Leave the extension out of Name.',
  spec: 'rest/files/renamefile',
  on: ['RenameFile'],
  inspect({ result }, { file }) {
    const name = result?.['Name'];
    const extension = extensionOf(file.info);
    return typeof name === 'string' && extension && name.toLowerCase().endsWith(extension)
      ? `Name is ${shown(name)}.`
      : null;
  },
  good: [['without', ['CheckFileInfo'], ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }]]],
  bad: [
    [
      'with',
      ['CheckFileInfo'],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' }, info: { Name: 'Renamed.docx' } }],
    ],
  ],
});

export const extensionLost = rule({
  id: 'extension-lost',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [63],
  title: 'The extension is lost by renaming',
  what: 'After RenameFile CheckFileInfo shows another extension than before.',
  why: 'The document does not open any more.',
  fix: 'Take the requested name for the part before the extension, and keep the extension.',
  spec: 'rest/files/renamefile',
  on: ['CheckFileInfo'],
  inspect({ result, at }, { file: { renamed } }) {
    if (!result || !renamed || renamed.extension === null || at - renamed.at > RECENT_MS) return null;
    const extension = extensionOf(result);
    return extension === renamed.extension
      ? null
      : `It was ${shown(renamed.extension)} and is ${shown(extension ?? '')}.`;
  },
  outranks: ['file-without-extension'],
  good: [
    [
      'kept',
      ['CheckFileInfo'],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }],
      ['CheckFileInfo', { info: { BaseFileName: 'Renamed.docx' } }],
    ],
  ],
  bad: [
    [
      'lost',
      ['CheckFileInfo'],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }],
      ['CheckFileInfo', { info: { BaseFileName: 'Renamed', FileExtension: '' } }],
    ],
  ],
});

export const idFollowsName = rule({
  id: 'id-follows-name',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [64],
  title: 'The file is gone under its id after renaming',
  what: 'RenameFile succeeded, and the next request with the same id is answered 404.',
  why: 'The id is made from the name or path. The open session breaks, and its changes are lost.',
  fix: 'Give every file an id that stays when it is renamed or moved.',
  spec: 'rest/concepts#file-id',
  inspect(now, { file: { renamed, deleted } }) {
    if (now.status !== 404 || !renamed || deleted !== null || now.at - renamed.at > RECENT_MS) return null;
    return now.operation === null || now.exchange.outcome === 'no-permission'
      ? null
      : `Renamed in exchange ${renamed.exchangeId}; ${now.operation} is answered 404 now.`;
  },
  good: [
    ['the same id', ['CheckFileInfo'], ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }], ['GetFile']],
  ],
  bad: [
    [
      'gone',
      ['CheckFileInfo'],
      ['RenameFile', { request: { 'X-WOPI-RequestedName': 'Renamed' } }],
      ['GetFile', { status: 404 }],
    ],
  ],
});

export const oneFileTwoIds = rule({
  id: 'one-file-two-ids',
  severity: 'error',
  topic: 'names',
  side: 'host',
  mistakes: [65],
  title: 'One file has two ids',
  what: 'Two ids describe what is evidently one file: name, owner, size, version, hash and time of change are the same.',
  why: 'People who open it through different ids do not edit together but against each other.',
  fix: 'Use one id for a file, whoever opens it and by whatever share.',
  spec: 'rest/concepts#file-id',
  on: ['CheckFileInfo'],
  inspect: (now, { twin }) => (twin === null ? null : `It was seen as ${shown(twin.slice(6))} too.`),
  good: [
    [
      'two files',
      ['CheckFileInfo', { info: { SHA256: SAME } }],
      ['CheckFileInfo', { file: 'doc2', token: 't2', info: { SHA256: SAME } }],
    ],
  ],
  bad: [
    [
      'two ids',
      ['CheckFileInfo', { info: { SHA256: SAME, BaseFileName: 'One.docx' } }],
      ['CheckFileInfo', { file: 'doc2', token: 't2', info: { SHA256: SAME, BaseFileName: 'One.docx' } }],
    ],
  ],
});
