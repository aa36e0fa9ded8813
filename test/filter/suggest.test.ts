import { expect, test } from 'vitest';
import { fieldAt, suggestAt } from '../../preload/filter/suggest.ts';

/** The caret stands at the bar. */
function suggested(marked: string, occurring: string[] = []): string[] {
  const caret = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const { from, to, items } = suggestAt(
    text,
    caret,
    occurring.map((value, index) => ({ value, count: 10 - index })),
  );
  return items.map(({ insert }) => text.slice(0, from) + insert + text.slice(to));
}

// oxfmt-ignore
const cases: [marked: string, occurring: string[], becomes: string[]][] = [
  ['sta¦',                     [],                          ['status:']],
  ['STA¦',                     [],                          ['status:']],
  ['dur¦',                     [],                          ['duration:']],
  ['use¦',                     [],                          ['person:']],
  ['a sta¦tu b',               [],                          ['a status: b']],
  ['-sta¦',                    [],                          ['-status:']],
  ['(sta¦)',                   [],                          ['(status:)']],
  ['sta¦:409',                 [],                          ['status:409']],
  ['op:Lock o¦',               [],                          ['op:Lock op:', 'op:Lock outcome:', 'op:Lock or ']],
  ['o¦',                       [],                          ['op:', 'outcome:']],
  ['op:Lock or o¦',            [],                          ['op:Lock or op:', 'op:Lock or outcome:']],
  ['no¦',                      [],                          ['note:', '-']],
  ['op:¦',                     ['Lock', 'PutFile'],         ['op:Lock ', 'op:PutFile ', 'op:locking ', 'op:writing ', 'op:reading ', 'op:changing ', 'op:CheckFileInfo ', 'op:GetFile ', 'op:PutRelativeFile ', 'op:GetLock ']],
  ['op:Unlock¦',               ['Lock'],                    ['op:UnlockAndRelock ']],
  ['op:PutF¦',                 [],                          ['op:PutFile ']],
  ['op:Lock,PutF¦ b',          ['Lock', 'PutFile'],         ['op:Lock,PutFile b']],
  ['finding:¦x b',             ['r-1'],                     ['finding:r-1 b', 'finding:any b', 'finding:error b', 'finding:warning b', 'finding:information b']],
  ['file:bud¦',                ['Budget 1.xlsx', 'x.docx'], ['file:"Budget 1.xlsx" ']],
  ['file:"bud¦',               ['Budget 1.xlsx'],           ['file:"Budget 1.xlsx" ']],
  ['file:"Budget 1.xlsx"¦',    ['Budget 1.xlsx'],           []],
  ['lock:{¦',                  ['{"S":"4"}'],               ['lock:"{\\"S\\":\\"4\\"}" ']],
  ['duration:¦',               [],                          ['duration:>100ms ', 'duration:>1s ']],
  ['header:X¦',                ['X-WOPI-Lock', 'Vary'],     ['header:X-WOPI-Lock']],
  ['header:Vary=A¦',           ['Accept'],                  []],
  ['body:/a b¦/',              ['x'],                       []],
  ['nope:¦',                   ['x'],                       []],
  ['"sta¦',                    [],                          []],
  ['op:Lock)¦',                [],                          []],
];

test.each(cases)('%s with %j', (marked, occurring, becomes) => {
  expect(suggested(marked, occurring)).toEqual(becomes);
});

test('everything is offered where nothing is written, joining words where something stands before', () => {
  expect(suggested('¦').slice(0, 3)).toEqual(['op:', 'status:', 'outcome:']);
  expect(suggested('¦')).not.toContain('or ');
  expect(suggested('op:Lock ¦')).toContain('op:Lock or ');
});

test('what occurs leaves room for what need not occur', () => {
  const many = Array.from({ length: 30 }, (_, index) => `rule-${index}`);
  expect(suggested('finding:¦', many).slice(-4)).toEqual([
    'finding:any ',
    'finding:error ',
    'finding:warning ',
    'finding:information ',
  ]);
});

test.each([
  ['op:Lo¦ck status:4', 'op'],
  ['op:Lock status:4¦', 'status'],
  ['user¦:ann', 'person'],
  ['op:Lock,¦', 'op'],
  ['op:Lock ¦', undefined],
  ['budget¦', undefined],
  ['nope:x¦', undefined],
])('%s is about %s', (marked, name) => {
  expect(fieldAt(marked.replace('¦', ''), marked.indexOf('¦'))?.name).toBe(name);
});
