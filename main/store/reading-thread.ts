import { Worker } from 'node:worker_threads';

/** A thread that reads traffic: orders in, answers out. */
export interface ReadingThread<Order> {
  /** False: nothing was ordered yet, or not since it ended. */
  isBegun(): boolean;
  post(order: Order): void;
  kill(): void;
  close(): Promise<void>;
}

interface ThreadOptions<Answer> {
  nativeBinding: string | undefined;
  script: string;
  /** Size of the nursery of its heap, in MiB; what V8 finds right when absent. */
  youngMiB?: number;
  onAnswer: (answer: Answer) => void;
  /** It ended by itself: what it was asked will not be answered. */
  onEnd: (error: Error) => void;
}

/** Begun with the first order, and anew with the first one after it was killed or ended by itself. */
export function createReadingThread<Order, Answer>({
  nativeBinding,
  script,
  youngMiB,
  onAnswer,
  onEnd,
}: ThreadOptions<Answer>): ReadingThread<Order> {
  let worker: Worker | null = null;
  let ended: Promise<void> = Promise.resolve();
  const begin = (): Worker => {
    const begun = new Worker(script, {
      workerData: { nativeBinding },
      ...(youngMiB === undefined ? {} : { resourceLimits: { maxYoungGenerationSizeMb: youngMiB } }),
    });
    // What is read must not keep the program from ending.
    begun.unref();
    ended = new Promise((resolve) => begun.once('exit', () => resolve()));
    begun.on('message', (answer: Answer) => {
      if (worker === begun) onAnswer(answer);
    });
    begun.on('error', (error) => {
      if (worker !== begun) return;
      worker = null;
      onEnd(error);
    });
    return begun;
  };
  return {
    isBegun: () => worker !== null,
    post(order) {
      worker ??= begin();
      worker.postMessage(order);
    },
    kill() {
      void worker?.terminate();
      worker = null;
    },
    async close() {
      worker?.ref();
      worker?.postMessage('close');
      await ended;
    },
  };
}
