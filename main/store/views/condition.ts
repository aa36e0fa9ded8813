import type { Database } from '../database.ts';
import type { Condition } from './view.ts';

const TEXT_COLUMNS = ['method', 'path', 'operation', 'file_name', 'person_name', 'client', 'outcome', 'lock_id', 'session_id'];

/** A filter as SQL; an empty one matches everything. */
export function conditionOf(filter: string, _now: number, _database: Database): Condition {
  const words = filter.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { where: '1', parameters: [], isRelative: false };
  const one = TEXT_COLUMNS.map(
    (column) => `e.${column} IN (SELECT id FROM texts WHERE text LIKE '%' || ? || '%')`,
  ).join(' OR ');
  return {
    where: words.map(() => `(${one})`).join(' AND '),
    parameters: words.flatMap((word) => TEXT_COLUMNS.map(() => word)),
    isRelative: false,
  };
}
