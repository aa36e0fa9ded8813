import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import type { CallReport, EditorState } from '../../preload/editor-contract.ts';
import { Badge, OperationName } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Card, Fact, Facts } from '../ui/fields.tsx';
import { formatBytes, formatCountdown, formatDuration, formatTime, formatTimeMs } from '../ui/format.ts';
import { run } from './actions.ts';
import { CallFacts } from './call-facts.tsx';
import { useTools } from './context.ts';
import { useSandbox } from './store.ts';
import { useVirtualNow } from './use-now.ts';

/** What an editor's server knows and people never see: the lock, the version, the token and every call. */
export function WopiPanel(): ReactNode {
  const state = useSandbox((store) => store.state);
  if (state === null) return null;
  return (
    <aside className="sb-panel" aria-label="WOPI">
      <LockCard state={state} />
      <DocumentCard state={state} />
      <TokenCard state={state} />
      <CallsCard calls={state.calls} />
    </aside>
  );
}

function LockCard({ state }: { state: EditorState }): ReactNode {
  const tools = useTools();
  const now = useVirtualNow();
  const { lock } = state;
  const refresh = (
    <Button size="small" onClick={() => void run(tools, { name: 'refresh-lock' })}>
      Refresh lock now
    </Button>
  );
  return (
    <Card title="Lock" actions={lock === null ? undefined : refresh}>
      {lock === null ? (
        <p className="ws-muted sb-note">Reading takes no lock.</p>
      ) : (
        <Facts>
          <Fact label="State">
            <Badge tone={lock.isHeld ? 'ok' : 'err'}>{lock.isHeld ? 'held by this editor' : 'lost'}</Badge>
          </Fact>
          <Fact label="Lock id">
            <span className="ws-mono" data-testid="lock-id">
              {lock.id}
            </span>{' '}
            <CopyButton text={lock.id} what="lock id" />
          </Fact>
          <Fact label="Refreshed">{formatTime(lock.refreshedAt)}</Fact>
          <Fact label="Expires in">
            <span className="ws-mono">{lock.isHeld ? formatCountdown(lock.expiresAt, now) : '–'}</span>
          </Fact>
        </Facts>
      )}
    </Card>
  );
}

function DocumentCard({ state }: { state: EditorState }): ReactNode {
  const tools = useTools();
  const { file, save, format, revision } = state;
  return (
    <Card
      title="Document"
      actions={
        <Button size="small" onClick={() => void run(tools, { name: 'check' })}>
          Check again
        </Button>
      }
    >
      <Facts>
        <Fact label="Version">
          <span className="ws-mono" data-testid="version">
            {file.version === '' ? '–' : file.version}
          </span>
        </Fact>
        <Fact label="Size">{formatBytes(file.size)}</Fact>
        <Fact label="Last save">
          {save.at === null ? 'not in this session' : `${formatTime(save.at)}, ${save.by ?? ''}`}
        </Fact>
        {format === null ? null : (
          <Fact label="Written as">
            {format.encoding}, {format.lineEnding}
          </Fact>
        )}
        {revision === 0 ? null : <Fact label="Revision here">{revision}</Fact>}
      </Facts>
    </Card>
  );
}

function TokenCard({ state }: { state: EditorState }): ReactNode {
  const now = useVirtualNow();
  const { token, person } = state;
  const tone = { valid: 'ok', expiring: 'warn', expired: 'err', refused: 'err' } as const;
  return (
    <Card title="Token">
      <Facts>
        <Fact label="Person">
          {person.name} {person.isAnonymous ? '(anonymous)' : <span className="ws-mono">{person.userId}</span>}
        </Fact>
        <Fact label="State">
          <Badge tone={tone[token.state]}>{token.state}</Badge>
        </Fact>
        <Fact label="Expires in">
          <span className="ws-mono">
            {token.expiresAt === 0 ? 'not known (ttl 0)' : formatCountdown(token.expiresAt, now)}
          </span>
        </Fact>
      </Facts>
    </Card>
  );
}

function CallsCard({ calls }: { calls: readonly CallReport[] }): ReactNode {
  return (
    <Card title="WOPI calls of this editor">
      <ol className="sb-calls">
        {calls.map((call) => (
          <li key={call.id}>
            <details>
              <summary>
                <span className="ws-mono ws-muted">{formatTime(call.at)}</span>
                <OperationName operation={call.operation} />
                <span className={`ws-mono ${call.ok ? 'ws-ok' : 'ws-err'}`}>{call.status ?? '–'}</span>
                <span className="ws-mono ws-muted">{formatDuration(call.durationMs)}</span>
              </summary>
              <p title={formatTimeMs(call.at)}>{call.meaning}</p>
              <CallFacts call={call} />
            </details>
          </li>
        ))}
      </ol>
    </Card>
  );
}
