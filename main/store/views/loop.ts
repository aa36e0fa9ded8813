import type { QueryAnswer, QueryOrder } from '../query-link.ts';
import type { ViewEngine } from './engine.ts';

/** Answers orders at once, and works on views whenever nothing is asked. */
export function createQueryLoop(
  engine: ViewEngine,
  answer: (answer: QueryAnswer) => void,
): { take(order: QueryOrder): void; stop(): void } {
  let next: NodeJS.Immediate | undefined;
  const work = (): void => {
    const viewId = engine.nextToWorkOn();
    next = undefined;
    if (viewId === null) return;
    answer({ kind: 'working', viewId });
    engine.work(viewId);
    next = setImmediate(work);
  };
  return {
    take({ id, viewId, call, input }) {
      if (viewId !== null) answer({ kind: 'working', viewId });
      try {
        const run = engine[call] as (input: unknown) => unknown;
        answer({ kind: 'result', id, result: run(input) });
      } catch (error) {
        answer({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
      }
      next ??= setImmediate(work);
    },
    stop: () => clearImmediate(next),
  };
}
