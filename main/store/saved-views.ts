import type { Publish, SavedView, ViewShape } from '../../preload/contract.ts';
import type { Database } from './database.ts';

/** Views of the list of Traffic that have a name. */
export interface SavedViews {
  list(): SavedView[];
  save(name: string, shape: ViewShape): SavedView;
  remove(id: string): void;
}

const MOST_VIEWS = 200;

const filtered = (filter: string): ViewShape => ({
  filter,
  group: null,
  isCollapsed: false,
  sort: null,
  columns: null,
});

const BUILT_IN: readonly SavedView[] = [
  { id: 'refused', name: 'Refused', shape: filtered('outcome:refused,wrong'), isBuiltIn: true },
  { id: 'locks', name: 'Locks', shape: filtered('op:locking'), isBuiltIn: true },
  { id: 'saves', name: 'Saves', shape: filtered('op:writing'), isBuiltIn: true },
  { id: 'errors', name: 'Errors found', shape: filtered('finding:error'), isBuiltIn: true },
  { id: 'slow', name: 'Slow', shape: filtered('duration:>1s'), isBuiltIn: true },
];

export function createSavedViews(database: Database, publish: Publish): SavedViews {
  const sql = {
    all: database.prepare<[], Stored>('SELECT id, name, shape FROM saved_views ORDER BY name COLLATE NOCASE'),
    byName: database.prepare<[string], Stored>('SELECT id, name, shape FROM saved_views WHERE name = ?'),
    count: database.prepare<[], number>('SELECT COUNT(*) FROM saved_views').pluck(),
    put: database.prepare(
      `INSERT INTO saved_views (name, shape) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET name = excluded.name, shape = excluded.shape`,
    ),
    remove: database.prepare('DELETE FROM saved_views WHERE id = ?'),
  };
  const list = (): SavedView[] => [...BUILT_IN, ...sql.all.all().map(toView)];
  const announce = (): void => publish({ type: 'saved-views', views: list() });
  return {
    list,
    save(name, shape) {
      if (BUILT_IN.some((view) => view.name.toLowerCase() === name.toLowerCase()))
        throw new Error(`“${name}” comes with the app and cannot be changed. Choose another name.`);
      if (!sql.byName.get(name) && (sql.count.get() ?? 0) >= MOST_VIEWS)
        throw new Error(`${MOST_VIEWS} views are saved, which is the most. Remove one first.`);
      sql.put.run(name, JSON.stringify(shape));
      const saved = sql.byName.get(name);
      if (!saved) throw new Error(`The view “${name}” was removed while it was saved. Save it again.`);
      announce();
      return toView(saved);
    },
    remove(id) {
      if (BUILT_IN.some((view) => view.id === id))
        throw new Error('This view comes with the app and cannot be removed.');
      if (sql.remove.run(Number(id)).changes === 0) throw new Error('This view is not there any more.');
      announce();
    },
  };
}

interface Stored {
  id: number;
  name: string;
  shape: string;
}

function toView({ id, name, shape }: Stored): SavedView {
  return { id: String(id), name, shape: JSON.parse(shape) as ViewShape, isBuiltIn: false };
}
