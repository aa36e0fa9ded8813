import type { ReplayRow, ReplayStep } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { takeReplays, takeSteps, useReplays } from '../state/replays.ts';

interface Read<T> {
  /** null until it was read once. */
  data: T | null;
  problem: string | null;
  reload(): void;
}

/** Replays that were not closed yet, newest first. */
export function useReplayRows(): Read<readonly ReplayRow[]> {
  const api = useApi();
  const epoch = useReplays((state) => state.epoch);
  const rows = useReplays((state) => state.rows);
  const { problem, reload } = useLoaded(`replays@${epoch}`, async () => takeReplays(await api.listReplays()));
  return { data: rows, problem, reload };
}

/** What became of each request so far; a replay that is going on gets more. */
export function useSteps(replayId: number | null): Read<readonly ReplayStep[]> {
  const api = useApi();
  const epoch = useReplays((state) => state.epoch);
  const steps = useReplays((state) => (replayId === null ? undefined : state.steps.get(replayId)));
  const { problem, reload } = useLoaded(replayId === null ? null : `replay ${replayId}@${epoch}`, async () => {
    if (replayId !== null) takeSteps(await api.getReplay({ replayId }));
  });
  return { data: steps ?? null, problem, reload };
}
