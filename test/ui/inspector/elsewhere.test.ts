import { expect, test } from 'vitest';
import { parseFilter } from '../../../preload/filter/parse.ts';
import { elsewhere } from '../../../renderer/inspector/elsewhere.ts';

// oxfmt-ignore
test.each([
  ['draft',                'header:*=draft or header:*draft*',                         'body:draft'],
  ['"two words"',          'header:*="two words"',                                     'body:"two words"'],
  ['*S*',                  'header:*=*S* or header:*S*',                               'body:*S*'],
  ['/a+b/i',               'header:*=/a+b/i or header:/a+b/i',                         'body:/a+b/i'],
  ['op:Lock draft',        'op:Lock (header:*=draft or header:*draft*)',               'op:Lock body:draft'],
  ['op:Lock -draft',       'op:Lock -(header:*=draft or header:*draft*)',              'op:Lock -body:draft'],
  ['file:a or b since:5m', 'file:a or (header:*=b or header:*b*) since:5m',            'file:a or body:b since:5m'],
])('%s is looked for in headers and bodies', (filter, headers, bodies) => {
  const found = elsewhere(filter);
  expect(found.map(({ filter: other }) => other)).toEqual([headers, bodies]);
  for (const { filter: other } of found) expect(parseFilter(other).problem).toBeNull();
});

test.each(['', 'op:Lock', 'status:4xx or -file:a', 'op:'])('“%s” has no words to look for', (filter) => {
  expect(elsewhere(filter)).toEqual([]);
});
