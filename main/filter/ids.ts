import type { FilterMoment } from './fields-sql.ts';
import { FALSE, join, raw, sql, type Sql } from './sql.ts';

/** So many ids are written into the statement; more cross as one parameter. */
const WRITTEN_OUT = 100;
/** Comparing with so few is quicker than looking into a list. */
const COMPARED = 6;

/** Whether one of these columns holds an id that a query finds. */
export function isAmong(columns: readonly Sql[], query: Sql, { ask }: Pick<FilterMoment, 'ask'>): Sql {
  if (!ask)
    return join(
      columns.map((column) => sql`${column} IN (${query})`),
      'OR',
    );
  const ids = ask(query.text, query.parameters).filter((id) => Number.isSafeInteger(id));
  const test = oneOf(ids);
  return join(columns.map(test), 'OR');
}

/** A million rows are asked this: what can be ruled out by comparing is never looked up. */
function oneOf(ids: readonly number[]): (column: Sql) => Sql {
  if (ids.length === 0) return () => FALSE;
  if (ids.length <= COMPARED) {
    const numbers = ids.map((id) => raw(String(id)));
    return (column) =>
      join(
        numbers.map((id) => sql`${column} = ${id}`),
        'OR',
      );
  }
  const least = raw(String(ids.reduce((one, other) => Math.min(one, other))));
  const most = raw(String(ids.reduce((one, other) => Math.max(one, other))));
  const list =
    ids.length <= WRITTEN_OUT ? raw(ids.join(', ')) : sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
  return (column) => sql`(${column} BETWEEN ${least} AND ${most} AND ${column} IN (${list}))`;
}
