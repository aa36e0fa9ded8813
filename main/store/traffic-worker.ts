import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, TRAFFIC_MIGRATIONS } from './database.ts';
import { collectGarbage } from './garbage.ts';
import type { TrafficOrder } from './traffic-writer.ts';
import { createTrafficWriter } from './traffic-writer.ts';

/** Entry of the thread that stores traffic: orders in, answers out, in turn. */
const { file, nativeBinding } = workerData as { file: string; nativeBinding: string | undefined };
const { database } = openDatabase(file, TRAFFIC_MIGRATIONS, nativeBinding);
const write = createTrafficWriter(database);

/** After so many exchanges there is garbage worth collecting, once nothing has come for a while. */
const TIDY_AFTER = 10_000;
const CALM_MS = 500;
let stored = 0;
let calm: NodeJS.Timeout | undefined;

function tidySoon(): void {
  clearTimeout(calm);
  if (stored < TIDY_AFTER) return;
  calm = setTimeout(() => {
    stored = 0;
    // Nobody waits for this thread now, and what a flood leaves behind it would keep until the next one.
    collectGarbage('everything');
    database.pragma('shrink_memory');
  }, CALM_MS).unref();
}

parentPort?.on('message', (order: TrafficOrder | 'close') => {
  if (order === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  const answer = write(order);
  stored += answer.stored.length;
  parentPort?.postMessage(answer);
  tidySoon();
});
