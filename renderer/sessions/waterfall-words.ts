import type { WaterfallBar, WaterfallPeriod } from '../../preload/contract.ts';
import { outcomeWords } from '../inspector/outcomes.ts';
import { readingOf } from '../inspector/readings.ts';
import { formatBytes, formatDuration, formatTime, formatTimeMs } from '../ui/format.ts';

/** What a bar is called where there is no room for a sentence. */
export function nameOf({ operation, method }: WaterfallBar): string {
  return operation ?? method;
}

/** How long it took: until the answer began, and until all of it was out. */
export function timingOf({ durationMs, firstByteMs }: WaterfallBar): string {
  if (durationMs === null) return 'still running';
  if (firstByteMs === null) return `${formatDuration(durationMs)} in all`;
  return `${formatDuration(firstByteMs)} until the answer began, ${formatDuration(Math.max(0, durationMs - firstByteMs))} to send it`;
}

/** The bar for those who do not see it. */
export function barInWords(bar: WaterfallBar): string {
  const { status, personName, realAt } = bar;
  return [
    // First what is seen of it, then what is only drawn.
    `${status ?? '…'} ${nameOf(bar)}`,
    outcomeWords(bar),
    formatTimeMs(realAt),
    ...(personName === null ? [] : [personName]),
    timingOf(bar),
  ].join(', ');
}

export function sentenceOf(bar: WaterfallBar): { title: string; words: string; facts: string } {
  const { requestBytes, responseBytes } = bar;
  return {
    ...readingOf(bar, null, (id) => id),
    facts: `${formatTimeMs(bar.realAt)} · ${timingOf(bar)} · ${formatBytes(requestBytes)} in, ${formatBytes(responseBytes)} out`,
  };
}

export function periodInWords({ label, from, to, end, marks, tone }: WaterfallPeriod): string {
  const refreshed = marks.length === 0 ? '' : `, refreshed ${marks.length === 1 ? 'once' : `${marks.length} times`}`;
  const whose = tone === 'other' ? ' (another session)' : '';
  return `${label}${whose}, from ${formatTime(from)} to ${formatTime(to)}${refreshed}: ${end}`;
}
