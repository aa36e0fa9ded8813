import type { ReactNode } from 'react';
import { Dot, OperationName } from '../ui/badge.tsx';
import { formatDuration } from '../ui/format.ts';
import { useSandbox, type Link } from './store.ts';

const LINKS: Record<Link, { tone: 'ok' | 'warn' | 'err'; words: string }> = {
  connecting: { tone: 'warn', words: 'connecting' },
  open: { tone: 'ok', words: 'connected' },
  lost: { tone: 'warn', words: 'connection lost' },
  over: { tone: 'err', words: 'session over' },
};

export function StatusBar(): ReactNode {
  const state = useSandbox((store) => store.state);
  const link = useSandbox((store) => store.link);
  const { tone, words } = LINKS[link];
  const last = state?.calls[0];
  return (
    <footer className="sb-status">
      <span className="sb-status-item">
        <Dot tone={tone} /> {words}
      </span>
      {state === null ? null : (
        <>
          <span className="sb-status-item">{state.mode}</span>
          {state.format === null ? null : (
            <span className="sb-status-item">
              {state.format.encoding} · {state.format.lineEnding}
            </span>
          )}
          <span className="sb-status-item">
            version <span className="ws-mono">{state.file.version === '' ? '–' : state.file.version}</span>
          </span>
        </>
      )}
      <span className="sb-space" />
      {last === undefined ? null : (
        <span className="sb-status-item" title={last.meaning}>
          <OperationName operation={last.operation} />
          <span className={`ws-mono ${last.ok ? 'ws-ok' : 'ws-err'}`}>{last.status ?? 'no answer'}</span>
          <span className="ws-mono">{formatDuration(last.durationMs)}</span>
        </span>
      )}
    </footer>
  );
}
