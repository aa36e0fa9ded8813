import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { useConnection } from '../state/connection.ts';
import { useSecond } from '../state/clock.ts';
import { Loading, Problem } from '../ui/empty.tsx';
import { KeyPage } from './key-page.tsx';

/** After so many attempts in vain the key is the likelier cause than a host that is slow to start. */
const DOUBT_KEY_AFTER = 4;

/** Until the first state has arrived there is nothing to show; afterwards the page stays and `ConnectionBanner` speaks. */
export function ConnectionGate({
  retry,
  children,
}: {
  retry: (() => void) | undefined;
  children: ReactNode;
}): ReactNode {
  const { hasShown, phase, attempt, problem } = useConnection();
  if (hasShown) return children;
  if (problem !== null) {
    return (
      <Problem
        title="The state of the host could not be read"
        message={problem}
        actions={
          <Button appearance="primary" onClick={retry}>
            Try again
          </Button>
        }
      />
    );
  }
  if (phase !== 'lost' && attempt < 2) return <Loading what="the host" />;
  if (attempt >= DOUBT_KEY_AFTER) {
    return (
      <KeyPage problem="The host does not answer, or it was started again and has a new key. If it is running, paste the address it printed." />
    );
  }
  return (
    <Problem
      title="No connection to the host"
      message="It is being tried again by itself. If the sandbox was stopped, start it again."
      actions={
        <Button appearance="primary" onClick={retry}>
          Try now
        </Button>
      }
    />
  );
}

/** Over a page that keeps showing the last known state. */
export function ConnectionBanner({ retry }: { retry?: (() => void) | undefined }): ReactNode {
  const { phase, hasShown, attempt, retryAt, problem } = useConnection();
  const now = useSecond();
  if (!hasShown || (phase !== 'lost' && phase !== 'connecting' && problem === null)) return null;
  const wait = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000));
  const advice = attempt >= DOUBT_KEY_AFTER ? ' If it was started again, open the address it printed.' : '';
  const words =
    problem ??
    `The connection to the host is lost. What you see is from before; next attempt ${wait > 0 ? `in ${wait} s` : 'now'}.${advice}`;
  return (
    <div className="ws-banner" data-tone="warning" role="status">
      <p>{words}</p>
      {retry ? (
        <Button size="small" onClick={retry}>
          Try now
        </Button>
      ) : null}
    </div>
  );
}
