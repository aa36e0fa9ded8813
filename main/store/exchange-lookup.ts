import type { ExchangeRow } from '../../preload/contract.ts';
import type { Database } from './database.ts';
import { ROW_SELECT } from './exchange-record.ts';

/** Finds stored exchanges by what ties them together; what still waits to be written is flushed before asking. */
export interface ExchangeLookup {
  /** Rows in the order of their ids; those that are not kept any more are left out. */
  rows(ids: readonly number[]): ExchangeRow[];
  /** Ids of what a client sent in one session, oldest first; what was sent again from here is left out. */
  ofSession(sessionId: string, limit: number): number[];
  /** Whether a stored exchange refers to these bytes, wherever they are kept. */
  hasBody(sha256: string): boolean;
}

export function createExchangeLookup(reader: Database): ExchangeLookup {
  const sql = {
    rows: reader.prepare<[string], ExchangeRow>(
      `SELECT ${ROW_SELECT} FROM exchanges e WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id`,
    ),
    ofSession: reader
      .prepare<[string, number], number>(
        `SELECT id FROM exchanges e JOIN exchange_details d USING (id)
         WHERE e.session_id = (SELECT id FROM texts WHERE text = ?) AND json_extract(d.detail, '$.facts.replayOf') IS NULL
         ORDER BY id LIMIT ?`,
      )
      .pluck(),
    body: reader.prepare<[string], number>('SELECT 1 FROM captured_bodies WHERE sha256 = ?').pluck(),
  };
  return {
    rows: (ids) => sql.rows.all(JSON.stringify(ids)),
    ofSession: (sessionId, limit) => sql.ofSession.all(sessionId, limit),
    hasBody: (sha256) => sql.body.get(sha256) === 1,
  };
}
