import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Database } from './database.ts';
import { openDatabase, openReader, TRAFFIC_MIGRATIONS } from './database.ts';
import type { TrafficAnswer, TrafficOrder } from './traffic-writer.ts';
import { createTrafficWriter, nothing } from './traffic-writer.ts';

/** The way to the writer and a connection to read what it wrote. */
export interface TrafficLink {
  reader: Database;
  /** Answers come in the order the orders were given. */
  send(order: TrafficOrder, answered: (answer: TrafficAnswer) => void): void;
  /** Where a damaged database was put, when a fresh one had to be begun. */
  setAside: string | null;
  close(): Promise<void>;
}

const YOUNG_MIB = 8;

interface LinkOptions {
  file: string;
  nativeBinding: string | undefined;
  /** Built entry of the writer's thread; where it does not exist the writer runs on this thread. */
  workerScript: string;
  onFailure: (error: unknown) => void;
}

export function openTrafficLink({ file, nativeBinding, workerScript, onFailure }: LinkOptions): TrafficLink {
  // Opened here first: migrations run, and damage is found, before anybody reads.
  const { database, setAside } = openDatabase(file, TRAFFIC_MIGRATIONS, nativeBinding);
  const sameThread = (): Pick<TrafficLink, 'reader' | 'send' | 'close'> => {
    const write = createTrafficWriter(database);
    return {
      reader: database,
      send: (order, answered) => answered(write(order)),
      close: async () => void database.close(),
    };
  };
  if (!existsSync(workerScript)) return { ...sameThread(), setAside };

  database.close();
  const reader = openReader(file, nativeBinding);
  const waiting: ((answer: TrafficAnswer) => void)[] = [];
  let problem: string | null = null;
  const worker = new Worker(workerScript, {
    workerData: { file, nativeBinding },
    // Next to nothing outlives its turn there: a small nursery is as quick as a large one, and tens of MiB smaller.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  // A start that fails half-way must not be kept from ending the program.
  worker.unref();
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (answer: TrafficAnswer) => waiting.shift()?.(answer));
  worker.on('error', (error) => {
    onFailure(error);
    problem = `The thread that stores traffic ended (${error.message}). Requests are still served; restart the app to capture again.`;
    for (const answered of waiting.splice(0)) answered({ ...nothing(), problem });
  });
  return {
    reader,
    setAside,
    send(order, answered) {
      if (problem !== null) return answered({ ...nothing(), problem });
      waiting.push(answered);
      worker.postMessage(order);
    },
    async close() {
      // The writer goes last: only the last connection to leave tidies the log away, and a reader may not.
      reader.close();
      worker.ref();
      worker.postMessage('close');
      await ended;
    },
  };
}
