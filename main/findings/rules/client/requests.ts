import { ofAnswer, rule } from '../../rule.ts';
import { shown, span } from '../../words.ts';

export const standardHeadersMissing = rule({
  id: 'standard-headers-missing',
  severity: 'information',
  topic: 'client',
  side: 'client',
  title: 'The request says little about its sender',
  what: 'X-WOPI-CorrelationId, or X-WOPI-SessionId, is missing.',
  why: 'Without them nobody can find the request in the log of the other side.',
  fix: 'For a client of your own: send both with every request, a new correlation id per activity.',
  spec: 'rest/common-headers',
  on: ['CheckFileInfo'],
  inspect(now) {
    const missing = ['X-WOPI-CorrelationId', 'X-WOPI-SessionId'].filter((name) => !now.header(name));
    return missing.length === 0 ? null : `Missing: ${missing.join(', ')}.`;
  },
  good: [['there', ['CheckFileInfo']]],
  bad: [['none', ['CheckFileInfo', { request: { 'X-WOPI-CorrelationId': null } }]]],
});

export const overrideMissing = rule({
  id: 'override-missing',
  severity: 'warning',
  topic: 'client',
  side: 'client',
  title: 'A POST does not say what it wants',
  what: 'X-WOPI-Override names the operation of a POST; this one has none.',
  why: 'Hosts answer 400 or 501. PutFile needs it too: PUT.',
  fix: 'Send X-WOPI-Override.',
  spec: 'rest/common-headers',
  inspect(now) {
    const resource = now.address?.resource;
    const isAboutContent = resource === 'files' || resource === 'containers';
    return isAboutContent && now.exchange.method === 'POST' && !now.header('X-WOPI-Override')
      ? 'X-WOPI-Override is missing.'
      : null;
  },
  good: [['there', ['Lock', { lock: 'A' }]]],
  bad: [['missing', ['PutFile', { send: 'PK', request: { 'X-WOPI-Override': null }, status: 400 }]]],
});

const STORM = 10;
const STORM_MS = 10_000;

export const retryStorm = rule({
  id: 'retry-storm',
  severity: 'warning',
  topic: 'client',
  side: 'client',
  title: 'The same request is refused over and over',
  what: 'The same request was refused ten times within ten seconds.',
  why: 'The client does not learn from the answer, and the host is kept busy.',
  fix: 'Look at why the first one was refused. A client waits longer each time, and gives up on answers that will not change.',
  spec: 'rest/common-headers',
  inspect(now, { sameRefusals }) {
    // A sign-in begins with 401 each time.
    if ((now.status !== null && now.status < 400) || now.address?.resource === 'bootstrapper') return null;
    const first = sameRefusals.at(-(STORM - 1));
    const isNew = sameRefusals.length < STORM || now.exchange.realAt - (sameRefusals.at(-STORM) ?? 0) > STORM_MS;
    if (first === undefined || now.exchange.realAt - first > STORM_MS || !isNew) return null;
    return `${now.operation ?? now.exchange.method} was answered ${now.status ?? 'nothing'} ${STORM} times in ${span(now.exchange.realAt - first)}.`;
  },
  good: [['a few', ...refusals(9)]],
  bad: [['ten', ...refusals(10)]],
});

function refusals(count: number): ['GetFile', { after: number; status: number }][] {
  return Array.from({ length: count }, () => ['GetFile', { after: 0.5, status: 404 }]);
}

export const sizeHeader = rule({
  id: 'size-header-wrong',
  severity: 'warning',
  topic: 'client',
  side: 'client',
  title: 'X-WOPI-Size is not the size of the body',
  what: 'The number in X-WOPI-Size and the number of bytes that arrived differ.',
  why: 'Either the client counted wrongly, or bytes were lost on the way.',
  fix: 'Count the bytes of the body; look for proxies that change it.',
  spec: 'rest/files/putrelativefile',
  on: ['PutRelativeFile', 'PutFile'],
  inspect(now) {
    const size = now.header('X-WOPI-Size');
    if (size === null || now.exchange.outcome === 'aborted' || now.status === 413) return null;
    // A body that was not read is as long as it announced itself.
    const came = now.exchange.requestBody.size;
    return size === String(came) ? null : `X-WOPI-Size is ${shown(size)}, ${came} bytes came.`;
  },
  good: [
    ['right', ['PutRelativeFile', { send: 'PK', request: { 'X-WOPI-Size': '2', 'X-WOPI-SuggestedTarget': '.docx' } }]],
  ],
  bad: [
    [
      'wrong',
      [
        'PutRelativeFile',
        { send: 'PK', status: 400, request: { 'X-WOPI-Size': '3', 'X-WOPI-RelativeTarget': 'a.docx' } },
      ],
    ],
  ],
});

export const editorsUnknown = rule({
  id: 'editors-not-user-ids',
  severity: 'information',
  topic: 'client',
  side: 'client',
  title: 'X-WOPI-Editors holds something else than ids',
  what: 'X-WOPI-Editors lists UserIds, separated by commas. These hold other characters than letters and digits.',
  why: 'The host cannot tell whose changes are in the save.',
  fix: 'Send the UserIds that CheckFileInfo gave. (When the host’s UserId holds such characters, mend it there.)',
  spec: 'rest/files/putfile',
  on: ['PutFile'],
  inspect(now) {
    const editors = now.header('X-WOPI-Editors');
    const odd = editors?.split(',').find((editor) => editor.trim() !== '' && !/^[A-Za-z0-9]+$/.test(editor.trim()));
    return odd === undefined ? null : `${shown(odd.trim())} is no alphanumeric id.`;
  },
  good: [
    ['ids', ['Lock', { lock: 'A' }], ['PutFile', { lock: 'A', send: 'PK', request: { 'X-WOPI-Editors': 'ann, ben' } }]],
  ],
  bad: [
    [
      'names',
      ['Lock', { lock: 'A' }],
      ['PutFile', { lock: 'A', send: 'PK', request: { 'X-WOPI-Editors': 'Ann Example' } }],
    ],
  ],
});

export const notPromisedAsked = rule({
  id: 'not-promised-asked',
  severity: 'information',
  topic: 'client',
  side: 'client',
  title: 'The client asks for what was not promised',
  what: 'CheckFileInfo does not set the flag for this operation, and the client asks for it all the same.',
  why: 'The answer is 501; some clients try first and read the flags later.',
  fix: 'Nothing to do in the host, unless it wants to offer the operation: then set the flag.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-response',
  on: ['GetLock', 'RenameFile', 'DeleteFile', 'PutUserInfo', 'Lock', 'PutFile'],
  inspect(now, { file: { info } }) {
    const flag = FLAGS[now.operation ?? ''];
    return info && flag !== undefined && info[flag] !== true && now.status === 501 ? `${flag} is not true.` : null;
  },
  good: [['promised', ['CheckFileInfo'], ['GetLock']]],
  bad: [['not', ['CheckFileInfo', { without: ['SupportsGetLock'] }], ['GetLock', { status: 501 }]]],
});

const FLAGS: Record<string, string> = {
  GetLock: 'SupportsGetLock',
  RenameFile: 'SupportsRename',
  DeleteFile: 'SupportsDeleteFile',
  PutUserInfo: 'SupportsUserInfo',
  Lock: 'SupportsLocks',
  PutFile: 'SupportsUpdate',
};

const VALIDATOR_FLAGS = [
  'SupportsUpdate',
  'SupportsLocks',
  'SupportsGetLock',
  'SupportsExtendedLockLength',
  'SupportsDeleteFile',
  'SupportsRename',
  'SupportsUserInfo',
  'SupportsContainers',
  'SupportsEcosystem',
] as const;

export const validatorSkips = rule({
  id: 'validator-skips',
  severity: 'information',
  topic: 'client',
  side: 'host',
  mistakes: [108],
  title: 'The validator skips whole groups of tests',
  what: 'The validator asks for its test file, and CheckFileInfo does not set flags that groups of tests depend on.',
  why: '“All green” then says less than it seems: skipped tests are not passed. A missing SupportsDeleteFile is the usual one.',
  fix: 'Set the flags of the operations you offer.',
  spec: 'online/build-test-ship/validator',
  on: ['CheckFileInfo'],
  inspect: ofAnswer((result) => {
    const name = result?.['BaseFileName'];
    if (!result || typeof name !== 'string' || !/\.wopitest$/i.test(name)) return null;
    const missing = VALIDATOR_FLAGS.filter((flag) => result[flag] !== true);
    return missing.length === 0 ? null : `Not true: ${missing.join(', ')}.`;
  }),
  good: [['another file', ['CheckFileInfo']]],
  bad: [['the test file', ['CheckFileInfo', { info: { BaseFileName: 'test.wopitest', FileExtension: '.wopitest' } }]]],
});
