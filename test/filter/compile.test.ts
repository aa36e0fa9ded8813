import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../main/filter/compile.ts';
import { registerFilterFunctions } from '../../main/filter/functions.ts';
import { filterFields } from '../../preload/filter/fields.ts';
import { parseFilter } from '../../preload/filter/parse.ts';

function compiled(text: string) {
  const { tree, problem } = parseFilter(text);
  if (!tree) throw new Error(problem.message);
  return compileFilter(tree, { now: 0 });
}

describe('what a user writes becomes a parameter', () => {
  test.each([
    ...filterFields.map(({ name }) => `${name}:"x' OR 1=1 --"`),
    `"'); DROP TABLE texts; --"`,
    `header:"x'"="y' OR '1'='1"`,
  ])('%s', (text) => {
    if (!parseFilter(text).tree) return;
    const { where, parameters } = compiled(text);
    expect(where).not.toMatch(/1=1|DROP|'x'|y'/);
    expect(where.split('?').length - 1).toBe(parameters.length);
  });
});

test('functions say no to what is no text', () => {
  const database = new Sqlite(':memory:');
  registerFilterFunctions(database);
  const ask = (call: string): unknown => database.prepare(`SELECT ${call}`).pluck().get();
  const part = `'[{"kind":"literal","text":"É"},"part"]'`;
  expect(ask(`filter_fits(${part}, 'café')`)).toBe(1);
  expect(ask(`filter_fits(${part}, NULL)`)).toBe(0);
  expect(ask(`filter_body(${part}, x'00c3a9')`)).toBe(1);
  expect(ask(`filter_body(${part}, NULL)`)).toBe(0);
  expect(ask(`filter_header(${part}, '', 'Host' || char(10) || 'x' || char(10) || 'É' || char(10) || '1', NULL)`)).toBe(
    1,
  );
  expect(ask(`filter_header(${part}, ${part}, NULL, '["é","1","é","é"]')`)).toBe(1);
  for (const none of ["'', NULL", "'Host', NULL", "'1' || char(10) || 'é', NULL", 'NULL, NULL', "NULL, '7'", "3, '{}'"])
    expect(ask(`filter_header(${part}, '', ${none})`)).toBe(0);
});
