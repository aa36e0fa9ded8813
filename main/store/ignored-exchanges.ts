import type { IgnoreWish } from '../../preload/contract.ts';
import { PINNED } from './annotation-writer.ts';
import type { Database } from './database.ts';
import { statusRange } from './ignore-rules.ts';
import { asLike } from './wildcard.ts';

/** Recorded exchanges that a rule would have left out; pinned ones are none of them. */
export interface IgnoredExchanges {
  count(wish: IgnoreWish): number;
  /** The oldest of them. */
  ids(wish: IgnoreWish, limit: number): number[];
}

const COLUMNS = [
  ['operation', 'operation'],
  ['path', 'path'],
  ['client', 'client'],
  ['personId', 'person_id'],
] as const;

export function createIgnoredExchanges(reader: Database): IgnoredExchanges {
  const select = (what: string, wish: IgnoreWish, rest = '') => {
    const parts = COLUMNS.flatMap(([name, column]) => {
      const wanted = wish[name];
      if (wanted === null) return [];
      const isOne = `${column} IN (SELECT id FROM texts WHERE text LIKE ? ESCAPE '\\')`;
      return [{ sql: isOne, values: [asLike(wanted)] as (string | number)[] }];
    });
    if (wish.status !== null) {
      const { from, to } = statusRange(wish.status);
      parts.push({ sql: 'status BETWEEN ? AND ?', values: [from, to] });
    }
    const where = [`id NOT IN (${PINNED})`, ...parts.map(({ sql }) => sql)].join(' AND ');
    const statement = reader.prepare<(string | number)[], number>(
      `SELECT ${what} FROM exchanges WHERE ${where} ${rest}`,
    );
    return { statement: statement.pluck(), values: parts.flatMap(({ values }) => values) };
  };
  return {
    count(wish) {
      const { statement, values } = select('COUNT(*)', wish);
      return statement.get(...values) ?? 0;
    },
    ids(wish, limit) {
      const { statement, values } = select('id', wish, 'ORDER BY id LIMIT ?');
      return statement.all(...values, limit);
    },
  };
}
