import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../../preload/contract.ts';
import { readFilter, writeCondition } from '../../../renderer/inspector/filter.ts';
import { exchange, NOON } from '../support/fixtures.ts';

const now = NOON + 3_600_000;

const rows: ExchangeRow[] = [
  exchange({ id: 1, operation: 'CheckFileInfo', durationMs: 11, responseBytes: 2_150 }),
  exchange({
    id: 2,
    operation: 'Lock',
    method: 'POST',
    status: 409,
    outcome: 'locked-by-other',
    lockId: '{"S":"4f1c","F":4}',
    personId: 'ben',
    personName: 'Ben',
    responseBytes: 0,
    durationMs: 5,
  }),
  exchange({
    id: 3,
    operation: 'PutFile',
    method: 'POST',
    path: '/wopi/files/f-plan/contents',
    fileName: 'Plan, last version.docx',
    client: 'Word for the web',
    requestBytes: 186_000,
    responseBytes: 0,
    durationMs: 164,
    lockId: 'plain*star',
  }),
  exchange({
    id: 4,
    operation: 'UnlockAndRelock',
    method: 'POST',
    status: null,
    outcome: 'pending',
    durationMs: null,
    responseBytes: 0,
    realAt: now - 10_000,
  }),
  exchange({
    id: 5,
    operation: null,
    fileName: null,
    fileId: null,
    personId: null,
    personName: null,
    path: '/favicon.ico',
    client: 'Chromium',
    status: 404,
    outcome: 'not-found',
    responseBytes: 20,
    durationMs: 1.4,
  }),
  exchange({
    id: 6,
    operation: 'GetFile',
    status: 401,
    outcome: 'token-expired',
    personName: 'Zoë Ångström',
    personId: 'zoe',
    responseBytes: 0,
  }),
];

// oxfmt-ignore
const cases: [filter: string, ids: number[]][] = [
  ['',                                  [1, 2, 3, 4, 5, 6]],
  ['   ',                               [1, 2, 3, 4, 5, 6]],
  // operations by whole name, pattern and family
  ['op:Lock',                           [2]],
  ['op:lock',                           [2]],
  ['OP:Lock',                           [2]],
  ['op:*lock*',                         [2, 4]],
  ['op:Lock,GetFile',                   [2, 6]],
  ['op:locking',                        [2, 4]],
  ['op:writing',                        [3]],
  ['op:""',                             [5]],
  // status: one, group, range, comparison, none
  ['status:409',                        [2]],
  ['status:4xx',                        [2, 5, 6]],
  ['status:400-404',                    [5, 6]],
  ['status:>=400',                      [2, 5, 6]],
  ['status:≥400',                       [2, 5, 6]],
  ['status:200,401',                    [1, 3, 6]],
  ['status:pending',                    [4]],
  // outcome by code, by word, by kind
  ['outcome:locked-by-other',           [2]],
  ['outcome:"different lock"',          [2]],
  ['outcome:token*',                    [6]],
  ['outcome:refused',                   [2, 5, 6]],
  // texts: part, pattern, quotes, nothing
  ['file:plan',                         [3]],
  ['file:*.docx',                       [3]],
  ['file:"last version"',               [3]],
  ['file:""',                           [5]],
  ['user:olivia',                       [1, 3, 4]],
  ['user:zoe',                          [6]],
  ['user:ZOË',                          [6]],
  ['user:""',                           [5]],
  ['client:word',                       [3]],
  ['method:post',                       [2, 3, 4]],
  ['path:*/contents',                   [3]],
  ['lock:*S*',                          [2, 3]],
  ['lock:"{\\"S\\":"',                  [2]],
  ['lock:"n*s"',                        [3]],
  ['lock:""',                           [1, 4, 5, 6]],
  // numbers and spans
  ['dur:>100',                          [3]],
  ['dur:<=5',                           [2, 5]],
  ['dur:10-20',                         [1, 6]],
  ['dur:11',                            [1, 6]],
  ['dur:>0.1s',                         [3]],
  ['size:>10KB',                        [3]],
  ['size:1-30',                         [5]],
  ['size:0',                            [2, 4, 6]],
  ['since:1m',                          [4]],
  ['since:2h',                          [1, 2, 3, 4, 5, 6]],
  // free text looks everywhere
  ['budget',                            [1, 2, 4, 6]],
  ['favicon',                           [5]],
  ['"last version"',                    [3]],
  ['token expired',                     [6]],
  ['409',                               [2]],
  ['http://nowhere',                    []],
  // not, or, brackets
  ['-status:4xx',                       [1, 3, 4]],
  ['not status:4xx',                    [1, 3, 4]],
  ['-budget',                           [3, 5]],
  ['op:Lock or op:PutFile',             [2, 3]],
  ['op:Lock | op:PutFile',              [2, 3]],
  ['status:4xx user:ben or op:PutFile', [2, 3]],
  ['status:4xx (user:ben or file:"")',  [2, 5]],
  ['-(status:4xx or op:PutFile)',       [1, 4]],
  ['not not op:Lock',                   [2]],
  ['status:4xx and user:ben',           [2]],
  ['user:or',                           []],
];

test.each(cases)('filter %j', (text, ids) => {
  const { filter, problem } = readFilter(text, now);
  expect(problem).toBeNull();
  expect(rows.filter((row) => filter?.test(row)).map(({ id }) => id)).toEqual(ids);
});

// oxfmt-ignore
const mistakes: [filter: string, words: RegExp][] = [
  ['opp:Lock',        /No field is called “opp”\. Did you mean “op:”\?/],
  ['operation:Lock',  /Did you mean “op:”\?/],
  ['zzz:1',           /The fields are op, status, /],
  ['status:abc',      /“abc” is no value for status\. Write a number/],
  ['dur:fast',        /“fast” is no value for dur/],
  ['dur:>',           /no value for dur/],
  ['size:10parsecs',  /Write a size/],
  ['since:yesterday', /since:5m/],
  ['op:',             /“op:” needs a value right after the colon/],
  ['op: Lock',        /needs a value right after the colon/],
  ['"open',           /A quotation mark is open/],
  ['(op:Lock',        /This bracket is open/],
  ['op:Lock)',        /never opened/],
  ['op:Lock or',      /Something is missing/],
  ['()',              /Something is missing/],
  ['not',             /missing after “not”/],
];

test.each(mistakes)('mistake %j is told with its remedy', (text, words) => {
  const reading = readFilter(text, now);
  expect(reading.filter).toBeNull();
  expect(reading.problem).toMatch(words);
});

test('says whether the filter depends on the moment', () => {
  expect(readFilter('since:5m or op:Lock', now).filter?.isRelative).toBe(true);
  expect(readFilter('-(a since:5m)', now).filter?.isRelative).toBe(true);
  expect(readFilter('op:Lock since', now).filter?.isRelative).toBe(false);
});

describe('a written condition reads back as the same', () => {
  test.each([
    'budget.xlsx',
    'Plan, last version.docx',
    '{"S":"4f1c","F":4}',
    'back\\slash',
    '-minus',
    'a*b',
    'two words',
  ])('%s', (lockId) => {
    const { filter } = readFilter(writeCondition('lock', lockId), now);
    expect(filter?.test(exchange({ lockId }))).toBe(true);
    expect(filter?.test(exchange({ lockId: `other` }))).toBe(false);
  });
});

test('100,000 rows are filtered within 150 ms', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => ({
    ...(rows[index % rows.length] ?? exchange()),
    id: index,
  }));
  const { filter } = readFilter('status:4xx file:*budget* -user:ann or "different lock" nothing', now);
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    many.filter((row) => filter?.test(row));
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(150);
});
