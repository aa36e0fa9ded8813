import { create } from 'zustand';
import type { ConformanceCaseRow, ConformanceRun, ConformanceRunRow } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

export interface ConformanceState {
  /** Changes with every new snapshot: what was read before may have gaps and is read again. */
  epoch: number;
  /** Newest first; null until they were read. */
  runs: readonly ConformanceRunRow[] | null;
  /** By run, in the order they were judged: of runs that were opened or are going on. */
  cases: ReadonlyMap<number, readonly ConformanceCaseRow[]>;
}

export const useConformance = create<ConformanceState>(() => ({ epoch: 0, runs: null, cases: new Map() }));

export const conformanceSlice: Slice = {
  reset: () => useConformance.setState(({ epoch }) => ({ epoch: epoch + 1, runs: null, cases: new Map() })),
  apply: (event) => {
    if (event.type === 'conformance') takeRun(event.run);
    if (event.type === 'conformance-case') {
      const { runId, result } = event;
      useConformance.setState(({ cases }) => {
        const known = cases.get(runId) ?? [];
        // Events come in batches: the run as read may have this case already.
        if (known.some((row) => caseKey(row) === caseKey(result))) return {};
        return { cases: new Map(cases).set(runId, [...known, result]) };
      });
    }
    if (event.type === 'conformance-removed') {
      useConformance.setState(({ runs, cases }) => ({
        runs: runs?.filter(({ id }) => id !== event.runId) ?? null,
        cases: new Map([...cases].filter(([id]) => id !== event.runId)),
      }));
    }
  },
};

export function takeRuns(runs: readonly ConformanceRunRow[]): void {
  useConformance.setState({ runs });
}

/** A run that began or went on. Before the list was read it is left out: the list will have it. */
export function takeRun(run: ConformanceRunRow): void {
  useConformance.setState(({ runs }) => {
    if (runs === null) return {};
    const isKnown = runs.some(({ id }) => id === run.id);
    return { runs: isKnown ? runs.map((other) => (other.id === run.id ? run : other)) : [run, ...runs] };
  });
}

/** The cases of a run as read; what events told in the meantime stays behind them. */
export function takeCases({ id, cases: read }: ConformanceRun): void {
  const keys = new Set(read.map(caseKey));
  useConformance.setState(({ cases }) => ({
    cases: new Map(cases).set(id, [...read, ...(cases.get(id) ?? []).filter((row) => !keys.has(caseKey(row)))]),
  }));
}

/** Names a case in a run and in the address of the screen. */
export function caseKey({ suite, name }: Pick<ConformanceCaseRow, 'suite' | 'name'>): string {
  return `${suite}:${name}`;
}
