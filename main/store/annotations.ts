import type { RowFacts } from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** What people add to exchanges, and what only few rows of the list need. */
export interface Annotations {
  facts(ids: readonly number[]): RowFacts[];
}

export function createAnnotations(reader: Database): Annotations {
  const sql = {
    facts: reader.prepare<[string], RowFacts>(
      `SELECT d.id AS id, json_extract(detail, '$.facts.remoteAddress') AS remoteAddress,
         json_extract(detail, '$.facts.before.version') AS versionBefore,
         json_extract(detail, '$.facts.after.version') AS versionAfter
       FROM json_each(?) JOIN exchange_details d ON d.id = value`,
    ),
  };
  return {
    facts: (ids) => sql.facts.all(JSON.stringify(ids)),
  };
}
