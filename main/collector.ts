import { availableParallelism, cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * Objects of one place that outlive two collections while the program starts would be made among the old ones from then
 * on. Where requests make them, each keeps its whole request: some starts have such places and answer half as many
 * requests as others, in twice the memory. To be called before anything large is loaded.
 */
export function collectWithoutPretenuring(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

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
