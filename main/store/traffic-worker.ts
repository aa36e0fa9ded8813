import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, TRAFFIC_MIGRATIONS } from './database.ts';
import type { TrafficOrder } from './traffic-writer.ts';
import { createTrafficWriter } from './traffic-writer.ts';

const NICE = 10;

/** Entry of the thread that stores traffic: orders in, answers out, in turn. */
const { file, nativeBinding } = workerData as { file: string; nativeBinding: string | undefined };
const { database } = openDatabase(file, TRAFFIC_MIGRATIONS, nativeBinding);
const write = createTrafficWriter(database);
yieldToRequests();

parentPort?.on('message', (order: TrafficOrder | 'close') => {
  if (order === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(write(order));
});

/** Where a thread has a priority of its own, requests go before the record of them. */
function yieldToRequests(): void {
  if (process.platform !== 'linux') return;
  try {
    // "<process>/task/<thread>" of whoever asks
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, NICE);
  } catch {
    // Without /proc all threads stay equal.
  }
}
