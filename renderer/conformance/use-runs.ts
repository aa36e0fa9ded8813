import type { ConformanceCaseRow, ConformanceRunRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { takeCases, takeRuns, useConformance } from '../state/conformance.ts';
import { useLoaded } from '../state/loaded.ts';

interface Read<T> {
  /** null until it was read once. */
  data: T | null;
  problem: string | null;
  reload(): void;
}

/** The history, newest first; read when the page opens, kept by events. */
export function useRuns(): Read<readonly ConformanceRunRow[]> {
  const api = useApi();
  const { epoch, runs } = useConformance();
  const { problem, reload } = useLoaded(`runs@${epoch}`, async () => takeRuns(await api.listConformanceRuns()));
  return { data: runs, problem, reload };
}

/** The judged cases of a run; a run that is going on gets more. */
export function useCases(runId: number | null): Read<readonly ConformanceCaseRow[]> {
  const api = useApi();
  const epoch = useConformance((state) => state.epoch);
  const cases = useConformance((state) => (runId === null ? undefined : state.cases.get(runId)));
  const { problem, reload } = useLoaded(runId === null ? null : `${runId}@${epoch}`, async () => {
    if (runId !== null) takeCases(await api.getConformanceRun({ runId }));
  });
  return { data: cases ?? null, problem, reload };
}
