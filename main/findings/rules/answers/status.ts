import { BODILESS } from '../../operations.ts';
import { rule } from '../../rule.ts';
import type { Seen } from '../../seen.ts';
import { OVERRIDES } from '../../../wopi/protocol/headers.ts';
import { shown, span } from '../../words.ts';

const KNOWN = new Set([200, 400, 401, 404, 409, 412, 413, 500, 501]);

export const statusOther = rule({
  id: 'status-not-of-the-protocol',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  mistakes: [8],
  title: 'A status the protocol does not know',
  what: 'Success is always 200, a missing right is 404 (or 401), an operation that is not there 501. This answer has another status, such as 204, 403 or 405.',
  why: 'Clients treat what they do not know as a failure of the host and end the session.',
  fix: 'Answer with one of 200, 400, 401, 404, 409, 412, 413, 500 and 501.',
  spec: 'rest/common-headers',
  inspect(now) {
    const { status, operation } = now;
    if (status === null || operation === null || KNOWN.has(status) || status >= 502 || isTransport(status)) return null;
    return `${operation} was answered ${status}.`;
  },
  good: [['200', ['Lock', { lock: 'A' }]]],
  bad: [
    ['204', ['Lock', { lock: 'A', status: 204 }]],
    ['403', ['GetFile', { status: 403 }]],
  ],
});

/** Redirects, caches and locks have rules of their own; 429 is the word of every server for “slower”. */
function isTransport(status: number): boolean {
  return (status >= 300 && status < 400) || status === 423 || status === 429;
}

export const hostFailed = rule({
  id: 'host-failed',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  title: 'The host failed',
  what: 'The request was answered with 500, or with 502 to 504 by something in front of the host.',
  why: 'The client cannot go on; people may lose what they typed.',
  fix: 'Look at X-WOPI-ServerError and at the log of the host for the correlation id.',
  spec: 'rest/common-headers',
  inspect(now) {
    if (now.status === null || now.status < 500 || now.status === 501) return null;
    const reason = now.answered('X-WOPI-ServerError') ?? now.exchange.explanation;
    return `${now.operation ?? 'The request'} was answered ${now.status}${reason === null ? '' : `: ${shown(reason)}`}.`;
  },
  good: [['200', ['GetFile']]],
  bad: [
    ['500', ['GetFile', { status: 500 }]],
    ['502', ['GetFile', { status: 502 }]],
  ],
});

export const bodyOnEmpty = rule({
  id: 'body-on-empty-answer',
  severity: 'warning',
  topic: 'answers',
  side: 'host',
  title: 'A body where none belongs',
  what: 'The answer of this operation has no body; this one has.',
  why: 'It does no harm to Office, but shows that something else writes into the answers: a framework’s “OK”, a debugging page.',
  fix: 'Answer with Content-Length: 0.',
  spec: 'rest/files/lock',
  on: BODILESS,
  inspect: (now) =>
    now.succeeded && now.exchange.responseBytes > 0
      ? `${now.operation ?? ''} was answered with ${now.exchange.responseBytes} bytes.`
      : null,
  good: [['empty', ['Lock', { lock: 'A' }]]],
  bad: [['OK', ['Lock', { lock: 'A', body: 'OK' }]]],
});

const FLAGS: Record<string, string> = {
  Lock: 'SupportsLocks',
  Unlock: 'SupportsLocks',
  RefreshLock: 'SupportsLocks',
  UnlockAndRelock: 'SupportsLocks',
  GetLock: 'SupportsGetLock',
  PutFile: 'SupportsUpdate',
  RenameFile: 'SupportsRename',
  DeleteFile: 'SupportsDeleteFile',
  PutUserInfo: 'SupportsUserInfo',
};

export const promisedNotOffered = rule({
  id: 'promised-not-offered',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  mistakes: [23],
  title: 'A promised operation is not there',
  what: 'CheckFileInfo says that the host supports the operation, and the answer is 501.',
  why: 'The client offers something that always fails.',
  fix: 'Set a Supports… flag only when every operation behind it works.',
  spec: 'rest/files/checkfileinfo/checkfileinfo-response',
  on: Object.keys(FLAGS),
  inspect(now, { file: { info } }) {
    const flag = FLAGS[now.operation ?? ''];
    return now.status === 501 && flag !== undefined && info?.[flag] === true
      ? `${flag} is true; ${now.operation ?? ''} was answered 501.`
      : null;
  },
  good: [['not promised', ['CheckFileInfo', { without: ['SupportsUserInfo'] }], ['PutUserInfo', { status: 501 }]]],
  bad: [['promised', ['CheckFileInfo'], ['PutUserInfo', { status: 501 }]]],
});

export const copyPromised = rule({
  id: 'copy-promised-not-offered',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  mistakes: [22],
  title: '“Save a copy” is promised and not there',
  what: 'SupportsUpdate is true and UserCanNotWriteRelative is not, but PutRelativeFile was answered 501.',
  why: 'The client shows “Save a copy” and offers to convert old documents; both fail.',
  fix: 'Implement PutRelativeFile, or send UserCanNotWriteRelative: true.',
  spec: 'rest/files/putrelativefile',
  on: ['PutRelativeFile'],
  inspect(now, { file: { info } }) {
    const isSuggestion = now.header('X-WOPI-SuggestedTarget') !== null && now.header('X-WOPI-RelativeTarget') === null;
    if (now.status !== 501 || !isSuggestion || info?.['SupportsUpdate'] !== true) return null;
    return info['UserCanNotWriteRelative'] === true
      ? null
      : 'UserCanNotWriteRelative is not true; PutRelativeFile was answered 501.';
  },
  good: [
    [
      'opted out',
      ['CheckFileInfo', { info: { UserCanNotWriteRelative: true } }],
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' }, status: 501 }],
    ],
  ],
  bad: [
    [
      'promised',
      ['CheckFileInfo'],
      ['PutRelativeFile', { request: { 'X-WOPI-SuggestedTarget': '.docx' }, status: 501 }],
    ],
  ],
});

export const unknownOverride = rule({
  id: 'unknown-override-status',
  severity: 'warning',
  topic: 'answers',
  side: 'host',
  title: 'An unknown operation is not answered with 501',
  what: 'X-WOPI-Override names an operation that is not part of the protocol; the answer should be 501.',
  why: 'Clients try newer operations and fall back when they see 501. Any other answer looks like a failure.',
  fix: 'Answer 501 to every override the host does not know.',
  spec: 'rest/common-headers',
  inspect(now) {
    const override = unknown(now);
    return override !== null && now.status !== null && now.status !== 501 && now.status !== 401
      ? `${shown(override)} was answered ${now.status}.`
      : null;
  },
  outranks: ['host-failed', 'redirect'],
  good: [['501', ['Lock', { lock: 'A', request: { 'X-WOPI-Override': 'TELEPORT' }, status: 501 }]]],
  bad: [
    [
      '200',
      ['Lock', { lock: 'A', request: { 'X-WOPI-Override': 'TELEPORT' }, answer: { 'X-WOPI-ItemVersion': null } }],
    ],
  ],
});

function unknown(now: Seen): string | null {
  const override = now.header('X-WOPI-Override');
  const isKnown = override === null || override === '' || OVERRIDES.some((known) => known === override);
  return isKnown || now.exchange.method !== 'POST' ? null : override;
}

export const unknownOverrideSent = rule({
  id: 'unknown-override',
  severity: 'information',
  topic: 'answers',
  side: 'client',
  title: 'An operation nobody has published',
  what: 'X-WOPI-Override names an operation that the specification does not have. Values count with their case.',
  why: 'It may be a newer client, or a slip such as “Lock” in place of “LOCK”.',
  fix: 'For a client of your own: use the published values, in capitals.',
  spec: 'rest/common-headers',
  inspect(now) {
    const override = unknown(now);
    return override === null ? null : `X-WOPI-Override is ${shown(override)}.`;
  },
  good: [['LOCK', ['Lock', { lock: 'A' }]]],
  bad: [['Lock', ['Lock', { lock: 'A', request: { 'X-WOPI-Override': 'Lock' }, status: 501 }]]],
});

export const deletedStillThere = rule({
  id: 'deleted-still-there',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  title: 'A deleted file still answers',
  what: 'DeleteFile succeeded, and a later request for the same file is answered 200.',
  why: 'Something still reads or writes a file that nobody sees any more.',
  fix: 'Answer 404 for every request after DeleteFile.',
  spec: 'rest/files/deletefile',
  inspect: (now, { file: { deleted } }) =>
    now.succeeded && deleted !== null && now.operation !== 'DeleteFile'
      ? `Deleted in exchange ${deleted}; ${now.operation ?? ''} is answered 200.`
      : null,
  good: [['404', ['DeleteFile'], ['GetFile', { status: 404 }]]],
  bad: [['200', ['DeleteFile'], ['GetFile']]],
});

export const partialContent = rule({
  id: 'get-file-partial',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  title: 'GetFile returns a part of the file',
  what: 'The answer is 206, or its Content-Range shows only a part.',
  why: 'Range requests are not part of the protocol; the client takes the part for the whole.',
  fix: 'Ignore Range and return the complete file.',
  spec: 'rest/files/getfile',
  on: ['GetFile'],
  inspect: (now) =>
    now.status === 206 || now.answered('Content-Range') !== null
      ? `Status ${now.status ?? ''}, Content-Range ${shown(now.answered('Content-Range') ?? 'missing')}.`
      : null,
  outranks: ['status-not-of-the-protocol'],
  good: [['whole', ['GetFile']]],
  bad: [['206', ['GetFile', { status: 206 }]]],
});

export const fileTooLargeIgnored = rule({
  id: 'max-expected-size-ignored',
  severity: 'warning',
  topic: 'answers',
  side: 'host',
  title: 'More bytes than the client accepts',
  what: 'X-WOPI-MaxExpectedSize says how much the client takes; a larger file is answered 412.',
  why: 'The client breaks the transfer off and shows a general error in place of “too large”.',
  fix: 'Compare the size with X-WOPI-MaxExpectedSize before sending.',
  spec: 'rest/files/getfile',
  on: ['GetFile'],
  inspect(now) {
    const limit = now.header('X-WOPI-MaxExpectedSize');
    return now.succeeded && limit !== null && /^\d+$/.test(limit) && now.exchange.responseBytes > Number(limit)
      ? `${now.exchange.responseBytes} bytes were sent; the client takes ${limit}.`
      : null;
  },
  good: [['small enough', ['GetFile', { request: { 'X-WOPI-MaxExpectedSize': '1000' } }]]],
  bad: [['too much', ['GetFile', { request: { 'X-WOPI-MaxExpectedSize': '3' } }]]],
});

export const userInfoForgotten = rule({
  id: 'user-info-forgotten',
  severity: 'error',
  topic: 'answers',
  side: 'host',
  title: 'UserInfo is not sent back',
  what: 'PutUserInfo stored a text, and the next CheckFileInfo of the same token has no UserInfo or another one.',
  why: 'Settings the person made in the editor are lost each time.',
  fix: 'Store the text per person and send it back unchanged.',
  spec: 'rest/files/putuserinfo',
  on: ['CheckFileInfo'],
  inspect({ result, at }, { token: { userInfo } }) {
    if (!result || !userInfo || (result['UserInfo'] ?? '') === userInfo.text) return null;
    return `Exchange ${userInfo.exchangeId} stored ${shown(userInfo.text)} ${span(at - userInfo.at)} ago; UserInfo is ${shown(result['UserInfo'] ?? '')}.`;
  },
  good: [['the same', ['PutUserInfo', { send: 'dark' }], ['CheckFileInfo', { info: { UserInfo: 'dark' } }]]],
  bad: [['gone', ['PutUserInfo', { send: 'dark' }], ['CheckFileInfo']]],
});
