import { setTimeout as pause } from 'node:timers/promises';
import type { TrafficSelection } from '../../preload/contract.ts';
import type { StoredSelection } from '../store/recorded-traffic.ts';
import type { TrafficViews } from '../store/traffic-views.ts';

const ASK_AGAIN_MS = 20;

/**
 * A selection with the ids a filter lets through in place of the filter: they are looked for on the thread of the
 * lists, where a long search holds nothing up and an endless one is stopped.
 * @throws Error whose message tells the mistake in the filter, or why it was stopped, and the remedy
 */
export async function resolveSelection(
  selection: TrafficSelection,
  source: string | undefined,
  { openView, getView, listViewIds, closeView }: TrafficViews['calls'],
): Promise<StoredSelection> {
  if (selection.kind === 'ids') return { kind: 'ids', ids: ascending(selection.ids) };
  if (selection.kind !== 'filter') return selection;
  const wish = { filter: selection.text, ...(source === undefined ? {} : { source }) };
  let view = await openView(wish);
  while (!view.isComplete && view.problem === null) {
    await pause(ASK_AGAIN_MS);
    const { viewId, version } = view;
    view = (await getView({ viewId, version })) ?? (await openView(wish));
  }
  if (view.problem !== null) throw new Error(view.problem);
  const ids = await listViewIds({ viewId: view.viewId, limit: Math.max(1, view.matched) });
  await closeView({ viewId: view.viewId });
  return { kind: 'ids', ids: ascending(ids ?? []) };
}

function ascending(ids: readonly number[]): number[] {
  return [...ids].sort((left, right) => left - right);
}
