import type { AdminApi } from '../../preload/contract.ts';
import { useExchanges } from '../state/exchanges.ts';
import { formatCount } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import type { Question } from '../ui/confirm.tsx';

export function togglePause(api: Pick<AdminApi, 'setCapturePaused'>): void {
  const paused = !useExchanges.getState().capture.paused;
  api
    .setCapturePaused({ paused })
    .then(() => say(paused ? 'Recording is paused; requests are served all the same.' : 'Recording again.'), fail);
}

export async function clearTraffic(
  api: Pick<AdminApi, 'clearExchanges'>,
  confirm: (question: Question) => Promise<boolean>,
): Promise<void> {
  const { count } = useExchanges.getState().capture;
  const isSure = await confirm({
    title: 'Clear the recorded traffic?',
    body: `${formatCount(count)} recorded requests with their bodies are deleted for good. Files, locks and tokens stay as they are.`,
    action: 'Clear',
  });
  if (!isSure) return;
  await api.clearExchanges().then(() => say('Recorded traffic cleared.'), fail);
}
