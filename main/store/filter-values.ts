import type { OccurringValue } from '../../preload/filter/suggest.ts';
import type { FieldName } from '../../preload/filter/fields.ts';
import { RULES } from '../findings/rules/index.ts';
import type { Database } from './database.ts';

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
  finding: foundRules,
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

const titles = new Map(RULES.map(({ id, title }) => [id, title]));

function foundRules(database: Database): OccurringValue[] {
  const found = query(
    `SELECT rule AS value, COUNT(*) AS count FROM findings
     WHERE exchange_id > (SELECT MAX(id) FROM exchanges) - ${LOOKED_AT} GROUP BY rule`,
  )(database);
  return found.map((one) => ({ ...one, meaning: titles.get(one.value) ?? '' }));
}

function headerNames(database: Database): OccurringValue[] {
  const side = (name: string): string =>
    `SELECT header.value AS name FROM latest, json_each(detail, '$.${name}.flat') AS header WHERE header.key % 2 = 0`;
  return query(
    `WITH latest AS MATERIALIZED (SELECT detail FROM exchange_details WHERE json_valid(detail) ORDER BY id DESC LIMIT ${DETAILS_LOOKED_AT})
     SELECT MAX(name) AS value, COUNT(*) AS count
     FROM (${side('requestHeaders')} UNION ALL ${side('responseHeaders')}) GROUP BY lower(name)`,
  )(database);
}
