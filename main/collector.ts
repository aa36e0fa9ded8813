import { availableParallelism, cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * On two processors the garbage collector's helper threads get in the way of the two that work, the one that answers
 * and the one that records (npm run bench shows it). The rest of V8's --single-threaded-gc is not touched: some of its
 * flags must not change while a process runs.
 */
export function collectWithoutHelpers(): void {
  // availableParallelism is missing in older Nodes.
  const processors = typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;
  if (processors <= 2) setFlagsFromString('--no-parallel-scavenge');
}
