import type { AdminApi } from '../../preload/contract.ts';
import { placeOf, suggestAt } from '../../preload/filter/suggest.ts';
import type { Database } from '../store/database.ts';
import { occurringValues } from '../store/filter-values.ts';
import type { SavedViews } from '../store/saved-views.ts';

export type FilteringCalls = Pick<AdminApi, 'suggestFilter' | 'listSavedViews' | 'saveView' | 'removeSavedView'>;

interface FilteringOptions {
  /** Live traffic without a name, otherwise a recording that was opened. */
  open(source: string | undefined): Database;
  savedViews: SavedViews;
}

/** What helps to write filters, and keeps them. */
export function createFiltering({ open, savedViews }: FilteringOptions): FilteringCalls {
  return {
    async suggestFilter({ text, caret, source }) {
      const place = placeOf(text, caret);
      return suggestAt(text, caret, place?.kind === 'value' ? occurringValues(open(source), place.field.name) : []);
    },
    listSavedViews: async () => savedViews.list(),
    saveView: async ({ name, shape }) => savedViews.save(name, shape),
    removeSavedView: async ({ id }) => savedViews.remove(id),
  };
}
