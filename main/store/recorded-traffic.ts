import type { TrafficSelection } from '../../preload/contract.ts';
import type { Database } from './database.ts';
import type { Annotations } from './annotations.ts';
import type { Exchanges } from './exchanges.ts';
import type { RecordedExchange } from './recorded-page.ts';
import { createRecordedPage } from './recorded-page.ts';

export interface SelectionTotals {
  count: number;
  firstAt: number | null;
  lastAt: number | null;
}

/** Stored traffic as it is read to be taken along: a selection of it, oldest first, in pages. */
export interface RecordedTraffic {
  /** Waits until what has ended is stored. */
  totals(selection: StoredSelection): Promise<SelectionTotals>;
  /** Ids above `after`, ascending. */
  ids(selection: StoredSelection, after: number, limit: number): number[];
  /** Those that are kept of the ids, which are ascending; what retention removed meanwhile is left out. */
  exchanges(ids: readonly number[]): Iterable<RecordedExchange>;
  bytes(id: number, side: 'request' | 'response', offset: number, length: number): Promise<Uint8Array>;
  /** Names of files and people in the selection. */
  names(selection: StoredSelection): { files: string[]; people: { id: string; name: string | null }[] };
}

/** What a filter lets through comes as ids, because filters are looked for on another thread. Ids are ascending. */
export type StoredSelection = Exclude<TrafficSelection, { kind: 'filter' }>;

type Condition = [sql: string, ...values: (string | number)[]];

const textId = '(SELECT id FROM texts WHERE text = ?)';

function conditionOf(selection: StoredSelection): Condition {
  switch (selection.kind) {
    case 'all':
      return ['1'];
    case 'ids':
      return ['e.id IN (SELECT value FROM json_each(?))', JSON.stringify(selection.ids)];
    case 'session':
      return [`e.session_id = ${textId}`, selection.sessionId];
    case 'file':
      return [`e.file_id = ${textId}`, selection.fileId];
    case 'span':
      return ['e.real_at BETWEEN ? AND ?', selection.from, selection.to];
  }
}

const MOST_NAMES = 20_000;

interface Sources {
  exchanges: Pick<Exchanges, 'body' | 'flush'>;
  annotations: Pick<Annotations, 'between'>;
  /** Where a large body can be read, when it still can. */
  pathOfBytes: (sha256: string) => string | undefined;
}

/** @param reader a connection that only reads; nothing is asked of it for long */
export function createRecordedTraffic(
  reader: Database,
  { exchanges, annotations, pathOfBytes }: Sources,
): RecordedTraffic {
  const all = <Row>(select: string, selection: StoredSelection, ...values: (string | number)[]): Row[] => {
    const [where, ...given] = conditionOf(selection);
    return reader.prepare<(string | number)[], Row>(select.replace('$selected', where)).all(...given, ...values);
  };
  return {
    async totals(selection) {
      await exchanges.flush();
      const [totals] = all<SelectionTotals>(
        'SELECT COUNT(*) AS count, MIN(e.real_at) AS firstAt, MAX(e.real_at) AS lastAt FROM exchanges e WHERE $selected',
        selection,
      );
      return totals ?? { count: 0, firstAt: null, lastAt: null };
    },
    ids(selection, after, limit) {
      // Thousands of ids are not handed to SQLite again with every page.
      if (selection.kind === 'ids') return pageOf(selection.ids, after, limit);
      return all<{ id: number }>(
        'SELECT e.id FROM exchanges e WHERE ($selected) AND e.id > ? ORDER BY e.id LIMIT ?',
        selection,
        after,
        limit,
      ).map(({ id }) => id);
    },
    exchanges: createRecordedPage(reader, { annotations, pathOfBytes }),
    async bytes(id, side, offset, length) {
      const slice = await exchanges.body(id, side, offset, length);
      return Buffer.from(slice?.base64 ?? '', 'base64');
    },
    names: (selection) => ({
      files: all<{ name: string }>(
        `SELECT text AS name FROM texts WHERE id IN (SELECT DISTINCT e.file_name FROM exchanges e WHERE $selected) LIMIT ${MOST_NAMES}`,
        selection,
      ).map(({ name }) => name),
      people: all<{ id: string; name: string | null }>(
        `SELECT DISTINCT (SELECT text FROM texts t WHERE t.id = e.person_id) AS id,
           (SELECT text FROM texts t WHERE t.id = e.person_name) AS name
         FROM exchanges e WHERE ($selected) AND e.person_id IS NOT NULL LIMIT ${MOST_NAMES}`,
        selection,
      ),
    }),
  };
}

/** @param ids ascending */
function pageOf(ids: readonly number[], after: number, limit: number): number[] {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return ids.slice(low, low + limit);
}
