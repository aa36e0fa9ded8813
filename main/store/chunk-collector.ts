import { collectGarbage } from './garbage.ts';

/** So much may lie about. */
const COLLECT_EVERY_BYTES = 8 * 1024 * 1024;

/**
 * Every chunk of a body that arrives is a buffer of its own outside the heap. The objects that name them are so small that
 * the collector does not look for dead ones before 64 MB of them have gathered; this makes it look earlier, at the young
 * ones only, which takes less than a millisecond.
 */
export function createChunkCollector(): (bytes: number) => void {
  let gathered = 0;
  return (bytes) => {
    gathered += bytes;
    if (gathered < COLLECT_EVERY_BYTES) return;
    gathered = 0;
    collectGarbage('young');
  };
}
