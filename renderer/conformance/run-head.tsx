import { useState, type ReactNode } from 'react';
import { Button, Select } from '@fluentui/react-components';
import { RecordStop16Regular } from '@fluentui/react-icons/svg/record-stop';
import type { ConformanceRunRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { marksInWords } from '../findings/severity.tsx';
import { formatCount, formatDuration, formatFull, formatWhen, plural } from '../ui/format.ts';
import { fail } from '../ui/toasts.tsx';
import { Export } from './export.tsx';
import { choiceOf, RunState } from './verdict.tsx';

interface RunHeadProps {
  run: ConformanceRunRow;
  runs: readonly ConformanceRunRow[];
  onCompare(runId: number): void;
}

/** What was judged, how far it is, and what came of it. Every number keeps its place while it grows. */
export function RunHead({ run, runs, onCompare }: RunHeadProps): ReactNode {
  const others = runs.filter(({ id }) => id !== run.id);
  const isRunning = run.state === 'running';
  return (
    <section className="ws-run-top" aria-label={`Run #${run.id}`}>
      <div className="ws-run-title">
        <h2 className="ws-clip" title={run.wopiSrc}>
          {run.target}
        </h2>
        <RunState run={run} />
        <span className="ws-run-actions">
          {isRunning ? <CancelButton runId={run.id} /> : null}
          {others.length === 0 || isRunning ? null : (
            <Select
              size="small"
              aria-label="Compare with"
              value=""
              onChange={(_event, { value }) => {
                if (value !== '') onCompare(Number(value));
              }}
            >
              <option value="">Compare with …</option>
              {others.map((other) => (
                <option key={other.id} value={other.id}>
                  #{other.id}, {formatWhen(other.startedAt)}, {other.target}
                </option>
              ))}
            </Select>
          )}
          {isRunning ? null : <Export runId={run.id} />}
        </span>
      </div>
      <p className="ws-run-lead ws-clip" title={formatFull(run.startedAt)}>
        #{run.id} · {formatWhen(run.startedAt)}
        {run.finishedAt === null ? '' : ` · took ${formatDuration(run.finishedAt - run.startedAt)}`} · {choiceOf(run)}
      </p>
      <Totals run={run} />
      <p className="ws-run-now ws-clip" role="status" data-tone={toneOf(run)}>
        {sentenceOf(run)}
      </p>
    </section>
  );
}

function Totals({ run }: { run: ConformanceRunRow }): ReactNode {
  const { passed, failed, skipped, total, warnings, marks } = run;
  const done = passed + failed + skipped;
  return (
    <div className="ws-totals">
      <div
        className="ws-bar"
        role="progressbar"
        aria-label="Cases judged"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <span data-verdict="passed" style={{ flexGrow: passed }} />
        <span data-verdict="failed" style={{ flexGrow: failed }} />
        <span data-verdict="skipped" style={{ flexGrow: skipped }} />
        <span style={{ flexGrow: Math.max(0, total - done) }} />
      </div>
      <dl className="ws-total-list">
        <Total label="Judged" value={`${formatCount(done)} / ${formatCount(total)}`} />
        <Total label="Passed" value={formatCount(passed)} tone={passed > 0 ? 'ok' : undefined} />
        <Total label="Failed" value={formatCount(failed)} tone={failed > 0 ? 'err' : undefined} />
        <Total label="Skipped" value={formatCount(skipped)} />
        <Total label="Warnings" value={formatCount(warnings)} tone={warnings > 0 ? 'warn' : undefined} />
        {marks ? <Total label="Findings" value={marksInWords(marks)} /> : null}
      </dl>
    </div>
  );
}

function Total({ label, value, tone }: { label: string; value: string; tone?: string | undefined }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="ws-mono" data-tone={tone}>
        {value}
      </dd>
    </div>
  );
}

function toneOf({ state, failed }: ConformanceRunRow): string | undefined {
  if (state === 'failed') return 'err';
  if (state === 'cancelled') return 'warn';
  return state === 'finished' && failed === 0 ? 'ok' : undefined;
}

function sentenceOf({ state, problem, current, passed, failed, skipped, total, warnings }: ConformanceRunRow): string {
  const rest = total - passed - failed - skipped;
  if (state === 'running') return current ?? 'Starting …';
  if (state === 'failed') return problem ?? 'The run ended before its time.';
  if (state === 'cancelled') return `Cancelled; ${plural(rest, 'case')} did not run.`;
  if (failed > 0) return `${plural(failed, 'case')} failed; each shows what was expected and what came.`;
  const beside = warnings === 0 ? '' : ` ${plural(warnings, 'warning')} stand${warnings === 1 ? 's' : ''} beside them.`;
  return `No case failed${skipped === 0 ? '' : `; ${formatCount(skipped)} skipped, each with its reason`}.${beside}`;
}

function CancelButton({ runId }: { runId: number }): ReactNode {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  async function cancel(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    try {
      await api.cancelConformanceRun({ runId });
    } catch (error) {
      setBusy(false);
      fail(error);
    }
  }
  return (
    <Button size="small" icon={<RecordStop16Regular />} disabledFocusable={isBusy} onClick={() => void cancel()}>
      {isBusy ? 'Cleaning up …' : 'Cancel'}
    </Button>
  );
}
