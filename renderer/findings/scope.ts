import { useMemo } from 'react';
import type { FindingScope, FindingSeverity } from '../../preload/contract.ts';
import { useLinkParam } from '../shell/location.ts';
import { formatFull, formatTime } from '../ui/format.ts';

/** What the page is narrowed to; it stands in the address. */
export interface PageScope {
  scope: Pick<FindingScope, 'severity' | 'since' | 'until'>;
  severity: FindingSeverity | null;
  setSeverity: (severity: FindingSeverity | null) => void;
  /** null: all of the kept time. */
  stretch: { from: number; to: number } | null;
  setStretch: (stretch: { from: number; to: number } | null) => void;
}

export const SEVERITIES: readonly FindingSeverity[] = ['error', 'warning', 'information'];

export function usePageScope(): PageScope {
  const [severityText, setSeverityText] = useLinkParam('severity');
  const [time, setTime] = useLinkParam('time');
  const severity = SEVERITIES.find((one) => one === severityText) ?? null;
  const stretch = useMemo(() => readStretch(time), [time]);
  const scope = useMemo(
    () => ({
      ...(severity === null ? {} : { severity }),
      ...(stretch === null ? {} : { since: stretch.from, until: stretch.to }),
    }),
    [severity, stretch],
  );
  return {
    scope,
    severity,
    setSeverity: setSeverityText,
    stretch,
    setStretch: (next) => setTime(next && `${Math.floor(next.from)}-${Math.ceil(next.to)}`),
  };
}

function readStretch(text: string | null): { from: number; to: number } | null {
  const [from, to] = (/^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? []).slice(1).map(Number);
  return from === undefined || to === undefined || from >= to ? null : { from, to };
}

/** '14:32:05 to 14:40:00', with the day where it is more than one. */
export function stretchInWords({ from, to }: { from: number; to: number }): string {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  return isOneDay ? `${formatTime(from)} to ${formatTime(to)}` : `${formatFull(from)} to ${formatFull(to)}`;
}
