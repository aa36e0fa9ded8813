import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { ConformanceRunRow } from '../../preload/contract.ts';
import { useLinkParam } from '../shell/location.ts';
import { caseKey } from '../state/conformance.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Split } from '../ui/split.tsx';
import { CaseDetail } from './case-detail.tsx';
import { CaseTree } from './case-tree.tsx';
import { RunHead } from './run-head.tsx';
import { filterCases, groupsOf, type Shown } from './tree.ts';
import { useCases } from './use-runs.ts';

interface RunViewProps {
  run: ConformanceRunRow;
  runs: readonly ConformanceRunRow[];
  onCompare(runId: number): void;
}

const SHOWN: readonly { value: Shown; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
  { value: 'passed', label: 'Passed' },
  { value: 'warnings', label: 'Warnings' },
];

/** One run: what became of it, the tree of its cases, and the chosen case. */
export function RunView({ run, runs, onCompare }: RunViewProps): ReactNode {
  const { data: cases, problem } = useCases(run.id);
  const [caseParam, setCase] = useLinkParam('case');
  const [shown, setShown] = useState<Shown>('all');
  const [text, setText] = useState('');
  const rows = useDeferredValue(cases);
  const groups = useMemo(() => groupsOf(filterCases(rows ?? [], shown, text)), [rows, shown, text]);
  const chosen = cases?.find((row) => caseKey(row) === caseParam);

  function list(): ReactNode {
    if (cases === null) {
      return problem === null ? (
        <Loading what="cases" />
      ) : (
        <Problem title="This run cannot be shown" message={problem} />
      );
    }
    if (cases.length === 0) {
      return run.state === 'running' ? (
        <Empty title="The first case is running">Its verdict appears here.</Empty>
      ) : (
        <Empty title="No case was judged">The run ended before its first case did.</Empty>
      );
    }
    if (groups.length === 0) {
      return (
        <Empty
          title="No case like this"
          actions={
            <button
              type="button"
              className="ws-link"
              onClick={() => {
                setShown('all');
                setText('');
              }}
            >
              Show all cases
            </button>
          }
        />
      );
    }
    return (
      <CaseTree groups={groups} isFiltered={shown !== 'all' || text !== ''} caseParam={caseParam} onCase={setCase} />
    );
  }

  return (
    <div className="ws-run-view">
      <RunHead run={run} runs={runs} onCompare={onCompare} />
      <div className="ws-run-split">
        <Split
          id="conformance"
          label="detail pane"
          initial={560}
          first={
            <div className="ws-files-list ws-cases">
              <div className="ws-files-bar">
                <SearchField label="Search cases" placeholder="Search cases" value={text} onChange={setText} />
                <div className="ws-shown" role="group" aria-label="Cases shown">
                  {SHOWN.map(({ value, label }) => (
                    <button key={value} type="button" aria-pressed={shown === value} onClick={() => setShown(value)}>
                      {label}
                    </button>
                  ))}
                </div>
              </div>
              <div className="ws-cases-body">{list()}</div>
            </div>
          }
          second={
            chosen ? (
              <CaseDetail key={caseKey(chosen)} runId={run.id} row={chosen} onClose={() => setCase(null)} />
            ) : null
          }
        />
      </div>
    </div>
  );
}
