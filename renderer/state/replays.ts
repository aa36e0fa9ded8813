import { create } from 'zustand';
import type { Replay, ReplayRow, ReplayStep } from '../../preload/contract.ts';
import type { Slice } from './store.ts';

interface ReplaysState {
  /** Changes with every new snapshot: what was read before may have gaps and is read again. */
  epoch: number;
  /** Newest first; null until they were read. */
  rows: readonly ReplayRow[] | null;
  /** By replay, in the order they were sent: of replays that were opened or are going on. */
  steps: ReadonlyMap<number, readonly ReplayStep[]>;
}

export const useReplays = create<ReplaysState>(() => ({ epoch: 0, rows: null, steps: new Map() }));

export const replaysSlice: Slice = {
  reset: () => useReplays.setState(({ epoch }) => ({ epoch: epoch + 1, rows: null, steps: new Map() })),
  apply(event) {
    if (event.type === 'replay') takeReplay(event.replay);
    if (event.type === 'replay-step') {
      const { replayId, step } = event;
      useReplays.setState(({ steps }) => {
        const known = steps.get(replayId) ?? [];
        // Events come in batches: the replay as read may have this one already.
        if (known.some((other) => isSame(other, step))) return {};
        return { steps: new Map(steps).set(replayId, [...known, step]) };
      });
    }
    if (event.type === 'replay-removed') {
      useReplays.setState(({ rows, steps }) => ({
        rows: rows?.filter(({ id }) => id !== event.replayId) ?? null,
        steps: new Map([...steps].filter(([id]) => id !== event.replayId)),
      }));
    }
  },
};

export function takeReplays(rows: readonly ReplayRow[]): void {
  useReplays.setState({ rows });
}

/** A replay that began or went on. */
export function takeReplay(row: ReplayRow): void {
  useReplays.setState(({ rows }) => {
    const isKnown = rows?.some(({ id }) => id === row.id) ?? false;
    return {
      rows: isKnown && rows ? rows.map((other) => (other.id === row.id ? row : other)) : [row, ...(rows ?? [])],
    };
  });
}

/** The steps of a replay as read; what events told in the meantime stays behind them. */
export function takeSteps({ id, steps: read }: Replay): void {
  useReplays.setState(({ steps }) => {
    const later = (steps.get(id) ?? []).filter((step) => !read.some((other) => isSame(other, step)));
    return { steps: new Map(steps).set(id, [...read, ...later]) };
  });
}

/** A recorded request takes part in a replay once. */
function isSame(left: ReplayStep, right: ReplayStep): boolean {
  return left.exchangeId === right.exchangeId;
}

export function doneOf({ same, different, unanswered, skipped }: ReplayRow): number {
  return same + different + unanswered + skipped;
}
