import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import type { ConformanceRunRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { formatCount, formatFull, formatWhen } from '../ui/format.ts';
import { SideLine, SideList } from '../ui/side-list.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { choiceOf, RunState } from './verdict.tsx';

interface HistoryProps {
  runs: readonly ConformanceRunRow[];
  runId: number | null;
  onPick(runId: number): void;
}

export function History({ runs, runId, onPick }: HistoryProps): ReactNode {
  return (
    <SideList
      label="History of runs"
      heading={
        <>
          History <span className="ws-muted">{formatCount(runs.length)}</span>
        </>
      }
    >
      <ul>
        {runs.map((run) => (
          <SideLine
            key={run.id}
            isPicked={run.id === runId}
            title={formatFull(run.startedAt)}
            actions={run.state === 'running' ? null : <RemoveRun run={run} />}
            onPick={() => onPick(run.id)}
          >
            <span className="ws-clip">{run.target}</span>
            <span className="ws-side-head">
              <span className="ws-side-facts">
                #{run.id} · {formatWhen(run.startedAt)}
              </span>
              <RunState run={run} />
            </span>
            <span className="ws-side-facts">
              {formatCount(run.passed)} of {formatCount(run.total)} passed
            </span>
            <span className="ws-side-facts ws-clip">{choiceOf(run)}</span>
          </SideLine>
        ))}
      </ul>
    </SideList>
  );
}

function RemoveRun({ run: { id: runId } }: { run: ConformanceRunRow }): ReactNode {
  const api = useApi();
  const confirm = useConfirm();
  async function remove(): Promise<void> {
    const isSure = await confirm({
      title: `Remove run #${runId}?`,
      body: 'Its verdicts and requests go away. Export it first if somebody needs them.',
      action: 'Remove',
    });
    if (!isSure) return;
    try {
      await api.removeConformanceRun({ runId });
      say(`Run #${runId} removed.`);
    } catch (error) {
      fail(error);
    }
  }
  return (
    <Button
      size="small"
      appearance="transparent"
      icon={<Delete16Regular />}
      aria-label={`Remove run #${runId}`}
      title="Remove"
      onClick={() => void remove()}
    />
  );
}
