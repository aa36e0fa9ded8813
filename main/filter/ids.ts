import type { FilterMoment } from './fields-sql.ts';
import { raw, sql, type Sql } from './sql.ts';

/** So many ids are written into the statement; more cross as one parameter. */
const WRITTEN_OUT = 100;

/** What stands in `IN (…)` for the rows of a query of ids; null when it is known that there are none. */
export function idsOf(query: Sql, { ask }: Pick<FilterMoment, 'ask'>): Sql | null {
  if (!ask) return query;
  const ids = ask(query.text, query.parameters).filter((id) => Number.isSafeInteger(id));
  if (ids.length === 0) return null;
  return ids.length <= WRITTEN_OUT ? raw(ids.join(', ')) : sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
}
