import type { ReactNode } from 'react';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatBytes, formatDuration, formatFull, NONE } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import type { TabProps } from './tabs.tsx';

export function Timing({ detail }: TabProps): ReactNode {
  const { firstByteMs, durationMs, realAt, at, requestBytes, responseBytes } = detail;
  const sending = firstByteMs === null || durationMs === null ? null : Math.max(0, durationMs - firstByteMs);
  return (
    <div className="ws-exchange-cards">
      <Card title="How long it took">
        {firstByteMs === null || sending === null ? null : (
          <div className="ws-timing-bar" aria-hidden="true">
            <span style={{ flexGrow: firstByteMs }} />
            <span style={{ flexGrow: sending }} />
          </div>
        )}
        <Facts>
          <Fact label="Until the answer began">
            <Mono>{formatDuration(firstByteMs)}</Mono>
          </Fact>
          <Fact label="Answer sent in">
            <Mono>{formatDuration(sending)}</Mono>
          </Fact>
          <Fact label="In all">
            <Mono>{formatDuration(durationMs)}</Mono>
          </Fact>
        </Facts>
      </Card>
      <Card title="When">
        <Facts>
          <Fact label="First byte came">
            <Mono>{formatFull(realAt)}</Mono>
          </Fact>
          <Fact label="Answer ended">
            <Mono>{durationMs === null ? NONE : formatFull(realAt + durationMs)}</Mono>
          </Fact>
          <Fact label="Virtual time">
            <Mono>{formatFull(at)}</Mono>
          </Fact>
        </Facts>
      </Card>
      <Card title="Bytes of the bodies">
        <Facts>
          <Fact label="Request">
            <Mono>{formatBytes(requestBytes)}</Mono>
          </Fact>
          <Fact label="Answer">
            <Mono>{formatBytes(responseBytes)}</Mono>
          </Fact>
        </Facts>
      </Card>
    </div>
  );
}
