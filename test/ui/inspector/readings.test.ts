import { expect, test } from 'vitest';
import type { ExchangeDetail, FileMoment } from '../../../preload/contract.ts';
import { readingOf } from '../../../renderer/inspector/readings.ts';
import { exchangeDetail } from '../support/fixtures.ts';

const at1432 = new Date(2026, 10, 23, 14, 32, 0).getTime();

function moment(differs: Partial<FileMoment> = {}): FileMoment {
  return { version: '16', lockId: null, lockExpiresAt: null, size: 188_416, ...differs };
}

function withLock(lockId: string): Pick<ExchangeDetail, 'requestHeaders'> {
  return { requestHeaders: [{ name: 'x-wopi-lock', value: lockId }] };
}

const refusedLock: Partial<ExchangeDetail> = {
  operation: 'Lock',
  status: 409,
  outcome: 'locked-by-other',
  before: moment({ lockId: 'held-1' }),
  ...withLock('mine-2'),
};

// oxfmt-ignore
const cases: [what: string, differs: Partial<ExchangeDetail>, title: string, words: string][] = [
  ['CheckFileInfo', {},
    'Properties read', 'Olivia’s Sandbox Editor asked what Budget.xlsx is and what it may do with it (version 16, 184 KB); the host told it.'],
  ['GetFile', { operation: 'GetFile' },
    'Document read', 'Olivia’s Sandbox Editor read Budget.xlsx (version 16, 184 KB).'],
  ['GetFile by a client without a person', { operation: 'GetFile', personName: null, client: 'curl', before: null },
    'Document read', 'curl read Budget.xlsx.'],
  ['a new lock', { operation: 'Lock', before: moment(), after: moment({ lockId: 'a', lockExpiresAt: at1432 }), ...withLock('a') },
    'Lock taken', 'Olivia’s Sandbox Editor took a lock on Budget.xlsx; it lasts until 14:32:00.'],
  ['a lock that is held already', { operation: 'Lock', before: moment({ lockId: 'a' }), after: moment({ lockId: 'a', lockExpiresAt: at1432 }), ...withLock('a') },
    'Lock extended', 'Olivia’s Sandbox Editor asked for the lock it already holds on Budget.xlsx; it was extended to 14:32:00.'],
  ['the lock of Ann’s Word, with the time it would have ended', { operation: 'Lock', personName: 'Ann', client: 'Office for the web', fileName: 'budget.docx', before: moment({ lockId: 'a', lockExpiresAt: at1432 - 600_000 }), after: moment({ lockId: 'a', lockExpiresAt: at1432 }), ...withLock('a') },
    'Lock extended', 'Ann’s Word asked for the lock it already holds on budget.docx; it was extended to 14:32:00 (it would have ended at 14:22:00).'],
  ['a save of two people', { operation: 'PutFile', requestBytes: 2_048, before: null, requestHeaders: [{ name: 'X-WOPI-Editors', value: 'ann,ben' }] },
    'Document saved', 'Olivia’s Sandbox Editor saved Budget.xlsx, with changes by ANN and BEN (2.0 KB).'],
  ['a rename', { operation: 'RenameFile', requestHeaders: [{ name: 'X-WOPI-RequestedName', value: 'Entw+APw-rfe' }] },
    'File renamed', 'Olivia’s Sandbox Editor renamed Budget.xlsx to “Entwürfe”.'],
  ['a listing', { operation: 'EnumerateChildren', path: '/wopi/containers/c1/children', fileName: 'Reports', requestHeaders: [{ name: 'X-WOPI-FileExtensionFilterList', value: '.docx,.xlsx' }] },
    'Folder listed', 'Olivia’s Sandbox Editor asked what lies in Reports, of its files only those ending in .docx or .xlsx; the host answered with its files and folders, each with an address and a token.'],
  ['a folder that is refused', { operation: 'CreateChildContainer', path: '/wopi/containers/c1', fileName: 'Reports', status: 409, outcome: 'name-taken', requestHeaders: [{ name: 'X-WOPI-RelativeTarget', value: 'Old' }], responseHeaders: [{ name: 'X-WOPI-ValidRelativeTarget', value: 'Old (2)' }] },
    'CreateChildContainer refused: the name is taken', 'Olivia’s Sandbox Editor wanted to make a folder called exactly “Old” in Reports, but the name is taken; the host suggests “Old (2)”. No folder was made.'],
  ['a sign-in that begins', { operation: 'Bootstrap', path: '/wopibootstrapper', fileName: null, personName: null, client: 'Word for iOS', status: 401, outcome: 'token-missing' },
    'Bootstrap refused: no access token', 'Word for iOS wanted to know who signed in and where browsing begins and sent no access token. This is how a sign-in begins: the answer says where to go.'],
  ['a used launch link', { operation: null, path: '/launch/x', status: 404, outcome: 'not-found', client: 'browser', personName: null, fileName: null },
    'Host page refused: not found', 'Browser wanted to open a document in an editor, but the host has nothing of that id. The id is unknown, or what it named was deleted or moved out of the shared folder.'],
  ['a refused lock', refusedLock,
    'Lock refused: another lock is held', 'Lock was refused: Budget.xlsx is locked by “held-1”; the request carried “mine-2”. This is correct; a client joins the session by using the lock id it was given.'],
  ['a refused save without a lock', { ...refusedLock, operation: 'PutFile', requestHeaders: [] },
    'PutFile refused: another lock is held', 'PutFile was refused: Budget.xlsx is locked by “held-1”; the request carried no lock. Nothing was written; a save must carry the lock that is held.'],
  ['a save on an unlocked file', { operation: 'PutFile', status: 409, outcome: 'not-locked', requestBytes: 2_048 },
    'PutFile refused: the file is not locked', 'PutFile was refused: Budget.xlsx is not locked, and without a lock only an empty file may be saved (this body has 2.0 KB). Nothing was written.'],
  ['a refresh after the lock expired', { operation: 'RefreshLock', status: 409, outcome: 'not-locked' },
    'RefreshLock refused: the file is not locked', 'RefreshLock was refused: Budget.xlsx is not locked. The lock was released, or it expired after 30 minutes without a refresh.'],
  ['GetLock', { operation: 'GetLock', before: moment({ lockId: 'held-1' }) },
    'Lock told', 'Olivia’s Sandbox Editor asked which lock Budget.xlsx has; it is “held-1”.'],
  ['GetLock without a lock', { operation: 'GetLock', before: moment() },
    'Lock told', 'Olivia’s Sandbox Editor asked which lock Budget.xlsx has; there is none.'],
  ['a save', { operation: 'PutFile', requestBytes: 190_464, before: moment(), after: moment({ version: '17' }) },
    'Document saved', 'Olivia’s Sandbox Editor saved Budget.xlsx: version 16 became 17, 186 KB.'],
  ['a save of the same bytes', { operation: 'PutFile', before: moment(), after: moment() },
    'Document saved', 'Olivia’s Sandbox Editor saved Budget.xlsx; the content was the same, so it is still version 16.'],
  ['a taken name', { operation: 'PutRelativeFile', status: 409, outcome: 'name-taken', responseHeaders: [{ name: 'X-WOPI-ValidRelativeTarget', value: 'Budget (2).xlsx' }] },
    'PutRelativeFile refused: the name is taken', 'Olivia’s Sandbox Editor wanted to store a new file beside Budget.xlsx, but the name is taken; the host suggests “Budget (2).xlsx”. No file was made.'],
  ['a broken-off save', { operation: 'PutFile', status: null, outcome: 'aborted' },
    'PutFile broke off', 'Olivia’s Sandbox Editor wanted to save Budget.xlsx (0 B) and went away before that was finished. Nothing was written.'],
  ['no operation', { operation: null, method: 'GET', path: '/favicon.ico', fileName: null, personName: null, client: 'Chromium', status: 200 },
    'Icon', 'Chromium asked for /favicon.ico: the icon that browsers ask every site for. This is no WOPI operation; the host answered 200.'],
  ['the host page', { operation: null, path: '/launch/abc', client: 'browser' },
    'Host page', 'Olivia’s browser asked for Budget.xlsx: the page that frames the editor and hands it the access token. This is no WOPI operation; the host answered 200.'],
  ['an unknown address', { operation: null, path: '/elsewhere', personName: null, client: 'curl' },
    'GET /elsewhere', 'curl asked for /elsewhere. This is no WOPI operation; the host answered 200.'],
];

test.each(cases)('%s', (_what, differs, title, words) => {
  const detail = exchangeDetail(differs);
  expect(readingOf(detail, detail, (id) => id.toUpperCase())).toEqual({ title, words });
});
