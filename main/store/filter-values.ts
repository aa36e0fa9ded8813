import type { OccurringValue } from '../../preload/filter/suggest.ts';
import type { FieldName } from '../../preload/filter/fields.ts';
import type { Database } from './database.ts';
import { unpackDetail } from './exchange-record.ts';

/** The latest exchanges know what one could mean, and looking at all takes too long at every key. */
const LOOKED_AT = 10_000;
/** Headers lie in the details, which are read one by one. */
const DETAILS_LOOKED_AT = 200;
const MOST = 2_000;

type Query = (database: Database) => OccurringValue[];

/** Values of a field that occur in the latest traffic, most frequent first. */
export function occurringValues(database: Database, field: FieldName): OccurringValue[] {
  return queries[field]?.(database) ?? [];
}

const queries: Partial<Record<FieldName, Query>> = {
  op: texts('operation'),
  status: recent('e.status'),
  outcome: texts('outcome'),
  file: texts('file_name'),
  person: texts('person_name'),
  client: texts('client'),
  session: texts('session_id'),
  correlation: recent('e.correlation_id'),
  method: texts('method'),
  path: texts('path'),
  lock: texts('lock_id'),
  token: texts('token_id'),
  finding: query(
    `SELECT rule AS value, COUNT(*) AS count FROM findings
     WHERE exchange_id > (SELECT MAX(id) FROM exchanges) - ${LOOKED_AT} GROUP BY rule`,
  ),
  header: headerNames,
  tag: query(
    `SELECT value, COUNT(*) AS count
     FROM (SELECT tags FROM annotations WHERE json_valid(tags)), json_each(tags) GROUP BY value`,
  ),
};

function query(select: string): Query {
  return (database) => database.prepare<[], OccurringValue>(`${select} ORDER BY count DESC, value LIMIT ${MOST}`).all();
}

function texts(column: string): Query {
  return query(
    `SELECT text AS value, counted.count AS count
     FROM (SELECT number, COUNT(*) AS count FROM (SELECT e.${column} AS number FROM exchanges e ORDER BY e.id DESC LIMIT ${LOOKED_AT})
           WHERE number IS NOT NULL GROUP BY number) AS counted
     JOIN texts ON texts.id = counted.number`,
  );
}

function recent(expression: string): Query {
  return query(
    `SELECT CAST(found AS TEXT) AS value, COUNT(*) AS count
     FROM (SELECT ${expression} AS found FROM exchanges e ORDER BY e.id DESC LIMIT ${LOOKED_AT})
     WHERE found IS NOT NULL GROUP BY found`,
  );
}

function headerNames(database: Database): OccurringValue[] {
  const details = database
    .prepare<[], string>(`SELECT detail FROM exchange_details ORDER BY id DESC LIMIT ${DETAILS_LOOKED_AT}`)
    .pluck();
  const counts = new Map<string, OccurringValue>();
  for (const detail of details.all()) {
    const { requestHeaders, responseHeaders } = unpackDetail(detail);
    for (const { name } of [...requestHeaders, ...responseHeaders]) {
      const known = counts.get(name.toLowerCase());
      counts.set(name.toLowerCase(), { value: name, count: (known?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((left, right) => right.count - left.count);
}
