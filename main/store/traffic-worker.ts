import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, TRAFFIC_MIGRATIONS } from './database.ts';
import type { TrafficOrder } from './traffic-writer.ts';
import { createTrafficWriter } from './traffic-writer.ts';

/** Entry of the thread that stores traffic: orders in, answers out, in turn. */
const { file, nativeBinding } = workerData as { file: string; nativeBinding: string | undefined };
const { database } = openDatabase(file, TRAFFIC_MIGRATIONS, nativeBinding);
const write = createTrafficWriter(database);

parentPort?.on('message', (order: TrafficOrder | 'close') => {
  if (order === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(write(order));
});
