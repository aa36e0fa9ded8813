import type { ReactNode } from 'react';
import { useVirtualNow } from '../state/clock.ts';
import { formatCountdown, formatFull } from './format.ts';
import './countdown.css';

/** Time left on the virtual clock; the digits keep their width while they run. */
export function Countdown({ until }: { until: number }): ReactNode {
  const now = useVirtualNow();
  const left = until - now;
  const tone = left <= 0 ? 'over' : left < 2 * 60_000 ? 'soon' : undefined;
  return (
    <span className="ws-mono ws-countdown" data-tone={tone} title={`Until ${formatFull(until)} on the virtual clock`}>
      {formatCountdown(until, now)}
    </span>
  );
}

/** The same as part of a sentence: 'expires in 27:59', or 'over'. */
export function ExpiresIn({ until, lead = 'expires in' }: { until: number; lead?: string }): ReactNode {
  const now = useVirtualNow();
  if (until <= now) return <>over</>;
  return (
    <>
      {lead} <Countdown until={until} />
    </>
  );
}
