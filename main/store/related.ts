import type { RelatedExchanges, RelatedGroup } from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** How far to each side is looked: far enough for a day of editing, and a matter of milliseconds. */
const SEARCHED = 10_000;
/** Versions stand in the details, which are read one by one. */
const SEARCHED_DETAILS = 300;

const textOf = (column: string): string => `(SELECT text FROM texts WHERE texts.id = e.${column})`;

interface Keys {
  file: number | null;
  lock: string | null;
  session: string | null;
  token: string | null;
  correlation: string | null;
}

type Counted = Pick<RelatedGroup, 'count' | 'position' | 'previousId' | 'nextId'>;

const COUNTED = `COUNT(*) AS count, SUM(e.id <= $id) AS position,
  MAX(CASE WHEN e.id < $id THEN e.id END) AS previousId, MIN(CASE WHEN e.id > $id THEN e.id END) AS nextId`;

const columns = [
  ['session', 'e.session_id = (SELECT session_id FROM exchanges WHERE id = $id)'],
  ['lock', 'e.lock_id = (SELECT lock_id FROM exchanges WHERE id = $id)'],
  ['correlation', 'e.correlation_id = (SELECT correlation_id FROM exchanges WHERE id = $id)'],
  ['token', 'e.token_id = (SELECT token_id FROM exchanges WHERE id = $id)'],
] as const;

/** Exchanges that share a session, lock, correlation, token or file version with one; undefined when it is not kept. */
export function relatedTo(database: Database, id: number): RelatedExchanges | undefined {
  const keys = database
    .prepare<[number], Keys>(
      `SELECT file_id AS file, ${textOf('lock_id')} AS lock, ${textOf('session_id')} AS session,
         ${textOf('token_id')} AS token, correlation_id AS correlation FROM exchanges e WHERE id = ?`,
    )
    .get(id);
  if (!keys) return undefined;
  const span = { id, from: id - SEARCHED, to: id + SEARCHED };
  const groups: RelatedGroup[] = [];
  for (const [kind, where] of columns) {
    const value = keys[kind];
    if (value === null || value === '') continue;
    const counted = database
      .prepare<[typeof span], Counted>(
        `SELECT ${COUNTED} FROM exchanges e WHERE e.id BETWEEN $from AND $to AND ${where}`,
      )
      .get(span);
    if (counted) groups.push({ kind, value, ...counted });
  }
  const version = keys.file === null ? undefined : ofVersion(database, id, keys.file);
  if (version) groups.push(version);
  return { groups, searched: SEARCHED };
}

interface VersionRow {
  id: number;
  before: string | null;
  after: string | null;
}

/** Requests that met or made the same version of the file. */
function ofVersion(database: Database, id: number, file: number): RelatedGroup | undefined {
  const select = `SELECT e.id, json_extract(d.detail, '$.facts.before.version') AS before,
      json_extract(d.detail, '$.facts.after.version') AS after
    FROM exchanges e JOIN exchange_details d ON d.id = e.id WHERE e.file_id = $file AND`;
  const near = (condition: string, order: string): VersionRow[] =>
    database
      .prepare<[{ file: number; id: number; limit: number }], VersionRow>(
        `${select} e.id ${condition} ORDER BY e.id ${order} LIMIT $limit`,
      )
      .all({ file, id, limit: SEARCHED_DETAILS });
  const older = near(`BETWEEN $id - ${SEARCHED} AND $id`, 'DESC');
  const newer = near(`BETWEEN $id + 1 AND $id + ${SEARCHED}`, 'ASC');
  const [own] = older;
  const version = own?.after ?? own?.before ?? null;
  if (version === null) return undefined;
  const has = ({ before, after }: VersionRow): boolean => before === version || after === version;
  const [earlier, later] = [older.slice(1).filter(has), newer.filter(has)];
  return {
    kind: 'version',
    value: version,
    count: earlier.length + 1 + later.length,
    position: earlier.length + 1,
    previousId: earlier[0]?.id ?? null,
    nextId: later[0]?.id ?? null,
  };
}
