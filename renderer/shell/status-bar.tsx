import type { ReactNode } from 'react';
import { useConnection } from '../state/connection.ts';
import { useExchanges } from '../state/exchanges.ts';
import { useHost } from '../state/host.ts';
import { useLocks } from '../state/locks.ts';
import { useRequestRate } from '../state/rate.ts';
import { useTokens } from '../state/tokens.ts';
import { Dot } from '../ui/badge.tsx';
import { formatBytes, formatCount, formatWhen, plural } from '../ui/format.ts';
import { useShell } from './shell-state.ts';

export function StatusBar(): ReactNode {
  return (
    <footer className="ws-status">
      <HostPart />
      <RatePart />
      <CapturePart />
      <LockPart />
      <TokenPart />
      <span className="ws-space" />
      <VersionPart />
      <button type="button" className="ws-status-part" onClick={() => useShell.setState({ dialog: 'shortcuts' })}>
        <span className="ws-mono">?</span> shortcuts
      </button>
    </footer>
  );
}

function HostPart(): ReactNode {
  const phase = useConnection((state) => state.phase);
  const problem = useHost((state) => state.host?.folderProblem ?? null);
  const words = phase === 'lost' ? 'host not reached' : problem === null ? 'host' : 'host, folder missing';
  return (
    <span className="ws-status-part" title={problem ?? 'The host answers WOPI requests'}>
      <Dot tone={phase === 'lost' ? 'err' : problem === null ? 'ok' : 'warn'} />
      {words}
    </span>
  );
}

function RatePart(): ReactNode {
  const rate = useRequestRate();
  return (
    <span className="ws-status-part" title="Mean of the last five seconds">
      <span className="ws-status-number">
        {rate > 0 && rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))}
      </span>{' '}
      requests/s
    </span>
  );
}

function CapturePart(): ReactNode {
  const { count, bytes, maxCount, maxBytes, dropped, leftOut } = useExchanges((state) => state.capture);
  return (
    <>
      <a
        className="ws-status-part"
        href="#/settings"
        title={`At most ${formatCount(maxCount)} requests and ${formatBytes(maxBytes)} of bodies are kept; the oldest go first.`}
      >
        {formatCount(count)} captured · {formatBytes(bytes)} of {formatBytes(maxBytes)}
      </a>
      {dropped > 0 ? (
        <a className="ws-status-part ws-warn" href="#/settings" title="Removed to stay within the limits in Settings">
          {plural(dropped, 'older request')} dropped
        </a>
      ) : null}
      {leftOut === null ? null : (
        <a
          className="ws-status-part"
          href="#/settings"
          title={`Ignore rules in Settings, since ${formatWhen(leftOut.since)}`}
        >
          {leftOut.rules === 0 ? '' : `${plural(leftOut.rules, 'rule')}: `}
          {formatCount(leftOut.count)} left out
        </a>
      )}
    </>
  );
}

function LockPart(): ReactNode {
  const count = useLocks((state) => state.byFile.size);
  return (
    <a className="ws-status-part" href="#/locks">
      {plural(count, 'lock')}
    </a>
  );
}

function TokenPart(): ReactNode {
  const count = useTokens((state) => {
    let valid = 0;
    for (const token of state.byId.values()) if (token.state === 'valid') valid += 1;
    return valid;
  });
  return (
    <a className="ws-status-part" href="#/people" title="Tokens that are valid now">
      {plural(count, 'token')}
    </a>
  );
}

function VersionPart(): ReactNode {
  const version = useHost((state) => state.host?.version);
  return version === undefined ? null : <span className="ws-status-part">version {version}</span>;
}
