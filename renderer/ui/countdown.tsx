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

/** The same as part of a sentence. */
export function ExpiresIn({ until }: { until: number }): ReactNode {
  const now = useVirtualNow();
  if (until <= now) return <>time is over</>;
  return (
    <>
      expires in <Countdown until={until} />
    </>
  );
}
