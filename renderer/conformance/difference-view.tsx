import { useMemo, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ConformanceRunRow } from '../../preload/contract.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useSortedRows } from '../ui/columns.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { FittedTable, type FittedColumn } from '../ui/fitted-table.tsx';
import { formatWhen, NONE, plural } from '../ui/format.ts';
import { Split } from '../ui/split.tsx';
import { CaseDetail } from './case-detail.tsx';
import { differenceOf, type ChangedCase } from './difference.ts';
import { useCases } from './use-runs.ts';
import { VerdictBadge } from './verdict.tsx';

interface DifferenceViewProps {
  before: ConformanceRunRow;
  after: ConformanceRunRow;
  onClose(): void;
}

/** The cases whose verdict is another one than in the run before. */
export function DifferenceView({ before, after, onClose }: DifferenceViewProps): ReactNode {
  useShortcuts('Difference', [{ keys: 'Escape', label: 'Back to the run', run: onClose }]);
  const earlier = useCases(before.id);
  const later = useCases(after.id);
  const changed = useMemo(
    () => (earlier.data && later.data ? differenceOf(earlier.data, later.data) : null),
    [earlier.data, later.data],
  );
  const problem = earlier.problem ?? later.problem;
  const newlyFailed = changed?.filter((entry) => entry.after?.verdict === 'failed').length ?? 0;
  return (
    <div className="ws-run-view">
      <section className="ws-run-top" aria-label="Difference of two runs">
        <div className="ws-run-title">
          <h2 className="ws-clip">
            #{before.id} → #{after.id}
          </h2>
          <span className="ws-run-actions">
            <Button size="small" icon={<Dismiss16Regular />} onClick={onClose}>
              Back to run #{after.id}
            </Button>
          </span>
        </div>
        <p className="ws-run-lead">
          {nameOf(before)}, compared with {nameOf(after)}
        </p>
        <p className="ws-run-now" role="status" data-tone={newlyFailed > 0 ? 'err' : undefined}>
          {changed === null
            ? ''
            : `${plural(changed.length, 'case')} with another verdict${newlyFailed === 0 ? '' : `, ${newlyFailed} of them failed now`}.`}
        </p>
      </section>
      <div className="ws-difference">
        {changed === null ? (
          problem === null ? (
            <Loading what="both runs" />
          ) : (
            <Problem title="The runs cannot be compared" message={problem} />
          )
        ) : (
          <Changes changed={changed} before={before} after={after} />
        )}
      </div>
    </div>
  );
}

function nameOf({ id, target, startedAt }: ConformanceRunRow): string {
  return `run #${id} (${target}, ${formatWhen(startedAt)})`;
}

function Changes({
  changed,
  before,
  after,
}: {
  changed: readonly ChangedCase[];
  before: ConformanceRunRow;
  after: ConformanceRunRow;
}): ReactNode {
  const columns = useMemo(() => columnsFor(before.id, after.id), [before.id, after.id]);
  const table = useSortedRows(changed, columns);
  const [caseParam, setCase] = useLinkParam('case');
  const chosen = changed.find(({ key }) => key === caseParam);
  // A case that did not take part in the later run shows what it did in the earlier one.
  const shown = chosen?.after ?? chosen?.before;
  return (
    <Split
      id="conformance"
      label="detail pane"
      initial={560}
      first={
        <FittedTable
          label="Cases with another verdict"
          columns={columns}
          {...table}
          rowKey={({ key }) => key}
          selectedKey={caseParam}
          onSelect={({ key }) => setCase(key)}
          empty={<Empty title="No verdict changed">Both runs judged every case alike.</Empty>}
        />
      }
      second={
        chosen && shown ? (
          <CaseDetail
            key={chosen.key}
            runId={chosen.after ? after.id : before.id}
            row={shown}
            onClose={() => setCase(null)}
          />
        ) : null
      }
    />
  );
}

function columnsFor(before: number, after: number): FittedColumn<ChangedCase>[] {
  return [
    {
      id: 'group',
      header: 'Group',
      width: 160,
      yields: 1,
      cell: ({ group }) => group,
      sort: (left, right) => left.group.localeCompare(right.group),
    },
    {
      id: 'name',
      header: 'Case',
      width: 'minmax(160px, 1fr)',
      cell: ({ name }) => name,
      sort: (left, right) => left.name.localeCompare(right.name),
    },
    {
      id: 'before',
      header: `#${before}`,
      width: 72,
      cell: (entry) => <VerdictBadge verdict={entry.before?.verdict ?? null} />,
    },
    {
      id: 'after',
      header: `#${after}`,
      width: 72,
      cell: (entry) => <VerdictBadge verdict={entry.after?.verdict ?? null} />,
    },
    {
      id: 'reason',
      header: 'Reason',
      width: 'minmax(160px, 2fr)',
      yields: 0,
      cell: (entry) => entry.after?.reason ?? entry.before?.reason ?? NONE,
    },
  ];
}
