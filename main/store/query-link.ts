import { existsSync } from 'node:fs';
import { createReadingThread, type ReadingThread } from './reading-thread.ts';
import { createViewEngine, type ViewCalls } from './views/engine.ts';
import { createQueryLoop } from './views/loop.ts';
import { LIMIT_MS, tooLong } from './views/too-long.ts';

export interface QueryOrder {
  id: number;
  /** The view it is about. */
  viewId: number | null;
  call: keyof ViewCalls;
  input: unknown;
}

export type QueryAnswer =
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'failure'; id: number; message: string }
  /** Which view the thread turns to: told before, because nothing can be told from inside of a search. */
  | { kind: 'working'; viewId: number };

/** The way to the thread that looks through the traffic. */
export interface QueryLink {
  call<Call extends keyof ViewCalls>(
    call: Call,
    input: Parameters<ViewCalls[Call]>[0],
  ): Promise<ReturnType<ViewCalls[Call]>>;
  close(): Promise<void>;
}

interface LinkOptions {
  nativeBinding: string | undefined;
  /** Built entry of the thread; where it does not exist everything runs on this thread. */
  workerScript: string;
  onFailure: (error: unknown) => void;
}

interface Waiting {
  viewId: number | null;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** A thread that has not answered within the limit and this much more hangs inside of one search. */
const GRACE_MS = 1_000;

export function openQueryLink({ nativeBinding, workerScript, onFailure }: LinkOptions): QueryLink {
  const waiting = new Map<number, Waiting>();
  /** Filters by view, to name the one that had to be stopped; and the views that were. */
  const filters = new Map<number, string>();
  const stopped = new Map<number, string>();
  let workingOn: number | null = null;
  let nextId = 1;

  const settle = (answer: QueryAnswer): void => {
    if (answer.kind === 'working') {
      workingOn = answer.viewId;
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    clearTimeout(asked?.timer);
    if (answer.kind === 'result') asked?.resolve(answer.result);
    else asked?.reject(new Error(answer.message));
  };
  const endAll = (settleOne: (asked: Waiting) => void): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const asked of all) {
      clearTimeout(asked.timer);
      settleOne(asked);
    }
  };
  const thread = existsSync(workerScript)
    ? createReadingThread<QueryOrder, QueryAnswer>({
        nativeBinding,
        script: workerScript,
        onAnswer: settle,
        onEnd(error) {
          onFailure(error);
          const message = `The thread that looks through the traffic ended (${error.message}). Try again: it is started anew.`;
          endAll(({ reject }) => reject(new Error(message)));
        },
      })
    : sameThread();

  /** The other views went with it; whoever asks for them is told that they are not kept any more. */
  const stopHanging = (): void => {
    thread.kill();
    const guilty = workingOn;
    if (guilty !== null) stopped.set(guilty, tooLong(filters.get(guilty) ?? ''));
    endAll(({ viewId, resolve, reject }) => {
      const sentence = viewId === null ? undefined : stopped.get(viewId);
      if (sentence === undefined) resolve(null);
      else reject(new Error(sentence));
    });
  };

  return {
    call(call, input) {
      const viewId = 'viewId' in input ? input.viewId : null;
      if ('wish' in input) filters.set(input.viewId, input.wish.filter);
      const sentence = viewId === null ? undefined : stopped.get(viewId);
      if (call === 'close' && viewId !== null) {
        filters.delete(viewId);
        stopped.delete(viewId);
      } else if (sentence !== undefined) return Promise.reject(new Error(sentence));
      const id = nextId;
      nextId += 1;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(stopHanging, LIMIT_MS + GRACE_MS).unref();
        waiting.set(id, { viewId, resolve: resolve as (result: unknown) => void, reject, timer });
        thread.post({ id, viewId, call, input });
      });
    },
    async close() {
      endAll(({ reject }) => reject(new Error('The app is being closed.')));
      await thread.close();
    },
  };

  function sameThread(): Omit<ReadingThread<QueryOrder>, 'isBegun'> {
    const engine = createViewEngine({ nativeBinding, timer: () => performance.now() });
    const loop = createQueryLoop(engine, settle);
    return {
      post: (order) => loop.take(order),
      kill: () => undefined,
      async close() {
        loop.stop();
        engine.stop();
      },
    };
  }
}
