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
  const { text, parameters } = compile(tree, moment.ask ? { ...moment, ask: askOnce(moment.ask) } : moment);
  return { where: text, parameters: [...parameters] };
}

/** A word is looked for in many columns, and the texts are the same for all. */
function askOnce(ask: NonNullable<FilterMoment['ask']>): NonNullable<FilterMoment['ask']> {
  const answers = new Map<string, number[]>();
  return (query, parameters) => {
    const key = JSON.stringify([query, parameters]);
    const answer = answers.get(key) ?? ask(query, parameters);
    answers.set(key, answer);
    return answer;
  };
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
