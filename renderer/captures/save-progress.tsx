import type { ReactNode } from 'react';
import { ProgressBar } from '@fluentui/react-components';
import type { SaveProgress } from '../../preload/contract.ts';
import { useRunningSave } from '../state/saving.ts';
import { formatBytes, formatCount } from '../ui/format.ts';

/** How far the save of this page is; nothing for one that is done in a moment. */
export function SaveProgressLine(): ReactNode {
  const progress = useRunningSave((state) => state.progress);
  if (progress === null || progress.exchanges === 0) return null;
  const { exchanges, total } = progress;
  const words = wordsOf(progress);
  return (
    <div className="ws-save-progress">
      <p id="save-progress">{words}</p>
      <ProgressBar aria-labelledby="save-progress" {...(exchanges < total ? { value: exchanges, max: total } : {})} />
    </div>
  );
}

function wordsOf({ exchanges, total, bytes }: SaveProgress): string {
  const written = bytes === 0 ? '' : `, ${formatBytes(bytes)} written`;
  if (exchanges < total) return `Saving: ${formatCount(exchanges)} of ${formatCount(total)} requests${written}`;
  return `All ${formatCount(total)} requests are read; packing the file${written}`;
}
