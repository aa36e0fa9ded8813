import { parentPort, workerData } from 'node:worker_threads';
import type { QueryAnswer, QueryOrder } from './query-link.ts';
import { createViewEngine } from './views/engine.ts';
import { createQueryLoop } from './views/loop.ts';

/** Entry of the thread that looks through the traffic: orders in, answers out, and between them the long work bit by bit. */
const { nativeBinding } = workerData as { nativeBinding: string | undefined };
const engine = createViewEngine({ nativeBinding, timer: () => performance.now() });
const loop = createQueryLoop(engine, (answer: QueryAnswer) => parentPort?.postMessage(answer));

parentPort?.on('message', (order: QueryOrder | 'close') => {
  if (order !== 'close') return loop.take(order);
  loop.stop();
  engine.stop();
  parentPort?.close();
});
