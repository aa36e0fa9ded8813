import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { AdminApi, Waterfall } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { go, linkTo } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { Shown } from '../ui/shown.tsx';
import { EVERYTHING } from './axis-link.ts';
import { WaterfallView } from './waterfall.tsx';

const MOST = 5_000;

/** Requests on a time axis that belong to no one session: those chosen in Traffic, or those a filter shows. */
export function ChosenAxis({ ids, filter }: { ids: string | null; filter: string | null }): ReactNode {
  const api = useApi();
  const text = filter === null || filter === EVERYTHING ? '' : filter;
  const { data, problem, reload } = useLoaded(`axis ${ids ?? ''} ${text}`, async () =>
    ids === null ? axisOfFilter(api, text) : api.getWaterfall({ exchangeIds: idsIn(ids) }),
  );
  const back = (): void => go(linkTo('/traffic', { f: text === '' ? null : text }));
  useShortcuts('Time axis', [{ keys: 'Escape', label: 'Back to Traffic', run: back }]);
  return (
    <section className="ws-sessions" aria-label="Time axis">
      <div className="ws-sessions-bar">
        <Button size="small" onClick={back}>
          Back to Traffic
        </Button>
        <h2 className="ws-axis-title">
          {ids === null ? (
            text === '' ? (
              'The newest requests'
            ) : (
              <>
                Requests that match <Shown text={text} />
              </>
            )
          ) : (
            'Chosen requests'
          )}
        </h2>
      </div>
      <div className="ws-sessions-table">
        {data ? (
          <WaterfallView waterfall={data} />
        ) : problem === null ? (
          <Loading what="the time axis" />
        ) : (
          <Problem
            title="The time axis cannot be shown"
            message={problem}
            actions={<Button onClick={reload}>Try again</Button>}
          />
        )}
      </div>
    </section>
  );
}

function idsIn(text: string): number[] {
  const ids = text.split('.').map(Number).filter(Number.isSafeInteger).slice(0, MOST);
  if (ids.length === 0) throw new Error('The address names no request. Choose some in Traffic.');
  return ids;
}

/** The newest that match, found by the same view that the list of Traffic is made of. */
async function axisOfFilter(api: AdminApi, filter: string): Promise<Waterfall> {
  const { viewId } = await api.openView({ filter });
  try {
    await complete(api, viewId);
    const ids = (await api.listViewIds({ viewId, limit: 200_000 })) ?? [];
    if (ids.length === 0) return { bars: [], periods: [], cut: null };
    const newest = ids.toSorted((left, right) => right - left).slice(0, MOST);
    const waterfall = await api.getWaterfall({ exchangeIds: newest });
    const cut = `Drawn are the ${MOST.toLocaleString()} newest of ${ids.length.toLocaleString()} requests.`;
    return ids.length > newest.length ? { ...waterfall, cut } : waterfall;
  } finally {
    await api.closeView({ viewId });
  }
}

/** Each answer comes when more has been looked at. */
async function complete(api: AdminApi, viewId: number): Promise<void> {
  for (;;) {
    const view = await api.getView({ viewId, version: 0 });
    if (!view || view.isComplete || view.matched >= MOST || view.problem !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
