import { useState, type ReactNode } from 'react';
import { Button, Select } from '@fluentui/react-components';
import { ArrowLeft16Regular } from '@fluentui/react-icons/svg/arrow-left';
import { Delete16Regular } from '@fluentui/react-icons/svg/delete';
import { RecordStop16Regular } from '@fluentui/react-icons/svg/record-stop';
import type { ReplayRow, ReplayStep } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { go, linkTo, useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { doneOf } from '../state/replays.ts';
import { Kbd } from '../ui/badge.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import { useSortedRows } from '../ui/columns.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { FittedTable } from '../ui/fitted-table.tsx';
import { formatCount, formatDuration, formatWhen, plural } from '../ui/format.ts';
import { Split } from '../ui/split.tsx';
import { fail } from '../ui/toasts.tsx';
import { replayColumns } from './replay-columns.tsx';
import { StepResult } from './step-result.tsx';
import { useReplayRows, useSteps } from './use-replays.ts';
import '../inspector/detail.css';
import '../ui/detail.css';
import './step-result.css';
import './replay-view.css';

/** A replay in place of the list: how far it is, what came of it, and the request that is looked at. */
export function ReplayView({ replayId }: { replayId: number }): ReactNode {
  const { data: rows, problem, reload } = useReplayRows();
  const row = rows?.find(({ id }) => id === replayId);
  const back = (): void => go('/traffic');
  const backButton = (
    <Button size="small" icon={<ArrowLeft16Regular />} onClick={back}>
      Back to Traffic
    </Button>
  );
  if (row) return <Known key={row.id} row={row} rows={rows ?? []} onBack={back} />;
  if (rows === null && problem === null) return <Loading what="the replay" />;
  return (
    <Problem
      title={problem === null ? 'This replay was closed' : 'The replay cannot be shown'}
      message={
        problem ??
        'Replays are kept until they are closed, or the program ends. What was sent to this host is in Traffic.'
      }
      actions={problem === null ? backButton : <Button onClick={reload}>Try again</Button>}
    />
  );
}

interface KnownProps {
  row: ReplayRow;
  rows: readonly ReplayRow[];
  onBack(): void;
}

type Shown = 'all' | ReplayStep['state'];
const SHOWN: readonly { value: Shown; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'different', label: 'Different' },
  { value: 'unanswered', label: 'No answer' },
  { value: 'skipped', label: 'Not sent' },
  { value: 'same', label: 'Same' },
];

function Known({ row, rows, onBack }: KnownProps): ReactNode {
  const { data: steps, problem, reload } = useSteps(row.id);
  const [shown, setShown] = useState<Shown>('all');
  const [chosenText, choose] = useLinkParam('step');
  const fitting = (steps ?? []).filter(({ state }) => shown === 'all' || state === shown);
  const table = useSortedRows(fitting, replayColumns);
  const chosen = steps?.find(({ exchangeId }) => String(exchangeId) === chosenText);
  const close = (): void => (chosen ? choose(null) : onBack());
  useShortcuts('Replay', [{ keys: 'Escape', label: chosen ? 'Close the request' : 'Back to Traffic', run: close }]);
  return (
    <div className="ws-replay">
      <ReplayHead row={row} rows={rows} onBack={onBack} />
      <div className="ws-replay-split">
        <Split
          id="replay"
          label="detail pane"
          initial={520}
          first={
            <section className="ws-replay-list" aria-label="Requests of the replay">
              <div className="ws-replay-bar">
                <span className="ws-seg" role="group" aria-label="Requests shown">
                  {SHOWN.map(({ value, label }) => (
                    <button key={value} type="button" aria-pressed={shown === value} onClick={() => setShown(value)}>
                      {label}
                    </button>
                  ))}
                </span>
              </div>
              <div className="ws-replay-table">
                {steps === null && problem !== null ? (
                  <Problem
                    title="The requests cannot be shown"
                    message={problem}
                    actions={<Button onClick={reload}>Try again</Button>}
                  />
                ) : (
                  <FittedTable
                    label="Replayed requests"
                    columns={replayColumns}
                    {...table}
                    rowKey={({ exchangeId }) => exchangeId}
                    selectedKey={chosen?.exchangeId ?? null}
                    onSelect={({ exchangeId }) => choose(String(exchangeId))}
                    empty={<NoSteps row={row} isFiltered={shown !== 'all'} onAll={() => setShown('all')} />}
                  />
                )}
              </div>
            </section>
          }
          second={
            chosen ? (
              <Chosen key={chosen.exchangeId} step={chosen} source={row.source} onClose={() => choose(null)} />
            ) : null
          }
        />
      </div>
    </div>
  );
}

function NoSteps({ row, isFiltered, onAll }: { row: ReplayRow; isFiltered: boolean; onAll(): void }): ReactNode {
  if (isFiltered) {
    return <Empty title="No request like this" actions={<Button onClick={onAll}>Show all requests</Button>} />;
  }
  if (row.state === 'running') return <Empty title="The first request is on its way">Its answer appears here.</Empty>;
  return <Empty title="Nothing was sent">The replay was stopped before its first request was answered.</Empty>;
}

function ReplayHead({ row, rows, onBack }: KnownProps): ReactNode {
  const api = useApi();
  const isRunning = row.state === 'running';
  function stop(): void {
    void api.stopReplay({ replayId: row.id }).catch(fail);
  }
  function close(): void {
    void api.closeReplay({ replayId: row.id }).then(onBack, fail);
  }
  return (
    <section className="ws-replay-head" aria-label={`Replay ${row.id}`}>
      <div className="ws-replay-title">
        <Button size="small" appearance="transparent" icon={<ArrowLeft16Regular />} onClick={onBack}>
          Traffic <Kbd>Esc</Kbd>
        </Button>
        <h1 className="ws-clip" title={row.target}>
          Replay {row.id} → {row.target}
        </h1>
        {rows.length < 2 ? null : (
          <Select
            size="small"
            aria-label="Other replays"
            value={String(row.id)}
            onChange={(_event, { value }) => go(linkTo('/traffic', { replay: value }))}
          >
            {rows.map(({ id, startedAt, target }) => (
              <option key={id} value={String(id)}>
                Replay {id}, {formatWhen(startedAt)}, {target}
              </option>
            ))}
          </Select>
        )}
        {isRunning ? (
          <Button size="small" icon={<RecordStop16Regular />} onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button size="small" icon={<Delete16Regular />} onClick={close}>
            Close the replay
          </Button>
        )}
      </div>
      <div
        className="ws-progress"
        role="progressbar"
        aria-label="Requests sent"
        aria-valuemin={0}
        aria-valuemax={row.total}
        aria-valuenow={doneOf(row)}
      >
        <span data-tone="ok" style={{ flexGrow: row.same }} />
        <span data-tone="warn" style={{ flexGrow: row.different }} />
        <span data-tone="err" style={{ flexGrow: row.unanswered }} />
        <span data-tone="neutral" style={{ flexGrow: row.skipped }} />
        <span style={{ flexGrow: Math.max(0, row.total - doneOf(row)) }} />
      </div>
      <dl className="ws-replay-totals">
        {TOTALS.map(({ label, read, tone }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="ws-mono" data-tone={tone?.(row)}>
              {read(row)}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status">{summaryOf(row)}</p>
    </section>
  );
}

const TOTALS: readonly { label: string; read(row: ReplayRow): string; tone?(row: ReplayRow): string | undefined }[] = [
  { label: 'Done', read: (row) => `${formatCount(doneOf(row))} / ${formatCount(row.total)}` },
  { label: 'Same', read: ({ same }) => formatCount(same) },
  {
    label: 'Different',
    read: ({ different }) => formatCount(different),
    tone: ({ different }) => (different > 0 ? 'warn' : undefined),
  },
  {
    label: 'No answer',
    read: ({ unanswered }) => formatCount(unanswered),
    tone: ({ unanswered }) => (unanswered > 0 ? 'err' : undefined),
  },
  { label: 'Not sent', read: ({ skipped }) => formatCount(skipped) },
];

function summaryOf(row: ReplayRow): string {
  const { state, total, same, different, unanswered, skipped, startedAt, finishedAt } = row;
  if (state === 'running') return 'Each request waits for the answer to the one before.';
  const took = `Took ${formatDuration((finishedAt ?? startedAt) - startedAt)}.`;
  if (state === 'stopped') return `Stopped; ${plural(total - doneOf(row), 'request')} did not go out. ${took}`;
  if (same === total) return `Every answer is the recorded one. ${took}`;
  const parts = [
    different === 0 ? '' : `${plural(different, 'answer is', 'answers are')} different`,
    unanswered === 0 ? '' : `${plural(unanswered, 'request')} got no answer`,
    skipped === 0 ? '' : `${plural(skipped, 'request')} could not be sent`,
  ].filter((part) => part !== '');
  return `${parts.join(', ')}; each says why. ${took}`;
}

interface ChosenProps {
  step: ReplayStep;
  source: string | null;
  onClose(): void;
}

function Chosen({ step, source, onClose }: ChosenProps): ReactNode {
  return (
    <section className="ws-detail" aria-label="Request of the replay">
      <div className="ws-detail-head">
        <h2>
          <span className="ws-detail-title">
            {step.operation ?? step.method} <span className="ws-muted">{step.fileName ?? step.path}</span>
          </span>
        </h2>
        <CloseButton label="Close the request" onClose={onClose} />
      </div>
      <div className="ws-detail-body">
        <StepResult
          step={step}
          onOpen={(id, which) =>
            go(linkTo('/traffic', { x: String(id), source: which === 'recorded' ? source : null }))
          }
        />
      </div>
    </section>
  );
}
