import { parentPort, workerData } from 'node:worker_threads';
import { createSessionEngine, type SessionOrder } from './session-engine.ts';

/** Entry of the thread that reads sessions out of the traffic: orders in, answers out. */
const { nativeBinding } = workerData as { nativeBinding: string | undefined };
const engine = createSessionEngine({ nativeBinding }, (answer) => parentPort?.postMessage(answer));

parentPort?.on('message', (order: SessionOrder | 'close') => {
  if (order !== 'close') return engine.take(order);
  engine.stop();
  parentPort?.close();
});
