import { describe, expect, test } from 'vitest';
import type { Question } from '../../preload/contract.ts';
import type { Step } from '../../main/findings/example.ts';
import { play } from '../../main/findings/example.ts';
import { explain } from '../../main/findings/explain/index.ts';

const PAGE: Step = [
  'Other',
  {
    url: '/open/1',
    body: '<form action="https://o.example/e?WOPISrc=x" method="post"><input name="access_token" value="t"></form>',
  },
];
const lock: Step = ['Lock', { lock: 'A', facts: { personName: 'Ann' } }];

type Case = [steps: Step[], sentence: RegExp, exchangeId: number | null];

// oxfmt-ignore
const CASES: Record<Question, Case[]> = {
  'read-only': [
    [[],                                                                        /No CheckFileInfo/,                          null],
    [[['CheckFileInfo', { status: 404 }]],                                      /answered 404/,                              1],
    [[['CheckFileInfo', { body: '<html>' }]],                                   /nothing that can be read as JSON/,          1],
    [[['CheckFileInfo', { info: { UserCanWrite: false } }]],                    /UserCanWrite is not true/,                  1],
    [[['CheckFileInfo', { info: { ReadOnly: true } }]],                         /ReadOnly is true/,                          1],
    [[['CheckFileInfo', { without: ['SupportsUpdate'] }]],                      /SupportsUpdate is not true/,                1],
    [[['CheckFileInfo', { without: ['SupportsLocks'] }]],                       /SupportsLocks is not true/,                 1],
    [[['CheckFileInfo', { info: { WebEditingDisabled: true } }]],               /WebEditingDisabled is true/,                1],
    [[['CheckFileInfo'], ['Lock', { lock: 'B', status: 409, answer: { 'X-WOPI-Lock': 'A' } }]], /locked with “A”/,           2],
    [[['CheckFileInfo'], ['Lock', { lock: 'B', status: 404 }]],                 /Lock was answered 404/,                     2],
    [[['CheckFileInfo'], lock],                                                 /not read-only: Ann could write/,            2],
    [[['CheckFileInfo', { info: { LicenseCheckForEditIsEnabled: true } }]],     /without a licence/,                         1],
    [[['CheckFileInfo']],                                                       /never asked for a lock/,                    1],
  ],
  'not-opened': [
    [[],                                                                        /No CheckFileInfo/,                          null],
    [[PAGE],                                                                    /cannot reach this address/,                 1],
    [[['GetFile']],                                                             /No CheckFileInfo/,                          1],
    [[PAGE, ['CheckFileInfo', { status: 401 }]],                                /answered 401/,                              2],
    [[['CheckFileInfo', { status: null }]],                                     /broke off/,                                 1],
    [[['CheckFileInfo', { info: { Version: 7 } }]],                             /wrong type: Version is/,                    1],
    [[['CheckFileInfo', { info: { Size: 0 } }]],                                /0 bytes/,                                   1],
    [[['CheckFileInfo']],                                                       /no GetFile followed/,                       1],
    [[['CheckFileInfo'], ['GetFile', { status: 500, answer: { 'X-WOPI-ServerError': 'Disk.' } }]], /GetFile was answered 500: Disk\.$/, 2],
    [[['CheckFileInfo'], ['GetFile']],                                          /did open/,                                  2],
  ],
  'still-locked': [
    [[],                                                                        /not locked/,                                null],
    [[['GetLock', { answer: { 'X-WOPI-Lock': 'A' } }]],                         /before the recording began/,                1],
    [[lock],                                                                    /Ann took “A” at 09:00:01 UTC .* ends at 09:30:01 UTC/, 1],
    [[lock, ['RefreshLock', { lock: 'A', after: 600 }]],                        /refreshed “A”/,                             2],
    [[lock, ['Unlock', { lock: 'A' }]],                                         /gave the lock back/,                        2],
    [[lock, ['Unlock', { lock: 'B', status: 409 }]],                            /Unlock came with “B”, but held is “A”/,     2],
    [[lock, ['Unlock', { lock: 'A' }], ['GetLock', { answer: { 'X-WOPI-Lock': 'A' } }]], /still names “A”/,                  3],
    [[lock, ['CheckFileInfo', { after: 1801 }]],                                /ended at 09:30:01 UTC/,                     1],
    [[lock, ['Lock', { lock: 'B', after: 2400, status: 409, answer: { 'X-WOPI-Lock': 'A' } }]], /longer than 30 minutes/,    2],
  ],
  refused: [
    [[['GetFile']],                                                             /Nothing was refused/,                       null],
    [[['GetFile', { status: 401 }]],                                            /does not accept its access token/,          1],
    [[['GetFile', { status: 401, query: { access_token: null }, request: { Authorization: null } }]], /no access token/,     1],
    [[['GetFile', { status: 401, query: { access_token_ttl: '1600000000000' } }]], /the token ended at/,                     1],
    [[['GetFile', { status: 404 }]],                                            /no 403/,                                    1],
    [[lock, ['Lock', { lock: 'B', status: 409 }]],                              /carried “B”, but held is “A”, taken by Ann/, 2],
    [[lock, ['Unlock', { lock: 'A' }], ['RefreshLock', { lock: 'A', status: 409 }]], /gave the lock back/,                   3],
    [[['PutFile', { send: 'PK', status: 409 }]],                                /not locked: nobody had locked it/,          1],
    [[['PutRelativeFile', { status: 409, request: { 'X-WOPI-RelativeTarget': 'a.docx' } }]], /name is taken/,                1],
    [[['PutFile', { send: 'PK', status: 413 }]],                                /413/,                                       1],
    [[['GetFile', { status: 500, facts: { proof: { verdict: 'failed', explanation: 'No key fits.' } } }]], /the proof failed. No key fits\.$/, 1],
    [[['GetLock', { status: 501 }]],                                            /does not offer it/,                         1],
  ],
};

describe.each(Object.entries(CASES))('%s', (question, cases) => {
  test.each(cases.map((one, index) => [index + 1, ...one] as const))('%i', (_, steps, sentence, exchangeId) => {
    const answer = explain(question as Question, play(['', ...steps]));
    expect(answer.sentence).toMatch(sentence);
    expect(answer.sentence).toMatch(/\.$/);
    expect(answer.exchangeId).toBe(exchangeId);
  });
});
