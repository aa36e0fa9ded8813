import type { ExchangeRow, Mark, RowFacts, TagUse } from '../../preload/contract.ts';
import { MARK_SELECT, PINNED, toMark, type StoredMark } from './annotation-writer.ts';
import type { Database } from './database.ts';
import { ROW_SELECT } from './exchange-record.ts';

/** Reads what people added to exchanges, and rows by their ids. */
export interface Annotations {
  /** By exchange id, of those between two ids. */
  between(first: number, last: number): Map<number, Mark>;
  pinned(): number;
  /** How many of these are pinned. */
  pinnedAmong(ids: readonly number[]): number;
  tags(): TagUse[];
  rows(ids: readonly number[]): ExchangeRow[];
  facts(ids: readonly number[]): RowFacts[];
}

export function createAnnotations(reader: Database): Annotations {
  const sql = {
    between: reader.prepare<[number, number], StoredMark>(`${MARK_SELECT} WHERE exchange_id BETWEEN ? AND ?`),
    pinned: reader.prepare<[], number>(`SELECT COUNT(*) FROM (${PINNED})`).pluck(),
    pinnedAmong: reader
      .prepare<[string], number>(
        `SELECT COUNT(*) FROM (${PINNED}) WHERE exchange_id IN (SELECT value FROM json_each(?))`,
      )
      .pluck(),
    tags: reader.prepare<[], TagUse>(
      'SELECT value AS tag, COUNT(*) AS count FROM annotations, json_each(tags) GROUP BY value ORDER BY count DESC, tag',
    ),
    rows: reader.prepare<[string], ExchangeRow>(
      `SELECT ${ROW_SELECT} FROM exchanges e WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    ),
    facts: reader.prepare<[string], RowFacts>(
      `SELECT d.id AS id, json_extract(detail, '$.facts.remoteAddress') AS remoteAddress,
         json_extract(detail, '$.facts.before.version') AS versionBefore,
         json_extract(detail, '$.facts.after.version') AS versionAfter
       FROM json_each(?) JOIN exchange_details d ON d.id = value`,
    ),
  };
  const between = (first: number, last: number): Map<number, Mark> =>
    new Map(sql.between.all(first, last).map((stored) => [stored.exchangeId, toMark(stored)]));
  return {
    between,
    pinned: () => sql.pinned.get() ?? 0,
    pinnedAmong: (ids) => sql.pinnedAmong.get(JSON.stringify(ids)) ?? 0,
    tags: () => sql.tags.all(),
    rows(ids) {
      const rows = sql.rows.all(JSON.stringify(ids));
      const marks = between(rows[0]?.id ?? 0, rows.at(-1)?.id ?? 0);
      return rows.map((row) => {
        const mark = marks.get(row.id);
        return mark ? { ...row, mark } : row;
      });
    },
    facts: (ids) => sql.facts.all(JSON.stringify(ids)),
  };
}
