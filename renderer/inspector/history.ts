import type { AdminApi } from '../../preload/contract.ts';
import { messageOf } from '../api/client.ts';
import { addPage, currentEra, exchanges, useExchanges } from '../state/exchanges.ts';

/** What one look at the screen needs. */
const NEWEST = 2_000;
/** Larger, because it is read while nobody waits; still short enough not to hold up live events. */
const OLDER = 5_000;

type Lister = Pick<AdminApi, 'listExchanges'>;

/** Reads the newest rows, then, page by page, the older ones until all that the host keeps is here. */
export async function loadHistory(api: Lister): Promise<void> {
  const era = currentEra();
  try {
    useExchanges.setState({ history: 'newest', historyProblem: null });
    let page = await api.listExchanges({ limit: NEWEST });
    while (era === currentEra()) {
      addPage(page.rows, era);
      if (!page.hasOlder) {
        useExchanges.setState({ history: 'complete' });
        return;
      }
      useExchanges.setState({ history: 'older' });
      await nextIdle();
      const oldest = exchanges.items[0]?.id;
      if (oldest === undefined) return;
      page = await api.listExchanges({ before: oldest, limit: OLDER });
    }
  } catch (error) {
    if (era === currentEra()) useExchanges.setState({ history: 'failed', historyProblem: messageOf(error) });
  }
}

function nextIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 1_000 });
    else setTimeout(resolve, 0);
  });
}
