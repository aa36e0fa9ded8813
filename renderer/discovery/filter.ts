import type { ActionEntry } from './columns.tsx';

export interface ActionFilter {
  text: string;
  app: string;
  action: string;
  extension: string;
  /** '' for any, 'none' for actions that require nothing, otherwise one capability. */
  requires: string;
}

export const NO_FILTER: ActionFilter = { text: '', app: '', action: '', extension: '', requires: '' };

export function filterActions(entries: readonly ActionEntry[], filter: ActionFilter): readonly ActionEntry[] {
  const text = filter.text.trim().toLowerCase();
  const extension = filter.extension.trim().toLowerCase().replace(/^\./, '');
  return entries.filter(
    (entry) =>
      (filter.app === '' || entry.app === filter.app) &&
      (filter.action === '' || entry.action === filter.action) &&
      (extension === '' || (entry.extension ?? '').startsWith(extension)) &&
      isRequired(entry.requires, filter.requires) &&
      (text === '' || textOf(entry).includes(text)),
  );
}

function isRequired(requires: readonly string[], wanted: string): boolean {
  if (wanted === '') return true;
  return wanted === 'none' ? requires.length === 0 : requires.includes(wanted);
}

function textOf({ app, action, extension, progid, urlsrc, zone }: ActionEntry): string {
  return [app, action, extension ?? '', progid ?? '', zone, urlsrc].join('\n').toLowerCase();
}

/** What can be chosen in each filter, sorted. */
export function optionsOf(entries: readonly ActionEntry[]): { apps: string[]; actions: string[]; requires: string[] } {
  const sorted = (values: Iterable<string>): string[] => [...new Set(values)].toSorted();
  return {
    apps: sorted(entries.map(({ app }) => app)),
    actions: sorted(entries.map(({ action }) => action)),
    requires: sorted(entries.flatMap(({ requires }) => requires)),
  };
}
