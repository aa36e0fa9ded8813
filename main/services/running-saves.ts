import type { Publish } from '../../preload/contract.ts';

/** What a save is watched with while it is written. */
export interface SaveWatch {
  /** @throws AbortError once the save was stopped; otherwise tells how far it is, now and then */
  note(progress: { exchanges: number } | { bytes: number }): void;
}

export interface RunningSaves {
  /** @returns null when it was stopped; what it has written by then is its own to remove */
  run<Result>(saveId: string, total: number, save: (watch: SaveWatch) => Promise<Result>): Promise<Result | null>;
  /** Resolves when nothing of it is left; at once when there is no such save any more. */
  cancel(saveId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Often enough for a bar that moves. */
const TOLD_EVERY_MS = 100;

/** Saves that are going on: each tells how far it is, and can be stopped. */
export function createRunningSaves(publish: Publish): RunningSaves {
  const running = new Map<string, { abort: AbortController; finished: Promise<unknown> }>();
  const cancel = async (saveId: string): Promise<void> => {
    const save = running.get(saveId);
    save?.abort.abort();
    await save?.finished;
  };
  return {
    async run(saveId, total, save) {
      if (running.has(saveId)) throw new Error('A save with this id is going on. Give each save an id of its own.');
      const abort = new AbortController();
      const { signal } = abort;
      let progress = { saveId, total, exchanges: 0, bytes: 0 };
      let toldAt = performance.now();
      const saved = save({
        note(further) {
          signal.throwIfAborted();
          progress = { ...progress, ...further };
          if (performance.now() - toldAt < TOLD_EVERY_MS) return;
          toldAt = performance.now();
          publish({ type: 'save-progress', progress });
        },
      });
      running.set(saveId, { abort, finished: saved.catch(() => null) });
      publish({ type: 'save-progress', progress });
      try {
        return await saved;
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      } finally {
        running.delete(saveId);
      }
    },
    cancel,
    async stop() {
      await Promise.all([...running.keys()].map(cancel));
    },
  };
}
