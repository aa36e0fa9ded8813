import type { ChangedMark, Mark, MarkChange } from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** Exchanges that retention leaves alone, for `IN (…)`. */
export const PINNED = 'SELECT exchange_id FROM annotations WHERE is_pinned = 1';

/** A change with everything decided. */
export type SettledChange = Omit<MarkChange, 'pin'> & { pin?: 'on' | 'off' };

export interface StoredMark {
  exchangeId: number;
  isPinned: number;
  colour: Mark['colour'];
  note: string | null;
  tags: string;
}

export const MARK_SELECT =
  'SELECT exchange_id AS exchangeId, is_pinned AS isPinned, colour, note, tags FROM annotations';

export function toMark({ isPinned, colour, note, tags }: StoredMark): Mark {
  return { isPinned: isPinned === 1, colour, note, tags: JSON.parse(tags) as string[] };
}

/** Changes what people added to exchanges, for the one connection that writes. */
interface AnnotationWriter {
  /** Those of exchanges that are stored; an exchange on which nothing is left has no mark any more. */
  change(ids: readonly number[], change: SettledChange): ChangedMark[];
  isPinned(id: number): boolean;
  pinned(): number;
  clear(): void;
}

export function createAnnotationWriter(database: Database): AnnotationWriter {
  const sql = {
    isStored: database.prepare<[number], 1>('SELECT 1 FROM exchanges WHERE id = ?').pluck(),
    one: database.prepare<[number], StoredMark>(`${MARK_SELECT} WHERE exchange_id = ?`),
    put: database.prepare(
      `INSERT INTO annotations (exchange_id, is_pinned, colour, note, tags) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (exchange_id) DO UPDATE SET
         is_pinned = excluded.is_pinned, colour = excluded.colour, note = excluded.note, tags = excluded.tags`,
    ),
    remove: database.prepare('DELETE FROM annotations WHERE exchange_id = ?'),
    isPinned: database
      .prepare<[number], 1>('SELECT 1 FROM annotations WHERE exchange_id = ? AND is_pinned = 1')
      .pluck(),
    pinned: database.prepare<[], number>('SELECT COUNT(*) FROM annotations WHERE is_pinned = 1').pluck(),
    clear: database.prepare('DELETE FROM annotations'),
  };
  const markOf = (id: number): Mark => {
    const stored = sql.one.get(id);
    return stored ? toMark(stored) : { isPinned: false, colour: null, note: null, tags: [] };
  };

  return {
    change(ids, change) {
      const stored = ids.filter((id) => sql.isStored.get(id) !== undefined);
      return stored.map((exchangeId) => {
        const mark = changed(markOf(exchangeId), change);
        if (isEmpty(mark)) {
          sql.remove.run(exchangeId);
          return { exchangeId, mark: null };
        }
        sql.put.run(exchangeId, mark.isPinned ? 1 : 0, mark.colour, mark.note, JSON.stringify(mark.tags));
        return { exchangeId, mark };
      });
    },
    isPinned: (id) => sql.isPinned.get(id) !== undefined,
    pinned: () => sql.pinned.get() ?? 0,
    clear: () => void sql.clear.run(),
  };
}

/** The mark after the change; each tag is there once. */
function changed(mark: Mark, { pin, colour, note, tags, addTags = [], removeTags = [] }: SettledChange): Mark {
  const gone = new Set(removeTags);
  const next = [...(tags ?? mark.tags), ...addTags].filter((tag) => !gone.has(tag));
  return {
    isPinned: pin === undefined ? mark.isPinned : pin === 'on',
    colour: colour === undefined ? mark.colour : colour,
    note: note === undefined ? mark.note : note === '' ? null : note,
    tags: [...new Set(next)],
  };
}

function isEmpty({ isPinned, colour, note, tags }: Mark): boolean {
  return !isPinned && colour === null && note === null && tags.length === 0;
}
