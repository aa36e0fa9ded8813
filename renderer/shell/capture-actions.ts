import { createElement } from 'react';
import type { AdminApi } from '../../preload/contract.ts';
import { ClearQuestion } from '../marks/clear-question.tsx';
import { useExchanges } from '../state/exchanges.ts';
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
  const { count, pinned } = useExchanges.getState().capture;
  let keepPinned = pinned > 0;
  const isSure = await confirm({
    title: 'Clear the recorded traffic?',
    body: createElement(ClearQuestion, { count, pinned, onKeep: (isKept) => (keepPinned = isKept) }),
    action: 'Clear',
  });
  if (!isSure) return;
  await api.clearExchanges({ keepPinned }).then(() => say('Recorded traffic cleared.'), fail);
}
