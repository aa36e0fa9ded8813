import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../preload/filter/parse.ts';
import { fieldsOf, isRelative } from '../../preload/filter/tree.ts';
import { writeCondition, writeFilter } from '../../preload/filter/write.ts';

/** The canonical text shows how a filter was understood. */
function understood(text: string): string {
  const { tree, problem } = parseFilter(text);
  if (problem) throw new Error(`${problem.message} ${problem.remedy}`);
  return writeFilter(tree);
}

// oxfmt-ignore
const read: [written: string, understood: string][] = [
  ['',                                    ''],
  ['   ',                                 ''],
  ['budget',                              'budget'],
  ['"two words"',                         '"two words"'],
  ['op:Lock',                             'op:Lock'],
  ['OP:lock',                             'op:lock'],
  ['operation:Lock',                      'op:Lock'],
  ['op:Lock,GetFile',                     'op:Lock,GetFile'],
  ['op:Lock,,GetFile,',                   'op:Lock,GetFile'],
  ['op:LOCKING',                          'op:locking'],
  ['user:olivia',                         'person:olivia'],
  ['dur:>0.1s',                           'duration:>100'],
  ['dur:≥5',                              'duration:>=5'],
  ['duration:1s-5s',                      'duration:1000-5000'],
  ['duration:""',                         'duration:pending'],
  ['status:4xx',                          'status:400-499'],
  ['status:40x,500',                      'status:400-409,500'],
  ['status:=409',                         'status:409'],
  ['status:none',                         'status:pending'],
  ['size:1k-2M',                          'size:1024-2097152'],
  ['size:">10 KiB"',                      'size:>10240'],
  ['outcome:Refused',                     'outcome:refused'],
  ['outcome:"different lock"',            'outcome:"different lock"'],
  ['since:5m',                            'since:5m'],
  ['since:1h30m',                         'since:90m'],
  ['since:14:30',                         'since:14:30:00'],
  ['until:2026-03-01',                    'until:2026-03-01'],
  ['until:2026-3-1T9:05',                 'until:2026-03-01T09:05:00'],
  ['until:"2026-03-01 09:05:07"',         'until:2026-03-01T09:05:07'],
  ['pinned:TRUE',                         'pinned:yes'],
  ['finding:E,w',                         'finding:error,warning'],
  ['finding:lock-*',                      'finding:lock-*'],
  ['color:red',                           'colour:red'],
  ['file:""',                             'file:""'],
  ['file:"a,b*"',                         'file:"a,b*"'],
  ['file:*.docx',                         'file:*.docx'],
  ['lock:"{\\"S\\":\\"4\\"}"',            'lock:"{\\"S\\":\\"4\\"}"'],
  ['lock:{F',                             'lock:"{F"'],
  ['header:X-WOPI-Lock',                  'header:X-WOPI-Lock'],
  ['header:X-WOPI-Lock=abc',              'header:X-WOPI-Lock=abc'],
  ['header:X-WOPI-Lock="a b",Host',       'header:X-WOPI-Lock="a b",Host'],
  ['header:X-WOPI-Lock=',                 'header:X-WOPI-Lock=""'],
  ['header:X-*=/^a/i',                    'header:X-*=/^a/i'],
  ['body:/a b|c(d)/i',                    'body:/a b|c(d)/i'],
  ['body:/[/]\\//',                       'body:/[/]\\//'],
  // a path is no expression
  ['path:/wopi/files/x',                  'path:"/wopi/files/x"'],
  ['path:/wopi/files/',                   'path:"/wopi/files/"'],
  ['path:/wopi path:/files/x',            'path:"/wopi" path:"/files/x"'],
  ['path:/files\\/\\d/',                  'path:/files\\/\\d/'],
  ['/favicon.ico',                        '"/favicon.ico"'],
  ['/lock|unlock/i',                      '/lock|unlock/i'],
  ['http://nowhere',                      '"http://nowhere"'],
  ['12:30',                               '"12:30"'],
  // not, and, or, brackets
  ['-a',                                  '-a'],
  ['!a',                                  '-a'],
  ['not a',                               '-a'],
  ['not not a',                           '--a'],
  ['a and b',                             'a b'],
  ['a AND b OR c',                        'a b or c'],
  ['a | b|c',                             'a or b or c'],
  ['a (b or c)',                          'a (b or c)'],
  ['((a))',                               'a'],
  ['-(a b)',                              '-(a b)'],
  ['person:or',                           'person:"or"'],
  ['lock:-x',                             'lock:"-x"'],
  ['- a',                                 '"-" a'],
  ['"or"',                                '"or"'],
  ['constructor',                         'constructor'],
  ['outcome:constructor',                 'outcome:constructor'],
];

test.each(read)('%j is understood as %j', (written, canonical) => {
  expect(understood(written)).toBe(canonical);
  expect(understood(canonical)).toBe(canonical);
});

// oxfmt-ignore
const mistakes: [written: string, marked: string, words: RegExp][] = [
  ['opp:Lock',               'opp',          /No field is called “opp”\. Did you mean “op:”\?/],
  ['a staus:409',            'staus',        /Did you mean “status:”\?/],
  ['url:x',                  'url',          /Did you mean “path:”\?/],
  ['correl:9',               'correl',       /Did you mean “correlation:”\?/],
  ['zzz:1',                  'zzz',          /The fields are op, status, /],
  ['op:Lock zzz:"a b"',      'zzz',          /put it in quotes/],
  ['status:abc',             'abc',          /“abc” is no value for status\. Write a number/],
  ['status:200,abc',         'abc',          /no value for status/],
  ['status:/4../',           '/4../',        /no value for status/],
  ['status:499-400',         '499-400',      /no value for status/],
  ['dur:fast',               'fast',         /“fast” is no value for duration/],
  ['dur:>',                  '>',            /no value for duration/],
  ['size:10parsecs',         '10parsecs',    /Write a size/],
  ['size:constructor',       'constructor',  /Write a size/],
  ['since:5constructor',     '5constructor', /Write a span/],
  ['since:yesterday',        'yesterday',    /since:5m/],
  ['since:25:00',            '25:00',        /Write a span, a time or a date/],
  ['since:2026-02-30',       '2026-02-30',   /Write a span, a time or a date/],
  ['pinned:maybe',           'maybe',        /Write pinned:yes/],
  ['header:""',              '""',           /Write the name/],
  ['op:',                    'op:',          /“op:” needs a value right after the colon/],
  ['op: Lock',               'op:',          /needs a value/],
  ['op:,',                   'op:',          /needs a value/],
  ['a "open',                '"open',        /This quotation mark is open/],
  ['file:"open',             '"open',        /This quotation mark is open/],
  ['a (op:Lock',             '(',            /This bracket is open/],
  ['op:Lock)',               ')',            /never opened/],
  ['op:Lock or',             '',             /A condition is missing/],
  ['()',                     ')',            /A condition is missing/],
  ['not',                    '',             /A condition is missing at the end/],
  ['not or',                 'or',           /stands between nothing/],
  ['body:/(/',               '/(/',          /no regular expression: Unterminated group/],
  ['body:/a/xyz',            '/a/xyz',       /no flags/],
  ['lock:{"S":1}',           '{"',           /Put the whole value in quotes: lock:/],
  ['file:plan(1).docx',      'plan(',        /Put the whole value in quotes: file:/],
];

test.each(mistakes)('the mistake in %j is %j', (written, marked, words) => {
  const { problem } = parseFilter(written);
  expect(problem && `${problem.message} ${problem.remedy}`).toMatch(words);
  expect(written.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe(marked);
});

describe('hostile texts are refused in a sentence', () => {
  // oxfmt-ignore
  test.each([
    ['ten thousand brackets',  '('.repeat(3_900),                       /50 brackets/],
    ['ten thousand nots',      `${'-'.repeat(3_900)}a`,                 /50 brackets/],
    ['100 kB of text',         'x '.repeat(50_000),                     /100000 characters; at most 4000/],
    ['many conditions',        'x '.repeat(500),                        /more than 200 conditions/],
    ['many alternatives',      `op:${'x,'.repeat(500)}`,                /more than 200 conditions/],
    ['a long expression',      `body:/${'a'.repeat(600)}/`,             /at most 500/],
  ])('%s', (_what, written, words) => {
    const { problem } = parseFilter(written);
    expect(problem && `${problem.message} ${problem.remedy}`).toMatch(words);
  });
});

test('control and bidirectional characters are characters', () => {
  expect(understood('"\u0000\u202e\u001b[31m"')).toBe('"\u0000\u202e\u001b[31m"');
  expect(understood('a\u202eb')).toBe('"a\u202eb"');
});

test('says what a filter depends on', () => {
  const { tree } = parseFilter('-(a since:5m) or op:Lock');
  expect(tree && [isRelative(tree), ...fieldsOf(tree)]).toEqual([true, 'since', 'op']);
  const { tree: other } = parseFilter('op:Lock since');
  expect(other && isRelative(other)).toBe(false);
});

describe('a written condition reads back as the same', () => {
  test.each([
    'budget.xlsx',
    'Plan, last version.docx',
    '{"S":"4f1c","F":4}',
    'back\\slash',
    '-minus',
    'a*b',
    '/x/',
    'or',
  ])('%s', (text) => {
    const expected = { kind: 'field', field: 'lock', tests: [{ kind: 'literal', text }] };
    expect(parseFilter(writeCondition('lock', text)).tree).toEqual(expected);
  });
});
