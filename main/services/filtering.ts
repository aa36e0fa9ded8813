import type { AdminApi } from '../../preload/contract.ts';
import type { FieldName } from '../../preload/filter/fields.ts';
import { type OccurringValue, placeOf, suggestAt } from '../../preload/filter/suggest.ts';
import type { SavedViews } from '../store/saved-views.ts';

export type FilteringCalls = Pick<AdminApi, 'suggestFilter' | 'listSavedViews' | 'saveView' | 'removeSavedView'>;

interface FilteringOptions {
  /** Values in the latest traffic; live without a name, otherwise of a recording that was opened. */
  occurring(source: string | undefined, field: FieldName): Promise<OccurringValue[]>;
  titleOfRule(id: string): string | undefined;
  savedViews: SavedViews;
}

/** What helps to write filters, and keeps them. */
export function createFiltering({ occurring, titleOfRule, savedViews }: FilteringOptions): FilteringCalls {
  return {
    async suggestFilter({ text, caret, source }) {
      const place = placeOf(text, caret);
      if (place?.kind !== 'value') return suggestAt(text, caret, []);
      const { name } = place.field;
      const values = await occurring(source, name);
      const told =
        name === 'finding' ? values.map((one) => ({ ...one, meaning: titleOfRule(one.value) ?? '' })) : values;
      return suggestAt(text, caret, told);
    },
    listSavedViews: async () => savedViews.list(),
    saveView: async ({ name, shape }) => savedViews.save(name, shape),
    removeSavedView: async ({ id }) => savedViews.remove(id),
  };
}
