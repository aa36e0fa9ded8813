import { existsSync } from 'node:fs';
import { createReadingThread } from './reading-thread.ts';
import type { ReadingThread } from './reading-thread.ts';
import { createSessionEngine } from './session-engine.ts';
import type { SessionAnswer, SessionCalls, SessionOrder } from './session-engine.ts';

/**
 * The way to the thread that reads sessions. It is not the one that keeps the lists of traffic: those are scrolled
 * meanwhile, and a filter that hangs there ends that thread.
 */
export interface SessionLink {
  calls: SessionCalls;
  close(): Promise<void>;
}

/** What is read is counted and let go: a small nursery is as quick as a large one, and tens of MiB smaller. */
const YOUNG_MIB = 8;

interface LinkOptions {
  nativeBinding: string | undefined;
  /** Built entry of the thread; where it does not exist everything runs on this thread. */
  workerScript: string;
  onFailure: (error: unknown) => void;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export function openSessionLink({ nativeBinding, workerScript, onFailure }: LinkOptions): SessionLink {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;

  const settle = (answer: SessionAnswer): void => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('problem' in answer) asked?.reject(new Error(answer.problem));
    else asked?.resolve(answer.result);
  };
  const endAll = (sentence: string): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(new Error(sentence));
  };
  const thread = existsSync(workerScript)
    ? createReadingThread<SessionOrder, SessionAnswer>({
        nativeBinding,
        script: workerScript,
        youngMiB: YOUNG_MIB,
        onAnswer: settle,
        onEnd(error) {
          onFailure(error);
          endAll(`The thread that reads sessions ended (${error.message}). Try again: it is started anew.`);
        },
      })
    : sameThread(nativeBinding, settle);

  const call = <Call extends keyof SessionCalls>(name: Call): SessionCalls[Call] =>
    // One kind of order for each call: what is said of all of them holds for this one.
    ((input: unknown) =>
      new Promise((resolve, reject) => {
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve, reject });
        thread.post({ id, call: name, input } as SessionOrder);
      })) as SessionCalls[Call];

  return {
    calls: {
      list: call('list'),
      story: call('story'),
      axis: call('axis'),
      bars: call('bars'),
      related: call('related'),
      cancel: async (input) => (thread.isBegun() ? call('cancel')(input) : undefined),
      // No thread is begun to forget what it never read.
      forget: async (input) => (thread.isBegun() ? call('forget')(input) : undefined),
    },
    async close() {
      endAll('The app is being closed.');
      await thread.close();
    },
  };
}

function sameThread(
  nativeBinding: string | undefined,
  settle: (answer: SessionAnswer) => void,
): Omit<ReadingThread<SessionOrder>, 'kill'> {
  const engine = createSessionEngine({ nativeBinding }, settle);
  return {
    isBegun: () => true,
    post: (order) => engine.take(order),
    async close() {
      engine.stop();
    },
  };
}
