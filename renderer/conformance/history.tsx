import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import type { ConformanceRunRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { formatCount, formatFull, formatWhen } from '../ui/format.ts';
import { fail, say } from '../ui/toasts.tsx';
import { choiceOf, RunState } from './verdict.tsx';

interface HistoryProps {
  runs: readonly ConformanceRunRow[];
  runId: number | null;
  onPick(runId: number): void;
}

export function History({ runs, runId, onPick }: HistoryProps): ReactNode {
  return (
    <section className="ws-runs" aria-label="History of runs">
      <h2 className="ws-runs-bar">
        History <span className="ws-muted">{formatCount(runs.length)}</span>
      </h2>
      <ul>
        {runs.map((run) => (
          <li key={run.id} className="ws-run" data-picked={run.id === runId}>
            <button
              type="button"
              className="ws-run-pick"
              aria-pressed={run.id === runId}
              title={formatFull(run.startedAt)}
              onClick={() => onPick(run.id)}
            >
              <span className="ws-clip">{run.target}</span>
              <span className="ws-run-head">
                <span className="ws-run-facts">
                  #{run.id} · {formatWhen(run.startedAt)}
                </span>
                <RunState run={run} />
              </span>
              <span className="ws-run-facts">
                {formatCount(run.passed)} of {formatCount(run.total)} passed
              </span>
              <span className="ws-run-facts ws-clip">{choiceOf(run)}</span>
            </button>
            {run.state === 'running' ? null : <RemoveRun run={run} />}
          </li>
        ))}
      </ul>
    </section>
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
      className="ws-run-remove"
      icon={<Delete16Regular />}
      aria-label={`Remove run #${runId}`}
      title="Remove"
      onClick={() => void remove()}
    />
  );
}
