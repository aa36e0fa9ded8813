import type { FilterTree } from '../../preload/filter/tree.ts';
import { fieldSql, type FilterMoment, wordsSql } from './fields-sql.ts';
import { join, sql, type Parameter, type Sql } from './sql.ts';

export interface CompiledFilter {
  /** A condition over the alias `e` of exchanges; what is not true in it does not match. */
  where: string;
  /** For its question marks, in their order. */
  parameters: Parameter[];
}

/**
 * Makes SQL of a filter. The connection that runs it needs `registerFilterFunctions`. Every text of the user becomes a
 * parameter.
 */
export function compileFilter(tree: FilterTree, moment: FilterMoment): CompiledFilter {
  const { text, parameters } = compile(tree, moment);
  return { where: text, parameters: [...parameters] };
}

function compile(tree: FilterTree, moment: FilterMoment): Sql {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return join(
        tree.parts.map((part) => compile(part, moment)),
        tree.kind === 'and' ? 'AND' : 'OR',
      );
    case 'not':
      // What cannot be said of a row (it has no file) is not true of it: NULL counts as no.
      return sql`(${compile(tree.part, moment)}) IS NOT TRUE`;
    case 'words':
      return wordsSql(tree.test, moment);
    case 'field':
      return join(
        tree.tests.map((test) => fieldSql[tree.field](test, moment)),
        'OR',
      );
  }
}
