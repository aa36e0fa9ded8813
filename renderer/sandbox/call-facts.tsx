import type { ReactNode } from 'react';
import type { CallReport } from '../../preload/editor-contract.ts';
import { Fact, Facts } from '../ui/fields.tsx';
import { formatDuration, formatTimeMs } from '../ui/format.ts';

/** One call with the host's own words: status and the headers that matter to WOPI. */
export function CallFacts({ call }: { call: CallReport }): ReactNode {
  return (
    <div className="sb-call-facts">
      <Facts>
        <Fact label="Call">{call.operation}</Fact>
        <Fact label="Status">
          <span className="ws-mono">{call.status ?? 'no answer'}</span> after {formatDuration(call.durationMs)}, at{' '}
          {formatTimeMs(call.at)}
        </Fact>
        {call.headers.map(({ name, value }, index) => (
          <Fact key={`${name} ${String(index)}`} label={name}>
            <span className="ws-mono">{value === '' ? '(empty)' : value}</span>
          </Fact>
        ))}
        <Fact label="Correlation id">
          <span className="ws-mono">{call.correlationId}</span>
        </Fact>
      </Facts>
    </div>
  );
}
