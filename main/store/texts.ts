import type { Database } from './database.ts';

/** Texts that were given a number once; asked for with every exchange, so the latest are remembered. */
const REMEMBERED = 20_000;

/** Numbers of texts, for the one connection that writes. */
export interface Texts {
  /** @returns the number of a text, given now when it has none yet */
  numberOf(text: string): number;
  /** What was numbered is taken back, or thrown away: nothing remembered counts any more. */
  forget(): void;
}

export function createTexts(database: Database): Texts {
  const sql = {
    find: database.prepare<[string], number>('SELECT id FROM texts WHERE text = ?').pluck(),
    add: database.prepare('INSERT INTO texts (text) VALUES (?)'),
  };
  const numbers = new Map<string, number>();
  return {
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const number = sql.find.get(text) ?? Number(sql.add.run(text).lastInsertRowid);
      if (numbers.size >= REMEMBERED) numbers.clear();
      numbers.set(text, number);
      return number;
    },
    forget: () => numbers.clear(),
  };
}
